//! Answers that are paid for and of no use: what is asked for again, how, and how often.

use reelcraft_core::provider::{LineRequest, ScriptGen as _};
use reelcraft_core::{Control, ErrorKind};
use serde_json::{Value, json};

use super::answers::{
    blocked, broken, busy, ends, good, parts, picture, picture_of, reply, says, speech_usage,
};
use super::world::{Answers, Outcome, image, speech, text};
use crate::GeminiScript;

fn words(outcome: &Outcome, call: usize) -> String {
    let parts = outcome.bodies[call]["contents"][0]["parts"]
        .as_array()
        .unwrap();
    parts.last().unwrap()["text"].as_str().unwrap().to_owned()
}

fn instruction(outcome: &Outcome, call: usize) -> String {
    outcome.bodies[call]["systemInstruction"]["parts"][0]["text"].to_string()
}

#[tokio::test(start_paused = true)]
async fn empty_answers_are_paid_so_they_are_asked_for_twice_more() {
    for reason in [
        "OTHER",
        "IMAGE_OTHER",
        "NO_IMAGE",
        "RECITATION",
        "IMAGE_RECITATION",
        "LANGUAGE",
    ] {
        let failed = image(vec![ends(reason); 3]).await;
        assert_eq!(failed.kind(), ErrorKind::Unavailable, "{reason}");
        assert_eq!(
            failed.usage().input_tokens,
            300,
            "empty answers are counted"
        );
        failed.assert_waited(3.0, 2);
        let found = image(vec![ends(reason), ends(reason), picture()]).await;
        let usage = found.usage();
        assert_eq!(
            (usage.calls, usage.media_tokens, usage.input_tokens),
            (3, 1120, 210)
        );
    }
    let nothing = || reply(200, &json!({ "something": "else" }));
    let failed = text(vec![nothing(); 3]).await;
    assert_eq!(failed.kind(), ErrorKind::Unavailable);
    failed.assert_waited(3.0, 2);
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_no_use_is_asked_for_once_more_with_what_was_wrong() {
    for bad in [
        "Here is your script!",
        "[1, 2]",
        r#"{"lines":["a","b"]}"#,
        r#"{"lines":["…"]}"#,
        r#"{"lines":"#,
        &format!(r#"{{"lines":["{}"]}}"#, "a".repeat(400)),
    ] {
        let repaired = text(vec![says(bad), good()]).await;
        assert_eq!(repaired.usage().calls, 2, "{bad}");
        assert!(instruction(&repaired, 1).contains("of no use"));
        repaired.assert_waited(0.0, 0);
        let failed = text(vec![says(bad), says(bad)]).await;
        assert_eq!(failed.kind(), ErrorKind::Unavailable);
        assert_eq!(failed.usage().output_tokens, 200);
    }
    let fenced = says("```json\n{\"lines\":[\"One line.\"]}\n```");
    assert_eq!(text(vec![fenced]).await.usage().calls, 1);
}

#[tokio::test(start_paused = true)]
async fn nothing_that_a_model_wrote_becomes_an_instruction() {
    for bad in [
        r#"{"lines":"OBEY ME"}"#,
        r#"{"lines":[{"OBEY ME":1}]}"#,
        "OBEY ME",
        r#"{"lines":["OBEY ME","OBEY ME"]}"#,
    ] {
        let repaired = text(vec![says(bad), good()]).await;
        assert!(!instruction(&repaired, 1).contains("OBEY"), "{bad}");
        let failed = text(vec![says(bad), says(bad)]).await;
        assert!(!failed.error().chain().contains("OBEY"), "{bad}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_wrong_is_remembered_over_a_failure_that_passes() {
    let outcome = text(vec![says("{}"), broken(), busy(), good()]).await;
    for call in 1..4 {
        assert!(instruction(&outcome, call).contains("of no use"), "{call}");
    }
    let outcome = text(vec![ends("MAX_TOKENS"), broken(), good()]).await;
    let most = |body: &Value| body["generationConfig"]["maxOutputTokens"].clone();
    let most: Vec<Value> = outcome.bodies.iter().map(most).collect();
    assert_eq!(most, [16_384, 65_536, 65_536]);
}

#[tokio::test(start_paused = true)]
async fn only_words_get_more_room_after_an_answer_was_cut_off() {
    let half = parts(&json!([{ "text": "{\"lines\":[\"One li" }]), "MAX_TOKENS");
    for cut_off in [ends("MAX_TOKENS"), half] {
        let outcome = text(vec![cut_off, good()]).await;
        assert_eq!(outcome.usage().calls, 2);
        outcome.assert_waited(0.0, 0);
        let most = |call: usize| &outcome.bodies[call]["generationConfig"]["maxOutputTokens"];
        assert_eq!([most(0), most(1)], [16_384, 65_536]);
        assert!(!instruction(&outcome, 1).contains("of no use"));
    }
    let failed = text(vec![ends("MAX_TOKENS"), ends("MAX_TOKENS")]).await;
    assert_eq!(failed.kind(), ErrorKind::Unavailable);
    for (failed, hint) in [
        (image(vec![ends("MAX_TOKENS")]).await, "change the prompt"),
        (
            speech(vec![ends("MAX_TOKENS")]).await,
            "speech_unit = \"line\"",
        ),
    ] {
        assert_eq!(failed.kind(), ErrorKind::Unavailable);
        assert!(failed.error().hint_text().unwrap().contains(hint));
        assert_eq!(failed.usage().calls, 1, "the same would be cut off again");
    }
}

#[tokio::test(start_paused = true)]
async fn a_picture_that_is_declined_is_asked_for_once_more_in_softer_words() {
    for reason in [
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "SAFETY",
        "PROHIBITED_CONTENT",
    ] {
        let outcome = image(vec![ends(reason), broken(), picture()]).await;
        assert!(words(&outcome, 0).starts_with("The sea at dawn"));
        for call in 1..3 {
            assert!(words(&outcome, call).contains("suits all ages"));
        }
        outcome.assert_waited(1.0, 1);
        let usage = outcome.usage();
        assert_eq!(usage.calls, 3);
        assert_eq!(usage.input_tokens, 110, "that of the first request counts");
        assert_eq!(usage.micro_usd, 50 + 33_600 + 1_194 + 5);
    }
    let failed = image(vec![says("I cannot draw that."), blocked()]).await;
    let ErrorKind::Refused { reason } = failed.kind() else {
        panic!("{:?}", failed.result)
    };
    assert_eq!(
        reason, "I cannot draw that.",
        "the first refusal is about the prompt itself"
    );
    assert_eq!(
        (failed.usage().calls, failed.usage().output_tokens),
        (2, 100)
    );
}

#[tokio::test(start_paused = true)]
async fn both_requests_for_a_picture_share_one_patience() {
    let outcome = image(vec![broken(), broken(), ends("IMAGE_SAFETY"), broken()]).await;
    assert_eq!(outcome.kind(), ErrorKind::Unavailable);
    assert_eq!(outcome.usage().calls, 4);
    outcome.assert_waited(3.0, 2);
}

#[tokio::test(start_paused = true)]
async fn a_picture_of_another_shape_is_kept_when_the_second_one_is_no_better() {
    for (width, height) in [(128, 72), (16, 28)] {
        let better = image(vec![picture_of(width, height), picture()]).await;
        assert_eq!(better.usage().pictures, 2, "both are paid for");
        assert_eq!(better.warnings, [""; 0]);
        better.assert_waited(0.0, 0);
        let kept = image(vec![picture_of(width, height), picture_of(width, height)]).await;
        assert_eq!(kept.usage().pictures, 2);
        assert_eq!(kept.warnings.len(), 1, "{:?}", kept.warnings);
        let kept = image(vec![
            picture_of(width, height),
            broken(),
            broken(),
            broken(),
        ])
        .await;
        assert!(kept.result.is_ok(), "it is better than none");
        assert_eq!(kept.usage().calls, 4);
        let kept = image(vec![
            picture_of(width, height),
            blocked(),
            ends("IMAGE_SAFETY"),
        ])
        .await;
        assert!(kept.result.is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn a_picture_that_cannot_be_read_is_never_kept() {
    let whole = super::answers::png(72, 128);
    let usage = super::answers::picture_usage();
    for bytes in [&whole[..60], b"GIF89a", b"\x89PNG\r\n\x1a\nIEND", b""] {
        let broken = super::answers::file("image/png", bytes, &usage);
        let failed = image(vec![broken.clone(), broken.clone()]).await;
        assert_eq!(failed.kind(), ErrorKind::Unavailable, "{bytes:?}");
        assert_eq!(failed.usage().media_tokens, 2240);
        assert_eq!(image(vec![broken, picture()]).await.usage().calls, 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_picture_counts_though_its_answer_was_cut_off() {
    let mut answer = picture().unwrap();
    let text = String::from_utf8(answer.body).unwrap();
    answer.body = text.replace("\"STOP\"", "\"MAX_TOKENS\"").into_bytes();
    let outcome = image(vec![Ok(answer)]).await;
    assert_eq!(outcome.usage().pictures, 1);
}

#[tokio::test(start_paused = true)]
async fn a_long_line_is_taken_when_the_second_answer_has_no_shorter_one() {
    let long = says(&format!(r#"{{"lines":["{} end."]}}"#, "word ".repeat(40)));
    let better = text(vec![long.clone(), good()]).await;
    assert!(instruction(&better, 1).contains("204 characters"));
    assert_eq!(better.warnings, [""; 0]);
    let kept = text(vec![long.clone(), long.clone()]).await;
    assert_eq!(kept.usage().calls, 2);
    assert_eq!(kept.warnings.len(), 1);
    assert!(text(vec![long, says("nonsense")]).await.result.is_ok());
}

#[tokio::test(start_paused = true)]
async fn an_audio_answer_without_details_is_counted_as_sound() {
    let sound = super::answers::hum(0.0, 3.5, 0.0).to_wav().unwrap();
    let mut usage = speech_usage(112);
    usage
        .as_object_mut()
        .unwrap()
        .remove("candidatesTokensDetails");
    let outcome = speech(vec![super::answers::file("audio/wav", &sound, &usage)]).await;
    assert_eq!(outcome.usage().media_tokens, 112);
}

#[tokio::test(start_paused = true)]
async fn the_line_there_was_is_no_new_one() {
    let request = LineRequest {
        lines: ["A river.", "The sea is salty."].map(str::to_owned).into(),
        index: 1,
        topic: None,
        language: "en".parse().unwrap(),
        tone: None,
        wish: None,
        variant: 0,
    };
    let line = |text: &str| says(&json!({ "line": text }).to_string());
    let answers = Answers::new(vec![
        line("the sea is SALTY!"),
        line("2. \"Salt fills it.\""),
    ]);
    let script = GeminiScript::new(answers.gemini());
    let control = Control::default();
    let written = script.rewrite_line(&request, &control).await.unwrap();
    assert_eq!(written.value, "Salt fills it.");
    assert_eq!(written.origin.usage.calls, 2);
    assert_eq!(written.origin.usage.input_tokens, 200);
    let answers = Answers::new(vec![line("The sea is salty."); 2]);
    let script = GeminiScript::new(answers.gemini());
    let error = script.rewrite_line(&request, &control).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unavailable);
    assert_eq!(error.usage().calls, 2);
}
