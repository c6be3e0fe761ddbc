//! Failures that are ordered, and failures at random.

use std::time::{Duration, Instant};

use reelcraft_gemini::testing::{Answer, FakeGemini, Route};
use serde_json::{Value, json};

use crate::bodies::{picture, script, speech, with};
use crate::caller::{Caller, finish_reason, message};

const PATH: &str = "/v1beta/models/gemini-3.8-flash:generateContent";

/// The detail of a type.
fn detail<'a>(body: &'a Value, type_name: &str) -> &'a Value {
    let of_type =
        |detail: &&Value| detail["@type"] == format!("type.googleapis.com/google.rpc.{type_name}");
    let mut details = body["error"]["details"].as_array().unwrap().iter();
    details.find(of_type).unwrap()
}

#[tokio::test]
async fn errors_are_those_of_google() {
    let caller = Caller::new().await;
    let cases = [
        (
            Answer::status(400),
            400,
            "FAILED_PRECONDITION",
            "User location",
        ),
        (Answer::status(401), 401, "UNAUTHENTICATED", "credentials"),
        (
            Answer::credits_depleted(),
            402,
            "RESOURCE_EXHAUSTED",
            "credits are depleted",
        ),
        (Answer::status(403), 403, "PERMISSION_DENIED", "disabled"),
        (
            Answer::model_gone(),
            404,
            "NOT_FOUND",
            "models/gemini-3.8-flash is not found",
        ),
        (Answer::status(408), 408, "DEADLINE_EXCEEDED", ""),
        (
            Answer::status(429),
            429,
            "RESOURCE_EXHAUSTED",
            "retry in 1s",
        ),
        (Answer::status(500), 500, "INTERNAL", "internal error"),
        (Answer::overloaded(), 503, "UNAVAILABLE", "overloaded"),
        (Answer::high_demand(), 503, "UNAVAILABLE", "high demand"),
        (Answer::status(504), 504, "DEADLINE_EXCEEDED", "Deadline"),
    ];
    for (answer, status, name, text) in cases {
        caller.fake.script_answers(Route::Text, [answer]);
        let said = caller.write(&script()).await;
        assert_eq!(said.0, status, "{name}");
        assert_eq!(said.1["error"]["status"], name);
        assert!(message(&said).contains(text), "{said:?}");
    }
    assert_eq!(caller.write(&script()).await.0, 200);
}

#[tokio::test]
async fn quotas_tell_what_is_used_up() {
    let caller = Caller::new().await;
    let quota = async |answer: Answer| {
        caller.fake.script_answers(Route::Text, [answer]);
        let (status, body) = caller.write(&script()).await;
        assert_eq!(status, 429);
        let violations = detail(&body, "QuotaFailure")["violations"].clone();
        let delay = detail(&body, "RetryInfo")["retryDelay"]
            .as_str()
            .unwrap()
            .to_owned();
        (
            violations,
            delay,
            body["error"]["message"].as_str().unwrap().to_owned(),
        )
    };
    let (violations, delay, _) = quota(Answer::per_minute(Duration::from_millis(24_180))).await;
    assert_eq!(
        violations[0]["quotaId"],
        "GenerateRequestsPerMinutePerProjectPerModel"
    );
    assert_eq!(
        violations[0]["quotaDimensions"]["model"],
        "gemini-3.8-flash"
    );
    assert_eq!(delay, "24.18s");
    let (violations, delay, _) = quota(Answer::per_day()).await;
    assert!(
        violations[0]["quotaId"]
            .as_str()
            .unwrap()
            .contains("PerDay")
    );
    assert_eq!(violations[1].get("quotaValue"), None);
    assert_eq!(delay, "18s");
    let (violations, _, text) = quota(Answer::no_quota()).await;
    assert_eq!(violations[1]["quotaValue"], "0");
    assert!(text.contains("limit: 0"));
}

#[tokio::test]
async fn bodies_arrive_in_all_the_wrong_ways() {
    let caller = Caller::new().await;
    let order = |answer: Answer| caller.fake.script_answers(Route::Text, [answer]);
    let send = async || caller.request(PATH, &script()).send().await.unwrap();

    order(Answer::status(502));
    let response = send().await;
    assert_eq!(response.status(), 502);
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert!(response.text().await.unwrap().contains("<b>502.</b>"));

    order(Answer::overloaded().in_array());
    let (status, body) = caller.write(&script()).await;
    assert_eq!((status, &body[0]["error"]["code"]), (503, &json!(503)));

    order(Answer::empty_body());
    let response = send().await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.text().await.unwrap(), "");

    order(Answer::normal().truncated());
    let text = send().await.text().await.unwrap();
    assert!(text.starts_with('{') && serde_json::from_str::<Value>(&text).is_err());

    order(Answer::normal().cut());
    let response = send().await;
    assert_eq!(response.status(), 200);
    assert!(response.text().await.is_err());

    order(Answer::per_minute(Duration::from_secs(2)).retry_after("7"));
    let response = send().await;
    assert_eq!(response.headers()["retry-after"], "7");
}

