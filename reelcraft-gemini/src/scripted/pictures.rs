//! Pictures byte by byte, and the words they are asked for with.

use std::sync::Arc;

use reelcraft_core::Control;
use reelcraft_core::provider::{ImageGen as _, ImageRequest, PictureFile, PictureType};
use serde_json::{Value, json};

use super::answers::{Answer, file, picture, picture_usage, png, reply};
use super::world::{Answers, a_picture};
use crate::{GeminiImages, base64};

/// The picture of an answer, and the parts of what was sent for it.
async fn drawn(answer: Answer, request: &ImageRequest) -> (PictureFile, Vec<Value>) {
    let answers = Answers::new(vec![answer]);
    let images = GeminiImages::new(answers.gemini());
    let drawn = images.draw(request, &Control::default()).await.unwrap();
    assert_eq!(drawn.origin.usage.calls, 1);
    let body = answers.last_body();
    let parts = body["contents"][0]["parts"].as_array().unwrap().clone();
    (drawn.value, parts)
}

#[tokio::test(start_paused = true)]
async fn the_last_picture_that_is_no_draft_is_taken() {
    let part = |bytes: &[u8], is_thought: bool| {
        let data = base64::encode(bytes);
        json!({ "inlineData": { "mimeType": "image/png", "data": data }, "thought": is_thought })
    };
    let words = json!({ "text": "Here it is:" });
    let [draft, first, last] = [(72, 128), (90, 160), (108, 192)].map(|(w, h)| png(w, h));
    for (parts, taken) in [
        (vec![part(&draft, true), part(&last, false)], &last),
        (vec![part(&first, false), part(&last, false)], &last),
        (vec![part(&first, false), part(&draft, true)], &first),
        (
            vec![
                part(&draft, true),
                words,
                part(&first, false),
                part(&last, false),
            ],
            &last,
        ),
    ] {
        let answer = reply(
            200,
            &json!({ "candidates": [{ "content": { "parts": parts }, "finishReason": "STOP" }],
                "usageMetadata": picture_usage() }),
        );
        let (picture, _) = drawn(answer, &a_picture()).await;
        assert!(picture.bytes == *taken, "{} bytes", picture.bytes.len());
        assert_eq!(picture.picture_type, PictureType::Png);
    }
}

/// A WebP file that is nothing but its header.
fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0".to_vec();
    for side in [width, height] {
        file.extend(&(side - 1).to_le_bytes()[..3]);
    }
    file
}

#[tokio::test(start_paused = true)]
async fn a_webp_is_a_picture_too() {
    let bytes = webp(768, 1376);
    let answer = file("image/png", &bytes, &picture_usage());
    let (picture, _) = drawn(answer, &a_picture()).await;
    assert_eq!(picture.picture_type, PictureType::Webp);
    assert_eq!(picture.bytes, bytes);
}

#[tokio::test(start_paused = true)]
async fn a_picture_that_is_sent_along_keeps_its_bytes_and_its_type() {
    // 24 bits of ones and 111110 fourfold are `////` and `++++`.
    let tail = b"\xFF\xFF\xFF\xFB\xEF\xBE";
    let jpeg = [b"\xFF\xD8\xFF", &tail[..]].concat();
    let webp = [&webp(8, 8)[..], tail].concat();
    for (bytes, picture_type, mime_type) in [
        (jpeg, PictureType::Jpeg, "image/jpeg"),
        (webp, PictureType::Webp, "image/webp"),
    ] {
        let mut request = a_picture();
        request.reference = Some(Arc::new(PictureFile {
            bytes: bytes.clone(),
            picture_type,
        }));
        let (_, parts) = drawn(picture(), &request).await;
        assert_eq!(parts.len(), 2, "the picture and the words");
        let sent = &parts[0]["inlineData"];
        assert_eq!(sent["mimeType"], mime_type);
        let data = sent["data"].as_str().unwrap();
        assert!(data.contains("////") && data.contains("++++"), "{data}");
        assert_eq!(base64::decode(data), Some(bytes));
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_hidden_is_sent_to_be_drawn() {
    let request = ImageRequest {
        prompt: "The sea\u{202E}\u{0} at\u{E0041} dawn".to_owned(),
        style: Some("\u{202E}water\u{0}\ncolour\u{2066}".to_owned()),
        ..a_picture()
    };
    let (_, parts) = drawn(picture(), &request).await;
    let words = parts[0]["text"].as_str().unwrap();
    let lines: Vec<&str> = words.lines().collect();
    assert_eq!(lines[..2], ["The sea at dawn", "Style: water colour"]);
    let request = ImageRequest {
        style: Some("\u{202E}\u{0}".to_owned()),
        ..a_picture()
    };
    let (_, parts) = drawn(picture(), &request).await;
    assert!(!parts[0].to_string().contains("Style"), "{parts:?}");
}
