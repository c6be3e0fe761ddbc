//! The fakes keep the contracts they stand in for.

use reelcraft_core::Language;
use reelcraft_core::project::FrameSize;
use reelcraft_core::testing::{
    FakeImages, FakeRenderer, FakeScript, FakeVoice, Log, check_image_gen, check_renderer,
    check_script_gen, check_tts,
};

#[tokio::test]
async fn fake_script() {
    check_script_gen(&FakeScript::default(), &Language::default()).await;
}

#[tokio::test]
async fn fake_images() {
    let size_of = |png: &[u8]| {
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        Some(FrameSize::new(number(16), number(20)))
    };
    check_image_gen(&FakeImages::default(), size_of).await;
}

#[tokio::test]
async fn fake_voice() {
    let voice = FakeVoice::by_line(Log::default());
    check_tts(
        &voice,
        &Language::default(),
        &["One line.", "Another line."],
    )
    .await;
}

#[tokio::test]
async fn fake_renderer() {
    let folder = tempfile::tempdir().unwrap();
    let frames_of = |path: &std::path::Path| {
        let json: serde_json::Value =
            serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        json["length"].as_u64().unwrap()
    };
    check_renderer(&FakeRenderer::default(), folder.path(), frames_of).await;
}
