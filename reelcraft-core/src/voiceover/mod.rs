//! The sound of the script: PCM buffers, WAV files, and joining spoken lines to one voiceover.

mod join;
mod pcm;

pub use join::{Pauses, SpokenLine, Voiceover, join_lines};
pub use pcm::Pcm;
