//! What a caller asks of the pipeline, and what it gets.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Serialize;

use crate::project::{Format, Project};
use crate::provider::{Quality, RenderedVideo, Usage};
use crate::{Problem, Stage};

/// What a caller asks of the pipeline.
///
/// The default makes everything that is missing or stale, and the video.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// The stages to run; they always run in their own order.
    pub stages: BTreeSet<Stage>,
    /// The scenes to touch, from 1; `None` is all of them.
    pub scenes: Option<BTreeSet<usize>>,
    /// The stages to redo although their results are current: a new version of each is made.
    pub force: BTreeSet<Stage>,
    /// Whether results are kept whose cause has changed, for example the picture of a line that
    /// was edited.
    pub keep_stale: bool,
    /// What shall be different in a line that is written anew, in the person's words.
    pub wish: Option<String>,
    /// The formats in which the video is rendered, each into a file of its own; empty is the
    /// project's own. A file of another format than the project's has its name at its end,
    /// `sea-square.mp4`.
    pub formats: Vec<Format>,
    /// Where the video goes; `None` is beside the project.
    pub output: Option<PathBuf>,
    /// Time against picture quality.
    pub quality: Quality,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            stages: Stage::ALL.into(),
            scenes: None,
            force: BTreeSet::new(),
            keep_stale: false,
            wish: None,
            formats: Vec::new(),
            output: None,
            quality: Quality::default(),
        }
    }
}

impl Work {
    /// Asks for some stages only.
    pub fn only(stages: impl IntoIterator<Item = Stage>) -> Self {
        Self {
            stages: stages.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The formats in which the video of a project is rendered, each once, in order.
    pub fn formats_of(&self, project: &Project) -> Vec<Format> {
        let mut formats: Vec<Format> = Vec::new();
        for format in &self.formats {
            if !formats.contains(format) {
                formats.push(*format);
            }
        }
        if formats.is_empty() {
            formats.push(project.reel.format);
        }
        formats
    }

    /// Whether a stage is to redo what is current.
    pub(super) fn forces(&self, stage: Stage) -> bool {
        self.force.contains(&stage)
    }

    /// Whether a scene, by index, is to be touched.
    pub(super) fn touches(&self, index: usize) -> bool {
        self.scenes
            .as_ref()
            .is_none_or(|scenes| scenes.contains(&(index + 1)))
    }
}

/// What the pipeline did.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Outcome {
    /// What each stage that ran did, in order.
    pub stages: Vec<StageOutcome>,
    /// The video, where one was asked for; the first one of several.
    pub video: Option<RenderedVideo>,
    /// The videos of the other formats that were asked for, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more_videos: Vec<RenderedVideo>,
    /// What the calls of this run took, failed ones included.
    pub usage: Usage,
}

/// What a stage did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageOutcome {
    /// Which one.
    pub stage: Stage,
    /// How many things were made: lines, prompts, pictures, calls, segments.
    pub made: usize,
    /// How many were there already.
    pub reused: usize,
    /// Seconds on the clock.
    pub secs: f64,
}

/// What a run would do, found out without doing it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Forecast {
    /// How many lines a script would be asked for; 0 when it is not written.
    pub lines: usize,
    /// The scenes whose lines would be written anew, from 1.
    pub rewritten: Vec<usize>,
    /// The scenes whose prompts would be written, from 1.
    pub prompts: Vec<usize>,
    /// The scenes whose pictures would be drawn, from 1.
    pub images: Vec<usize>,
    /// The scenes whose lines would be spoken, from 1.
    pub speech: Vec<usize>,
    /// What the calls of each stage would take, about; stages without calls are left out.
    pub usage: BTreeMap<Stage, Usage>,
    /// Where the video would go; `None` when it is not rendered.
    #[serde(serialize_with = "crate::shown_path::serialize_option")]
    pub video: Option<PathBuf>,
    /// What stands in the way.
    pub problems: Vec<Problem>,
}
