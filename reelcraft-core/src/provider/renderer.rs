//! Making the video.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use serde::Serialize;

use crate::project::FrameSize;
use crate::project::choice::choice;
use crate::timeline::Timeline;
use crate::voiceover::Pcm;
use crate::{Control, Result};

choice! {
    /// How much time is spent for how good a picture.
    #[derive(Default)]
    pub enum Quality ("quality") {
        /// For a quick look: fastest, and half as wide and high.
        Draft = "draft",
        /// For the platforms, which encode it again anyway.
        #[default]
        Standard = "standard",
        /// For keeping: slowest.
        High = "high",
    }
}

/// What shall be rendered.
#[derive(Debug, Clone, PartialEq)]
pub struct RenderRequest {
    /// The plan.
    pub timeline: Timeline,
    /// The MP4 file to make; an existing one is replaced when the new one is complete.
    pub output: PathBuf,
    /// Time against picture quality.
    pub quality: Quality,
    /// Whether segments and sound of earlier renders may be used again.
    pub reuse: bool,
    /// Whether another video of the same pictures comes next, so that it is worth to keep them.
    pub keep_pictures: bool,
}

/// A finished video.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RenderedVideo {
    /// The MP4 file.
    #[serde(serialize_with = "crate::shown_path::serialize")]
    pub path: PathBuf,
    /// The poster, a JPEG of one frame, beside it with the same name.
    #[serde(serialize_with = "crate::shown_path::serialize")]
    pub poster: PathBuf,
    /// Seconds from first to last frame.
    pub secs: f64,
    /// Frames in it.
    pub frames: u64,
    /// Segments in it.
    pub segments: usize,
    /// Segments that were already encoded by an earlier render.
    pub segments_reused: usize,
    /// Where the time went.
    pub timings: RenderTimings,
}

/// Where the time of a render went, in seconds; those of parallel threads are added up.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct RenderTimings {
    /// Decoding and scaling pictures.
    pub pictures: f64,
    /// Composing frames.
    pub compose: f64,
    /// Encoding frames.
    pub encode: f64,
    /// Mixing, measuring and encoding the sound.
    pub audio: f64,
    /// Joining everything into the file.
    pub join: f64,
    /// All of it, on the clock.
    pub wall: f64,
}

/// What a picture file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PictureInfo {
    /// Size in pixels as it is seen, orientation applied.
    pub size: FrameSize,
    /// Whether any pixel may be transparent.
    pub has_alpha: bool,
}

/// Turns a timeline into a video file, and reads the media that a project names.
///
/// # Contract
///
/// * `render` makes `output` with exactly `timeline.length` frames, or no file at all: it
///   appears under its name only when it is complete. Nothing else is left behind but finished
///   segments, which the next render of the same thing uses.
/// * Rendering the same timeline twice gives the same decoded frames, whatever was reused.
/// * Progress is reported in frames, never backwards, and ends with all frames. The control is
///   looked at between any two frames.
/// * A picture or sound that cannot be read is [`Media`](crate::ErrorKind::Media) and names the
///   file; a missing one is [`NotFound`](crate::ErrorKind::NotFound). All bad pictures of a
///   timeline are found before the first frame is encoded.
/// * Files are recognised by content. Reading one never opens another file or host.
#[async_trait]
pub trait Renderer: Send + Sync {
    /// Makes the video.
    async fn render(&self, request: &RenderRequest, control: &Control) -> Result<RenderedVideo>;

    /// Decodes a picture fully and says what it is.
    async fn inspect_picture(&self, file: &Path) -> Result<PictureInfo>;

    /// Decodes a sound file to one channel at 48 kHz.
    async fn decode_audio(&self, file: &Path) -> Result<Pcm>;
}
