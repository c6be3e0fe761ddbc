//! What a call costs.

use std::time::SystemTime;

use crate::wire::UsageMetadata;

/// Seconds from 1970 to 1 January 2027, UTC.
const YEAR_2027: u64 = 1_798_761_600;

/// The prices of a model in the paid tier, in US dollars for a million tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    /// The model's id.
    pub model: &'static str,
    /// When it ends, in seconds since 1970; a later row of the table takes over. `None` where no
    /// end is announced.
    pub until: Option<u64>,
    /// Tokens sent.
    pub input: f64,
    /// Words received, thinking included.
    pub text: f64,
    /// Pictures or sound received.
    pub media: f64,
    /// When it was read, as `2026-10-07`.
    pub as_of: &'static str,
    /// Where it was read.
    pub source: &'static str,
}

impl Price {
    const fn of(model: &'static str, source: Source, prices: [f64; 3]) -> Self {
        let [input, text, media] = prices;
        Self {
            model,
            until: None,
            input,
            text,
            media,
            as_of: source.as_of,
            source: source.name,
        }
    }

    const fn until(self, end: u64) -> Self {
        Self {
            until: Some(end),
            ..self
        }
    }

    /// What counted tokens cost, in millionths of a dollar.
    pub(crate) fn micro_usd(&self, usage: &UsageMetadata) -> u64 {
        self.of_tokens(usage.input, usage.text_tokens(), usage.media_tokens())
    }

    /// What so many tokens cost, in millionths of a dollar.
    pub(crate) fn of_tokens(&self, input: u64, text: u64, media: u64) -> u64 {
        let costs = input as f64 * self.input + text as f64 * self.text + media as f64 * self.media;
        costs.round() as u64
    }
}

/// Where and when prices were read.
#[derive(Debug, Clone, Copy)]
struct Source {
    name: &'static str,
    as_of: &'static str,
}

/// The official page.
const PAGE: Source = Source {
    name: "https://ai.google.dev/gemini-api/docs/pricing",
    as_of: "2026-10-07",
};
/// Where the official page was not at hand: what several users were billed.
const REPORTED: Source = Source {
    name: "reports of users: $30 for a million image tokens, $120 for the pro model",
    as_of: "2026-10-31",
};
/// The announcement of the 3.8 speech models, with the end of their first prices.
const ANNOUNCED: Source = Source {
    name: "https://ai.google.dev/gemini-api/docs/changelog, 22 September 2026",
    as_of: "2026-11-22",
};
/// The pages of those who resell it, which agree with $0.067 for a picture of 1K.
const RESOLD: Source = Source {
    name: "https://xairouter.com/en/models/gemini-3.1-flash-image-preview",
    as_of: "2026-11-23",
};

/// Prices of the paid tier, those that end before those that follow.
pub const PRICES: [Price; 12] = [
    Price::of("gemini-3.8-flash-tts", ANNOUNCED, [0.5, 0.5, 9.0]).until(YEAR_2027),
    Price::of("gemini-3.8-flash-tts", ANNOUNCED, [1.0, 1.0, 18.0]),
    Price::of("gemini-3.8-flash-lite-tts", ANNOUNCED, [0.5, 0.5, 6.0]).until(YEAR_2027),
    Price::of("gemini-3.8-flash-lite-tts", ANNOUNCED, [1.0, 1.0, 12.0]),
    Price::of("gemini-3.8-flash", PAGE, [0.75, 3.75, 3.75]).until(YEAR_2027),
    Price::of("gemini-3.8-flash", PAGE, [1.5, 7.5, 7.5]),
    Price::of("gemini-3.5-flash-lite", PAGE, [0.3, 2.5, 2.5]),
    Price::of("gemini-3.5-flash", PAGE, [1.5, 9.0, 9.0]),
    Price::of("gemini-nano-banana-2.1", REPORTED, [0.5, 3.0, 30.0]),
    Price::of("gemini-3.1-flash-lite-image", REPORTED, [0.3, 2.5, 30.0]),
    Price::of("gemini-3.1-flash-image", RESOLD, [0.5, 3.0, 60.0]),
    Price::of("gemini-3-pro-image", REPORTED, [2.0, 12.0, 120.0]),
];

/// The price of a model at a time; `None` where it is not known. A version or preview of a model
/// costs what the model does: `gemini-3.8-flash-001`, `gemini-3.8-flash-preview`.
pub fn price_of(model: &str, at: SystemTime) -> Option<&'static Price> {
    let secs = at
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    PRICES
        .iter()
        .filter(|price| is_of(model, price.model))
        .find(|price| price.until.is_none_or(|until| secs < until))
}

fn is_of(model: &str, known: &str) -> bool {
    model.strip_prefix(known).is_some_and(|rest| {
        let version = rest.strip_prefix('-');
        rest.is_empty()
            || version.is_some_and(|version| {
                version.starts_with("preview") || version.starts_with(|c: char| c.is_ascii_digit())
            })
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_present_price_of_the_very_model_counts() {
        let at = |secs| SystemTime::UNIX_EPOCH + Duration::from_secs(secs);
        let november = at(YEAR_2027 - 4_000_000);
        let price = |model, at| price_of(model, at).map(|price| price.media);
        assert_eq!(price("gemini-3.8-flash-tts", november), Some(9.0));
        assert_eq!(price("gemini-3.8-flash-tts", at(YEAR_2027)), Some(18.0));
        assert_eq!(price("gemini-3.8-flash", november), Some(3.75));
        assert_eq!(price("gemini-3.8-flash-001", november), Some(3.75));
        assert_eq!(price("gemini-3.1-flash-image", november), Some(60.0));
        for unknown in ["gemini-of-tomorrow", "gemini-3.8-flash-ultra", "gemini-3.8"] {
            assert_eq!(price(unknown, november), None, "{unknown}");
        }
    }

    #[test]
    fn counts_without_end_are_not_too_many() {
        let usage = PRICES[0].of_tokens(u64::MAX, u64::MAX, u64::MAX);
        assert_eq!(usage, u64::MAX);
    }
}
