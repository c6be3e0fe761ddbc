//! Gemini as a provider: it writes scripts and image prompts, draws pictures and speaks.
//!
//! This is the only crate that knows the URLs and the JSON of the Gemini API.

#[cfg(feature = "testing")]
pub mod testing;
