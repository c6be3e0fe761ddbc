//! Answers that go on.

use reelcraft_core::ErrorKind;
use serde_json::{Value, json};

use super::answers::{Answer, broken, busy, error, good, reply};
use super::world::{Outcome, text};

fn part(text: &str, token: Option<&str>) -> Answer {
    let reason = if token.is_some() {
        "CONTINUATION"
    } else {
        "STOP"
    };
    reply(
        200,
        &json!({
            "candidates": [{ "content": { "parts": [{ "text": text }] },
                "finishReason": reason, "continuationToken": token }],
            "usageMetadata": { "promptTokenCount": 100, "candidatesTokenCount": 5 },
        }),
    )
}

fn tokens(outcome: &Outcome) -> Vec<Value> {
    let token = |body: &Value| body["continuationToken"].clone();
    outcome.bodies.iter().map(token).collect()
}

fn beginning() -> Answer {
    part(r#"{"lines":["One "#, Some("abc"))
}

fn rest() -> Answer {
    part(r#"line."]}"#, None)
}

#[tokio::test(start_paused = true)]
async fn an_answer_goes_on_where_it_ended() {
    let outcome = text(vec![beginning(), rest()]).await;
    assert_eq!(tokens(&outcome), [Value::Null, json!("abc")]);
    let mut second = outcome.bodies[1].clone();
    second.as_object_mut().unwrap().remove("continuationToken");
    assert_eq!(
        second, outcome.bodies[0],
        "the rest of the request is the same"
    );
    let usage = outcome.usage();
    assert_eq!(
        (usage.calls, usage.input_tokens, usage.output_tokens),
        (2, 200, 10)
    );
}

#[tokio::test(start_paused = true)]
async fn only_the_rest_is_asked_for_again() {
    let outcome = text(vec![beginning(), broken(), busy(), rest()]).await;
    assert_eq!(
        tokens(&outcome),
        [json!(null), json!("abc"), json!("abc"), json!("abc")]
    );
    outcome.assert_waited(3.0, 2);
}

#[tokio::test(start_paused = true)]
async fn another_model_and_a_forgotten_token_begin_anew() {
    let outcome = text(vec![beginning(), busy(), busy(), good()]).await;
    assert_eq!(tokens(&outcome)[3], Value::Null);
    assert_eq!(outcome.models[3], "gemini-3.5-flash-lite");
    let forgotten = error(400, "INVALID_ARGUMENT", &json!([]));
    let outcome = text(vec![beginning(), forgotten, good()]).await;
    assert_eq!(tokens(&outcome), [json!(null), json!("abc"), json!(null)]);
}

#[tokio::test(start_paused = true)]
async fn an_empty_token_is_none() {
    let outcome = text(vec![part(r#"{"lines":["One line."]}"#, Some(""))]).await;
    assert_eq!(outcome.usage().calls, 1);
}

#[tokio::test(start_paused = true)]
async fn an_endless_answer_is_cut_off() {
    let endless = |count: usize| vec![part("a", Some("abc")); count];
    let mut answers = endless(5);
    answers.push(good());
    let outcome = text(answers).await;
    assert_eq!(outcome.usage().calls, 6, "once more, with more room");
    assert_eq!(
        outcome.bodies[5]["generationConfig"]["maxOutputTokens"],
        65_536
    );
    let outcome = text(endless(10)).await;
    assert_eq!(outcome.kind(), ErrorKind::Unavailable);
    assert!(outcome.error().to_string().contains("cut off"));
    assert_eq!(outcome.usage().calls, 10);
}
