//! The local voice: espeak-ng as a process, and what its library says of the words.

mod digit_groups;
mod espeak;
mod line_speaker;
mod local_voice;
mod russian_reading;
mod spoken_text;
mod uzbek_numbers;
mod uzbek_reading;
mod voices;
mod word_events;
mod word_places;
mod word_spans;
mod word_times;

pub use local_voice::LocalVoice;
pub use voices::SpokenLanguage;
pub use word_events::{WordEvent, WordEvents};
