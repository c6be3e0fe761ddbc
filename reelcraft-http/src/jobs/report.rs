//! What became of a job so far.

use poem_openapi::Object;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::usage::UsageView;

/// What became of a job so far. It is kept with the job, so it survives everything.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Report {
    /// The stage that runs, or the last one that ran.
    pub(crate) stage: Option<String>,
    /// Units of the stage that are done: scenes, calls or frames.
    pub(crate) done: u64,
    /// Units of the stage in all.
    pub(crate) total: u64,
    /// Estimated seconds to the end of the stage.
    pub(crate) eta_secs: Option<f64>,
    /// What became of each scene that was touched, in order.
    pub(crate) scenes: Vec<SceneReport>,
    /// What the person should know.
    pub(crate) warnings: Vec<String>,
    /// What was made.
    pub(crate) made: Option<Made>,
    /// Why the job failed.
    pub(crate) problem: Option<Problem>,
    /// How often it was begun.
    pub(crate) attempts: u32,
}

impl Report {
    /// The report of a scene, by its number from 1.
    pub(crate) fn scene(&mut self, number: usize) -> &mut SceneReport {
        let at = match self
            .scenes
            .binary_search_by_key(&number, |scene| scene.scene)
        {
            Ok(at) => at,
            Err(at) => {
                let report = SceneReport {
                    scene: number,
                    ..SceneReport::default()
                };
                self.scenes.insert(at, report);
                at
            }
        };
        #[expect(clippy::indexing_slicing, reason = "it was found or put there")]
        &mut self.scenes[at]
    }

    /// Begins another attempt: what went wrong in the one before counts no more.
    pub(super) fn begin_attempt(&mut self) {
        self.attempts += 1;
        self.problem = None;
        for scene in &mut self.scenes {
            scene.error = None;
        }
    }

    /// Whether this attempt lost single scenes, each with its reason, and others have pictures.
    pub(super) fn is_partly_done(&self) -> bool {
        self.has_failed_scene() && self.scenes.iter().any(|scene| scene.image_url.is_some())
    }

    /// Whether a scene failed.
    pub(crate) fn has_failed_scene(&self) -> bool {
        self.scenes.iter().any(|scene| scene.error.is_some())
    }
}

/// What became of one scene.
#[derive(Debug, Clone, Default, PartialEq, Object, Serialize, Deserialize)]
#[oai(skip_serializing_if_is_none)]
#[serde(default)]
pub(crate) struct SceneReport {
    /// Number of the scene, from 1.
    pub(crate) scene: usize,
    /// The line that is spoken in it.
    pub(crate) script_line: Option<String>,
    /// What its picture was drawn from.
    pub(crate) image_prompt: Option<String>,
    /// Its picture.
    pub(crate) image_url: Option<String>,
    /// Its spoken line.
    pub(crate) audio_url: Option<String>,
    /// Whether what was asked for was there already and cost nothing.
    pub(crate) reused: Option<bool>,
    /// Why it did not get its part. The other scenes went on.
    pub(crate) error: Option<SceneError>,
}

/// Why a scene did not get its part.
#[derive(Debug, Clone, PartialEq, Eq, Object, Serialize, Deserialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct SceneError {
    /// What went wrong, as a program can decide by it.
    pub(crate) code: String,
    /// What went wrong, for people.
    pub(crate) detail: String,
    /// The way out, where one is known.
    pub(crate) hint: Option<String>,
    /// How many seconds to wait before asking again, where that is known.
    pub(crate) retry_after: Option<u64>,
}

/// What a job made. Which fields there are depends on its kind.
#[derive(Debug, Clone, Default, PartialEq, Object, Serialize, Deserialize)]
#[oai(skip_serializing_if_is_none)]
#[serde(default)]
pub(crate) struct Made {
    /// The lines of the script.
    pub(crate) script: Option<Vec<String>>,
    /// The picture, of a job that makes one.
    pub(crate) image_url: Option<String>,
    /// The voiceover.
    pub(crate) audio_url: Option<String>,
    /// How long the voiceover is, in seconds.
    pub(crate) duration: Option<f64>,
    /// When each line is spoken in the voiceover.
    pub(crate) lines: Option<Vec<SpokenSpan>>,
    /// The video; the first one where several formats were asked for.
    pub(crate) video: Option<MadeVideo>,
    /// The videos, one of each format that was asked for, in that order.
    pub(crate) videos: Option<Vec<MadeVideo>>,
    /// The revision of the project that it shows.
    pub(crate) revision: Option<i64>,
    /// What its calls to providers took, failed ones included.
    pub(crate) usage: Option<UsageView>,
}

/// When a line is spoken in its voiceover.
#[derive(Debug, Clone, Copy, Default, PartialEq, Object, Serialize, Deserialize)]
pub(crate) struct SpokenSpan {
    /// Seconds from the start of the sound to the first sound of the line; null for a line in
    /// which nothing is said.
    pub(crate) start: Option<f64>,
    /// Seconds from the start of the sound to the end of the line.
    pub(crate) end: Option<f64>,
}

/// A finished video.
#[derive(Debug, Clone, PartialEq, Object, Serialize, Deserialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct MadeVideo {
    /// Its format: `reel`, `portrait`, `square`, `landscape`, or its size as `720x1280`.
    #[serde(default)]
    pub(crate) format: String,
    /// The MP4 file.
    pub(crate) video_url: String,
    /// Its cover, a JPEG picture.
    pub(crate) poster_url: String,
    /// Its captions as SubRip; absent where nothing is said in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) srt_url: Option<String>,
    /// Its captions as WebVTT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) vtt_url: Option<String>,
    /// Its captions with their look, as Advanced SubStation Alpha.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ass_url: Option<String>,
    /// Seconds from first to last frame.
    pub(crate) duration: f64,
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
    /// Bytes of the file.
    pub(crate) bytes: u64,
    /// Parts of it that an earlier render had encoded, of all its parts: 0 to 1.
    pub(crate) reused: f64,
}
