//! The three providers over the wire: what they send, and that they keep their contracts.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod contracts;
mod requests;

use reelcraft_gemini::testing::{FakeGemini, FakeGeminiBuilder};
use reelcraft_gemini::{ApiKey, Gemini, GeminiSettings};
use reelcraft_local::card::LocalImages;
use reelcraft_local::script::LocalScript;
use reelcraft_local::voice::LocalVoice;

/// The only key that the server takes.
pub(crate) const KEY: &str = "key-of-the-tests";

/// A server that writes, draws and speaks with the local providers.
pub(crate) fn server() -> FakeGeminiBuilder {
    FakeGemini::builder()
        .key(KEY)
        .script(LocalScript::new())
        .images(LocalImages::new())
        .tts(LocalVoice::new())
}

/// A connection to it, with limits that tests need not wait for.
pub(crate) fn connection(server: &FakeGemini) -> Gemini {
    let mut settings = GeminiSettings {
        base_url: server.base_url(),
        ..GeminiSettings::default()
    };
    for model in [
        &mut settings.text,
        &mut settings.image,
        &mut settings.speech,
    ] {
        model.calls_per_minute = Some(60_000);
    }
    Gemini::new(ApiKey::new(KEY).unwrap(), settings).unwrap()
}
