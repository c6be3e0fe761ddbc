//! What a call costs.

use std::time::SystemTime;

use crate::wire::UsageMetadata;

/// Seconds from 1970 to 1 January 2027, UTC.
const YEAR_2027: u64 = 1_798_761_600;

/// The prices of a model, in US dollars for a million tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    /// The model's id, or how it begins.
    pub model: &'static str,
    /// When it ends, in seconds since 1970; a later row of the table takes over.
    pub until: Option<u64>,
    /// Tokens sent.
    pub input: f64,
    /// Words received, thinking included.
    pub text: f64,
    /// Pictures or sound received.
    pub media: f64,
}

impl Price {
    const fn new(model: &'static str, until: Option<u64>, prices: [f64; 3]) -> Self {
        let [input, text, media] = prices;
        Self {
            model,
            until,
            input,
            text,
            media,
        }
    }

    /// What an answer cost, in millionths of a dollar.
    pub(crate) fn micro_usd(&self, usage: &UsageMetadata) -> u64 {
        let input = usage.prompt_token_count as f64 * self.input;
        let text = usage.text_tokens() as f64 * self.text;
        let media = usage.media_tokens() as f64 * self.media;
        (input + text + media).round() as u64
    }
}

/// Prices of the paid tier. Text models: <https://ai.google.dev/gemini-api/docs/pricing>, as read
/// on 7 October 2026. Speech: as announced on 22 September 2026, doubling with the year 2027.
/// Pictures: $30 for a million image tokens, $120 for the pro model, as of October 2026.
pub const PRICES: [Price; 11] = [
    Price::new("gemini-3.8-flash-tts", Some(YEAR_2027), [0.5, 0.5, 9.0]),
    Price::new("gemini-3.8-flash-tts", None, [1.0, 1.0, 18.0]),
    Price::new(
        "gemini-3.8-flash-lite-tts",
        Some(YEAR_2027),
        [0.5, 0.5, 6.0],
    ),
    Price::new("gemini-3.8-flash-lite-tts", None, [1.0, 1.0, 12.0]),
    Price::new("gemini-3.8-flash", Some(YEAR_2027), [0.75, 3.75, 3.75]),
    Price::new("gemini-3.8-flash", None, [1.5, 7.5, 7.5]),
    Price::new("gemini-3.5-flash-lite", None, [0.3, 2.5, 2.5]),
    Price::new("gemini-3.5-flash", None, [1.5, 9.0, 9.0]),
    Price::new("gemini-nano-banana", None, [0.5, 3.0, 30.0]),
    Price::new("gemini-3.1-flash-lite-image", None, [0.3, 2.5, 30.0]),
    Price::new("gemini-3-pro-image", None, [2.0, 12.0, 120.0]),
];

/// The price of a model at a time; `None` where it is not known.
pub fn price_of(model: &str, at: SystemTime) -> Option<&'static Price> {
    let secs = at
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    PRICES
        .iter()
        .filter(|price| model.starts_with(price.model))
        .filter(|price| price.until.is_none_or(|until| secs < until))
        .max_by_key(|price| (price.model.len(), price.until.is_some()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_longest_name_and_the_present_price_count() {
        let at = |secs| SystemTime::UNIX_EPOCH + Duration::from_secs(secs);
        let november = at(YEAR_2027 - 4_000_000);
        let price = |model, at| price_of(model, at).map(|price| price.media);
        assert_eq!(price("gemini-3.8-flash-tts", november), Some(9.0));
        assert_eq!(price("gemini-3.8-flash-tts", at(YEAR_2027)), Some(18.0));
        assert_eq!(price("gemini-3.8-flash", november), Some(3.75));
        assert_eq!(price("gemini-nano-banana-2.1", november), Some(30.0));
        assert_eq!(price("gemini-of-tomorrow", november), None);
    }
}
