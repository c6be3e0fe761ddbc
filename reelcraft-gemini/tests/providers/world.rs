//! The server and what is asked of it.

use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::{ImageRequest, ScriptRequest, SpeechRequest};
use reelcraft_gemini::testing::{FakeGemini, FakeGeminiBuilder};
use reelcraft_gemini::{ApiKey, Gemini, GeminiSettings};
use reelcraft_local::card::LocalImages;
use reelcraft_local::script::LocalScript;

/// The only key that the server takes.
pub(crate) const KEY: &str = "key-of-the-tests";

/// A server that writes and draws with the local providers, and hums.
pub(crate) fn server() -> FakeGeminiBuilder {
    FakeGemini::builder()
        .key(KEY)
        .script(LocalScript::new())
        .images(LocalImages::new())
}

/// A connection to it, with limits that tests need not wait for.
pub(crate) fn connection(server: &FakeGemini) -> Gemini {
    connection_with(server, GeminiSettings::default())
}

pub(crate) fn connection_with(server: &FakeGemini, mut settings: GeminiSettings) -> Gemini {
    settings.base_url = server.base_url();
    for model in [
        &mut settings.text,
        &mut settings.image,
        &mut settings.speech,
    ] {
        model.calls_per_minute = Some(60_000);
    }
    Gemini::new(ApiKey::new(KEY).unwrap(), settings).unwrap()
}

pub(crate) fn script_request(topic: &str, scene_count: usize) -> ScriptRequest {
    ScriptRequest {
        topic: topic.to_owned(),
        language: "en".parse().unwrap(),
        scene_count,
        tone: None,
        secs: None,
    }
}

pub(crate) fn image_request(prompt: &str) -> ImageRequest {
    ImageRequest {
        prompt: prompt.to_owned(),
        style: Some("watercolour".to_owned()),
        language: "en".parse().unwrap(),
        size: FrameSize::new(1080, 1920),
        variant: 0,
        reference: None,
    }
}

pub(crate) fn speech_request(lines: &[&str]) -> SpeechRequest {
    SpeechRequest {
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        language: "en".parse().unwrap(),
        voice: None,
        style: None,
        speed: 1.0,
    }
}
