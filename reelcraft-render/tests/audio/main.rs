//! The sound of finished videos, measured with the `ffmpeg` program.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod inputs;
mod loudness;
mod measure;
mod music;
mod refusals;
mod signals;
mod sync;
