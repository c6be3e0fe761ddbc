//! Writing.

use serde_json::{Value, json};

use super::answer::What;
use super::call::{Call, tokens_of};
use super::envelope::{Made, Tokens};
use super::errors::{ApiError, Stop};
use super::flaws::TextFlaw;
use super::schema_text::write_json;
use super::state::State;
use super::tasks;

/// What a signature of a written part looks like.
const SIGNATURE: &str = "EhAKDmZha2Utc2lnbmF0dXJlGAE=";

/// Writes the answer to a call.
pub(super) async fn content(state: &State, call: &Call, what: &What) -> Result<Made, Stop> {
    let flaw = match what {
        What::Text(flaw) => Some(flaw),
        _ => None,
    };
    let mut tokens = Tokens {
        prompt: call.prompt_tokens(),
        ..Tokens::default()
    };
    if let Some(rest) = continued(state, call)? {
        tokens.text = tokens_of(&rest);
        return Ok(Made::of(vec![text_part(&rest)], tokens));
    }
    let text = match flaw {
        Some(TextFlaw::Says(text)) => text.clone(),
        Some(TextFlaw::Prose) => {
            "Sure! Here is what you asked for: it will be wonderful.".to_owned()
        }
        Some(TextFlaw::BreaksSchema) => {
            json!({"unexpected": [null, 42], "lines": "none", "prompts": {}, "line": 7}).to_string()
        }
        Some(TextFlaw::CodeBlock) => format!("```json\n{}\n```", write(state, call).await?),
        _ => write(state, call).await?,
    };
    tokens.thoughts = thought_tokens(call.config());
    let most = most_tokens(call.config());
    if tokens.thoughts >= most {
        tokens.thoughts = most;
        return Ok(Made {
            content: Some(json!({"role": "model"})),
            finish_reason: "MAX_TOKENS".to_owned(),
            tokens,
            ..Made::default()
        });
    }
    let room = ((most - tokens.thoughts) * 4) as usize;
    let half = text.chars().count() / 2;
    let length = match flaw {
        Some(TextFlaw::CutShort | TextFlaw::Continued) => half.min(room),
        _ => room,
    };
    let said: String = text.chars().take(length).collect();
    tokens.text = tokens_of(&said);
    let mut content = Made::of(parts(call, flaw, &said), tokens);
    if said.len() < text.len() {
        if flaw == Some(&TextFlaw::Continued) {
            let rest = text.get(said.len()..).unwrap_or_default().to_owned();
            "CONTINUATION".clone_into(&mut content.finish_reason);
            content.continuation_token = Some(state.keep_rest(&call.body, rest));
        } else {
            "MAX_TOKENS".clone_into(&mut content.finish_reason);
        }
    }
    Ok(content)
}

/// The tokens that an answer may have, thoughts included.
pub(super) fn most_tokens(config: &Value) -> u64 {
    config
        .get("maxOutputTokens")
        .and_then(Value::as_u64)
        .unwrap_or(65536)
}

/// The second half of an answer, where the call has a token for it.
fn continued(state: &State, call: &Call) -> Result<Option<String>, ApiError> {
    let mut body = call.body.clone();
    let token = body
        .as_object_mut()
        .and_then(|body| body.remove("continuationToken"));
    let Some(Value::String(token)) = token else {
        return Ok(None);
    };
    match state.take_rest(&token, &body) {
        Some(rest) => Ok(Some(rest)),
        None => Err(ApiError::invalid(
            "The continuation token is unknown, or the request is not the one that it is for.",
        )),
    }
}

fn thought_tokens(config: &Value) -> u64 {
    let level = config
        .pointer("/thinkingConfig/thinkingLevel")
        .and_then(Value::as_str);
    match level {
        Some("MINIMAL") => 0,
        Some("LOW") => 96,
        Some("HIGH" | "XHIGH") => 900,
        _ => 320,
    }
}

fn parts(call: &Call, flaw: Option<&TextFlaw>, text: &str) -> Vec<Value> {
    let includes_thoughts = call
        .config()
        .pointer("/thinkingConfig/includeThoughts")
        .is_some_and(|value| *value == true);
    let mut parts = Vec::new();
    if includes_thoughts || flaw == Some(&TextFlaw::ThoughtsFirst) {
        for thought in [
            "**Weighing the topic**\n\n{\"lines\": [",
            "**Writing it down**\n\n",
        ] {
            parts.push(json!({"text": thought, "thought": true}));
        }
    }
    if flaw == Some(&TextFlaw::SplitParts) {
        let letters: Vec<char> = text.chars().collect();
        let pieces = letters.chunks((letters.len() / 4).max(1));
        parts.extend(pieces.map(|piece| json!({"text": piece.iter().collect::<String>()})));
    } else {
        parts.push(text_part(text));
    }
    parts
}

fn text_part(text: &str) -> Value {
    json!({"text": text, "thoughtSignature": SIGNATURE})
}

/// Writes the text that is asked for: JSON where the call asks for JSON.
async fn write(state: &State, call: &Call) -> Result<String, Stop> {
    let config = call.config();
    if config.get("responseMimeType").and_then(Value::as_str) != Some("application/json") {
        return Ok("The sea is never the same twice, and that is why people stay.".to_owned());
    }
    let schema = config
        .get("responseJsonSchema")
        .or_else(|| config.get("responseSchema"));
    let Some(schema) = schema else {
        return Ok(json!({"text": "The sea is never the same twice."}).to_string());
    };
    let known = match call.data() {
        Some(data) => tasks::known_values(state, &data, schema).await?,
        None => None,
    };
    Ok(write_json(schema, known.as_ref()))
}
