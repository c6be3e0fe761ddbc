//! Image prompts, as callers get them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]

use reelcraft_core::provider::{PromptsRequest, ScriptGen, ScriptRequest};
use reelcraft_core::{Control, ErrorKind, Result};
use reelcraft_local::script::LocalScript;

fn request(lines: &[&str], wanted: &[usize], language: &str) -> PromptsRequest {
    PromptsRequest {
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        wanted: wanted.to_vec(),
        language: language.parse().unwrap(),
        style: Some("watercolour".to_owned()),
    }
}

async fn prompts(request: &PromptsRequest) -> Result<Vec<String>> {
    let made = LocalScript::new()
        .write_prompts(request, &Control::default())
        .await?;
    Ok(made.value)
}

const LINES: [&str; 4] = [
    "Why is the sea salty?",
    "Rivers carry salt to the sea, a grain at a time.",
    "🎉",
    "The sun takes water away and leaves the salt behind.",
];

#[tokio::test]
async fn one_prompt_for_each_wanted_line_in_order() {
    let all = prompts(&request(&LINES, &[0, 1, 2, 3], "en"))
        .await
        .unwrap();
    assert_eq!(
        all,
        [
            "Illustration: sea, salty. Wide view, soft morning light",
            "Illustration: rivers, carry, salt, sea, grain. Close-up, warm evening light",
            "Illustration: salty, sea. Seen from above, bright daylight",
            "Illustration: sun, water, leaves, salt. View at eye level, calm blue twilight",
        ]
    );
    let some = prompts(&request(&LINES, &[1, 3], "en")).await.unwrap();
    assert_eq!(some, [all[1].clone(), all[3].clone()]);
    assert!(
        prompts(&request(&LINES, &[], "en"))
            .await
            .unwrap()
            .is_empty()
    );
    assert!(prompts(&request(&[], &[], "en")).await.unwrap().is_empty());
    assert!(all.iter().all(|prompt| !prompt.contains("watercolour")));
}

#[tokio::test]
async fn other_languages_get_the_words() {
    let lines = ["Le sel vient des montagnes.", "海はなぜ塩辛いのか。", "…"];
    let all = prompts(&request(&lines, &[0, 1, 2], "fr")).await.unwrap();
    assert_eq!(all[0], "Vient, montagnes");
    assert!(all.iter().all(|prompt| !prompt.is_empty()));
}

#[tokio::test]
async fn prompts_of_an_outline_name_its_topic() {
    for (topic, language, word) in [
        ("Coffee", "en", "coffee"),
        ("Чёрные дыры", "ru", "дыры"),
        ("Choy", "uz", "choy"),
        ("Чой", "uz-Cyrl", "чой"),
    ] {
        let script = ScriptRequest {
            topic: topic.to_owned(),
            language: language.parse().unwrap(),
            scene_count: 8,
            tone: None,
            secs: None,
        };
        let provider = LocalScript::new();
        let lines = provider
            .write_script(&script, &Control::default())
            .await
            .unwrap()
            .value;
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let all = prompts(&request(&lines, &[0, 1, 2, 3, 4, 5, 6, 7], language))
            .await
            .unwrap();
        assert!(all[0].to_lowercase().contains(word), "{all:#?}");
        // Most lines of an outline name nothing that could be shown, and borrow the topic.
        let named = all
            .iter()
            .filter(|prompt| prompt.to_lowercase().contains(word))
            .count();
        assert!(named >= 4, "{all:#?}");
    }
}

#[tokio::test]
async fn wrong_requests_are_refused() {
    for request in [request(&[], &[0], "en"), request(&LINES, &[4], "uz")] {
        let error = prompts(&request).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    }
    let control = Control::default();
    control.cancel();
    let error = LocalScript::new()
        .write_prompts(&request(&LINES, &[0], "en"), &control)
        .await
        .unwrap_err();
    assert!(error.is_cancelled());
}
