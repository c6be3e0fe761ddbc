//! Projects: what a person edits, how it is checked, and the TOML file it lives in.

mod captions;
mod check;
pub(crate) mod choice;
mod file;
mod file_edit;
mod format;
mod look;
mod node;
mod overlay;
mod problem;
#[expect(clippy::module_inception, reason = "the project itself")]
mod project;
mod schema;
mod store;
mod text;
mod value;

pub use captions::{
    CaptionLook, CaptionPosition, CaptionStyle, Captions, Color, Cue, is_font_file,
};
pub use file::ProjectFile;
pub use format::{Format, FrameSize};
pub use look::{Fit, Focus, Motion, TransitionEffect};
pub use overlay::{Cover, Watermark, WatermarkPosition};
pub use problem::{Position, Problem};
pub use project::{Music, MusicSource, Project, Reel, Scene, Transition, Voice, VoiceProvider};
pub use store::{Edit, ProjectStore, SceneRef};
