//! Gemini as a provider: it writes scripts and image prompts, draws pictures and speaks.
//!
//! This is the only crate that knows the URLs and the JSON of the Gemini API. One [`Gemini`] is
//! the connection that [`GeminiScript`], [`GeminiImages`] and [`GeminiVoice`] share, and with it
//! the limits of the account.

mod address;
mod base64;
mod client;
mod errand;
mod estimate;
mod gemini;
mod image;
mod key;
mod lane;
mod models;
mod plain_text;
mod policy;
mod prices;
mod reading;
mod script;
#[cfg(test)]
mod scripted;
mod settings;
mod speech;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod transport;
mod wire;

pub use gemini::{Gemini, ModelState};
pub use image::GeminiImages;
pub use key::{ApiKey, KEY_FILE_VARIABLE, KEY_VARIABLES};
pub use models::{RETIRED_MODELS, RetiredModel, retired_model};
pub use prices::{PRICES, Price, price_of};
pub use script::GeminiScript;
pub use settings::{BASE_URL_VARIABLE, GeminiSettings, ImageSize, ModelSettings, Tier};
pub use speech::{GeminiVoice, LANGUAGES, SpokenLanguage, VOICES, Voice, voice_name};
