//! The contracts of the traits, sentence by sentence.

use reelcraft_core::project::FrameSize;
use reelcraft_core::testing::{check_image_gen, check_script_gen, check_tts};
use reelcraft_gemini::{GeminiImages, GeminiScript, GeminiVoice};

use crate::{connection, server};

#[tokio::test(flavor = "multi_thread")]
async fn scripts_keep_their_contract() {
    let server = server().start().await.unwrap();
    let script = GeminiScript::new(connection(&server));
    for language in ["uz", "en", "ru"] {
        check_script_gen(&script, &language.parse().unwrap()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_keep_their_contract() {
    let server = server().start().await.unwrap();
    let size_of = |file: &[u8]| {
        let picture = image::load_from_memory(file).ok()?;
        Some(FrameSize::new(picture.width(), picture.height()))
    };
    check_image_gen(&GeminiImages::new(connection(&server)), size_of).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn speech_keeps_its_contract() {
    let server = server().start().await.unwrap();
    let voice = GeminiVoice::new(connection(&server));
    for (language, lines) in [
        (
            "uz",
            ["Dengiz suvi nega shoʻr?", "Daryolar tuz olib keladi."],
        ),
        ("en", ["Why is the sea salty?", "Rivers carry the salt."]),
        ("ru", ["Почему море солёное?", "Реки несут соль."]),
    ] {
        check_tts(&voice, &language.parse().unwrap(), &lines).await;
    }
}

#[tokio::test]
async fn the_models_of_the_settings_exist() {
    let server = server().start().await.unwrap();
    let models = connection(&server).check_models().await.unwrap();
    assert_eq!(models.len(), 6);
    assert!(models.iter().all(|model| model.exists), "{models:?}");
}
