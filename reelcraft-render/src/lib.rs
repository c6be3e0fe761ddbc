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
