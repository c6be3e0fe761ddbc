//! What a call will take, told before it is made.

use std::time::SystemTime;

use reelcraft_core::provider::Usage;

use crate::prices::price_of;
use crate::wire::{Content, Request};

/// Tokens of a picture that is sent along.
const SENT_PICTURE_TOKENS: u64 = 1120;

/// Tokens of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tokens {
    /// Sent.
    pub(crate) input: u64,
    /// Received as words, thinking included.
    pub(crate) text: u64,
    /// Received as pictures or sound.
    pub(crate) media: u64,
}

impl Tokens {
    /// One call of a model with these tokens, at the price of today.
    pub(crate) fn of_call(self, model: &str) -> Usage {
        let price = price_of(model, SystemTime::now());
        Usage {
            calls: 1,
            unpriced: u32::from(price.is_none()),
            input_tokens: self.input,
            output_tokens: self.text,
            media_tokens: self.media,
            pictures: 0,
            micro_usd: price.map_or(0, |price| {
                price.of_tokens(self.input, self.text, self.media)
            }),
        }
    }
}

/// Tokens of a request.
pub(crate) fn tokens_of(request: &Request) -> u64 {
    let instruction = request.system_instruction.iter();
    let parts = request.contents.iter().chain(instruction);
    parts
        .flat_map(|content: &Content| &content.parts)
        .map(|part| match &part.text {
            Some(text) => text_tokens(text),
            None => SENT_PICTURE_TOKENS,
        })
        .sum()
}

/// Tokens of a text: about four letters each in English, and two in other alphabets.
pub(crate) fn text_tokens(text: &str) -> u64 {
    let (ascii, other) = text.chars().fold((0u64, 0u64), |(ascii, other), c| {
        if c.is_ascii() {
            (ascii + 1, other)
        } else {
            (ascii, other + 1)
        }
    });
    (ascii + 2 * other).div_ceil(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_counted_by_their_letters() {
        assert_eq!(text_tokens("a river at dawn!"), 4);
        assert_eq!(text_tokens("река"), 2);
        assert_eq!(text_tokens(""), 0);
    }

    #[test]
    fn an_unknown_model_is_told_to_be_without_price() {
        let tokens = Tokens {
            input: 100,
            text: 200,
            media: 0,
        };
        let usage = tokens.of_call("gemini-of-tomorrow");
        assert_eq!((usage.calls, usage.unpriced, usage.micro_usd), (1, 1, 0));
        let usage = tokens.of_call("gemini-3.5-flash-lite");
        assert_eq!((usage.unpriced, usage.micro_usd), (0, 530));
    }
}
