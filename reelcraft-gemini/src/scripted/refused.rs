//! What is declined: words and speech at once, a picture after softer words.

use reelcraft_core::ErrorKind;
use serde_json::json;

use super::answers::{Answer, blocked, ends, picture, reply};
use super::world::{Outcome, image, speech, text};

/// A prompt that is blocked, with the ratings and the bill that come with it.
fn blocked_and_billed() -> Answer {
    reply(
        200,
        &json!({
            "promptFeedback": { "blockReason": "SAFETY", "safetyRatings": [
                { "category": "HARM_CATEGORY_HATE_SPEECH", "probability": "HIGH", "blocked": true },
            ] },
            "usageMetadata": { "promptTokenCount": 9, "totalTokenCount": 9 },
            "modelVersion": "gemini-3.8-flash",
        }),
    )
}

fn assert_refused(outcome: &Outcome, calls: u32, reason: &str) {
    let ErrorKind::Refused { reason: told } = outcome.kind() else {
        panic!("{reason}: {:?}", outcome.result)
    };
    assert!(told.contains(reason), "{told}");
    assert_eq!(outcome.usage().calls, calls, "{reason}");
    outcome.assert_waited(0.0, 0);
}

#[tokio::test(start_paused = true)]
async fn words_and_speech_that_are_declined_are_not_asked_for_again() {
    for (answer, reason) in [
        (ends("SAFETY"), "SAFETY"),
        (ends("BLOCKLIST"), "BLOCKLIST"),
        (ends("SPII"), "SPII"),
        (ends("PROHIBITED_CONTENT"), "PROHIBITED_CONTENT"),
        (blocked(), "the prompt is blocked (PROHIBITED_CONTENT)"),
        (blocked_and_billed(), "the prompt is blocked (SAFETY)"),
    ] {
        assert_refused(&text(vec![answer.clone()]).await, 1, reason);
        assert_refused(&speech(vec![answer]).await, 1, reason);
    }
    let usage = text(vec![blocked_and_billed()]).await.usage();
    assert_eq!((usage.input_tokens, usage.unpriced), (9, 0));
    assert!(usage.micro_usd > 0);
}

#[tokio::test(start_paused = true)]
async fn a_picture_that_is_declined_twice_is_refused() {
    for (answer, reason) in [
        (ends("IMAGE_SAFETY"), "IMAGE_SAFETY"),
        (blocked_and_billed(), "the prompt is blocked (SAFETY)"),
    ] {
        assert_refused(&image(vec![answer.clone(), answer]).await, 2, reason);
    }
}

#[tokio::test(start_paused = true)]
async fn a_prompt_that_is_blocked_is_drawn_in_softer_words() {
    let outcome = image(vec![blocked_and_billed(), picture()]).await;
    outcome.assert_waited(0.0, 0);
    let softened = |call: usize| outcome.bodies[call].to_string().contains("suits all ages");
    assert!(!softened(0) && softened(1));
    let usage = outcome.usage();
    assert_eq!((usage.calls, usage.pictures), (2, 1));
    assert_eq!(usage.input_tokens, 9 + 10, "what was blocked is counted");
}
