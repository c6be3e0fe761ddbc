//! The sound of the script: PCM buffers, WAV files, joining spoken lines to one voiceover,
//! finding lines in one, and estimates for what is not spoken yet.

mod align;
mod estimate;
mod join;
mod pcm;
mod recording;

pub use align::{Alignment, align_lines, align_words, spread_words};
pub use estimate::{reading_secs, speaking_secs};
pub use join::{Pauses, SpokenLine, Voiceover, join_lines};
pub use pcm::Pcm;
