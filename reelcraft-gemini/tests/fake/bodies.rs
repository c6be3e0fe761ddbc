//! Bodies that are fine.

use serde_json::{Value, json};

pub(crate) const TEXT_MODEL: &str = "gemini-3.8-flash";
pub(crate) const IMAGE_MODEL: &str = "gemini-nano-banana-2.1";
pub(crate) const SPEECH_MODEL: &str = "gemini-3.8-flash-tts";

/// Asks for JSON of a schema; the last part is data.
pub(crate) fn task(data: &Value, schema: &Value) -> Value {
    json!({
        "systemInstruction": {"parts": [{"text": "You write scripts for short videos."}]},
        "contents": [{"role": "user", "parts": [{"text": data.to_string()}]}],
        "safetySettings": [
            {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_ONLY_HIGH"},
        ],
        "generationConfig": {
            "maxOutputTokens": 16384,
            "responseMimeType": "application/json",
            "responseJsonSchema": schema,
            "thinkingConfig": {"thinkingLevel": "LOW"},
        },
        "store": false,
    })
}

pub(crate) fn script_schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "lines": {"type": "array", "maxItems": 60, "items": {"type": "string"}},
        },
        "required": ["lines"],
        "propertyOrdering": ["title", "lines"],
        "additionalProperties": false,
    })
}

pub(crate) fn script() -> Value {
    let data = json!({"topic": "the sea", "language": "en", "scenes": 5, "tone": null});
    task(&data, &script_schema())
}

pub(crate) fn picture() -> Value {
    json!({
        "contents": [{"role": "user", "parts": [{"text": "A stone bridge at dawn"}]}],
        "generationConfig": {
            "responseModalities": ["IMAGE"],
            "imageConfig": {"aspectRatio": "9:16", "imageSize": "1K"},
        },
        "store": false,
    })
}

pub(crate) fn speech() -> Value {
    speech_of("Salom, do'stlar!\nBugun dengiz haqida gaplashamiz.")
}

pub(crate) fn speech_of(text: &str) -> Value {
    json!({
        "contents": [{"role": "user", "parts": [
            {"text": text, "speechMetadata": {"style": "warm narrator"}},
        ]}],
        "generationConfig": {
            "responseModalities": ["AUDIO"],
            "speechConfig": {"voiceConfig": {"voice": "Kore"}},
        },
        "store": false,
    })
}

/// The same body with one value put at a path, `/generationConfig/topK`; parents are made.
pub(crate) fn with(mut body: Value, path: &str, value: Value) -> Value {
    let mut place = &mut body;
    for name in path.split('/').skip(1) {
        place = match name.parse::<usize>() {
            Ok(index) => &mut place[index],
            Err(_) => &mut place[name],
        };
    }
    *place = value;
    body
}

/// The same body without the value at a path.
pub(crate) fn without(mut body: Value, path: &str) -> Value {
    let (parent, name) = path.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    parent.remove(name).unwrap();
    body
}
