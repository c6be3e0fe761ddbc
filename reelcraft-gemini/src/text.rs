//! Asking for words: a request whose answer is JSON of a given shape.

use reelcraft_core::provider::Generated;
use reelcraft_core::{Control, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::{Attempt, Call, Client};
use crate::policy::Failure;
use crate::reading::{check_end, unusable};
use crate::settings::Kind;
use crate::wire::{Content, Generation, Part, Request, Response, SafetySetting, ThinkingConfig};

/// Tokens of an answer, thinking included.
const OUTPUT_TOKENS: u32 = 16_384;
/// Tokens of an answer after one that was cut off.
const MORE_OUTPUT_TOKENS: u32 = 65_536;

/// A question whose answer is JSON.
pub(crate) struct Question<'a, T> {
    /// What the model shall do with the data.
    pub(crate) instruction: String,
    /// What it shall do it with: never an instruction, so it goes as JSON, in which nothing can
    /// look like one.
    pub(crate) data: Value,
    /// The JSON schema of the answer.
    pub(crate) schema: Value,
    /// Turns the parsed answer into what was asked for, or says what is wrong with it.
    pub(crate) check: &'a (dyn Fn(T) -> Result<Vec<String>, String> + Send + Sync),
}

impl<T: DeserializeOwned> Question<'_, T> {
    /// Asks. An answer of another shape is asked for once more, with what was wrong with it.
    pub(crate) async fn ask(
        &self,
        client: &Client,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        let call = Call {
            kind: Kind::Text,
            request: &|attempt| self.request(attempt),
            read: &|model, answer| self.read(model, answer),
        };
        client.call(call, control).await
    }

    fn request(&self, attempt: &Attempt<'_>) -> Request {
        let mut instruction = self.instruction.clone();
        if let Some(Failure::Unusable { reason, .. }) = attempt.complaint {
            instruction.push_str("\n\nAn earlier answer was of no use: ");
            instruction.push_str(reason);
        }
        let was_cut_off = matches!(attempt.complaint, Some(Failure::CutOff(_)));
        Request {
            system_instruction: Some(Content::instruction(instruction)),
            contents: vec![Content::user(vec![Part::text(self.data.to_string())])],
            safety_settings: SafetySetting::ONLY_HIGH.to_vec(),
            generation_config: Generation {
                max_output_tokens: Some(if was_cut_off {
                    MORE_OUTPUT_TOKENS
                } else {
                    OUTPUT_TOKENS
                }),
                response_mime_type: Some("application/json"),
                response_json_schema: Some(self.schema.clone()),
                thinking_config: Some(ThinkingConfig {
                    thinking_level: "LOW",
                }),
                ..Generation::default()
            },
            store: false,
            continuation_token: None,
        }
    }

    fn read(&self, model: &str, answer: &Response) -> Result<Vec<String>, Failure> {
        check_end(model, answer)?;
        let text = answer.text();
        if text.trim().is_empty() {
            return Err(crate::reading::empty(model, "there are no words in it"));
        }
        let parsed: T = serde_json::from_str(without_fence(&text))
            .map_err(|error| unusable(model, format!("it is not the JSON asked for: {error}")))?;
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
