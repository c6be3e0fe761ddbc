//! What providers made, kept the moment it exists, so that nothing that was paid for is lost,
//! made twice without being asked, or forgotten while it is under way.

mod calls;
mod images;
mod keeper;
mod script;
mod shelf;
mod voice;

pub(crate) use calls::{Call, CallTable};
pub(crate) use images::{KeptImages, family_of_prompt};
pub(crate) use keeper::{INTERRUPTED, Keeper, Locks};
pub(crate) use script::KeptScript;
pub(crate) use shelf::KeptShelf;
pub(crate) use voice::KeptVoice;
