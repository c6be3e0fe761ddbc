//! A call that Gemini would accept.

use serde_json::Value;

use super::models::Model;

/// A call of a model, with all names of its body in camelCase.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) model: &'static Model,
    /// `v1` or `v1beta`.
    pub(super) version: String,
    pub(super) body: Value,
}

impl Call {
    /// The configuration; `Null` where there is none.
    pub(super) fn config(&self) -> &Value {
        self.body.get("generationConfig").unwrap_or(&Value::Null)
    }

    /// All texts of the contents, one a line.
    pub(super) fn prompt(&self) -> String {
        let texts: Vec<&str> = parts(&self.body)
            .filter_map(|part| part.get("text")?.as_str())
            .collect();
        texts.join("\n")
    }

    /// The last part of the last turn, where it is itself a JSON object.
    pub(super) fn data(&self) -> Option<Value> {
        let text = parts(&self.body)
            .filter_map(|part| part.get("text")?.as_str())
            .last()?;
        serde_json::from_str(text).ok().filter(Value::is_object)
    }

    /// What the prompt costs: a token for four characters, 258 for a picture.
    pub(super) fn prompt_tokens(&self) -> u64 {
        let instruction = self.body.pointer("/systemInstruction/parts");
        let instruction = instruction.and_then(Value::as_array).into_iter().flatten();
        parts(&self.body)
            .chain(instruction)
            .map(|part| match part.get("text").and_then(Value::as_str) {
                Some(text) => tokens_of(text),
                None => 258,
            })
            .sum()
    }
}

/// A token for four characters.
pub(super) fn tokens_of(text: &str) -> u64 {
    (text.chars().count() as u64).div_ceil(4)
}

fn parts(body: &Value) -> impl Iterator<Item = &Value> {
    body.get("contents")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|content| content.get("parts")?.as_array())
        .flatten()
}
