//! What a job is to do.

use std::collections::{BTreeMap, BTreeSet};

use poem_openapi::Enum;
use reelcraft_core::pipeline::Work;
use reelcraft_core::project::Format;
use reelcraft_core::provider::Quality;
use reelcraft_core::{Project, Stage};
use serde::{Deserialize, Serialize};

/// What a job makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize, Deserialize)]
#[oai(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobKind {
    /// The lines of a script.
    Script,
    /// The pictures of scenes, and the prompts they are drawn from.
    Visuals,
    /// One picture.
    Image,
    /// The voiceover.
    Voiceover,
    /// The video.
    Render,
    /// Everything that is missing, and the video.
    Make,
}

impl JobKind {
    /// The stages of the pipeline that it runs.
    pub(crate) fn stages(self) -> BTreeSet<Stage> {
        match self {
            Self::Script => [Stage::Script].into(),
            Self::Visuals => [Stage::Prompts, Stage::Visuals].into(),
            Self::Image => [Stage::Visuals].into(),
            Self::Voiceover => [Stage::Voice].into(),
            Self::Render => [Stage::Render].into(),
            Self::Make => Stage::ALL.into(),
        }
    }

    /// The stage that a new version is made of, when one is asked for.
    pub(crate) fn main_stage(self) -> Option<Stage> {
        match self {
            Self::Script => Some(Stage::Script),
            Self::Visuals | Self::Image => Some(Stage::Visuals),
            Self::Voiceover => Some(Stage::Voice),
            Self::Render => Some(Stage::Render),
            Self::Make => None,
        }
    }

    /// Where it waits: renders take cores, everything else mostly waits for others.
    pub(crate) fn lane(self) -> Lane {
        match self {
            Self::Render | Self::Make => Lane::Render,
            _ => Lane::Generate,
        }
    }
}

/// A queue with workers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Lane {
    /// Jobs that end with a video.
    Render,
    /// All others.
    Generate,
}

impl Lane {
    /// All of them.
    pub(crate) const ALL: [Self; 2] = [Self::Render, Self::Generate];

    /// The written name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Render => "render",
            Self::Generate => "generate",
        }
    }
}

/// What a job is to do: some stages of the pipeline over a project of somebody's, or over one
/// that lives only as long as the job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spec {
    /// What it makes.
    pub(crate) kind: JobKind,
    /// The project as it was when the job was asked for, with addresses of the service in the
    /// place of paths; `None`: the person's project, as it is when the work runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) document: Option<Project>,
    /// The scenes to touch, from 1; `None` is all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scenes: Option<BTreeSet<usize>>,
    /// Whether new versions are made of what is current.
    #[serde(default)]
    pub(crate) redo: bool,
    /// Whether results are kept whose cause has changed.
    #[serde(default)]
    pub(crate) keep_stale: bool,
    /// The lines to write anew as they were when that was asked for, by the numbers of their
    /// scenes. One that is different now has been written, or the person was faster.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) lines: BTreeMap<usize, String>,
    /// What shall be different in them, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) wish: Option<String>,
    /// The formats of the video; empty is the project's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) formats: Vec<Format>,
    /// Time against picture quality.
    #[serde(default)]
    pub(crate) quality: Quality,
    /// Which of the possible pictures is drawn, for work outside of projects.
    #[serde(default)]
    pub(crate) variant: u32,
    /// The revision of the project that a video shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) revision: Option<i64>,
}

impl Spec {
    /// Makes the spec of a job over a project that lives only as long as the job.
    pub(crate) fn of_document(kind: JobKind, document: Project) -> Self {
        Self {
            document: Some(document),
            ..Self::of_kind(kind)
        }
    }

    /// Makes the spec of a job that does all of its kind.
    pub(crate) fn of_kind(kind: JobKind) -> Self {
        Self {
            kind,
            document: None,
            scenes: None,
            redo: false,
            keep_stale: false,
            lines: BTreeMap::new(),
            wish: None,
            formats: Vec::new(),
            quality: Quality::default(),
            variant: 0,
            revision: None,
        }
    }

    /// What the pipeline is asked for, over a project as it is now.
    pub(crate) fn work(&self, project: &Project) -> Work {
        let force = self.redo.then(|| self.kind.main_stage()).flatten();
        let mut work = Work {
            scenes: self.scenes.clone(),
            force: force.into_iter().collect(),
            keep_stale: self.keep_stale,
            wish: self.wish.clone(),
            formats: self.formats.clone(),
            quality: self.quality,
            ..Work::only(self.kind.stages())
        };
        if !self.lines.is_empty() {
            let is_left = |number: &usize, line: &String| {
                let scene = number
                    .checked_sub(1)
                    .and_then(|index| project.scenes.get(index));
                scene.is_some_and(|scene| scene.line == *line)
            };
            let left = self
                .lines
                .iter()
                .filter(|(number, line)| is_left(number, line));
            let left: BTreeSet<usize> = left.map(|(number, _)| *number).collect();
            if left.is_empty() {
                work.stages.clear();
            }
            work.scenes = Some(left).filter(|left| !left.is_empty());
        }
        work
    }

    /// Whether another spec comes of the same request: what is found out when the request is
    /// made may differ.
    pub(crate) fn is_same_request(&self, other: &Self, is_in_project: bool) -> bool {
        let request = |spec: &Self| Self {
            document: spec.document.clone().filter(|_| !is_in_project),
            lines: BTreeMap::new(),
            variant: 0,
            revision: None,
            ..spec.clone()
        };
        request(self) == request(other)
    }
}
