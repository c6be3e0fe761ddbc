//! Requests as questions: instruction, data and the shape of the answer.

use reelcraft_core::provider::{LineRequest, PromptsRequest, ScriptRequest};
use serde::Deserialize;
use serde_json::{Value, json};

use super::instructions::{about_one_line, about_prompts, about_scripts};
use crate::plain_text::{clean, short};
use crate::reading::Reading;
use crate::text::Question;

/// A topic that is longer, in characters, is a text to make the script from, which may have less
/// to say than lines were asked for.
const TOPIC_CHARS: usize = 400;
/// The longest manner that is sent, in characters.
const MAX_TONE_CHARS: usize = 200;
/// The longest wish that is sent, in characters.
const MAX_WISH_CHARS: usize = 400;
/// How much of a topic is sent with a line, in characters.
const MAX_TOPIC_OF_LINE_CHARS: usize = 2000;

/// How an answer is looked at.
pub(super) type Check<'a, T, R> = &'a (dyn Fn(T) -> Result<Reading<R>, String> + Send + Sync);

/// A script as the model writes it.
#[derive(Debug, Deserialize)]
pub(super) struct Script {
    pub(super) lines: Vec<String>,
}

/// A line as the model writes it.
#[derive(Debug, Deserialize)]
pub(super) struct Line {
    pub(super) line: String,
}

/// The least lines that a script may have.
pub(super) fn least_lines(request: &ScriptRequest) -> usize {
    if is_text(request) {
        1
    } else {
        request.scene_count
    }
}

fn is_text(request: &ScriptRequest) -> bool {
    clean(&request.topic).chars().count() > TOPIC_CHARS
}

pub(super) fn script_question<'a, R>(
    request: &ScriptRequest,
    check: Check<'a, Script, R>,
) -> Question<'a, Script, R> {
    let count = request.scene_count;
    Question {
        instruction: about_scripts(request, is_text(request)),
        data: json!({
            "topic": clean(&request.topic),
            "language": request.language.to_string(),
            "scenes": count,
            "tone": short(request.tone.as_deref(), MAX_TONE_CHARS),
        }),
        schema: json!({
            "type": "object",
            "properties": { "lines": {
                "type": "array", "minItems": least_lines(request), "maxItems": count,
                "items": { "type": "string", "description": "one spoken line" },
            } },
            "required": ["lines"],
            "additionalProperties": false,
        }),
        check,
    }
}

pub(super) fn line_question<'a, R>(
    request: &LineRequest,
    check: Check<'a, Line, R>,
) -> Question<'a, Line, R> {
    let mut data = json!({
        "language": request.language.to_string(),
        "lines": numbered(&request.lines),
        "number": request.index + 1,
        "topic": short(request.topic.as_deref(), MAX_TOPIC_OF_LINE_CHARS),
        "tone": short(request.tone.as_deref(), MAX_TONE_CHARS),
        "wish": short(request.wish.as_deref(), MAX_WISH_CHARS),
    });
    if let (Value::Object(data), 1..) = (&mut data, request.variant) {
        data.insert("variant".to_owned(), request.variant.into());
    }
    Question {
        instruction: about_one_line(request),
        data,
        schema: json!({
            "type": "object",
            "properties": { "line": { "type": "string", "description": "one spoken line" } },
            "required": ["line"],
            "additionalProperties": false,
        }),
        check,
    }
}

pub(super) fn prompts_question<'a, T, R>(
    request: &PromptsRequest,
    check: Check<'a, T, R>,
) -> Question<'a, T, R> {
    let count = request.wanted.len();
    let prompt = json!({
        "type": "object",
        "properties": {
            "number": { "type": "integer", "description": "the line's number" },
            "prompt": { "type": "string", "description": "what is seen" },
        },
        "required": ["number", "prompt"],
        "propertyOrdering": ["number", "prompt"],
    });
    Question {
        instruction: about_prompts(request.style.is_some()),
        data: json!({
            "language": request.language.to_string(),
            "lines": numbered(&request.lines),
            "wanted": numbers(&request.wanted),
        }),
        schema: json!({
            "type": "object",
            "properties": {
                "setting": {
                    "type": "string",
                    "description": "people, places and time that all pictures share",
                },
                "prompts": {
                    "type": "array", "minItems": count, "maxItems": count, "items": prompt,
                },
            },
            "required": ["setting", "prompts"],
            "propertyOrdering": ["setting", "prompts"],
            "additionalProperties": false,
        }),
        check,
    }
}

/// The numbers of lines, from 1.
pub(super) fn numbers(indexes: &[usize]) -> Vec<usize> {
    indexes.iter().map(|index| index + 1).collect()
}

fn numbered(lines: &[String]) -> Vec<Value> {
    (1..)
        .zip(lines)
        .map(|(number, line)| json!({ "number": number, "line": clean(line) }))
        .collect()
}
