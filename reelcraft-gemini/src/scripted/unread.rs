//! Answers with status 200 that are none.

use reelcraft_core::ErrorKind;
use serde_json::json;

use super::answers::{
    Answer, busy, error, error_saying, good, picture, raw, reply, says, too_fast,
};
use super::world::{image, text};
use crate::policy::Failure;
use crate::transport::Reply;

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_may_be_paid_so_it_is_asked_for_once_more() {
    for text in [
        "<!DOCTYPE html><html>Sign in to the network</html>",
        "{\"candidates\":[{",
        "",
        "null",
        "[{\"candidates\":",
    ] {
        let failed = image(vec![raw(200, text), raw(200, text)]).await;
        assert_eq!(failed.kind(), ErrorKind::Unavailable, "{text}");
        assert_eq!(failed.usage().calls, 2);
        let found = image(vec![raw(200, text), picture()]).await;
        found.assert_waited(1.0, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_it_took_is_counted_where_that_can_be_read() {
    let strange = reply(
        200,
        &json!({ "candidates": { "0": {} }, "usageMetadata": { "promptTokenCount": "40" } }),
    );
    let outcome = text(vec![strange, good()]).await;
    assert_eq!(outcome.usage().input_tokens, 140);
}

#[tokio::test(start_paused = true)]
async fn an_answer_beyond_all_bounds_is_not_asked_for_again() {
    let failed = image(vec![Err(Failure::TooLarge(96))]).await;
    assert_eq!(failed.kind(), ErrorKind::Unavailable);
    assert_eq!(failed.usage().calls, 1);
    assert!(failed.error().hint_text().unwrap().contains("image_size"));
}

#[tokio::test(start_paused = true)]
async fn unknown_ends_and_wrappings_pass() {
    let unknown = reply(
        200,
        &json!({ "candidates": [{ "content": { "parts": [
        { "text": "I think…", "thought": true },
        { "text": r#"{"lines":["# }, { "text": r#""One line."]}"# },
    ] }, "finishReason": "OF_TOMORROW" }] }),
    );
    assert_eq!(text(vec![unknown]).await.usage().calls, 1);
    let wrapped = good().map(|mut answer| {
        answer.body = [b"[", answer.body.as_slice(), b"]"].concat();
        answer
    });
    let outcome = text(vec![wrapped]).await;
    assert_eq!(
        (outcome.usage().calls, outcome.usage().input_tokens),
        (1, 100)
    );
    let limited = reply(
        429,
        &json!([{ "error": { "code": 429, "details": [{ "retryDelay": "9s" }] } }]),
    );
    text(vec![limited, good()]).await.assert_waited(9.0, 1);
    let inner =
        json!({ "error": { "code": 503, "message": "busy", "status": "UNAVAILABLE" } }).to_string();
    let nested = reply(500, &json!({ "error": { "message": inner } }));
    let outcome = text(vec![nested.clone(), nested, good()]).await;
    assert_eq!(outcome.models[2], "gemini-3.5-flash-lite");
    let outcome = text(vec![busy(), says("{"), good()]).await;
    assert_eq!(outcome.usage().calls, 3);
}

/// The same body, below a head that says all is well.
fn under_200(answer: Answer) -> Answer {
    answer.map(|reply| Reply {
        status: 200,
        ..reply
    })
}

#[tokio::test(start_paused = true)]
async fn an_error_is_one_though_the_head_says_all_is_well() {
    let in_array = |answer: Answer| {
        answer.map(|mut reply| {
            reply.body = [b"[", reply.body.as_slice(), b"]"].concat();
            reply
        })
    };
    for limited in [too_fast("30s"), in_array(too_fast("30s"))] {
        let outcome = text(vec![under_200(limited), good()]).await;
        assert_eq!(outcome.usage().calls, 2);
        outcome.assert_waited(30.0, 1);
    }
    let outcome = text(vec![under_200(busy()), under_200(busy()), good()]).await;
    assert_eq!(outcome.models[2], "gemini-3.5-flash-lite");
    let key = json!([{ "reason": "API_KEY_INVALID" }]);
    let outcome = text(vec![under_200(error(400, "INVALID_ARGUMENT", &key))]).await;
    assert_eq!(outcome.kind(), ErrorKind::Unauthenticated);
    // What went wrong is not said, and may pass; what it took is counted.
    let untold = reply(
        200,
        &json!({ "error": { "message": "m" }, "usageMetadata": { "promptTokenCount": 7 } }),
    );
    let outcome = text(vec![untold.clone(), untold]).await;
    assert_eq!(outcome.kind(), ErrorKind::Unavailable);
    assert_eq!(
        (outcome.usage().calls, outcome.usage().input_tokens),
        (2, 14)
    );
}

#[tokio::test(start_paused = true)]
async fn texts_of_servers_are_one_short_line() {
    let message = format!("one\r\ntwo\u{1B}[31m\u{202E} {}", "long ".repeat(500));
    let answer = error_saying(&message, 400, "INVALID_ARGUMENT", &json!([]));
    let told = text(vec![answer]).await.error().to_string();
    assert!(told.chars().count() < 400, "{told}");
    assert!(
        !told.contains(|c: char| c.is_control() || c == '\u{202E}'),
        "{told}"
    );
    assert!(told.contains("one two"), "{told}");
}
