//! Setting up a server.

use std::sync::Arc;
use std::time::Duration;

use reelcraft_core::provider::{ImageGen, ScriptGen, Tts};
use reelcraft_core::{Language, Result};

use super::chance::Chance;
use super::default_images::GradientImages;
use super::default_script::CountedScript;
use super::default_voice::ToneVoice;
use super::fake_gemini::FakeGemini;
use super::record::RecordedRequest;
use super::state::{Settings, State};

/// Sets up a [`FakeGemini`].
#[must_use]
pub struct FakeGeminiBuilder {
    settings: Settings,
    chance: Chance,
}

impl Default for FakeGeminiBuilder {
    fn default() -> Self {
        Self {
            settings: Settings {
                script: Arc::new(CountedScript),
                images: Arc::new(GradientImages),
                tts: Arc::new(ToneVoice),
                guess_language: Arc::new(language_by_letters),
                key: "test-key".to_owned(),
                port: 0,
                image_delay: Duration::ZERO,
                signature_chars: 4000,
                revived: Vec::new(),
                on_answer: None,
            },
            chance: Chance::new(0.0, 0),
        }
    }
}

impl FakeGeminiBuilder {
    /// What writes scripts and prompts; without it, sentences that count themselves.
    pub fn script(mut self, script: impl ScriptGen + 'static) -> Self {
        self.settings.script = Arc::new(script);
        self
    }

    /// What draws; without it, gradients.
    pub fn images(mut self, images: impl ImageGen + 'static) -> Self {
        self.settings.images = Arc::new(images);
        self
    }

    /// What speaks, one line a call; without it, tones as long as the line would take.
    pub fn tts(mut self, tts: impl Tts + 'static) -> Self {
        self.settings.tts = Arc::new(tts);
        self
    }

    /// What finds out the language of a text where the call does not name it; without it, the
    /// letters decide between Uzbek, Russian and English.
    pub fn guess_language(
        mut self,
        guess: impl Fn(&str) -> Language + Send + Sync + 'static,
    ) -> Self {
        self.settings.guess_language = Arc::new(guess);
        self
    }

    /// The only accepted key; without it, `test-key`.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.settings.key = key.into();
        self
    }

    /// The port to listen on; without it, any that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.settings.port = port;
        self
    }

    /// How long each picture takes beyond its drawing.
    pub fn image_delay(mut self, delay: Duration) -> Self {
        self.settings.image_delay = delay;
        self
    }

    /// How long the signatures of pictures are, in characters; real ones have up to 1.5 million.
    pub fn signature_chars(mut self, count: usize) -> Self {
        self.settings.signature_chars = count;
        self
    }

    /// Makes a model answer that was shut down, for example `gemini-2.5-flash-preview-tts`,
    /// which sends sound without a header.
    pub fn revive(mut self, model: impl Into<String>) -> Self {
        self.settings.revived.push(model.into());
        self
    }

    /// Lets that share of calls, 0 to 1, fail in ways that pass; the same calls for the same
    /// seed. Lists never fail.
    pub fn fail_at_random(mut self, share: f64, seed: u64) -> Self {
        self.chance = Chance::new(share, seed);
        self
    }

    /// Is called for each answer when it is made, before it is sent.
    pub fn on_answer(mut self, hear: impl Fn(&RecordedRequest) + Send + Sync + 'static) -> Self {
        self.settings.on_answer = Some(Arc::new(hear));
        self
    }

    /// Listens on 127.0.0.1 and answers until the server is dropped.
    pub async fn start(self) -> Result<FakeGemini> {
        FakeGemini::start(Arc::new(State::new(self.settings, self.chance))).await
    }
}

/// Cyrillic letters are Russian, the letters oʻ and gʻ are Uzbek, all else is English.
fn language_by_letters(text: &str) -> Language {
    let text = text.to_lowercase();
    let is_cyrillic = |letter: char| ('\u{0400}'..='\u{04FF}').contains(&letter);
    let has_uzbek_letter = ["o'", "g'", "oʻ", "gʻ", "o‘", "g‘", "o’", "g’"]
        .iter()
        .any(|letter| text.contains(letter));
    let tag = if text.chars().any(|letter| "ўқғҳ".contains(letter)) {
        "uz-Cyrl"
    } else if text.chars().any(is_cyrillic) {
        "ru"
    } else if has_uzbek_letter {
        "uz"
    } else {
        "en"
    };
    tag.parse().unwrap_or_default()
}
