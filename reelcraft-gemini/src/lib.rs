//! Gemini as a provider: it writes scripts and image prompts, draws pictures and speaks.
//!
//! This is the only crate that knows the URLs and the JSON of the Gemini API. One [`Gemini`] is
//! the connection that [`GeminiScript`], [`GeminiImages`] and [`GeminiVoice`] share, and with it
//! the limits of the account.

mod base64;
mod client;
#[cfg(test)]
mod client_tests;
mod gemini;
mod image;
mod key;
mod models;
mod policy;
mod prices;
mod reading;
mod script;
mod settings;
mod speech;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod transport;
mod voices;
mod wire;

pub use gemini::{Gemini, ModelState};
pub use image::GeminiImages;
pub use key::{ApiKey, KEY_FILE_VARIABLE, KEY_VARIABLES};
pub use models::{RETIRED_MODELS, RetiredModel, retired_model};
pub use prices::{PRICES, Price, price_of};
pub use script::GeminiScript;
pub use settings::{BASE_URL_VARIABLE, GeminiSettings, ImageSize, ModelSettings, Tier, Unit};
pub use speech::GeminiVoice;
pub use voices::{VOICES, Voice, voice_name};
