//! What a person can choose.

use std::time::Duration;

use reelcraft_core::provider::SpeechUnit;
use reelcraft_core::{Error, Result};
use serde::Deserialize;

/// The variable that names another server.
pub const BASE_URL_VARIABLE: &str = "GEMINI_BASE_URL";

/// Everything that can be chosen about Gemini except the key. What is left out has its default.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GeminiSettings {
    /// Where the API is: scheme, host and port.
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
    pub speech_unit: Unit,
    /// Who speaks where the project names nobody.
    pub voice: String,
    /// The manner of speaking in a few words; none is best for most scripts.
    pub voice_style: Option<String>,
    /// The tag to send for the language that is spoken, for example `uz-UZ`; without it the
    /// model finds the language out itself.
    pub language_code: Option<String>,
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
            speech_unit: Unit::default(),
            voice: "Kore".to_owned(),
            voice_style: None,
            language_code: None,
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
    /// The model's id.
    pub model: Option<String>,
    /// The model that takes over where the first one is gone or overloaded; empty for none.
    pub fallback: Option<String>,
    /// Seconds that one call may take.
    pub timeout_secs: Option<u64>,
    /// Calls a minute.
    pub calls_per_minute: Option<u32>,
    /// Calls at the same time.
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
}

/// What one call speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// All lines.
    #[default]
    Script,
    /// One line.
    Line,
}

impl From<Unit> for SpeechUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Script => Self::Script,
            Unit::Line => Self::Line,
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

    /// The address without a slash at its end; anything but `http` and `https` is refused.
    pub(crate) fn base(&self) -> Result<String> {
        let base = self.base_url.trim().trim_end_matches('/');
        let url = reqwest::Url::parse(base).ok();
        let is_plain = url.is_some_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.username().is_empty()
                && url.password().is_none()
                && url.query().is_none()
        });
        if is_plain {
            Ok(base.to_owned())
        } else {
            Err(
                Error::invalid_input("the address of Gemini is no address").hint(format!(
                    "set {BASE_URL_VARIABLE} to something like https://host:port"
                )),
            )
        }
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
    /// Calls a minute, at least 1.
    pub(crate) calls_per_minute: u32,
    /// Calls at the same time, at least 1.
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
        let first = settings.model.as_deref().unwrap_or(model);
        let second = settings.fallback.as_deref().unwrap_or(fallback);
        let (calls_per_minute, concurrency) = self.tier.limits(kind);
        let mut models = vec![first.to_owned()];
        if !second.is_empty() && second != first {
            models.push(second.to_owned());
        }
        ModelChoice {
            models,
            timeout: Duration::from_secs(settings.timeout_secs.unwrap_or(secs).max(1)),
            calls_per_minute: settings.calls_per_minute.unwrap_or(calls_per_minute).max(1),
            concurrency: settings.concurrency.unwrap_or(concurrency).max(1),
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
    fn only_plain_addresses_are_taken() {
        let with = |url: &str| GeminiSettings {
            base_url: url.to_owned(),
            ..GeminiSettings::default()
        };
        assert_eq!(
            with("http://127.0.0.1:80/").base().unwrap(),
            "http://127.0.0.1:80"
        );
        for wrong in [
            "",
            "file:///etc/passwd",
            "http://a:b@c",
            "http://a/?key=x",
            "a b",
        ] {
            assert!(with(wrong).base().is_err(), "{wrong}");
        }
    }
}
