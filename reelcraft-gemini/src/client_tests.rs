//! What happens after each failure: which error, how many attempts, and how long they take.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::{ImageGen as _, ImageRequest, ScriptGen as _, ScriptRequest};
use reelcraft_core::{Control, Error, ErrorKind, Event};
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::client::Client;
use crate::gemini::Gemini;
use crate::key::ApiKey;
use crate::policy::Failure;
use crate::settings::GeminiSettings;
use crate::transport::{Reply, Transport};
use crate::{GeminiImages, GeminiScript};

const KEY: &str = "secret-key-123";

type Answer = Result<Reply, Failure>;

/// Gives the answers one after another, and keeps what was asked.
#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<(String, Value)>>>,
    takes: Duration,
}

#[async_trait]
impl Transport for Script {
    async fn post(&self, path: &str, json: Vec<u8>, _: Duration) -> Answer {
        let body = serde_json::from_slice(&json).unwrap();
        self.asked.lock().unwrap().push((path.to_owned(), body));
        tokio::time::sleep(self.takes).await;
        let answer = self.answers.lock().unwrap().pop_front();
        answer.expect("no more calls are made than answers are there")
    }

    async fn get(&self, path: &str, _: &[(&str, String)], timeout: Duration) -> Answer {
        self.post(path, b"null".to_vec(), timeout).await
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "failures stand beside it in one list"
)]
fn reply(status: u16, body: &Value) -> Answer {
    Ok(Reply {
        status,
        headers: HeaderMap::new(),
        body: body.to_string().into_bytes(),
    })
}

fn error(status: u16, name: &str, details: &Value) -> Answer {
    let error =
        json!({ "code": status, "message": "of the server", "status": name, "details": details });
    reply(status, &json!({ "error": error }))
}

fn says(text: &str) -> Answer {
    reply(
        200,
        &json!({
            "candidates": [{ "content": { "parts": [{ "text": text }], "role": "model" }, "finishReason": "STOP" }],
            "usageMetadata": { "promptTokenCount": 100, "candidatesTokenCount": 40, "thoughtsTokenCount": 60 },
        }),
    )
}

fn ends(reason: &str) -> Answer {
    reply(
        200,
        &json!({
            "candidates": [{ "content": {}, "finishReason": reason }],
            "usageMetadata": { "promptTokenCount": 100 },
        }),
    )
}

