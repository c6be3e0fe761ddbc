//! What a person can choose.

use std::time::Duration;

use reelcraft_core::provider::SpeechUnit;
use reelcraft_core::{Error, Language, Result};
use serde::Deserialize;

use crate::address::Address;
use crate::speech::{VOICES, voice_name};

/// The variable that names another server.
pub const BASE_URL_VARIABLE: &str = "GEMINI_BASE_URL";

/// The most calls at the same time.
const MAX_CONCURRENCY: usize = 64;
/// The most calls a minute.
const MAX_CALLS_PER_MINUTE: u32 = 60_000;
/// The most seconds that one call may take.
const MAX_TIMEOUT_SECS: u64 = 3600;

/// Everything that can be chosen about Gemini except the key. What is left out has its default.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GeminiSettings {
    /// Where the API is: scheme, host and port. Only a server on this machine may be reached
    /// without encryption.
    pub base_url: String,
    /// What the account may do; it decides the limits that are not set.
    pub tier: Tier,
    /// What writes scripts and prompts.
    pub text: ModelSettings,
    /// What draws.
    pub image: ModelSettings,
    /// What speaks.
    pub speech: ModelSettings,
    /// The size of the pictures asked for.
    pub image_size: ImageSize,
    /// Whether a whole script is spoken in one call, or each line in its own: that costs a call
    /// a line, and its times are exact.
    pub speech_unit: SpeechUnit,
    /// Who speaks where the project names nobody: one of [`VOICES`], or the id of an own voice,
    /// `voice_…` or `voicekey_…`.
    pub voice: String,
    /// The manner of speaking in a few words, beside that of the project; none is best for most
    /// scripts.
    pub voice_style: Option<String>,
    /// Whether the language is named to the speech model, as `uz-UZ`; without it the model finds
    /// it out itself.
    pub send_language: bool,
    /// Languages that are spoken though the table of languages does not have them.
    pub more_languages: Vec<Language>,
}

impl Default for GeminiSettings {
    fn default() -> Self {
        Self {
            base_url: "https://generativelanguage.googleapis.com".to_owned(),
            tier: Tier::default(),
            text: ModelSettings::default(),
            image: ModelSettings::default(),
            speech: ModelSettings::default(),
            image_size: ImageSize::default(),
            speech_unit: SpeechUnit::default(),
            voice: "Kore".to_owned(),
            voice_style: None,
            send_language: false,
            more_languages: Vec::new(),
        }
    }
}

/// What the account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// No billing: a few calls a minute, and no pictures.
    Free,
    /// Billing is linked.
    #[default]
    Paid,
}

/// A model and how it is called. What is left out has the default of its kind.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModelSettings {
    /// The model's id, with or without `models/` before it.
    pub model: Option<String>,
    /// The model that takes over where the first one is gone or overloaded; empty for none.
    pub fallback: Option<String>,
    /// Seconds that one call may take, 1 to 3600.
    pub timeout_secs: Option<u64>,
    /// Calls a minute of each model, 1 to 60,000.
    pub calls_per_minute: Option<u32>,
    /// Calls at the same time of both models together, 1 to 64.
    pub concurrency: Option<usize>,
}

/// How large pictures are: about the square root of their pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum ImageSize {
    /// 768x1376 in a reel's shape.
    #[default]
    #[serde(rename = "1K")]
    Small,
    /// 1536x2752.
    #[serde(rename = "2K")]
    Medium,
    /// 3072x5504.
    #[serde(rename = "4K")]
    Large,
}

impl ImageSize {
    /// The API's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Small => "1K",
            Self::Medium => "2K",
            Self::Large => "4K",
        }
    }

    /// Tokens of a picture of this size, from the pages of the models.
    pub(crate) fn tokens(self, model: &str) -> u64 {
        match self {
            _ if model.starts_with("gemini-3-pro-image") && self != Self::Large => 1120,
            Self::Small => 1120,
            Self::Medium => 1680,
            Self::Large if model.starts_with("gemini-3-pro-image") => 2000,
            Self::Large => 2520,
        }
    }
}

impl GeminiSettings {
    /// Takes the server's address from [`BASE_URL_VARIABLE`] where it is set.
    #[must_use]
    pub fn with_env(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        if let Some(url) = variable(BASE_URL_VARIABLE).filter(|url| !url.trim().is_empty()) {
            self.base_url = url;
        }
        self
    }

    /// Looks for what is wrong, before anything is sent.
    pub(crate) fn check(&self) -> Result<()> {
        if voice_name(&self.voice).is_none() {
            let names: Vec<&str> = VOICES.iter().map(|voice| voice.name).collect();
            return Err(
                Error::invalid_input(format!("there is no voice `{}`", self.voice)).hint(format!(
                    "choose one of {}, or the id of an own voice that begins with `voice_`",
                    names.join(", ")
                )),
            );
        }
        for kind in [Kind::Text, Kind::Image, Kind::Speech] {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            let mut models = self.choice(kind).models.into_iter();
            if let Some(model) = models.find(|id| id.is_empty() || !id.chars().all(is_plain)) {
                return Err(Error::invalid_input(format!("`{model}` is no model"))
                    .hint("write the id alone, for example gemini-3.8-flash"));
            }
        }
        Address::of(&self.base_url).map(drop)
    }
}

/// A kind of model: what it is asked for decides how patient a call is and how often it may be
/// made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Image,
    Speech,
}

