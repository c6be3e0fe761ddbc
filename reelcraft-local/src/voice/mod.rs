//! The local voice: espeak-ng as a process.

mod digit_groups;
mod espeak;
mod local_voice;
mod russian_reading;
mod spoken_text;
mod uzbek_numbers;
mod uzbek_reading;
mod voices;

pub use local_voice::LocalVoice;
pub use voices::SpokenLanguage;
