//! The resolved plan of a video.

use std::path::PathBuf;

use serde::Serialize;

use crate::project::{Fit, Focus, FrameSize, Motion, TransitionEffect};
use crate::{FrameRange, FrameRate, LineSpan};

/// The resolved plan of a video: integer frames, no defaults left, no files left to find.
///
/// Frame `f` of the video is a pure function of the timeline and `f`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Timeline {
    /// Title for the metadata.
    pub title: String,
    /// BCP 47 tag of the spoken language, for the metadata.
    pub language: String,
    /// Width and height of every frame, both even.
    pub size: FrameSize,
    /// Frames per second.
    pub frame_rate: FrameRate,
    /// The scenes in order; together their `frames` cover `0..length` without gap or overlap.
    pub clips: Vec<Clip>,
    /// The transitions that take time, in order, never overlapping each other.
    pub transitions: Vec<TransitionSpan>,
    /// The voiceover, which begins with frame 0; `None` when nobody speaks.
    pub voice: Option<VoiceTrack>,
    /// The music; `None` when there is none.
    pub music: Option<MusicTrack>,
    /// How many frames the video has.
    pub length: u64,
}

impl Timeline {
    /// How long the video is, in seconds.
    pub fn secs(&self) -> f64 {
        self.frame_rate.secs_at(self.length)
    }
}

/// One scene on the timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clip {
    /// The picture file.
    pub picture: PathBuf,
    /// Digest of the picture file's bytes.
    pub picture_digest: String,
    /// The frames from this scene's cut to the next one's.
    pub frames: FrameRange,
    /// The frames in which anything of it is seen: `frames`, and the halves of the transitions
    /// on both sides. The camera moves over all of them.
    pub visible: FrameRange,
    /// The camera move, never [`Motion::Auto`].
    pub motion: Motion,
    /// How far the camera moves, 0 to 1; 0.5 is a zoom of 15 %.
    pub strength: f64,
    /// How the picture fills the frame.
    pub fit: Fit,
    /// The point of the picture that stays in the frame.
    pub focus: Focus,
}

/// A transition from clip `from` to clip `from + 1`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TransitionSpan {
    /// Index of the clip that ends.
    pub from: usize,
    /// What is seen, never [`TransitionEffect::Cut`].
    pub effect: TransitionEffect,
    /// The frames it takes, centred on the cut.
    pub frames: FrameRange,
}

/// The voiceover on the timeline; its first sample sounds with frame 0.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VoiceTrack {
    /// The sound file.
    pub file: PathBuf,
    /// Digest of the file's bytes.
    pub digest: String,
    /// When each clip's line is spoken, one entry a clip; `None` for a silent one.
    pub lines: Vec<Option<LineSpan>>,
}

/// The music on the timeline; it is repeated to fill the video and faded out at its end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MusicTrack {
    /// The sound file.
    pub file: PathBuf,
    /// Digest of the file's bytes.
    pub digest: String,
    /// Amplitude relative to the voice, 0 to 1.
    pub volume: f64,
    /// Whether it steps back while somebody speaks.
    pub ducking: bool,
}