/// The models of one kind and how they are called, with nothing left open.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ModelChoice {
    /// The model and those that take over from it, in order.
    pub(crate) models: Vec<String>,
    /// How long one call may take.
    pub(crate) timeout: Duration,
    /// Calls a minute of each model, at least 1.
    pub(crate) calls_per_minute: u32,
    /// Calls at the same time, 1 to 64.
    pub(crate) concurrency: usize,
}

impl GeminiSettings {
    /// The settings of a kind with the defaults filled in.
    pub(crate) fn choice(&self, kind: Kind) -> ModelChoice {
        let (settings, model, fallback, secs) = match kind {
            Kind::Text => (&self.text, "gemini-3.8-flash", "gemini-3.5-flash-lite", 120),
            Kind::Image => {
                let fallback = "gemini-3.1-flash-lite-image";
                (&self.image, "gemini-nano-banana-2.1", fallback, 180)
            }
            Kind::Speech => {
                let fallback = "gemini-3.8-flash-lite-tts";
                (&self.speech, "gemini-3.8-flash-tts", fallback, 180)
            }
        };
        let id = |chosen: &Option<String>, default: &str| {
            let chosen = chosen.as_deref().unwrap_or(default).trim();
            chosen.strip_prefix("models/").unwrap_or(chosen).to_owned()
        };
        let first = id(&settings.model, model);
        let second = id(&settings.fallback, fallback);
        let (calls_per_minute, concurrency) = self.tier.limits(kind);
        let mut models = vec![first];
        if !second.is_empty() && !models.contains(&second) {
            models.push(second);
        }
        let secs = settings.timeout_secs.unwrap_or(secs);
        let calls_per_minute = settings.calls_per_minute.unwrap_or(calls_per_minute);
        let concurrency = settings.concurrency.unwrap_or(concurrency);
        ModelChoice {
            models,
            timeout: Duration::from_secs(secs.clamp(1, MAX_TIMEOUT_SECS)),
            calls_per_minute: calls_per_minute.clamp(1, MAX_CALLS_PER_MINUTE),
            concurrency: concurrency.clamp(1, MAX_CONCURRENCY),
        }
    }
}

impl Tier {
    /// Calls a minute, and at the same time: what users of both tiers report, as of November
    /// 2026. The official page names no numbers.
    fn limits(self, kind: Kind) -> (u32, usize) {
        match (self, kind) {
            (Self::Free, Kind::Text | Kind::Image) => (5, 1),
            (Self::Free, Kind::Speech) => (3, 1),
            (Self::Paid, Kind::Text) => (300, 8),
            (Self::Paid, Kind::Image) => (100, 4),
            (Self::Paid, Kind::Speech) => (9, 3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_has_the_default_of_its_kind() {
        let settings = GeminiSettings {
            image: ModelSettings {
                timeout_secs: Some(60),
                fallback: Some(String::new()),
                ..ModelSettings::default()
            },
            ..GeminiSettings::default()
        };
        let image = settings.choice(Kind::Image);
        assert_eq!(image.models, ["gemini-nano-banana-2.1"]);
        assert_eq!(image.timeout, Duration::from_mins(1));
        assert_eq!(image.concurrency, 4);
        assert_eq!(settings.choice(Kind::Text).models.len(), 2);
        let free = GeminiSettings {
            tier: Tier::Free,
            ..settings
        };
        assert_eq!(free.choice(Kind::Speech).calls_per_minute, 3);
    }

    #[test]
    fn each_kind_has_its_own_times_and_limits() {
        for (kind, secs, paid, free) in [
            (Kind::Text, 120, (300, 8), (5, 1)),
            (Kind::Image, 180, (100, 4), (5, 1)),
            (Kind::Speech, 180, (9, 3), (3, 1)),
        ] {
            for (tier, limits) in [(Tier::Paid, paid), (Tier::Free, free)] {
                let settings = GeminiSettings {
                    tier,
                    ..GeminiSettings::default()
                };
                let choice = settings.choice(kind);
                assert_eq!(choice.timeout, Duration::from_secs(secs), "{kind:?}");
                let found = (choice.calls_per_minute, choice.concurrency);
                assert_eq!(found, limits, "{kind:?}, {tier:?}");
            }
        }
        assert_eq!(GeminiSettings::default().tier, Tier::Paid);
    }

    #[test]
    fn limits_are_bounded() {
        let settings = GeminiSettings {
            image: ModelSettings {
                timeout_secs: Some(u64::MAX),
                calls_per_minute: Some(0),
                concurrency: Some(usize::MAX),
                ..ModelSettings::default()
            },
            ..GeminiSettings::default()
        };
        let image = settings.choice(Kind::Image);
        assert_eq!(image.timeout, Duration::from_hours(1));
        assert_eq!((image.calls_per_minute, image.concurrency), (1, 64));
    }

    #[test]
    fn wrong_voices_and_models_are_found_before_anything_is_sent() {
        let settings = GeminiSettings::default();
        assert!(settings.check().is_ok());
        let own = GeminiSettings {
            voice: "voicekey_a1".to_owned(),
            ..settings.clone()
        };
        assert!(own.check().is_ok());
        let nobody = GeminiSettings {
            voice: "Dilnoza".to_owned(),
            ..settings.clone()
        };
        assert!(
            nobody
                .check()
                .unwrap_err()
                .hint_text()
                .unwrap()
                .contains("Kore")
        );
        let path = GeminiSettings {
            text: ModelSettings {
                model: Some("../files".to_owned()),
                ..ModelSettings::default()
            },
            ..settings
        };
        assert!(path.check().unwrap_err().to_string().contains("../files"));
    }
}
