//! Another model takes over from one that is gone or busy.

use std::time::Duration;

use reelcraft_core::provider::Tts as _;
use reelcraft_core::{Control, ErrorKind};
use serde_json::Value;

use super::answers::{PAGE, broken, busy, gone, good, good_speech, picture, raw, retry_after};
use super::world::{Answers, Outcome, outcome_over, speech, text};
use crate::gemini::Gemini;
use crate::settings::{GeminiSettings, ImageSize, Kind, ModelSettings};

const FIRST: &str = "gemini-3.8-flash";
const SECOND: &str = "gemini-3.5-flash-lite";

async fn again(answers: &Answers, gemini: &Gemini) -> Outcome {
    outcome_over(Kind::Text, answers, gemini.clone()).await
}

#[tokio::test(start_paused = true)]
async fn a_model_that_is_gone_is_asked_once() {
    let answers = Answers::new(vec![gone(), good(), good()]);
    let gemini = answers.gemini();
    let first = again(&answers, &gemini).await;
    assert_eq!(first.models, [FIRST, SECOND]);
    assert_eq!(
        first.warnings,
        ["there is no model gemini-3.8-flash any more; gemini-3.5-flash-lite takes over"]
    );
    assert!(first.secs < 0.01, "nobody waits for it");
    let second = again(&answers, &gemini).await;
    assert_eq!(second.models, [SECOND]);
    assert_eq!(second.warnings, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn calls_that_waited_do_not_ask_a_model_that_is_gone() {
    let answers = [vec![gone(); 4], vec![picture(); 6]].concat();
    let answers = Answers::new(answers).taking(Duration::from_secs(1));
    let gemini = answers.gemini();
    let draw = || outcome_over(Kind::Image, &answers, gemini.clone());
    let drawn = tokio::join!(draw(), draw(), draw(), draw(), draw(), draw());
    for outcome in [drawn.0, drawn.1, drawn.2, drawn.3, drawn.4, drawn.5] {
        assert!(outcome.result.is_ok());
    }
    assert_eq!(
        answers.calls(),
        10,
        "four were under way when it was found to be gone"
    );
}

#[tokio::test(start_paused = true)]
async fn no_call_is_made_where_all_models_are_gone() {
    let answers = Answers::new(vec![gone(), gone()]);
    let gemini = answers.gemini();
    let first = again(&answers, &gemini).await;
    assert_eq!(first.kind(), ErrorKind::Unavailable);
    assert_eq!(first.usage().calls, 2);
    let second = again(&answers, &gemini).await;
    assert_eq!(second.kind(), ErrorKind::Unavailable);
    assert!(
        second.error().to_string().contains(FIRST),
        "{}",
        second.error()
    );
    assert_eq!(second.usage().calls, 0);
}

#[tokio::test(start_paused = true)]
async fn what_takes_the_place_of_a_retired_model_is_told() {
    let answers = Answers::new(vec![gone(), good_speech()]);
    let settings = GeminiSettings {
        speech: ModelSettings {
            model: Some("gemini-2.5-pro-preview-tts".to_owned()),
            ..ModelSettings::default()
        },
        ..GeminiSettings::default()
    };
    let gemini = answers.gemini_with(settings);
    let outcome = outcome_over(Kind::Speech, &answers, gemini).await;
    let told = outcome.warnings.concat();
    assert!(told.contains("17 November 2026"), "{told}");
    assert!(told.contains("choose gemini-3.8-flash-tts"), "{told}");
}

#[tokio::test(start_paused = true)]
async fn a_page_that_is_not_of_the_api_takes_no_model_away() {
    let answers = Answers::new(vec![raw(404, PAGE), good()]);
    let gemini = answers.gemini();
    let first = again(&answers, &gemini).await;
    assert_eq!(first.kind(), ErrorKind::Unavailable);
    let hint = first.error().hint_text().unwrap();
    assert!(hint.contains("GEMINI_BASE_URL"), "{hint}");
    assert_eq!(again(&answers, &gemini).await.models, [FIRST]);
}

#[tokio::test(start_paused = true)]
async fn after_two_overloads_the_next_one_takes_over() {
    let outcome = text(vec![busy(), busy(), good()]).await;
    assert_eq!(outcome.models, [FIRST, FIRST, SECOND]);
    outcome.assert_waited(1.0, 1);
    assert_eq!(outcome.warnings.len(), 1, "{:?}", outcome.warnings);
    let outcome = text(vec![busy(), busy(), busy(), busy(), good()]).await;
    assert_eq!(outcome.models, [FIRST, FIRST, SECOND, SECOND, FIRST]);
    outcome.assert_waited(1.0 + 4.0 + 8.0, 3);
    let outcome = text(vec![busy(); 5]).await;
    assert_eq!(outcome.kind(), ErrorKind::Unavailable);
    assert_eq!(outcome.left, 0);
}

#[tokio::test(start_paused = true)]
async fn an_overload_without_a_word_is_one_too() {
    let outcome = text(vec![raw(503, ""), raw(503, ""), good()]).await;
    assert_eq!(outcome.models, [FIRST, FIRST, SECOND]);
    outcome.assert_waited(1.0, 1);
    let failed = text(vec![raw(503, ""); 5]).await;
    assert!(failed.error().to_string().contains("status 503"));
}

#[tokio::test(start_paused = true)]
async fn where_nobody_waits_so_long_another_model_is_asked_at_once() {
    let hour = || retry_after(busy(), "3600");
    for (answers, models) in [
        (vec![hour(), good()], &[FIRST, SECOND][..]),
        (vec![busy(), hour(), good()], &[FIRST, FIRST, SECOND]),
    ] {
        let waits = answers.len() as u32 - 2;
        let outcome = text(answers).await;
        assert_eq!(outcome.models, models);
        assert_eq!(
            outcome.warnings,
            ["gemini-3.8-flash is overloaded, gemini-3.5-flash-lite takes over"]
        );
        outcome.assert_waited(f64::from(waits), waits);
    }
    // All were asked, or there are no attempts left.
    for (answers, waited, waits) in [
        (vec![hour(), hour()], 0.0, 0),
        (
            vec![broken(), broken(), broken(), broken(), hour()],
            15.0,
            4,
        ),
    ] {
        let outcome = text(answers).await;
        assert_eq!(outcome.kind(), ErrorKind::Unavailable);
        outcome.assert_waited(waited, waits);
    }
    let answers = Answers::new(vec![hour()]);
    let alone = GeminiSettings {
        text: ModelSettings {
            fallback: Some(String::new()),
            ..ModelSettings::default()
        },
        ..GeminiSettings::default()
    };
    let outcome = outcome_over(Kind::Text, &answers, answers.gemini_with(alone)).await;
    assert_eq!(outcome.kind(), ErrorKind::Unavailable);
    outcome.assert_waited(0.0, 0);
}

#[tokio::test(start_paused = true)]
async fn only_models_that_know_levels_of_thinking_are_told_one() {
    let answers = Answers::new(vec![busy(), busy(), good()]);
    let settings = GeminiSettings {
        text: ModelSettings {
            model: Some("gemini-2.5-flash".to_owned()),
            ..ModelSettings::default()
        },
        ..GeminiSettings::default()
    };
    let outcome = outcome_over(Kind::Text, &answers, answers.gemini_with(settings)).await;
    let level = |body: &Value| body["generationConfig"].get("thinkingConfig").cloned();
    let levels: Vec<Option<Value>> = outcome.bodies.iter().map(level).collect();
    assert_eq!(outcome.models[2], SECOND);
    let low = serde_json::json!({ "thinkingLevel": "LOW" });
    assert_eq!(levels, [None, None, Some(low)]);
}

#[tokio::test(start_paused = true)]
async fn where_the_other_one_is_gone_the_busy_one_is_asked_again_later() {
    let outcome = text(vec![busy(), busy(), gone(), good()]).await;
    assert_eq!(outcome.models, [FIRST, FIRST, SECOND, FIRST]);
    // One second before the second call, and four before the last one.
    outcome.assert_waited(1.0 + 4.0, 2);
}

#[tokio::test(start_paused = true)]
async fn without_another_one_a_busy_model_is_asked_again() {
    let answers = Answers::new(vec![busy(), busy(), good()]);
    let settings = GeminiSettings {
        text: ModelSettings {
            fallback: Some(String::new()),
            ..ModelSettings::default()
        },
        ..GeminiSettings::default()
    };
    let outcome = outcome_over(Kind::Text, &answers, answers.gemini_with(settings)).await;
    assert_eq!(outcome.models, [FIRST; 3]);
    outcome.assert_waited(3.0, 2);
}

#[tokio::test(start_paused = true)]
async fn each_model_is_asked_for_a_size_that_it_has() {
    let answers = Answers::new(vec![gone(), picture()]);
    let settings = GeminiSettings {
        image_size: ImageSize::Medium,
        ..GeminiSettings::default()
    };
    let outcome = outcome_over(Kind::Image, &answers, answers.gemini_with(settings)).await;
    let size = |body: &Value| body["generationConfig"]["imageConfig"]["imageSize"].clone();
    let sizes: Vec<_> = outcome.bodies.iter().map(size).collect();
    assert_eq!(sizes, ["2K", "1K"]);
}

#[tokio::test(start_paused = true)]
async fn a_model_that_does_not_speak_the_language_does_not_take_over() {
    let mut request = super::world::two_lines_spoken();
    request.language = "tg".parse().unwrap();
    let answers = Answers::new(vec![busy(), busy(), good_speech()]);
    let voice = crate::GeminiVoice::new(answers.gemini());
    let control = Control::default();
    let spoken = voice.speak(&request, &control).await.unwrap();
    assert_eq!(spoken.origin.model, "gemini-3.8-flash-tts");
    let english = speech(vec![busy(), busy(), good_speech()]).await;
    assert_eq!(english.models[2], "gemini-3.8-flash-lite-tts");
}
