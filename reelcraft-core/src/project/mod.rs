//! Projects: what a person edits, how it is checked, and the TOML file it lives in.

mod check;
pub(crate) mod choice;
mod file;
mod format;
mod look;
mod node;
mod problem;
#[expect(clippy::module_inception, reason = "the project itself")]
mod project;
mod schema;
mod store;
mod text;

pub use file::ProjectFile;
pub use format::{Format, FrameSize};
pub use look::{Fit, Focus, Motion, TransitionEffect};
pub use problem::{Position, Problem};
pub use project::{
    CaptionPosition, CaptionStyle, Captions, Music, MusicSource, Project, Reel, Scene, Transition,
    Voice, VoiceProvider,
};
pub use store::{Edit, ProjectStore, SceneRef};
