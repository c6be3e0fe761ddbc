//! The four traits that the pipeline is made of. The doc of a trait is its contract, and the
//! conformance functions of the feature `testing` check it.

mod image_gen;
mod renderer;
mod script_gen;
mod tts;
mod usage;

use serde::{Deserialize, Serialize};

pub use image_gen::{ImageGen, ImageRequest, PictureFile, PictureType};
pub use renderer::{PictureInfo, Quality, RenderRequest, RenderTimings, RenderedVideo, Renderer};
pub use script_gen::{LineRequest, PromptsRequest, ScriptGen, ScriptRequest};
pub use tts::{Speech, SpeechRequest, SpeechUnit, Tts};
pub use usage::Usage;

/// Something a provider made, and what it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated<T> {
    /// What was made.
    pub value: T,
    /// What made it.
    pub origin: Origin,
}

/// What made an asset, and what it took.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Origin {
    /// The provider's name: `gemini`, `local`.
    pub provider: String,
    /// The model or program, with its version.
    pub model: String,
    /// What was counted; all 0 for what costs nothing.
    #[serde(default)]
    pub usage: Usage,
}
