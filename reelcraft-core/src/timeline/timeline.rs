//! The resolved plan of a video.

use std::path::PathBuf;

use serde::Serialize;

use crate::captions::{CaptionFont, CaptionSheet};
use crate::project::{
    Color, Fit, Focus, FrameSize, Motion, Music, TransitionEffect, WatermarkPosition,
};
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
    /// A logo over the pictures; `None` when there is none.
    pub watermark: Option<WatermarkTrack>,
    /// The picture that stands for the video before it plays.
    pub cover: CoverSource,
    /// What is written over the pictures; `None` when nothing is.
    pub captions: Option<CaptionTrack>,
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

    /// The clips that are seen in a frame, by index: two of them in a transition.
    pub fn clips_at(&self, frame: u64) -> Vec<usize> {
        let clips = self.clips.iter().enumerate();
        let seen = clips.filter(|(_, clip)| clip.visible.contains(frame));
        seen.map(|(index, _)| index).collect()
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
    /// Words in large letters over the picture, or over a colour where there is no picture.
    pub card: Option<Card>,
}

/// Words in large letters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// The words; the first line is the largest.
    pub text: String,
    /// The colour behind them; `None` where a picture is.
    pub background: Option<Color>,
    /// What they are written with.
    pub font: CaptionFont,
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

/// A logo over the pictures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WatermarkTrack {
    /// The picture file.
    pub picture: PathBuf,
    /// Digest of the picture file's bytes.
    pub picture_digest: String,
    /// Where it stands.
    pub position: WatermarkPosition,
    /// How opaque it is, 0 to 1.
    pub opacity: f64,
    /// Its width as a part of the frame's.
    pub width: f64,
}

/// Where the picture that stands for the video comes from.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverSource {
    /// The frame that the renderer thinks good.
    #[default]
    Any,
    /// A frame of the video.
    Frame(u64),
    /// A picture file, which covers the frame.
    Picture {
        /// The file.
        file: PathBuf,
        /// Digest of its bytes.
        digest: String,
    },
}

/// What is written over the pictures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaptionTrack {
    /// How it looks.
    pub sheet: CaptionSheet,
    /// What is seen at a time, in order, never overlapping each other.
    pub pages: Vec<CaptionSpan>,
}

/// What is written at a time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaptionSpan {
    /// The frames in which it is seen, at least one.
    pub frames: FrameRange,
    /// Its words, at least one.
    pub words: Vec<CaptionWord>,
}

/// A word that is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaptionWord {
    /// What is written, in capitals where the sheet says so.
    pub text: String,
    /// Whether a space stands before it, if it is not the first one of its row.
    pub has_space_before: bool,
    /// The frame from which on it is spoken; never before that of the word before it.
    pub start: u64,
}

impl CaptionSpan {
    /// The index of the word that is spoken in a frame, or was the last one.
    pub fn spoken_word(&self, frame: u64) -> usize {
        let begun = self.words.iter().take_while(|word| word.start <= frame);
        begun.count().saturating_sub(1)
    }
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
    /// How it comes, steps back and goes.
    pub shape: MusicShape,
}

/// How music comes, steps back and goes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MusicShape {
    /// How far it steps back, in decibels; `None`: as far as the voice needs to be clear, and at
    /// least 10.
    pub ducking_depth_db: Option<f64>,
    /// How long it takes to come back after the voice, in seconds.
    pub ducking_release_secs: f64,
    /// How long it takes to come in, in seconds.
    pub fade_in_secs: f64,
    /// How long it takes to go at the end of the video, in seconds.
    pub fade_out_secs: f64,
    /// Where in the track it begins, in seconds; each repetition begins there too.
    pub start_secs: f64,
}

impl Default for MusicShape {
    fn default() -> Self {
        Self {
            ducking_depth_db: None,
            ducking_release_secs: 0.6,
            fade_in_secs: 0.3,
            fade_out_secs: 1.5,
            start_secs: 0.0,
        }
    }
}

impl MusicShape {
    /// What a project says of it.
    pub fn of(music: &Music) -> Self {
        let usual = Self::default();
        Self {
            ducking_depth_db: music.ducking_depth,
            ducking_release_secs: music.ducking_release.unwrap_or(usual.ducking_release_secs),
            fade_in_secs: music.fade_in.unwrap_or(usual.fade_in_secs),
            fade_out_secs: music.fade_out.unwrap_or(usual.fade_out_secs),
            start_secs: music.start.unwrap_or(usual.start_secs),
        }
    }
}
