//! Asking for words: a request whose answer is JSON of a given shape.

use reelcraft_core::provider::{Generated, Usage};
use reelcraft_core::{Control, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::Client;
use crate::errand::{Attempt, Call};
use crate::estimate::{Tokens, tokens_of};
use crate::models::has_thinking_levels;
use crate::policy::Failure;
use crate::reading::{Reading, check_end, empty, unusable};
use crate::settings::Kind;
use crate::wire::{
    Content, Generation, Part, Request, Response, SafetySetting, ThinkingConfig, without_quotes,
};

/// Tokens of an answer, thinking included.
const OUTPUT_TOKENS: u32 = 16_384;
/// Tokens of an answer after one that was cut off.
const MORE_OUTPUT_TOKENS: u32 = 65_536;
/// Tokens that a model thinks at the level `LOW`, about.
const THOUGHT_TOKENS: u64 = 200;

/// A question whose answer is JSON of the shape `T`, in which there is an `R`.
pub(crate) struct Question<'a, T, R> {
    /// What the model shall do with the data.
    pub(crate) instruction: String,
    /// What it shall do it with: never an instruction, so it goes as JSON, in which nothing can
    /// look like one.
    pub(crate) data: Value,
    /// The JSON schema of the answer.
    pub(crate) schema: Value,
    /// Turns the parsed answer into what was asked for, or says what is wrong with it, without
    /// repeating any of it.
    pub(crate) check: &'a (dyn Fn(T) -> Result<Reading<R>, String> + Send + Sync),
}

impl<T: DeserializeOwned, R> Question<'_, T, R> {
    /// Asks. An answer of another shape is asked for once more, with what was wrong with it.
    pub(crate) async fn ask(&self, client: &Client, control: &Control) -> Result<Generated<R>> {
        let call = Call {
            kind: Kind::Text,
            suits: &|_| true,
            request: &|attempt| self.request(attempt),
            read: &|model, answer| self.read(model, answer),
        };
        client.call(call, control).await
    }

    /// What asking takes, where the answer has about so many tokens.
    pub(crate) fn estimate(&self, client: &Client, answer_tokens: u64) -> Usage {
        let Ok(model) = client.lane(Kind::Text).first(&|_| true) else {
            return Usage::default();
        };
        let request = self.request(&Attempt {
            model: &model.id,
            complaint: None,
            was_cut_off: false,
            was_declined: false,
        });
        Tokens {
            input: tokens_of(&request),
            text: answer_tokens + THOUGHT_TOKENS,
            media: 0,
        }
        .of_call(&model.id)
    }

    fn request(&self, attempt: &Attempt<'_>) -> Request {
        let mut instruction = self.instruction.clone();
        if let Some(complaint) = attempt.complaint {
            instruction.push_str("\n\nAn earlier answer was of no use: ");
            instruction.push_str(complaint);
        }
        Request {
            system_instruction: Some(Content::instruction(instruction)),
            contents: vec![Content::user(vec![Part::text(self.data.to_string())])],
            safety_settings: SafetySetting::ONLY_HIGH.to_vec(),
            generation_config: Generation {
                max_output_tokens: Some(if attempt.was_cut_off {
                    MORE_OUTPUT_TOKENS
                } else {
                    OUTPUT_TOKENS
                }),
                response_mime_type: Some("application/json"),
                response_json_schema: Some(self.schema.clone()),
                thinking_config: has_thinking_levels(attempt.model).then_some(ThinkingConfig {
                    thinking_level: "LOW",
                }),
                ..Generation::default()
            },
            store: false,
            continuation_token: None,
        }
    }

    fn read(&self, model: &str, answer: &Response) -> Result<Reading<R>, Failure> {
        check_end(model, Kind::Text, answer)?;
        let text = answer.text();
        if text.trim().is_empty() {
            return Err(empty(model, "there are no words in it"));
        }
        let parsed: T = serde_json::from_str(without_fence(&text))
            .map_err(|error| unusable(model, without_quotes(&error)))?;
        (self.check)(parsed).map_err(|reason| unusable(model, reason))
    }
}

/// Takes away a code fence around JSON, which models like to draw.
fn without_fence(text: &str) -> &str {
    let text = text.trim();
    let inner = text
        .strip_prefix("```json")
        .or_else(|| text.strip_prefix("```"))
        .and_then(|text| text.strip_suffix("```"));
    inner.unwrap_or(text).trim()
}
