//! What surrounds the content of an answer: candidate, reason and counted tokens.

use serde_json::{Map, Value, json};

/// The answer to a call, before it becomes JSON.
#[derive(Debug, Clone, Default)]
pub(super) struct Made {
    /// The content of the candidate; `None` leaves the field out.
    pub(super) content: Option<Value>,
    /// Why the candidate ended.
    pub(super) finish_reason: String,
    pub(super) finish_message: Option<&'static str>,
    pub(super) continuation_token: Option<String>,
    pub(super) tokens: Tokens,
}

/// What was counted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tokens {
    pub(super) prompt: u64,
    pub(super) text: u64,
    pub(super) image: u64,
    pub(super) audio: u64,
    pub(super) thoughts: u64,
}

impl Made {
    /// A candidate that said all it had to say.
    pub(super) fn of(parts: Vec<Value>, tokens: Tokens) -> Self {
        Self {
            content: Some(json!({"parts": Value::Array(parts), "role": "model"})),
            finish_reason: "STOP".to_owned(),
            tokens,
            ..Self::default()
        }
    }

    /// Whether anything was made that is paid for.
    pub(super) fn is_billed(&self) -> bool {
        let tokens = self.tokens;
        tokens.text + tokens.image + tokens.audio + tokens.thoughts > 0
    }

    /// The body of the response.
    pub(super) fn body(&self, model: &str, response_id: &str) -> Value {
        let mut candidate = Map::new();
        if let Some(content) = &self.content {
            candidate.insert("content".to_owned(), content.clone());
        }
        candidate.insert("finishReason".to_owned(), self.finish_reason.clone().into());
        candidate.insert("index".to_owned(), 0.into());
        if let Some(message) = self.finish_message {
            candidate.insert("finishMessage".to_owned(), message.into());
        }
        if let Some(token) = &self.continuation_token {
            candidate.insert("continuationToken".to_owned(), token.clone().into());
        }
        if self.finish_reason == "SAFETY" {
            candidate.insert("safetyRatings".to_owned(), safety_ratings());
        }
        json!({
            "candidates": [candidate],
            "usageMetadata": self.tokens.usage(),
            "modelVersion": model,
            "responseId": response_id,
        })
    }
}

/// The body that says that the prompt is blocked.
pub(super) fn blocked(reason: &str, prompt_tokens: u64, model: &str, response_id: &str) -> Value {
    let mut feedback = json!({"blockReason": reason});
    if let (Value::Object(map), "SAFETY") = (&mut feedback, reason) {
        map.insert("safetyRatings".to_owned(), safety_ratings());
    }
    json!({
        "promptFeedback": feedback,
        "usageMetadata": {"promptTokenCount": prompt_tokens, "totalTokenCount": prompt_tokens},
        "modelVersion": model,
        "responseId": response_id,
    })
}

fn safety_ratings() -> Value {
    let rating = |category, probability, blocked: bool| {
        let mut rating = json!({"category": category, "probability": probability});
        if let (Value::Object(map), true) = (&mut rating, blocked) {
            map.insert("blocked".to_owned(), true.into());
        }
        rating
    };
    json!([
        rating("HARM_CATEGORY_DANGEROUS_CONTENT", "HIGH", true),
        rating("HARM_CATEGORY_HATE_SPEECH", "NEGLIGIBLE", false),
        rating("HARM_CATEGORY_HARASSMENT", "NEGLIGIBLE", false),
        rating("HARM_CATEGORY_SEXUALLY_EXPLICIT", "NEGLIGIBLE", false),
    ])
}

impl Tokens {
    /// Counts of 0 are left out, as all zeros are in JSON of protocol messages.
    fn usage(self) -> Value {
        let detail = |modality, count| json!([{"modality": modality, "tokenCount": count}]);
        let candidates = self.text + self.image + self.audio;
        let total = self.prompt + candidates + self.thoughts;
        let mut usage = json!({
            "promptTokenCount": self.prompt,
            "totalTokenCount": total,
            "promptTokensDetails": detail("TEXT", self.prompt),
            "serviceTier": "standard",
        });
        if let Value::Object(map) = &mut usage {
            let mut count = |name: &str, count: u64| {
                if count > 0 {
                    map.insert(name.to_owned(), count.into());
                }
            };
            count("candidatesTokenCount", candidates);
            count("thoughtsTokenCount", self.thoughts);
            for (modality, count) in [("IMAGE", self.image), ("AUDIO", self.audio)] {
                if count > 0 {
                    map.insert(
                        "candidatesTokensDetails".to_owned(),
                        detail(modality, count),
                    );
                }
            }
        }
        usage
    }
}