#[tokio::test]
async fn an_answer_may_come_too_late() {
    let caller = Caller::new().await;
    let delay = Duration::from_millis(200);
    caller
        .fake
        .script_answers(Route::Text, [Answer::normal().after(delay)]);
    let start = Instant::now();
    assert_eq!(caller.write(&script()).await.0, 200);
    assert!(start.elapsed() >= delay);

    let never = Answer::normal().after(Duration::from_mins(10));
    caller.fake.script_answers(Route::Text, [never]);
    let request = caller.request(PATH, &script()).timeout(delay);
    assert!(request.send().await.unwrap_err().is_timeout());
    let requests = caller.fake.requests();
    assert!(requests[1].is_billed(), "the work was done before the wait");
}

#[tokio::test]
async fn candidates_may_be_empty() {
    let caller = Caller::new().await;
    let cases = [
        ("SAFETY", Some(json!({}))),
        ("OTHER", Some(json!({}))),
        ("MAX_TOKENS", Some(json!({"role": "model"}))),
        ("RECITATION", None),
        ("SOME_NEW_REASON", None),
    ];
    for (reason, content) in cases {
        caller
            .fake
            .script_answers(Route::Text, [Answer::without_content(reason)]);
        let said = caller.write(&script()).await;
        assert_eq!(finish_reason(&said), reason);
        assert_eq!(
            said.1["candidates"][0].get("content"),
            content.as_ref(),
            "{reason}"
        );
    }
    for reason in ["NO_IMAGE", "IMAGE_SAFETY", "PROHIBITED_CONTENT"] {
        caller
            .fake
            .script_answers(Route::Image, [Answer::without_content(reason)]);
        assert_eq!(finish_reason(&caller.draw(&picture()).await), reason);
    }
    caller
        .fake
        .script_answers(Route::Speech, [Answer::without_content("OTHER")]);
    let (_, body) = caller.speak(&speech()).await;
    assert!(
        body["usageMetadata"]["candidatesTokenCount"]
            .as_u64()
            .unwrap()
            > 0
    );
    assert!(caller.fake.requests_of(Route::Speech)[0].is_billed());

    caller
        .fake
        .script_answers(Route::Text, [Answer::normal().finishing("SOME_NEW_REASON")]);
    let said = caller.write(&script()).await;
    assert_eq!(finish_reason(&said), "SOME_NEW_REASON");
    assert!(said.1["candidates"][0]["content"]["parts"][0]["text"].is_string());
}

#[tokio::test]
async fn prompts_may_be_blocked() {
    let caller = Caller::new().await;
    for reason in ["PROHIBITED_CONTENT", "SAFETY"] {
        caller
            .fake
            .script_answers(Route::Image, [Answer::prompt_blocked(reason)]);
        let (status, body) = caller.draw(&picture()).await;
        assert_eq!(status, 200);
        assert_eq!(body["promptFeedback"]["blockReason"], reason);
        assert_eq!(
            body["promptFeedback"]["safetyRatings"].is_array(),
            reason == "SAFETY"
        );
        assert_eq!(body.get("candidates"), None);
    }
    let requests = caller.fake.requests();
    assert!(requests.iter().all(|request| !request.is_billed()));
}

#[tokio::test]
async fn answers_wait_for_a_call_that_is_fine() {
    let caller = Caller::new().await;
    let fake = &caller.fake;
    fake.script_answers(Route::Text, [Answer::status(429), Answer::overloaded()]);
    fake.script_answers(Route::Text, [Answer::normal(), Answer::status(500)]);
    let wrong = with(script(), "/wrong", json!(1));
    assert_eq!(caller.write(&wrong).await.0, 400);
    assert_eq!(caller.draw(&picture()).await.0, 200);
    assert_eq!(fake.answers_left(Route::Text), 4);
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(caller.write(&script()).await.0);
    }
    assert_eq!(statuses, [429, 503, 200, 500, 200]);
    fake.script_answers(Route::List, [Answer::status(503)]);
    assert_eq!(caller.get("/v1beta/models").await.0, 503);
}

#[tokio::test]
async fn failures_at_random_pass() {
    let caller = Caller::with(FakeGemini::builder().fail_at_random(0.5, 3)).await;
    let mut fine = 0;
    for _ in 0..60 {
        let sent = caller.request(PATH, &script()).send().await.unwrap();
        let status = sent.status().as_u16();
        assert!([200, 429, 500, 502, 503, 504].contains(&status), "{status}");
        let body = sent.text().await.unwrap_or_default();
        fine += usize::from(status == 200 && body.contains("\"STOP\""));
    }
    assert!((15..45).contains(&fine), "{fine}");
    caller.fake.fail_at_random(0.0, 0);
    assert_eq!(caller.write(&script()).await.0, 200);
    caller.fake.fail_at_random(1.0, 0);
    assert_eq!(
        caller.get("/v1beta/models").await.0,
        200,
        "lists never fail at random"
    );
}
