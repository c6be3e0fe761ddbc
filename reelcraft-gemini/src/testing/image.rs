//! Drawing.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::{ImageRequest, PictureType};
use reelcraft_core::{Control, Language};
use serde_json::{Value, json};

use super::answer::What;
use super::call::{Call, tokens_of};
use super::envelope::{Made, Tokens};
use super::errors::{ApiError, Stop};
use super::flaws::PictureFlaw;
use super::image_rules::{size_of, tokens_of as picture_tokens_of};
use super::picture_files;
use super::state::State;

/// What a model says when it does not want to draw.
const DECLINED: &str = "I'm not able to draw that one. Shall we try another idea together?";

/// A PNG of 768x1376 pixels.
const PORTRAIT_PNG: &[u8] = include_bytes!("../../../fixtures/gemini/portrait.png");

/// Tokens beyond those of the picture that are counted with it.
const TOKENS_BESIDE_PICTURE: u64 = 398;

/// A file and the label it comes with.
struct Picture {
    mime: String,
    bytes: Vec<u8>,
}

/// Draws the answer to a call.
pub(super) async fn content(state: &State, call: &Call, what: &What) -> Result<Made, Stop> {
    let flaw = match what {
        What::Picture(flaw) => Some(flaw),
        _ => None,
    };
    let mut tokens = Tokens {
        prompt: call.prompt_tokens(),
        ..Tokens::default()
    };
    if flaw == Some(&PictureFlaw::TextOnly) {
        tokens.text = tokens_of(DECLINED);
        return Ok(Made::of(vec![json!({"text": DECLINED})], tokens));
    }
    tokens.image = picture_tokens_of(call.config());
    tokens.text = TOKENS_BESIDE_PICTURE;
    let size = size_of(call.config());
    let mut parts = Vec::new();
    match flaw {
        Some(PictureFlaw::TextFirst) => parts.push(json!({"text": "Here is your picture: "})),
        Some(PictureFlaw::DraftFirst) => {
            let draft = Picture {
                mime: "image/jpeg".to_owned(),
                bytes: gradient(size, [[255, 0, 255], [255, 0, 255]]).await?,
            };
            let mut part = draft.part(flaw, None);
            if let Value::Object(map) = &mut part {
                map.insert("thought".to_owned(), true.into());
            }
            parts.push(json!({"text": "A first sketch.", "thought": true}));
            parts.push(part);
        }
        _ => {}
    }
    let picture = flawed(state, call, flaw, size).await?;
    let signature = "AbC4".chars().cycle();
    let signature = signature.take(state.settings.signature_chars / 4 * 4);
    parts.push(picture.part(flaw, Some(signature.collect())));
    Ok(Made::of(parts, tokens))
}

/// Draws the picture with its flaw.
async fn flawed(
    state: &State,
    call: &Call,
    flaw: Option<&PictureFlaw>,
    size: FrameSize,
) -> Result<Picture, Stop> {
    let jpeg = |bytes| Picture {
        mime: "image/jpeg".to_owned(),
        bytes,
    };
    let plain = [[30, 90, 160], [240, 220, 180]];
    Ok(match flaw {
        Some(PictureFlaw::Says(mime, bytes)) => Picture {
            mime: mime.clone(),
            bytes: bytes.clone(),
        },
        Some(PictureFlaw::WrongLabel) => jpeg(PORTRAIT_PNG.to_vec()),
        Some(PictureFlaw::Tiny) => jpeg(gradient(FrameSize::new(16, 16), plain).await?),
        Some(PictureFlaw::Huge) => {
            let small = gradient(FrameSize::new(72, 128), plain).await?;
            jpeg(picture_files::claiming(small, FrameSize::new(36000, 64000)))
        }
        Some(PictureFlaw::WrongShape) => {
            let turned = FrameSize::new(size.height, size.width);
            jpeg(gradient(turned, plain).await?)
        }
        Some(PictureFlaw::Broken) => {
            let mut bytes = gradient(size, plain).await?;
            bytes.truncate(200);
            jpeg(bytes)
        }
        Some(PictureFlaw::Padded(count)) => {
            let mut picture = drawn(state, call, size).await?;
            picture.bytes.resize(picture.bytes.len() + count, 0);
            picture
        }
        _ => drawn(state, call, size).await?,
    })
}

/// Lets the provider behind the server draw; each time another picture for the same prompt.
async fn drawn(state: &State, call: &Call, size: FrameSize) -> Result<Picture, Stop> {
    let prompt = call.prompt();
    let request = ImageRequest {
        variant: state.next_variant(&prompt),
        prompt,
        style: None,
        language: Language::default(),
        size,
        reference: None,
    };
    let images = &state.settings.images;
    let drawn = images.draw(&request, &Control::default()).await?.value;
    let mime = match drawn.picture_type {
        PictureType::Jpeg => "image/jpeg",
        PictureType::Png => "image/png",
        PictureType::Webp => "image/webp",
    };
    Ok(Picture {
        mime: mime.to_owned(),
        bytes: drawn.bytes,
    })
}

async fn gradient(size: FrameSize, colours: [[u8; 3]; 2]) -> Result<Vec<u8>, Stop> {
    tokio::task::spawn_blocking(move || picture_files::gradient(size, colours))
        .await
        .map_err(|_| ApiError::internal())?
        .map_err(Stop::from)
}

impl Picture {
    fn part(&self, flaw: Option<&PictureFlaw>, signature: Option<String>) -> Value {
        let data = match flaw {
            Some(PictureFlaw::UrlSafe) => URL_SAFE_NO_PAD.encode(&self.bytes),
            _ => STANDARD.encode(&self.bytes),
        };
        let mut part = json!({"inlineData": {"mimeType": self.mime, "data": data}});
        if let (Value::Object(map), Some(signature)) = (&mut part, signature) {
            map.insert("thoughtSignature".to_owned(), signature.into());
        }
        part
    }
}
