//! The four traits that the pipeline is made of. The doc of a trait is its contract, and the
//! conformance functions of the feature `testing` check it.

mod image_gen;
mod renderer;
mod script_gen;
mod tts;

use serde::{Deserialize, Serialize};

pub use image_gen::{GeneratedImage, ImageGen, ImageRequest, PictureType};
pub use renderer::{PictureInfo, Quality, RenderRequest, RenderTimings, RenderedVideo, Renderer};
pub use script_gen::{PromptsRequest, ScriptGen, ScriptRequest};
pub use tts::{Speech, SpeechRequest, SpeechUnit, Tts};

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

/// What providers charge by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Usage {
    /// Calls sent, repeated ones included.
    pub calls: u32,
    /// Tokens sent.
    pub input_tokens: u64,
    /// Tokens received as words, thinking included.
    pub output_tokens: u64,
    /// Tokens received as pictures or sound.
    pub media_tokens: u64,
    /// Pictures received.
    pub pictures: u32,
    /// What all of it cost, in millionths of a US dollar, by the prices known at the time.
    pub micro_usd: u64,
}
