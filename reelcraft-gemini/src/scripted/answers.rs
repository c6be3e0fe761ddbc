//! Answers of the server.

use reelcraft_core::voiceover::Pcm;
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use serde_json::{Value, json};

use crate::policy::Failure;
use crate::transport::Reply;

pub(super) type Answer = Result<Reply, Failure>;

#[expect(
    clippy::unnecessary_wraps,
    reason = "failures stand beside it in one list"
)]
pub(super) fn reply(status: u16, body: &Value) -> Answer {
    Ok(Reply {
        status,
        headers: HeaderMap::new(),
        body: body.to_string().into_bytes(),
    })
}

/// A body as it is: a page of a machine before the API, half an answer, nothing.
#[expect(
    clippy::unnecessary_wraps,
    reason = "failures stand beside it in one list"
)]
pub(super) fn raw(status: u16, body: &str) -> Answer {
    Ok(Reply {
        status,
        body: body.as_bytes().to_vec(),
        ..Reply::default()
    })
}

/// A page of a machine before the API.
pub(super) const PAGE: &str = "\n<!DOCTYPE html><html><title>502 Bad Gateway</title></html>";

/// An error of the API.
pub(super) fn error(status: u16, name: &str, details: &Value) -> Answer {
    error_saying("of the server", status, name, details)
}

pub(super) fn error_saying(message: &str, status: u16, name: &str, details: &Value) -> Answer {
    let error = json!({ "code": status, "message": message, "status": name, "details": details });
    reply(status, &json!({ "error": error }))
}

pub(super) fn busy() -> Answer {
    error(503, "UNAVAILABLE", &json!([]))
}

pub(super) fn broken() -> Answer {
    error(500, "INTERNAL", &json!([]))
}

pub(super) fn gone() -> Answer {
    error(404, "NOT_FOUND", &json!([]))
}

/// Too many calls a minute; the details ask for a wait.
pub(super) fn too_fast(delay: &str) -> Answer {
    let details = json!([{ "retryDelay": delay }]);
    error(429, "RESOURCE_EXHAUSTED", &details)
}

/// The same failure with `Retry-After`.
pub(super) fn retry_after(answer: Answer, value: &'static str) -> Answer {
    let mut answer = answer?;
    let value = HeaderValue::from_static(value);
    answer.headers.insert(RETRY_AFTER, value);
    Ok(answer)
}

/// Details of a quota that is used up, with a wait that means nothing.
pub(super) fn quota(id: &str, value: &Value) -> Value {
    json!([
        { "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "18s" },
        { "@type": "type.googleapis.com/google.rpc.QuotaFailure",
          "violations": [{ "quotaId": id, "quotaValue": value }] },
    ])
}

/// Words, which cost 100 tokens to ask for and 100 to get.
pub(super) fn says(text: &str) -> Answer {
    reply(
        200,
        &json!({
            "candidates": [{ "content": { "parts": [{ "text": text }], "role": "model" }, "finishReason": "STOP" }],
            "usageMetadata": { "promptTokenCount": 100, "candidatesTokenCount": 40, "thoughtsTokenCount": 60 },
        }),
    )
}

/// A script of one line.
pub(super) fn good() -> Answer {
    says(r#"{"lines":["One line of words."]}"#)
}

/// An answer that ended without anything in it, which cost 100 tokens.
pub(super) fn ends(reason: &str) -> Answer {
    reply(
        200,
        &json!({
            "candidates": [{ "content": {}, "finishReason": reason }],
            "usageMetadata": { "promptTokenCount": 100 },
        }),
    )
}

/// An answer with these parts, which ended for this reason and cost 100 tokens.
pub(super) fn parts(parts: &Value, reason: &str) -> Answer {
    reply(
        200,
        &json!({
            "candidates": [{ "content": { "parts": parts }, "finishReason": reason }],
            "usageMetadata": { "promptTokenCount": 100 },
        }),
    )
}

/// The prompt is declined.
pub(super) fn blocked() -> Answer {
    let feedback = json!({ "promptFeedback": { "blockReason": "PROHIBITED_CONTENT" } });
    reply(200, &feedback)
}

/// A file, with a usage.
pub(super) fn file(mime_type: &str, bytes: &[u8], usage: &Value) -> Answer {
    let data = crate::base64::encode(bytes);
    reply(
        200,
        &json!({
            "candidates": [{ "content": { "parts": [
                { "inlineData": { "mimeType": mime_type, "data": data },
                  "thoughtSignature": "x".repeat(1000) },
            ] }, "finishReason": "STOP" }],
            "usageMetadata": usage,
        }),
    )
}

/// A picture in the shape of a reel.
pub(super) fn picture() -> Answer {
    picture_of(72, 128)
}

pub(super) fn picture_of(width: u32, height: u32) -> Answer {
    file("image/jpeg", &png(width, height), &picture_usage())
}

/// What a picture took: 10 tokens sent, 398 of words, 1120 of the picture.
pub(super) fn picture_usage() -> Value {
    json!({
        "promptTokenCount": 10, "candidatesTokenCount": 1518,
        "candidatesTokensDetails": [{ "modality": "IMAGE", "tokenCount": 1120 }],
    })
}

pub(super) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(width, height)
        .write_to(&mut file, image::ImageFormat::Png)
        .unwrap();
    file.into_inner()
}

/// A sound that hums for so many seconds, after and before silence.
pub(super) fn hum(before: f64, secs: f64, after: f64) -> Pcm {
    let rate = 24_000.0;
    let silence = |secs: f64| vec![0.0f32; (secs * rate) as usize];
    let hum = (0..(secs * rate) as usize).map(|i| (i as f32 * 0.05).sin() * 0.3);
    Pcm {
        samples: [silence(before), hum.collect(), silence(after)].concat(),
        sample_rate_hz: 24_000,
    }
}

/// Speech as a WAV file.
pub(super) fn spoken(sound: &Pcm) -> Answer {
    let tokens = (sound.secs() * 32.0) as u64;
    file("audio/wav", &sound.to_wav().unwrap(), &speech_usage(tokens))
}

pub(super) fn speech_usage(tokens: u64) -> Value {
    json!({
        "promptTokenCount": 20, "candidatesTokenCount": tokens,
        "candidatesTokensDetails": [{ "modality": "AUDIO", "tokenCount": tokens }],
    })
}

/// Speech of two lines.
pub(super) fn good_speech() -> Answer {
    spoken(&hum(0.0, 3.5, 0.0))
}
