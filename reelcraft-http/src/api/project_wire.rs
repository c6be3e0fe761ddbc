//! Projects on the wire.

use poem_openapi::{Enum, Object};
use reelcraft_core::pipeline::ElementState;
use reelcraft_core::provider::Quality;

use super::choices::Choice;
use super::job_wire::JobView;
use super::project_document::Document;
use crate::jobs::SpokenSpan;

/// A project that is written.
#[derive(Debug, Object)]
pub(crate) struct ProjectWrite {
    /// What people call it. Absent: the beginning of its topic.
    #[oai(validator(min_length = 1, max_length = 200))]
    pub(crate) name: Option<String>,
    /// What it holds.
    pub(crate) document: Document,
}

/// A project, and how it is.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ProjectView {
    /// Its name here.
    pub(crate) id: String,
    /// What people call it.
    pub(crate) name: String,
    /// Grows by one with each change; the `ETag` is the same in quotes.
    pub(crate) revision: i64,
    /// What it holds.
    pub(crate) document: Document,
    /// What its elements need, computed from the document as it is now.
    pub(crate) states: StatesView,
    /// The voiceover, where there is one.
    pub(crate) voiceover: Option<VoiceoverView>,
    /// Its jobs that have not ended, the oldest first.
    pub(crate) jobs: Vec<JobView>,
    /// When it was begun, as RFC 3339 has it.
    pub(crate) created_at: String,
    /// When it was changed last.
    pub(crate) updated_at: String,
}

/// What the elements of a project need.
#[derive(Debug, Object)]
pub(crate) struct StatesView {
    /// Prompt and picture of each scene, in order.
    pub(crate) scenes: Vec<SceneStatesView>,
    /// The voiceover.
    pub(crate) voice: StateName,
}

/// What the elements of a scene need.
#[derive(Debug, Object)]
pub(crate) struct SceneStatesView {
    /// The prompt.
    pub(crate) prompt: StateName,
    /// The picture.
    pub(crate) image: StateName,
}

/// What an element needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(crate) enum StateName {
    /// There is none.
    Missing,
    /// It was generated, and from what the project says now.
    Current,
    /// It was generated from something that has changed since; it can still be used.
    Stale,
    /// It is the person's own; generation leaves it alone.
    Own,
}

impl From<ElementState> for StateName {
    fn from(state: ElementState) -> Self {
        match state {
            ElementState::Missing => Self::Missing,
            ElementState::Current => Self::Current,
            ElementState::Stale => Self::Stale,
            ElementState::Own => Self::Own,
        }
    }
}

/// The voiceover of a project.
#[derive(Debug, Object)]
pub(crate) struct VoiceoverView {
    /// The sound.
    pub(crate) audio_url: String,
    /// How long it is, in seconds.
    pub(crate) duration: f64,
    /// When the line of each scene is spoken.
    pub(crate) lines: Vec<SpokenSpan>,
}

/// A page of projects.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ProjectPage {
    /// The projects, those that were changed last first.
    pub(crate) projects: Vec<ProjectSummary>,
    /// What to give as `cursor` for the next page; absent on the last one.
    pub(crate) next: Option<String>,
}

/// What a list tells of a project.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ProjectSummary {
    /// Its name here.
    pub(crate) id: String,
    /// What people call it.
    pub(crate) name: String,
    /// Grows by one with each change.
    pub(crate) revision: i64,
    /// How many scenes it has.
    pub(crate) scenes: u32,
    /// How many of them have a picture.
    pub(crate) pictures: u32,
    /// Whether it has a voiceover.
    pub(crate) has_voice: bool,
    /// The language of its lines.
    pub(crate) language: Option<String>,
    /// The picture of its first scene.
    pub(crate) cover_url: Option<String>,
    /// When it was begun, as RFC 3339 has it.
    pub(crate) created_at: String,
    /// When it was changed last.
    pub(crate) updated_at: String,
}

/// What a job is to do in a project.
#[derive(Debug, Default, Object)]
#[oai(default)]
pub(crate) struct WorkRequest {
    /// The scenes to touch, from 1. Absent: all that need it.
    #[oai(validator(max_items = 500, minimum(value = "1"), maximum(value = "500")))]
    pub(crate) scenes: Option<Vec<u32>>,
    /// Whether new versions are made of what is current. `script` with `scenes` writes their lines
    /// anew in any case, and leaves the others.
    pub(crate) redo: Option<bool>,
    /// Whether results are kept whose cause has changed since.
    pub(crate) keep_stale: Option<bool>,
    /// What shall be different in lines that are written anew, in your words, for example
    /// `shorter`. It goes with `script` and `scenes`.
    #[oai(validator(min_length = 1, max_length = 500))]
    pub(crate) wish: Option<String>,
    /// The formats of the video, one file of each: `reel`, `portrait`, `square`, `landscape`, or any
    /// even size as `720x1280`. Absent: the project's own.
    #[oai(validator(
        min_items = 1,
        max_items = 8,
        pattern = "^(reel|portrait|square|landscape|[0-9]{3,4}x[0-9]{3,4})$"
    ))]
    pub(crate) formats: Option<Vec<String>>,
    /// Time against picture quality, for videos.
    pub(crate) quality: Option<Choice<Quality>>,
}

/// The versions of a picture, or of the voiceover.
#[derive(Debug, Object)]
pub(crate) struct VersionList {
    /// The versions, the oldest first.
    pub(crate) versions: Vec<VersionView>,
}

/// A version.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct VersionView {
    /// Its name, to restore it by.
    pub(crate) id: String,
    /// The file.
    pub(crate) url: String,
    /// Whether the project names it now.
    pub(crate) current: bool,
    /// The prompt or the lines that it was made from.
    pub(crate) text: String,
    /// Who made it; `own` is what you brought yourself.
    pub(crate) provider: String,
    /// With which model or program.
    pub(crate) model: String,
    /// What it cost, in US dollars, by the prices known at the time.
    pub(crate) cost_usd: f64,
    /// When it was made, as RFC 3339 has it.
    pub(crate) made_at: String,
}

/// Which version shall be the current one.
#[derive(Debug, Object)]
pub(crate) struct RestoreRequest {
    /// The scene whose picture it is, from 1. Absent: it is the voiceover.
    #[oai(validator(minimum(value = "1"), maximum(value = "500")))]
    pub(crate) scene: Option<u32>,
    /// The name of the version.
    #[oai(validator(pattern = "^[0-9a-f]{32}$"))]
    pub(crate) version: String,
    /// Whether the prompt that it was made from is restored, too.
    pub(crate) with_prompt: Option<bool>,
}

/// Which picture is fine as it is.
#[derive(Debug, Object)]
pub(crate) struct AcceptRequest {
    /// The scene whose picture it is, from 1.
    #[oai(validator(minimum(value = "1"), maximum(value = "500")))]
    pub(crate) scene: u32,
}
