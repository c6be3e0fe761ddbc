//! The sound of a video: voice and music mixed once over the whole timeline, in one stream.
//!
//! Nothing here holds a whole sound in memory. Both stems are decoded once into scratch files on
//! the disk (48 kHz stereo floats, gone when the mix is done), where every later step reads them
//! block by block:
//!
//! 1. `stem`: decode the voice, and the music repeated to fill the timeline; measure both.
//! 2. `mixer`: bring both to the same loudness, apply `volume`, ducking and fades, add them up.
//! 3. `mastering`: gain and a true-peak limiter until the sum is at −14 LUFS.
//! 4. `encode`: AAC, decoded again and measured; where the codec overshoots, 3 and 4 are
//!    repeated with a lower ceiling.

mod decibels;
mod decode;
mod ducking;
mod encode;
mod fade;
mod limiter;
mod looped;
mod loudness;
mod mastering;
mod mixer;
mod scratch;
mod shape;
mod source;
mod stem;
mod track;
mod true_peak;
mod wav;

pub use decode::decode_mono;
pub(crate) use encode::encode_sound_into;
pub use encode::{SoundReport, encode_sound, sound_key};
pub use mastering::{TARGET_LUFS, TRUE_PEAK_LIMIT_DBTP};
pub use shape::{SoundShape, sound_shape};
pub use wav::write_wav;
