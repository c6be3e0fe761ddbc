//! Many calls at the same time, and a server that often fails.

use std::time::{Duration, Instant};

use futures::future::join_all;
use reelcraft_core::Control;
use reelcraft_core::provider::{ImageGen as _, PromptsRequest, ScriptGen as _, Tts as _};
use reelcraft_gemini::testing::{FakeGemini, RecordedRequest, Route};
use reelcraft_gemini::{GeminiImages, GeminiScript, GeminiVoice};

use crate::{KEY, connection, image_request, script_request, speech_request};

/// Two of four calls for words fail, both with 5xx. Of those for ten pictures six do: three with
/// 5xx, one as too fast, one breaks off and one is empty. Of those for five lines of speech two
/// do: one as too fast, one as overloaded. No picture can meet the limits of what is paid for and
/// lost.
const SEED: u64 = 15_673;

fn prompt(request: &RecordedRequest) -> &str {
    let parts = request.body["contents"][0]["parts"].as_array().unwrap();
    parts.last().unwrap()["text"].as_str().unwrap()
}

/// What requests were answered, in order.
fn answers<'a>(requests: impl IntoIterator<Item = &'a RecordedRequest>) -> Vec<String> {
    let summary = |request: &RecordedRequest| request.answer.as_ref().unwrap().summary.clone();
    requests.into_iter().map(summary).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_third_of_all_calls_fails_and_no_picture_is_paid_for_twice() {
    let server = FakeGemini::builder().key(KEY).fail_at_random(0.3, SEED);
    let server = server.start().await.unwrap();
    let gemini = connection(&server);
    let script = GeminiScript::new(gemini.clone());
    let (images, voice) = (GeminiImages::new(gemini.clone()), GeminiVoice::new(gemini));
    let control = Control::default();
    let mut calls = [0; 3];

    let request = script_request("The sea", 5);
    let lines = script.write_script(&request, &control).await.unwrap();
    let wanted = PromptsRequest {
        lines: lines.value.clone(),
        wanted: (0..5).collect(),
        language: "en".parse().unwrap(),
        style: None,
    };
    let prompts = script.write_prompts(&wanted, &control).await.unwrap();
    calls[0] = lines.origin.usage.calls + prompts.origin.usage.calls;

    let requests: Vec<_> = (0..10)
        .map(|i| image_request(&format!("The sea, {i}")))
        .collect();
    let draw = |request| images.draw(request, &control);
    for drawn in join_all(requests.iter().map(draw)).await {
        calls[1] += drawn.unwrap().origin.usage.calls;
    }
    let requests: Vec<_> = lines
        .value
        .iter()
        .map(|line| speech_request(&[line]))
        .collect();
    let speak = |request| voice.speak(request, &control);
    for spoken in join_all(requests.iter().map(speak)).await {
        calls[2] += spoken.unwrap().origin.usage.calls;
    }

    let asked = [Route::Text, Route::Image, Route::Speech].map(|route| server.requests_of(route));
    let counts = asked.each_ref().map(|requests| requests.len() as u32);
    assert_eq!(calls, counts, "every call is counted");
    assert_eq!(calls, [4, 16, 7]);
    for requests in &asked[1..] {
        let answers = answers(requests);
        let is_limit = |answer: &String| answer == "429 RESOURCE_EXHAUSTED";
        assert!(answers.iter().any(is_limit), "{answers:?}");
    }
    for i in 0..10 {
        let beginning = format!("The sea, {i}\n");
        let of_it = asked[1]
            .iter()
            .filter(|request| prompt(request).starts_with(&beginning));
        let answers = answers(of_it);
        let whole = answers
            .iter()
            .filter(|answer| *answer == "200 STOP")
            .count();
        assert_eq!(whole, 1, "{answers:?}");
        assert_eq!(answers.last().unwrap(), "200 STOP", "{answers:?}");
    }
    assert!(server.most_at_once(Route::Image) <= 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_pictures_of_eight_seconds_take_three_rounds_while_the_voice_speaks() {
    let server = FakeGemini::builder()
        .key(KEY)
        .image_delay(Duration::from_secs(8));
    let server = server.start().await.unwrap();
    let gemini = connection(&server);
    let (images, voice) = (GeminiImages::new(gemini.clone()), GeminiVoice::new(gemini));
    let control = Control::default();
    let requests: Vec<_> = (0..10)
        .map(|i| image_request(&format!("The sea, {i}")))
        .collect();
    let begun = Instant::now();
    let speech_request = speech_request(&["The sea is salty."]);
    let (drawn, spoken) = tokio::join!(
        join_all(
            requests
                .iter()
                .map(|request| images.draw(request, &control))
        ),
        async {
            let spoken = voice.speak(&speech_request, &control).await;
            (spoken.is_ok(), begun.elapsed())
        }
    );
    let took = begun.elapsed();
    assert!(drawn.iter().all(Result::is_ok));
    assert!(took <= Duration::from_secs(26), "{took:?}");
    assert!(spoken.0 && spoken.1 < Duration::from_secs(8), "{spoken:?}");
    assert_eq!(server.most_at_once(Route::Image), 4);
}
