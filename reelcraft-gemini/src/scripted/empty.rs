//! Answers with nothing in them: asked for again with growing waits, and counted.

use reelcraft_core::ErrorKind;
use serde_json::{Value, json};

use super::answers::{
    Answer, ends, good, good_speech, parts, picture, picture_usage, reply, speech_usage,
};
use super::world::{Outcome, image, speech, text};

/// All attempts were made, each after a longer wait, and the error says what was missing.
fn assert_empty(failed: &Outcome, calls: u32, shown: &str) {
    assert_eq!(failed.kind(), ErrorKind::Unavailable, "{shown}");
    assert_eq!(failed.usage().calls, calls, "{shown}");
    let told = failed.error().to_string();
    assert!(told.contains("is empty"), "{shown}: {told}");
    let waited = [0.0, 1.0, 3.0, 7.0][calls as usize - 1];
    failed.assert_waited(waited, calls - 1);
}

#[tokio::test(start_paused = true)]
async fn words_that_are_missing_are_asked_for_twice_more() {
    let none = json!([]);
    let empty = json!([{ "text": "" }]);
    let without_content = reply(
        200,
        &json!({ "candidates": [{ "finishReason": "OTHER",
            "finishMessage": "Model failed to generate content due to internal error." }] }),
    );
    for answer in [
        ends("OTHER"),
        ends("RECITATION"),
        ends("LANGUAGE"),
        ends("MALFORMED_RESPONSE"),
        ends("STOP"),
        ends("OF_TOMORROW"),
        parts(&none, "STOP"),
        parts(&empty, "STOP"),
        parts(&empty, "OTHER"),
        parts(&json!([{ "text": "I think…", "thought": true }]), "STOP"),
        without_content,
    ] {
        let shown = format!("{answer:?}");
        assert_empty(&text(vec![answer.clone(); 3]).await, 3, &shown);
        let found = text(vec![answer.clone(), answer, good()]).await;
        assert_eq!(found.usage().calls, 3, "{shown}");
    }
}

/// An answer with a file whose data is this text.
fn file_of(mime_type: &str, data: &str, usage: &Value) -> Answer {
    let part = json!({ "inlineData": { "mimeType": mime_type, "data": data } });
    reply(
        200,
        &json!({ "candidates": [{ "content": { "parts": [part] }, "finishReason": "STOP" }],
            "usageMetadata": usage }),
    )
}

#[tokio::test(start_paused = true)]
async fn data_that_is_no_base64_is_nothing() {
    for data in ["no base64!", "*", "AAAA=AAA", "AAA\u{e9}"] {
        let sound = || file_of("audio/wav", data, &speech_usage(50));
        let failed = speech(vec![sound(); 4]).await;
        assert_empty(&failed, 4, data);
        assert_eq!(failed.usage().media_tokens, 200);
        let found = speech(vec![sound(), good_speech()]).await;
        assert_eq!(found.usage().calls, 2, "{data}");
        let drawn = || file_of("image/png", data, &picture_usage());
        let failed = image(vec![drawn(); 3]).await;
        assert_empty(&failed, 3, data);
        assert_eq!(failed.usage().media_tokens, 3 * 1120);
        let found = image(vec![drawn(), picture()]).await;
        assert_eq!(found.usage().calls, 2, "{data}");
    }
}

#[tokio::test(start_paused = true)]
async fn speech_that_was_made_and_never_came_is_paid_for() {
    let mut untold = speech_usage(200);
    untold
        .as_object_mut()
        .unwrap()
        .remove("candidatesTokensDetails");
    for usage in [speech_usage(200), untold] {
        let lost = reply(
            200,
            &json!({ "candidates": [{ "content": {}, "finishReason": "OTHER" }],
                "usageMetadata": usage }),
        );
        let outcome = speech(vec![lost.clone(), lost, good_speech()]).await;
        let found = outcome.usage();
        let whole = speech(vec![good_speech()]).await.usage();
        assert_eq!(found.calls, 3);
        assert_eq!(found.media_tokens, 400 + whole.media_tokens, "{usage}");
        assert_eq!(found.input_tokens, 60);
        assert_eq!(found.output_tokens, 0, "{usage}");
        // Each is paid for as 200 tokens of sound.
        assert!(found.micro_usd >= whole.micro_usd + 400 * 9, "{found:?}");
    }
}
