//! What an answer says it took.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::lenient::count;

/// Counted tokens. They are read whatever their form: an answer that is paid for is not lost
/// over its bill.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct UsageMetadata {
    /// Tokens sent.
    pub(crate) input: u64,
    /// Tokens of the answer, without thinking.
    pub(crate) answer: u64,
    /// Tokens of pictures or sound among them; `None` where that is not told apart.
    pub(crate) media: Option<u64>,
    /// Tokens of thinking.
    pub(crate) thoughts: u64,
}

impl UsageMetadata {
    fn of(value: &Value) -> Option<Self> {
        let fields = value.as_object()?;
        let number = |name: &str| count(fields.get(name));
        let details = fields.get("candidatesTokensDetails");
        let media = details.and_then(Value::as_array).map(|details| {
            let is_media = |detail: &&Value| {
                let modality = detail.get("modality").and_then(Value::as_str);
                matches!(modality, Some("IMAGE" | "AUDIO" | "VIDEO"))
            };
            let counts = details.iter().filter(is_media);
            counts
                .map(|detail| count(detail.get("tokenCount")))
                .fold(0, u64::saturating_add)
        });
        Some(Self {
            input: number("promptTokenCount"),
            answer: number("candidatesTokenCount"),
            media: media.filter(|media| *media > 0),
            thoughts: number("thoughtsTokenCount"),
        })
    }

    /// Takes all of the answer for picture or sound where that is not told apart.
    #[must_use]
    pub(crate) fn of_media(self) -> Self {
        Self {
            media: self.media.or(Some(self.answer)),
            ..self
        }
    }

    /// Tokens of pictures or sound.
    pub(crate) fn media_tokens(&self) -> u64 {
        self.media.unwrap_or(0)
    }

    /// All other tokens of the answer, thinking included.
    pub(crate) fn text_tokens(&self) -> u64 {
        self.answer
            .saturating_sub(self.media_tokens())
            .saturating_add(self.thoughts)
    }
}

/// Reads it from anything; `None` where it is not there, or is no object.
pub(super) fn lenient<'de, D>(deserializer: D) -> Result<Option<UsageMetadata>, D::Error>
where
    D: Deserializer<'de>,
{
    Value::deserialize(deserializer).map(|value| UsageMetadata::of(&value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn counts_are_read_in_any_form() {
        let usage = UsageMetadata::of(&json!({
            "promptTokenCount": "12", "candidatesTokenCount": 1518.0, "thoughtsTokenCount": null,
            "candidatesTokensDetails": [
                { "modality": "IMAGE", "tokenCount": "1120" }, null, { "modality": 4 },
            ],
        }));
        let usage = usage.unwrap();
        assert_eq!((usage.input, usage.media_tokens()), (12, 1120));
        assert_eq!(usage.text_tokens(), 398);
        assert_eq!(UsageMetadata::of(&Value::Null), None);
        let endless = json!([{ "modality": "AUDIO", "tokenCount": u64::MAX },
            { "modality": "AUDIO", "tokenCount": u64::MAX }]);
        let usage = UsageMetadata::of(&json!({ "candidatesTokensDetails": endless,
            "thoughtsTokenCount": u64::MAX, "candidatesTokenCount": -5 }));
        assert_eq!(usage.unwrap().media_tokens(), u64::MAX);
        assert_eq!(usage.unwrap().text_tokens(), u64::MAX);
    }
}
