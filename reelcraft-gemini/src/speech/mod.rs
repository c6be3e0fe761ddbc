//! Speaking lines.

mod gemini_voice;
mod languages;
mod sound;
mod tempo;
mod transcript;
mod voices;

pub use gemini_voice::GeminiVoice;
pub use languages::{LANGUAGES, SpokenLanguage};
pub use voices::{VOICES, Voice, voice_name};
