//! What lasts is told at once, with the way out.

use jiff::Timestamp;
use reelcraft_core::ErrorKind;
use serde_json::{Value, json};

use super::answers::{Answer, error, error_saying, quota, reply};
use super::world::{speech, text};

async fn assert_told(answer: Answer, wanted: ErrorKind, hint: &str) {
    for outcome in [text(vec![answer.clone()]).await, speech(vec![answer]).await] {
        assert_eq!(outcome.kind(), wanted, "{hint}");
        let error = outcome.error();
        let told = error.hint_text().unwrap();
        assert!(told.contains(hint), "{error}: {told}");
        assert_eq!(outcome.usage().calls, 1);
        outcome.assert_waited(0.0, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn keys_and_accounts_are_told_apart() {
    let reason = |reason: &str| json!([null, { "reason": reason }]);
    let none = json!([]);
    let quota = || ErrorKind::QuotaExceeded { retry_after: None };
    for (status, name, details, wanted, hint) in [
        (
            400,
            "INVALID_ARGUMENT",
            reason("API_KEY_INVALID"),
            ErrorKind::Unauthenticated,
            "GEMINI_API_KEY",
        ),
        (
            401,
            "UNAUTHENTICATED",
            none.clone(),
            ErrorKind::Unauthenticated,
            "GEMINI_API_KEY",
        ),
        (
            403,
            "PERMISSION_DENIED",
            reason("SERVICE_DISABLED"),
            ErrorKind::Unauthenticated,
            "switch on",
        ),
        (
            403,
            "PERMISSION_DENIED",
            none.clone(),
            ErrorKind::Unauthenticated,
            "use a key",
        ),
        (
            402,
            "RESOURCE_EXHAUSTED",
            none.clone(),
            quota(),
            "add credits",
        ),
        (
            400,
            "FAILED_PRECONDITION",
            none.clone(),
            ErrorKind::Unavailable,
            "billing",
        ),
        (
            400,
            "INVALID_ARGUMENT",
            none.clone(),
            ErrorKind::Internal,
            "doctor",
        ),
        (
            413,
            "INVALID_ARGUMENT",
            none.clone(),
            ErrorKind::Internal,
            "doctor",
        ),
        (
            302,
            "FOUND",
            none.clone(),
            ErrorKind::Unavailable,
            "GEMINI_BASE_URL",
        ),
    ] {
        // The head says it where the body does not.
        let code = if status == 302 {
            json!(0)
        } else {
            json!(status)
        };
        let body = json!({ "error": { "code": code, "message": "m", "status": name, "details": details } });
        assert_told(reply(status, &body), wanted, hint).await;
    }
}

#[tokio::test(start_paused = true)]
async fn quotas_that_need_billing_are_told_apart() {
    let quota_exceeded = ErrorKind::QuotaExceeded { retry_after: None };
    let per_minute = "GenerateRequestsPerMinutePerProjectPerModel-FreeTier";
    for zero in [json!("0"), json!(0)] {
        let answer = error(429, "RESOURCE_EXHAUSTED", &quota(per_minute, &zero));
        assert_told(answer, quota_exceeded.clone(), "paid account").await;
    }
    let message = "Quota exceeded for metric: x, limit: 0, model: y\nPlease retry in 23s.";
    let answer = error_saying(message, 429, "RESOURCE_EXHAUSTED", &Value::Null);
    assert_told(answer, quota_exceeded, "paid account").await;
}

#[tokio::test(start_paused = true)]
async fn the_quota_of_a_day_says_until_when() {
    let per_day = "GenerateRequestsPerDayPerProjectPerModel-FreeTier";
    let mut details = quota(per_day, &json!("20"));
    // Several violations may come together, in any order.
    let all = details.as_array_mut().unwrap();
    all.insert(
        0,
        quota("GenerateRequestsPerMinutePerProjectPerModel", &json!(5))[1].clone(),
    );
    let outcome = text(vec![error(429, "RESOURCE_EXHAUSTED", &details)]).await;
    let ErrorKind::QuotaExceeded {
        retry_after: Some(wait),
    } = outcome.kind()
    else {
        panic!("{:?}", outcome.result)
    };
    let now = Timestamp::now().as_second().unsigned_abs();
    let until = now + wait.as_secs();
    // Midnight in California is 07:00 or 08:00 in UTC.
    assert!([7, 8].contains(&(until % 86_400 / 3600)), "{until}");
    assert!(wait.as_secs() <= 25 * 3600, "{wait:?}");
    let error = outcome.error();
    assert!(error.to_string().contains(":00 UTC"), "{error}");
    assert!(error.hint_text().unwrap().contains("midnight"));
    outcome.assert_waited(0.0, 0);
}
