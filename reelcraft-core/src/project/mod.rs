//! Projects: what a person edits, how it is checked, and the TOML file it lives in.

pub(crate) mod choice;
mod format;
mod look;
mod problem;
#[expect(clippy::module_inception, reason = "the project itself")]
mod project;

pub use format::{Format, FrameSize};
pub use look::{Fit, Focus, Motion, TransitionEffect};
pub use problem::{Position, Problem};
pub use project::{
    CaptionPosition, CaptionStyle, Captions, Music, MusicSource, Project, Reel, Scene, Transition,
    Voice, VoiceProvider,
};
