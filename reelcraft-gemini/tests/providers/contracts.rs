//! The contracts of the traits, sentence by sentence.

use reelcraft_core::project::FrameSize;
use reelcraft_core::testing::{check_image_gen, check_script_gen};
use reelcraft_gemini::{GeminiImages, GeminiScript};

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

#[tokio::test]
async fn the_models_of_the_settings_exist() {
    let server = server().start().await.unwrap();
    let models = connection(&server).check_models().await.unwrap();
    assert_eq!(models.len(), 6);
    assert!(models.iter().all(|model| model.exists), "{models:?}");
}
