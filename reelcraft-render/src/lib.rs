//! The renderer of Reelcraft: a timeline becomes an MP4 file, and only what changed is encoded.

pub mod audio;
pub mod compositor;
mod frame;
mod libav;
pub mod picture;
mod renderer;
pub mod video;

pub use frame::{Plane, YuvFrame};
pub use renderer::{FfmpegRenderer, RenderOptions};
