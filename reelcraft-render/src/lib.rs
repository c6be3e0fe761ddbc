//! The renderer of Reelcraft: a timeline becomes an MP4 file, and only what changed is encoded.

pub mod audio;
pub mod caption;
pub mod compositor;
mod frame;
mod libav;
mod media_change;
pub mod picture;
mod renderer;
pub mod video;

pub use frame::{Plane, YuvFrame};
use media_change::changed_meanwhile;
pub use renderer::{FfmpegRenderer, RenderOptions};

/// The version of FFmpeg that is used, as it names itself, for example `5.1.6-0+deb12u1`.
pub fn ffmpeg_version() -> String {
    libav::version()
}
