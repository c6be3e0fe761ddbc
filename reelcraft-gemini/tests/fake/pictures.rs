//! What is drawn, and with which flaws.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use image::ImageFormat;
use reelcraft_gemini::testing::{Answer, FakeGemini, PictureFlaw, Route};
use reelcraft_local::card::LocalImages;
use serde_json::{Value, json};

use crate::bodies::{IMAGE_MODEL, picture, with};
use crate::caller::{Caller, finish_reason, parts};

/// The bytes of a picture in a part.
fn bytes_of(part: &Value) -> Vec<u8> {
    STANDARD
        .decode(part["inlineData"]["data"].as_str().unwrap())
        .unwrap()
}

/// The last picture of an answer: its bytes, its format, its size.
fn decoded(part: &Value) -> (ImageFormat, u32, u32) {
    let bytes = bytes_of(part);
    let format = image::guess_format(&bytes).unwrap();
    let picture = image::load_from_memory(&bytes).unwrap();
    (format, picture.width(), picture.height())
}

#[tokio::test]
async fn a_picture_has_the_documented_size_and_cost() {
    let caller = Caller::with(FakeGemini::builder().images(LocalImages::new())).await;
    let said = caller.draw(&picture()).await;
    let part = parts(&said)[0].clone();
    assert_eq!(part["inlineData"]["mimeType"], "image/jpeg");
    assert_eq!(decoded(&part), (ImageFormat::Jpeg, 768, 1376));
    assert_eq!(part["thoughtSignature"].as_str().unwrap().len(), 4000);
    let usage = &said.1["usageMetadata"];
    assert_eq!(usage["candidatesTokenCount"], 1518);
    let details = json!([{"modality": "IMAGE", "tokenCount": 1120}]);
    assert_eq!(usage["candidatesTokensDetails"], details);
    assert_eq!(said.1["modelVersion"], IMAGE_MODEL);
}

#[tokio::test]
async fn sizes_and_shapes_are_as_asked() {
    let caller = Caller::new().await;
    for (ratio, size, width, height) in [
        ("16:9", "1K", 1376, 768),
        ("1:1", "1K", 1024, 1024),
        ("9:16", "2K", 1536, 2752),
    ] {
        let config = json!({"aspectRatio": ratio, "imageSize": size});
        let said = caller
            .draw(&with(picture(), "/generationConfig/imageConfig", config))
            .await;
        assert_eq!(
            decoded(&parts(&said)[0]),
            (ImageFormat::Jpeg, width, height)
        );
    }
}

#[tokio::test]
async fn the_same_prompt_gives_another_picture_each_time() {
    let caller = Caller::new().await;
    let first = bytes_of(&parts(&caller.draw(&picture()).await)[0]);
    let second = bytes_of(&parts(&caller.draw(&picture()).await)[0]);
    assert_ne!(first, second);
}

#[tokio::test]
async fn pictures_take_their_time_and_signatures_their_space() {
    let delay = Duration::from_millis(150);
    let builder = FakeGemini::builder()
        .image_delay(delay)
        .signature_chars(1_459_200);
    let caller = Caller::with(builder).await;
    let start = Instant::now();
    let said = caller.draw(&picture()).await;
    assert!(start.elapsed() >= delay);
    let signature = parts(&said)[0]["thoughtSignature"].as_str().unwrap().len();
    assert_eq!(signature, 1_459_200);
}

#[tokio::test]
async fn flaws_are_as_ordered() {
    let caller = Caller::new().await;
    let draw = async |flaw: PictureFlaw| {
        caller
            .fake
            .script_answers(Route::Image, [Answer::picture(flaw)]);
        let said = caller.draw(&picture()).await;
        assert_eq!(finish_reason(&said), "STOP");
        parts(&said)
    };

    let declined = draw(PictureFlaw::TextOnly).await;
    assert_eq!(declined.len(), 1);
    assert!(declined[0]["text"].is_string());

    let after_text = draw(PictureFlaw::TextFirst).await;
    assert!(after_text[0]["text"].is_string());
    assert_eq!(decoded(&after_text[1]).1, 768);

    let after_draft = draw(PictureFlaw::DraftFirst).await;
    assert_eq!(after_draft.len(), 3);
    assert_eq!(after_draft[1]["thought"], true);
    assert_eq!(decoded(&after_draft[1]).1, 768);
    assert_eq!(after_draft[2].get("thought"), None);
    assert_ne!(bytes_of(&after_draft[1]), bytes_of(&after_draft[2]));

    let mislabelled = draw(PictureFlaw::WrongLabel).await;
    assert_eq!(mislabelled[0]["inlineData"]["mimeType"], "image/jpeg");
    assert_eq!(decoded(&mislabelled[0]), (ImageFormat::Png, 768, 1376));

    let tiny = draw(PictureFlaw::Tiny).await;
    assert_eq!(decoded(&tiny[0]), (ImageFormat::Jpeg, 16, 16));

    let turned = draw(PictureFlaw::WrongShape).await;
    assert_eq!(decoded(&turned[0]), (ImageFormat::Jpeg, 1376, 768));

    let huge = bytes_of(&draw(PictureFlaw::Huge).await[0]);
    assert!(huge.len() < 20_000);
    let reader = image::ImageReader::new(std::io::Cursor::new(&huge));
    let size = reader
        .with_guessed_format()
        .unwrap()
        .into_dimensions()
        .unwrap();
    assert_eq!(size, (36000, 64000));

    let broken = bytes_of(&draw(PictureFlaw::Broken).await[0]);
    assert_eq!(image::guess_format(&broken).unwrap(), ImageFormat::Jpeg);
    assert!(image::load_from_memory(&broken).is_err());

    let url_safe = draw(PictureFlaw::UrlSafe).await;
    let data = url_safe[0]["inlineData"]["data"].as_str().unwrap();
    assert!(STANDARD.decode(data).is_err());
    assert!(image::load_from_memory(&URL_SAFE_NO_PAD.decode(data).unwrap()).is_ok());

    let padded = bytes_of(&draw(PictureFlaw::Padded(3_000_000)).await[0]);
    assert!(padded.len() > 3_000_000);
    assert!(image::load_from_memory(&padded).is_ok());

    let exactly = draw(PictureFlaw::Says("image/avif".to_owned(), vec![1, 2, 3])).await;
    assert_eq!(bytes_of(&exactly[0]), [1, 2, 3]);
    assert_eq!(exactly[0]["inlineData"]["mimeType"], "image/avif");
}
