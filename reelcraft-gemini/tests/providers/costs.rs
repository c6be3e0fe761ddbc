//! What is told before and what is counted after.

use std::sync::Arc;

use reelcraft_core::Control;
use reelcraft_core::provider::{
    ImageGen as _, LineRequest, PictureFile, PictureType, PromptsRequest, ScriptGen as _, Tts as _,
    Usage,
};
use reelcraft_gemini::{GeminiImages, GeminiScript, GeminiSettings, GeminiVoice, ImageSize};

use crate::{connection, connection_with, image_request, script_request, server, speech_request};

#[tokio::test(flavor = "multi_thread")]
async fn estimates_of_a_reel_are_within_a_tenth_of_what_it_takes() {
    let server = server().start().await.unwrap();
    let gemini = connection(&server);
    let (script, images, voice) = (
        GeminiScript::new(gemini.clone()),
        GeminiImages::new(gemini.clone()),
        GeminiVoice::new(gemini),
    );
    let control = Control::default();
    for language in ["en", "uz", "ru"] {
        let (mut estimate, mut actual) = (Usage::default(), Usage::default());
        let mut request = script_request("Why the sea is salty", 10);
        request.language = language.parse().unwrap();
        estimate += script.estimate_script(&request);
        let lines = script.write_script(&request, &control).await.unwrap();
        actual += lines.origin.usage;
        let lines = lines.value;

        let request = PromptsRequest {
            lines: lines.clone(),
            wanted: (0..10).collect(),
            language: request.language.clone(),
            style: None,
        };
        estimate += script.estimate_prompts(&request);
        let prompts = script.write_prompts(&request, &control).await.unwrap();
        actual += prompts.origin.usage;

        for prompt in &prompts.value {
            let request = image_request(prompt);
            estimate += images.estimate(&request);
            let drawn = images.draw(&request, &control).await.unwrap();
            actual += drawn.origin.usage;
        }

        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut request = speech_request(&lines);
        request.language = language.parse().unwrap();
        estimate += voice.estimate(&request);
        let spoken = voice.speak(&request, &control).await.unwrap();
        actual += spoken.origin.usage;

        let ratio = estimate.micro_usd as f64 / actual.micro_usd as f64;
        assert!(
            (0.9..=1.1).contains(&ratio),
            "{language}: {estimate:?} {actual:?}"
        );
        assert_eq!((estimate.calls, estimate.pictures), (13, 10));
        assert_eq!((actual.calls, actual.pictures), (13, 10));
        assert_eq!((estimate.unpriced, actual.unpriced), (0, 0));
        let media = estimate.media_tokens as f64 / actual.media_tokens as f64;
        assert!(
            (0.9..=1.1).contains(&media),
            "{language}: {estimate:?} {actual:?}"
        );
    }
}

#[tokio::test]
async fn larger_pictures_and_references_cost_more() {
    let server = server().start().await.unwrap();
    let images = |size| {
        let settings = GeminiSettings {
            image_size: size,
            ..GeminiSettings::default()
        };
        GeminiImages::new(connection_with(&server, settings))
    };
    let request = image_request("The sea");
    let costs = |size| images(size).estimate(&request).micro_usd;
    // $0.0336, 0.0504 and 0.0756 for the picture, and a little for the words.
    for (size, least) in [
        (ImageSize::Small, 33_600),
        (ImageSize::Medium, 50_400),
        (ImageSize::Large, 75_600),
    ] {
        let costs = costs(size);
        assert!((least..least + 2000).contains(&costs), "{costs}");
    }
    let mut with_reference = request.clone();
    with_reference.reference = Some(Arc::new(PictureFile {
        bytes: vec![0xFF, 0xD8, 0xFF],
        picture_type: PictureType::Jpeg,
    }));
    let tokens = |request| images(ImageSize::Small).estimate(request).input_tokens;
    assert!(tokens(&with_reference) > tokens(&request) + 1000);
}

#[tokio::test]
async fn asking_for_nothing_costs_nothing_and_one_line_costs_little() {
    let server = server().start().await.unwrap();
    let script = GeminiScript::new(connection(&server));
    let mut request = PromptsRequest {
        lines: vec!["The sea.".to_owned(); 10],
        wanted: Vec::new(),
        language: "en".parse().unwrap(),
        style: None,
    };
    assert_eq!(script.estimate_prompts(&request), Usage::default());
    request.wanted = vec![3];
    let one = script.estimate_prompts(&request);
    request.wanted = (0..10).collect();
    let all = script.estimate_prompts(&request);
    assert!(one.micro_usd < all.micro_usd && one.calls == 1);
    let line = script.estimate_line(&LineRequest {
        lines: vec!["The sea.".to_owned(); 10],
        index: 3,
        topic: None,
        language: "en".parse().unwrap(),
        tone: None,
        wish: None,
        variant: 0,
    });
    assert!(line.micro_usd > 0 && line.micro_usd < all.micro_usd);
    assert!(server.requests().is_empty(), "nothing is sent for it");
}
