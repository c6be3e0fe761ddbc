//! The sound of the script: PCM buffers, WAV files, joining spoken lines to one voiceover, and
//! estimates for what is not spoken yet.

mod estimate;
mod join;
mod pcm;

pub use estimate::{reading_secs, share_span, speaking_secs};
pub use join::{Pauses, SpokenLine, Voiceover, join_lines};
pub use pcm::Pcm;