fn good() -> Answer {
    says(r#"{"lines":["One line of words."]}"#)
}

/// A picture: the first bytes of a JPEG file are all that is looked at here.
fn picture() -> Answer {
    let data = crate::base64::encode(&[0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]);
    reply(
        200,
        &json!({
            "candidates": [{ "content": { "parts": [
                { "inlineData": { "mimeType": "image/png", "data": data }, "thoughtSignature": "x".repeat(1000) },
            ] }, "finishReason": "STOP" }],
            "usageMetadata": {
                "promptTokenCount": 10, "candidatesTokenCount": 1518,
                "candidatesTokensDetails": [{ "modality": "IMAGE", "tokenCount": 1120 }],
            },
        }),
    )
}

fn quota(id: &str, value: &str) -> Value {
    json!([
        { "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "18s" },
        { "@type": "type.googleapis.com/google.rpc.QuotaFailure",
          "violations": [{ "quotaId": id, "quotaValue": value }] },
    ])
}

struct Outcome {
    result: Result<reelcraft_core::provider::Usage, Error>,
    models: Vec<String>,
    bodies: Vec<Value>,
    secs: f64,
    warnings: Vec<String>,
}

fn world(answers: Vec<Answer>) -> (Script, Gemini) {
    let script = Script {
        answers: Arc::new(Mutex::new(answers.into())),
        ..Script::default()
    };
    let settings = GeminiSettings::default();
    let key = ApiKey::new(KEY).unwrap();
    let client = Client::over(Box::new(script.clone()), key, &settings);
    (script, Gemini::of(client, settings))
}

fn asking_for_one_line() -> ScriptRequest {
    ScriptRequest {
        topic: "The sea".to_owned(),
        language: "en".parse().unwrap(),
        scene_count: 1,
        tone: None,
        secs: None,
    }
}

fn asking_for_a_picture() -> ImageRequest {
    ImageRequest {
        prompt: "The sea at dawn".to_owned(),
        style: None,
        language: "en".parse().unwrap(),
        size: FrameSize::new(1080, 1920),
        variant: 0,
        reference: None,
    }
}

async fn outcome(answers: Vec<Answer>, is_picture: bool) -> Outcome {
    let (script, gemini) = world(answers);
    let warnings = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&warnings);
    let control = Control::new(move |event: Event| {
        if let Event::Warning { message } = event {
            heard.lock().unwrap().push(message);
        }
    });
    let begun = Instant::now();
    let result = if is_picture {
        let drawn = GeminiImages::new(gemini)
            .draw(&asking_for_a_picture(), &control)
            .await;
        drawn.map(|drawn| drawn.origin.usage)
    } else {
        let written = GeminiScript::new(gemini)
            .write_script(&asking_for_one_line(), &control)
            .await;
        written.map(|written| written.origin.usage)
    };
    let secs = begun.elapsed().as_secs_f64();
    let asked = script.asked.lock().unwrap();
    let model = |path: &str| {
        let name = path.rsplit('/').next().unwrap();
        name.split(':').next().unwrap().to_owned()
    };
    Outcome {
        result,
        models: asked.iter().map(|(path, _)| model(path)).collect(),
        bodies: asked.iter().map(|(_, body)| body.clone()).collect(),
        secs,
        warnings: warnings.lock().unwrap().clone(),
    }
}

async fn text(answers: Vec<Answer>) -> Outcome {
    outcome(answers, false).await
}

async fn image(answers: Vec<Answer>) -> Outcome {
    outcome(answers, true).await
}

/// Waits are as long as they should be, or up to a second a wait longer.
fn assert_waited(outcome: &Outcome, least: f64, waits: f64) {
    assert!(
        outcome.secs >= least && outcome.secs <= least + waits,
        "{} s instead of {least}",
        outcome.secs
    );
}

fn kind(outcome: &Outcome) -> ErrorKind {
    outcome.result.as_ref().unwrap_err().kind().clone()
}

#[tokio::test(start_paused = true)]
async fn passing_failures_are_tried_again_with_growing_waits() {
    let broken = |status| error(status, "INTERNAL", &json!([]));
    let failures = vec![broken(500), broken(502), broken(504), broken(408), good()];
    let outcome = text(failures).await;
    assert_eq!(outcome.result.as_ref().unwrap().calls, 5);
    assert_waited(&outcome, 1.0 + 2.0 + 4.0 + 8.0, 4.0);
    let outcome = text((0..5).map(|_| broken(500)).collect()).await;
    assert_eq!(kind(&outcome), ErrorKind::Unavailable);
    assert_eq!(outcome.models.len(), 5);
    let outcome = image((0..4).map(|_| broken(500)).collect()).await;
    assert_eq!(outcome.models.len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_a_minute_is_waited_for() {
    let details = json!([{ "retryDelay": "24.18243361s" }]);
    let outcome = text(vec![error(429, "RESOURCE_EXHAUSTED", &details), good()]).await;
    assert_eq!(outcome.result.as_ref().unwrap().calls, 2);
    assert_waited(&outcome, 25.0, 1.0);
    let mut headers = HeaderMap::new();
    headers.insert(RETRY_AFTER, HeaderValue::from_static("40"));
    let limited = Reply {
        status: 429,
        headers,
        body: b"{}".to_vec(),
    };
    let outcome = text(vec![Ok(limited), good()]).await;
    assert_waited(&outcome, 40.0, 1.0);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let details = json!([{ "retryDelay": "23693s" }]);
    let outcome = text(vec![error(429, "RESOURCE_EXHAUSTED", &details)]).await;
    let ErrorKind::QuotaExceeded { retry_after } = kind(&outcome) else {
        panic!("{:?}", outcome.result)
    };
    assert_eq!(retry_after, Some(Duration::from_secs(23_693)));
    assert_waited(&outcome, 0.0, 0.0);
}

#[tokio::test(start_paused = true)]
async fn what_lasts_is_told_at_once() {
    let per_day = quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "20");
    let none = quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", "0");
    let invalid = json!([{ "reason": "API_KEY_INVALID" }]);
    let disabled = json!([{ "reason": "SERVICE_DISABLED" }]);
    let quota = ErrorKind::QuotaExceeded { retry_after: None };
    for (answer, wanted, hint) in [
        (
            error(429, "RESOURCE_EXHAUSTED", &per_day),
            quota.clone(),
            "midnight",
        ),
        (
            error(429, "RESOURCE_EXHAUSTED", &none),
            quota.clone(),
            "paid account",
        ),
        (
            error(402, "RESOURCE_EXHAUSTED", &json!([])),
            quota,
            "add credits",
        ),
        (
            error(400, "INVALID_ARGUMENT", &invalid),
            ErrorKind::Unauthenticated,
            "GEMINI_API_KEY",
        ),
        (
            error(401, "UNAUTHENTICATED", &json!([])),
            ErrorKind::Unauthenticated,
            "GEMINI_API_KEY",
        ),
        (
            error(403, "PERMISSION_DENIED", &disabled),
            ErrorKind::Unauthenticated,
            "switch on",
        ),
        (
            error(403, "PERMISSION_DENIED", &json!([])),
            ErrorKind::Unauthenticated,
            "use a key",
        ),
        (
            error(400, "FAILED_PRECONDITION", &json!([])),
            ErrorKind::Unavailable,
            "billing",
        ),
        (
            error(400, "INVALID_ARGUMENT", &json!([])),
            ErrorKind::Internal,
            "doctor",
        ),
    ] {
        let outcome = text(vec![answer]).await;
        assert_eq!(kind(&outcome), wanted, "{hint}");
        let told = outcome.result.unwrap_err();
        assert!(
            told.hint_text().unwrap().contains(hint),
            "{told}: {:?}",
            told.hint_text()
        );
        assert!(outcome.secs < 0.001);
    }
}

#[tokio::test(start_paused = true)]
async fn another_model_takes_over() {
    let gone = error(404, "NOT_FOUND", &json!([]));
    let outcome = text(vec![gone.clone(), good()]).await;
    assert_eq!(
        outcome.models,
        ["gemini-3.8-flash", "gemini-3.5-flash-lite"]
    );
    assert_eq!(outcome.warnings.len(), 1);
    let busy = || error(503, "UNAVAILABLE", &json!([]));
    let outcome = text(vec![busy(), busy(), good()]).await;
    assert_eq!(outcome.models[2], "gemini-3.5-flash-lite");
    assert_waited(&outcome, 1.0, 1.0);
    let outcome = text(vec![gone.clone(), gone]).await;
    assert_eq!(kind(&outcome), ErrorKind::Unavailable);
    let outcome = text((0..5).map(|_| busy()).collect()).await;
    assert_eq!(kind(&outcome), ErrorKind::Unavailable);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_may_be_paid_so_it_is_asked_for_once_more() {
    let lost = || Err(Failure::Lost("it took too long".to_owned()));
    let outcome = image(vec![lost(), picture()]).await;
    assert_eq!(outcome.result.unwrap().calls, 2);
    let outcome = image(vec![lost(), lost()]).await;
    assert_eq!(kind(&outcome), ErrorKind::Timeout);
    let unreachable = || Err(Failure::Unreachable("refused".to_owned()));
    let outcome = image(vec![unreachable(), unreachable(), unreachable(), picture()]).await;
    assert_eq!(outcome.result.unwrap().calls, 4);
    let cut = Ok(Reply {
        status: 200,
        body: b"{\"candidates\":[{".to_vec(),
        ..Reply::default()
    });
    let outcome = image(vec![cut.clone(), cut]).await;
    assert_eq!(kind(&outcome), ErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn empty_answers_are_paid_so_they_are_asked_for_twice_more() {
    for reason in ["OTHER", "IMAGE_OTHER", "NO_IMAGE", "RECITATION"] {
        let outcome = image((0..3).map(|_| ends(reason)).collect()).await;
        assert_eq!(kind(&outcome), ErrorKind::Unavailable, "{reason}");
        let outcome = image(vec![ends(reason), ends(reason), picture()]).await;
        let usage = outcome.result.unwrap();
        assert_eq!((usage.calls, usage.media_tokens), (3, 1120));
        assert_eq!(usage.input_tokens, 210, "empty answers are counted");
    }
    let nothing = || reply(200, &json!({ "something": "else" }));
    let outcome = text(vec![nothing(), nothing(), nothing()]).await;
    assert_eq!(kind(&outcome), ErrorKind::Unavailable);
}

#[tokio::test(start_paused = true)]
async fn what_is_declined_is_asked_for_once_more_in_softer_words_if_it_is_a_picture() {
    let blocked = || {
        reply(
            200,
            &json!({ "promptFeedback": { "blockReason": "PROHIBITED_CONTENT" } }),
        )
    };
    let outcome = text(vec![blocked()]).await;
    assert!(matches!(kind(&outcome), ErrorKind::Refused { .. }));
    let outcome = image(vec![ends("IMAGE_SAFETY"), picture()]).await;
    assert_eq!(outcome.result.unwrap().calls, 2);
    let words = |body: &Value| {
        body["contents"][0]["parts"][0]["text"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(words(&outcome.bodies[0]).starts_with("The sea at dawn"));
    assert!(words(&outcome.bodies[1]).contains("suits all ages"));
    let outcome = image(vec![says("I cannot draw that."), blocked()]).await;
    let ErrorKind::Refused { reason } = kind(&outcome) else {
        panic!("{:?}", outcome.result)
    };
    assert_eq!(reason, "I cannot draw that.");
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_no_use_is_asked_for_once_more_with_what_was_wrong() {
    for bad in [
        "Here is your script!",
        "[1, 2]",
        r#"{"lines":["a","b"]}"#,
        r#"{"lines":["…"]}"#,
    ] {
        let outcome = text(vec![says(bad), good()]).await;
        assert_eq!(outcome.result.unwrap().calls, 2, "{bad}");
        let told = outcome.bodies[1]["systemInstruction"]["parts"][0]["text"].to_string();
        assert!(told.contains("of no use"), "{told}");
        let outcome = text(vec![says(bad), says(bad)]).await;
        assert_eq!(kind(&outcome), ErrorKind::Unavailable);
    }
    let fenced = says("```json\n{\"lines\":[\"One line.\"]}\n```");
    assert_eq!(text(vec![fenced]).await.result.unwrap().calls, 1);
    let outcome = text(vec![ends("MAX_TOKENS"), good()]).await;
    assert_eq!(
        outcome.bodies[1]["generationConfig"]["maxOutputTokens"],
        65_536
    );
    let outcome = text(vec![ends("MAX_TOKENS"), ends("MAX_TOKENS")]).await;
    assert_eq!(kind(&outcome), ErrorKind::Unavailable);
}

#[tokio::test(start_paused = true)]
async fn an_answer_goes_on_where_it_was_cut() {
    let part = |text: &str, token: Option<&str>| {
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
    };
    let outcome = text(vec![
        part(r#"{"lines":["One "#, Some("abc")),
        part(r#"line."]}"#, None),
    ])
    .await;
    assert_eq!(outcome.bodies[1]["continuationToken"], "abc");
    assert_eq!(outcome.result.unwrap().input_tokens, 200);
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
    assert_eq!(text(vec![unknown]).await.result.unwrap().calls, 1);
    let wrapped = reply(
        429,
        &json!([{ "error": { "code": 429, "details": [{ "retryDelay": "9s" }] } }]),
    );
    assert_waited(&text(vec![wrapped, good()]).await, 9.0, 1.0);
    let inner =
        json!({ "error": { "code": 503, "message": "busy", "status": "UNAVAILABLE" } }).to_string();
    let nested = reply(500, &json!({ "error": { "message": inner } }));
    let outcome = text(vec![nested.clone(), nested, good()]).await;
    assert_eq!(outcome.models[2], "gemini-3.5-flash-lite");
}

#[tokio::test(start_paused = true)]
async fn the_key_is_in_no_error() {
    let told = json!({ "error": { "code": 400, "message": format!("Invalid API key: {KEY}"),
        "status": "INVALID_ARGUMENT", "details": [{ "reason": "API_KEY_INVALID" }] } });
    let outcome = text(vec![reply(400, &told)]).await;
    let error = outcome.result.unwrap_err();
    assert!(
        !error.chain().contains(KEY) && error.chain().contains("[key]"),
        "{error}"
    );
    let (_, gemini) = world(Vec::new());
    assert!(!format!("{gemini:?}").contains(KEY));
}

#[tokio::test(start_paused = true)]
async fn cancelling_ends_a_wait_and_keeps_an_answer() {
    let limited = error(429, "RESOURCE_EXHAUSTED", &json!([{ "retryDelay": "50s" }]));
    let (_, gemini) = world(vec![limited]);
    let control = Control::default();
    let begun = Instant::now();
    let images = GeminiImages::new(gemini);
    let request = asking_for_a_picture();
    let cancel = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        control.cancel();
    };
    let (drawn, ()) = tokio::join!(images.draw(&request, &control), cancel);
    assert!(drawn.unwrap_err().is_cancelled());
    assert!(begun.elapsed() < Duration::from_secs(4));

    let slow = Script {
        answers: Arc::new(Mutex::new(vec![picture()].into())),
        takes: Duration::from_secs(20),
        ..Script::default()
    };
    let settings = GeminiSettings::default();
    let key = ApiKey::new(KEY).unwrap();
    let gemini = Gemini::of(Client::over(Box::new(slow), key, &settings), settings);
    let images = GeminiImages::new(gemini);
    let control = Control::default();
    let cancel = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        control.cancel();
    };
    let (drawn, ()) = tokio::join!(images.draw(&request, &control), cancel);
    assert!(drawn.is_ok(), "an answer that arrives is kept");
    let refused = images.draw(&request, &control).await;
    assert!(
        refused.unwrap_err().is_cancelled(),
        "nothing is begun any more"
    );
}

#[tokio::test(start_paused = true)]
async fn costs_are_counted() {
    let outcome = image(vec![picture()]).await;
    let usage = outcome.result.unwrap();
    // 1120 tokens of a picture at $30 a million, 398 of words at $3, 10 sent at $0.50.
    assert_eq!(usage.micro_usd, 33_600 + 1_194 + 5);
    assert_eq!(usage.pictures, 1);
}
