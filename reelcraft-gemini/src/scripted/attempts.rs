//! What passes is tried again: how often, and after which time.

use std::time::Duration;

use reelcraft_core::ErrorKind;
use serde_json::{Value, json};

use super::answers::{
    Answer, PAGE, broken, busy, error, error_saying, good, good_speech, picture, raw, reply,
    retry_after, too_fast,
};
use super::world::{image, outcome, speech, text};
use crate::policy::Failure;
use crate::settings::Kind;

#[tokio::test(start_paused = true)]
async fn passing_failures_are_tried_again_with_growing_waits() {
    let failed = |status| error(status, "INTERNAL", &json!([]));
    let outcome = text(vec![
        failed(500),
        failed(502),
        failed(504),
        failed(408),
        good(),
    ])
    .await;
    assert_eq!(outcome.usage().calls, 5);
    outcome.assert_waited(1.0 + 2.0 + 4.0 + 8.0, 4);
    for (kind, attempts, waited) in [
        (Kind::Text, 5, 15.0),
        (Kind::Image, 4, 7.0),
        (Kind::Speech, 4, 7.0),
    ] {
        let outcome = super::world::outcome(kind, vec![broken(); attempts]).await;
        assert_eq!(outcome.kind(), ErrorKind::Unavailable);
        assert_eq!(
            outcome.usage().calls as usize,
            attempts,
            "failed calls are counted"
        );
        outcome.assert_waited(waited, attempts as u32 - 1);
    }
    let outcome = speech(vec![broken(), good_speech()]).await;
    outcome.assert_waited(1.0, 1);
    for status in [408, 499, 500, 502, 504] {
        let outcome = text(vec![failed(status), good()]).await;
        assert_eq!(outcome.usage().calls, 2, "{status}");
        outcome.assert_waited(1.0, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn the_longer_of_backoff_and_asked_time_is_waited() {
    let asked = || error(500, "INTERNAL", &json!([{ "retryDelay": "3s" }]));
    let outcome = text(vec![asked(), asked(), asked(), asked(), good()]).await;
    outcome.assert_waited(3.0 + 3.0 + 4.0 + 8.0, 4);
    let limited = || too_fast("1s");
    let outcome = text(vec![limited(), limited(), limited(), good()]).await;
    outcome.assert_waited(1.0 + 2.0 + 4.0, 3);
}

#[tokio::test(start_paused = true)]
async fn calls_do_not_come_back_together() {
    for answer in [broken(), too_fast("1s")] {
        let mut waits = Vec::new();
        for _ in 0..16 {
            let outcome = text(vec![answer.clone(), good()]).await;
            outcome.assert_waited(1.0, 1);
            waits.push(outcome.secs);
        }
        let least = waits.iter().copied().fold(f64::MAX, f64::min);
        let most = waits.iter().copied().fold(0.0, f64::max);
        assert!(most - least > 0.1, "{waits:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_before_the_api_passes_and_is_told_as_one() {
    let outcome = text(vec![raw(502, PAGE), good()]).await;
    assert_eq!(outcome.usage().calls, 2);
    outcome.assert_waited(1.0, 1);
    let failed = text(vec![raw(502, PAGE); 5]).await;
    assert_eq!(failed.kind(), ErrorKind::Unavailable);
    let told = failed.error().to_string();
    assert_eq!(told, "Gemini answered 502: the answer is a web page");
}

/// The details of a limit of a minute, as they come.
fn of_a_minute(value: Option<&str>) -> Value {
    let of = |name: &str| format!("type.googleapis.com/google.rpc.{name}");
    let mut violation = json!({
        "quotaMetric": "generativelanguage.googleapis.com/generate_content_paid_tier_input_token_count",
        "quotaId": "GenerateContentPaidTierInputTokensPerModelPerMinute",
        "quotaDimensions": { "model": "gemini-3.8-flash", "location": "global" },
    });
    if let Some(value) = value {
        violation["quotaValue"] = value.into();
    }
    json!([
        { "@type": of("Help"), "links": [{ "description": "Learn more about Gemini API quotas",
            "url": "https://ai.google.dev/gemini-api/docs/rate-limits" }] },
        { "@type": of("QuotaFailure"), "violations": [violation] },
        { "@type": of("RetryInfo"), "retryDelay": "48s" },
    ])
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_a_minute_is_waited_for_once() {
    let message = "You exceeded your current quota, please check your plan and billing details. \n\
                   * Quota exceeded for metric: generativelanguage.googleapis.com/\
                   generate_content_paid_tier_input_token_count, limit: 1000000, \
                   model: gemini-3.8-flash\nPlease retry in 48.939935699s.";
    for value in [Some("1000000"), None] {
        let limited = error_saying(message, 429, "RESOURCE_EXHAUSTED", &of_a_minute(value));
        let outcome = text(vec![limited, good()]).await;
        assert_eq!(outcome.usage().calls, 2);
        outcome.assert_waited(49.0, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn the_server_says_how_long_to_wait() {
    let passing = |answer: Answer| async { text(vec![answer, good()]).await };
    for (answer, secs) in [
        (too_fast("24.18243361s"), 25.0),
        (too_fast("48s"), 48.0),
        (retry_after(reply(429, &json!({})), "40"), 40.0),
        (retry_after(too_fast("10s"), "40"), 40.0),
        (retry_after(busy(), "33"), 33.0),
        (retry_after(broken(), "9"), 9.0),
        (
            error(500, "INTERNAL", &json!([{ "retryDelay": "7s" }])),
            7.0,
        ),
        (
            error(503, "UNAVAILABLE", &json!([{ "retryDelay": "12s" }])),
            12.0,
        ),
        (
            error_saying(
                "Please retry in 21.5s.",
                429,
                "RESOURCE_EXHAUSTED",
                &json!([]),
            ),
            22.0,
        ),
        // Nothing is said.
        (reply(429, &json!({})), 15.0),
        (error(429, "RESOURCE_EXHAUSTED", &json!([])), 15.0),
        (raw(429, PAGE), 15.0),
        (raw(429, ""), 15.0),
        (retry_after(too_fast("soon"), "later"), 15.0),
    ] {
        let shown = format!("{answer:?}");
        let outcome = passing(answer).await;
        assert_eq!(outcome.usage().calls, 2, "{shown}");
        outcome.assert_waited(secs, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_outlasts_the_patience_is_no_used_up_quota() {
    let outcome = image(vec![too_fast("60s"); 4]).await;
    assert_eq!(outcome.kind(), ErrorKind::Unavailable, "other scenes go on");
    outcome.assert_waited(180.0, 3);
    let hint = outcome.error().hint_text().unwrap();
    assert!(hint.contains("calls_per_minute"), "{hint}");
    // The third wait would end after the deadline of five minutes.
    let outcome = text(vec![too_fast("140s"); 3]).await;
    assert_eq!(outcome.kind(), ErrorKind::Unavailable);
    outcome.assert_waited(280.0, 2);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_nobody_waits_is_a_used_up_quota() {
    let week = Duration::from_hours(7 * 24);
    for (delay, told) in [
        ("23693s", Duration::from_secs(23_693)),
        ("1e18s", week),
        ("99999999999999999999999999s", week),
    ] {
        let outcome = text(vec![too_fast(delay)]).await;
        let retry_after = Some(told);
        assert_eq!(outcome.kind(), ErrorKind::QuotaExceeded { retry_after });
        outcome.assert_waited(0.0, 0);
    }
    let endless = retry_after(busy(), "18446744073709551615");
    let outcome = text(vec![endless.clone(), endless]).await;
    assert_eq!(outcome.kind(), ErrorKind::Unavailable);
    outcome.assert_waited(0.0, 0);
    for nonsense in ["-5s", "NaNs", "infs", "", "s"] {
        text(vec![too_fast(nonsense), good()])
            .await
            .assert_waited(15.0, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_holds_all_calls_of_the_model() {
    let answers = super::world::Answers::new(vec![too_fast("30s"), picture(), picture()]);
    let gemini = answers.gemini();
    let later = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        super::world::outcome_over(Kind::Image, &answers, gemini.clone()).await
    };
    let first = super::world::outcome_over(Kind::Image, &answers, gemini.clone());
    let (first, second) = tokio::join!(first, later);
    assert!(first.result.is_ok() && second.result.is_ok());
    assert!(first.secs >= 30.0, "{}", first.secs);
    assert!(second.secs >= 24.9, "{}", second.secs);
}

#[tokio::test(start_paused = true)]
async fn the_patience_begins_when_the_call_may_go_out() {
    let answers = super::world::Answers::new(vec![broken(), good()]);
    let gemini = answers.gemini();
    let lane = gemini.client().lane(Kind::Text);
    let gate = &lane.first(&|_| true).unwrap().gate;
    gate.pause_for(Duration::from_mins(20));
    let outcome = super::world::outcome_over(Kind::Text, &answers, gemini.clone()).await;
    assert_eq!(outcome.usage().calls, 2);
    outcome.assert_waited(1201.0, 1);
}

#[tokio::test(start_paused = true)]
async fn the_time_that_answers_take_counts_too() {
    for (takes, calls, waited) in [(120, 3, 3.0), (310, 1, 0.0)] {
        let answers = super::world::Answers::new(vec![broken(); calls]);
        let answers = answers.taking(Duration::from_secs(takes));
        let outcome = super::world::outcome_over(Kind::Text, &answers, answers.gemini()).await;
        assert_eq!(outcome.kind(), ErrorKind::Unavailable);
        let calls = calls as u32;
        assert_eq!(outcome.usage().calls, calls);
        let taken = (takes * u64::from(calls)) as f64;
        outcome.assert_waited(taken + waited, calls - 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_may_be_paid_so_it_is_asked_for_once_more() {
    let lost = || Err(Failure::Lost("reset by peer".to_owned()));
    let late = || Err(Failure::TimedOut(Duration::from_mins(3)));
    for kind in [Kind::Image, Kind::Text, Kind::Speech] {
        let good = match kind {
            Kind::Image => picture(),
            Kind::Text => good(),
            Kind::Speech => good_speech(),
        };
        let found = outcome(kind, vec![lost(), good]).await;
        assert_eq!(found.usage().calls, 2);
        found.assert_waited(1.0, 1);
        let failed = outcome(kind, vec![late(), late()]).await;
        assert_eq!(failed.kind(), ErrorKind::Timeout);
        assert!(failed.error().to_string().contains("180 s"));
        let failed = outcome(kind, vec![late(), lost()]).await;
        assert_eq!(failed.kind(), ErrorKind::Unavailable);
        assert_eq!(failed.usage().calls, 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_cannot_be_reached_costs_nothing() {
    let unreachable = || Err(Failure::Unreachable("refused".to_owned()));
    let outcome = image(vec![unreachable(), unreachable(), unreachable(), picture()]).await;
    outcome.assert_waited(7.0, 3);
    let outcome = image((0..4).map(|_| unreachable()).collect()).await;
    assert_eq!(outcome.kind(), ErrorKind::Unavailable);
    let hint = outcome.error().hint_text().unwrap();
    assert!(hint.contains("GEMINI_BASE_URL"), "{hint}");
}
