//! What was used up is told, whatever became of the call.

use std::time::Duration;

use reelcraft_core::provider::Usage;
use serde_json::{Value, json};

use super::answers::{
    Answer, broken, ends, error, file, gone, good, good_speech, picture, png, quota, reply, says,
};
use super::world::{Answers, image, outcome_over, speech, text};
use crate::policy::Failure;
use crate::settings::{GeminiSettings, Kind, ModelSettings};

#[tokio::test(start_paused = true)]
async fn a_picture_is_counted_with_all_it_took() {
    let usage = image(vec![picture()]).await.usage();
    let wanted = Usage {
        calls: 1,
        unpriced: 0,
        input_tokens: 10,
        output_tokens: 398,
        media_tokens: 1120,
        pictures: 1,
        // 1120 tokens of a picture at $30 a million, 398 of words at $3, 10 sent at $0.50.
        micro_usd: 33_600 + 1_194 + 5,
    };
    assert_eq!(usage, wanted);
}

#[tokio::test(start_paused = true)]
async fn every_error_tells_what_was_used_up() {
    let none = json!([]);
    let per_day = quota("GenerateRequestsPerDayPerProjectPerModel", &json!("20"));
    let last: [Answer; 9] = [
        error(400, "INVALID_ARGUMENT", &none),
        error(
            400,
            "INVALID_ARGUMENT",
            &json!([{ "reason": "API_KEY_INVALID" }]),
        ),
        error(402, "RESOURCE_EXHAUSTED", &none),
        error(429, "RESOURCE_EXHAUSTED", &per_day),
        error(
            429,
            "RESOURCE_EXHAUSTED",
            &json!([{ "retryDelay": "9000s" }]),
        ),
        error(400, "FAILED_PRECONDITION", &none),
        reply(302, &none),
        Err(Failure::TooLarge(96)),
        ends("SAFETY"),
    ];
    for last in last {
        let shown = format!("{last:?}");
        // 100 tokens sent and 100 received, for nothing.
        let outcome = text(vec![says("nonsense"), last]).await;
        let usage = outcome.error().usage();
        assert_eq!(usage.calls, 2, "{shown}");
        assert!(usage.input_tokens >= 100, "{shown}");
        assert_eq!(usage.output_tokens, 100, "{shown}");
        assert!(usage.micro_usd > 0, "{shown}");
    }
    let outcome = text(vec![gone(), gone()]).await;
    assert_eq!(outcome.error().usage().calls, 2);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_call_tells_what_was_used_up() {
    let answers = Answers::new(vec![ends("OTHER")]);
    let images = crate::GeminiImages::new(answers.gemini());
    let control = reelcraft_core::Control::default();
    let cancel = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        control.cancel();
    };
    let request = super::world::a_picture();
    let draw = reelcraft_core::provider::ImageGen::draw(&images, &request, &control);
    let (drawn, ()) = tokio::join!(draw, cancel);
    let error = drawn.unwrap_err();
    assert!(error.is_cancelled());
    assert_eq!((error.usage().calls, error.usage().input_tokens), (1, 100));
}

#[tokio::test(start_paused = true)]
async fn a_model_without_known_price_is_counted_as_such() {
    let settings = GeminiSettings {
        image: ModelSettings {
            model: Some("gemini-of-tomorrow".to_owned()),
            ..ModelSettings::default()
        },
        ..GeminiSettings::default()
    };
    let answers = Answers::new(vec![ends("OTHER"), broken(), picture()]);
    let gemini = answers.gemini_with(settings);
    let usage = outcome_over(Kind::Image, &answers, gemini).await.usage();
    assert_eq!((usage.calls, usage.unpriced, usage.micro_usd), (3, 2, 0));
    assert_eq!(usage.media_tokens, 1120);
}

#[tokio::test(start_paused = true)]
async fn a_strange_bill_loses_no_answer() {
    for usage in [
        Value::Null,
        json!("none"),
        json!([]),
        json!({ "promptTokenCount": null, "candidatesTokensDetails": null }),
        json!({ "promptTokenCount": {}, "candidatesTokensDetails": [null, 3] }),
    ] {
        let answer = file("image/png", &png(72, 128), &usage);
        let outcome = image(vec![answer]).await;
        assert_eq!(outcome.usage().calls, 1, "{usage}");
        assert_eq!(outcome.usage().pictures, 1, "{usage}");
        let is_told = outcome.usage().unpriced == 1;
        assert_eq!(is_told, !usage.is_object(), "{usage}");
    }
    let text_counts = json!({ "promptTokenCount": "10", "candidatesTokenCount": "1518",
        "candidatesTokensDetails": [{ "modality": "IMAGE", "tokenCount": "1120" }] });
    let outcome = image(vec![file("image/png", &png(72, 128), &text_counts)]).await;
    assert_eq!(outcome.usage().micro_usd, 33_600 + 1_194 + 5);
}

#[tokio::test(start_paused = true)]
async fn hostile_counts_break_nothing() {
    let most = u64::MAX;
    let usage = json!({ "promptTokenCount": most, "candidatesTokenCount": most,
        "thoughtsTokenCount": most,
        "candidatesTokensDetails": [{ "modality": "IMAGE", "tokenCount": most },
            { "modality": "AUDIO", "tokenCount": most }] });
    let strange = |text: &str| {
        let parts = json!([{ "text": text }]);
        let candidates = json!([{ "content": { "parts": parts }, "finishReason": "STOP" }]);
        reply(
            200,
            &json!({ "candidates": candidates, "usageMetadata": usage }),
        )
    };
    let good = r#"{"lines":["One line."]}"#;
    let outcome = text(vec![strange("nonsense"), strange(good)]).await;
    assert_eq!(outcome.usage().input_tokens, most);
    assert_eq!(outcome.usage().micro_usd, most);
}

#[tokio::test(start_paused = true)]
async fn words_and_speech_are_counted() {
    let usage = text(vec![good()]).await.usage();
    assert_eq!((usage.input_tokens, usage.output_tokens), (100, 100));
    let usage = speech(vec![good_speech()]).await.usage();
    assert_eq!((usage.media_tokens, usage.output_tokens), (112, 0));
    assert_eq!(usage.pictures, 0);
}
