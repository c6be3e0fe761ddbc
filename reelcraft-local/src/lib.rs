//! The providers that need no key and no network: scripts, illustrated cards, a voice, music.

pub mod card;
pub mod music;
pub mod script;
pub mod voice;
