//! The provider that draws.

use async_trait::async_trait;
use reelcraft_core::provider::{
    Generated, ImageGen, ImageRequest, PictureFile, PictureType, Usage,
};
use reelcraft_core::{Control, Error, Result};

use super::picture::read;
use super::shapes::shape;
use crate::base64;
use crate::client::NAME;
use crate::errand::Call;
use crate::estimate::{Tokens, tokens_of};
use crate::gemini::Gemini;
use crate::models::picture_size;
use crate::plain_text::clean;
use crate::settings::{ImageSize, Kind};
use crate::wire::{Content, Generation, ImageConfig, Part, Request, SafetySetting};

/// What is put before a prompt that was declined, once: most such prompts are about wars,
/// accidents or illness, and can be told without showing them.
const SOFTENED: &str = "A calm, symbolic picture that suits all ages, without violence, injuries, \
                        weapons, nudity or recognisable real people, about this: ";
/// What is asked for where a picture is sent along.
const LIKE_THE_REFERENCE: &str =
    "Keep the people, their clothes and the manner of the picture that is sent along.";
/// What every picture is asked for.
const NO_LETTERING: &str = "No lettering, captions, logos or watermarks in the picture.";
/// Tokens that are thought and written beside a picture, as recorded.
const TOKENS_BESIDE_PICTURE: u64 = 398;

/// Draws with an image model.
///
/// A prompt that is declined is drawn once more in softer words. A picture that is small or of
/// another shape is asked for once more; where the second one is no better, it is kept with a
/// warning, as it is paid for.
#[derive(Debug, Clone)]
pub struct GeminiImages(Gemini);

impl GeminiImages {
    /// Makes it from the client that all providers of a program share.
    pub fn new(gemini: Gemini) -> Self {
        Self(gemini)
    }

    fn request(&self, model: &str, request: &ImageRequest, is_softened: bool) -> Request {
        let mut parts = Vec::new();
        if let Some(reference) = request.reference.as_deref() {
            let mime_type = match reference.picture_type {
                PictureType::Jpeg => "image/jpeg",
                PictureType::Png => "image/png",
                PictureType::Webp => "image/webp",
            };
            parts.push(Part::file(mime_type, base64::encode(&reference.bytes)));
        }
        parts.push(Part::text(words(request, is_softened)));
        Request {
            system_instruction: None,
            contents: vec![Content::user(parts)],
            safety_settings: SafetySetting::ONLY_HIGH.to_vec(),
            generation_config: Generation {
                response_modalities: vec!["IMAGE"],
                image_config: Some(ImageConfig {
                    aspect_ratio: shape(request.size),
                    image_size: self.size(model).name(),
                }),
                ..Generation::default()
            },
            store: false,
            continuation_token: None,
        }
    }

    /// The size that a model can draw and that is nearest to the setting.
    fn size(&self, model: &str) -> ImageSize {
        picture_size(model, self.0.settings().image_size)
    }
}

/// What shall be seen, and how.
fn words(request: &ImageRequest, is_softened: bool) -> String {
    let mut text = String::new();
    if is_softened {
        text.push_str(SOFTENED);
    }
    text.push_str(&clean(&request.prompt));
    let style = request.style.as_deref().map(clean);
    if let Some(style) = style.filter(|style| !style.is_empty()) {
        text.push_str("\nStyle: ");
        text.push_str(&style);
    }
    if request.reference.is_some() {
        text.push('\n');
        text.push_str(LIKE_THE_REFERENCE);
    }
    text.push('\n');
    text.push_str(NO_LETTERING);
    text
}

#[async_trait]
impl ImageGen for GeminiImages {
    fn name(&self) -> &str {
        NAME
    }

    fn concurrency(&self) -> usize {
        self.0.client().choice(Kind::Image).concurrency
    }

    fn estimate(&self, request: &ImageRequest) -> Usage {
        let Ok(model) = self.0.client().lane(Kind::Image).first(&|_| true) else {
            return Usage::default();
        };
        let tokens = Tokens {
            input: tokens_of(&self.request(&model.id, request, false)),
            text: TOKENS_BESIDE_PICTURE,
            media: self.size(&model.id).tokens(&model.id),
        };
        Usage {
            pictures: 1,
            ..tokens.of_call(&model.id)
        }
    }

    async fn draw(
        &self,
        request: &ImageRequest,
        control: &Control,
    ) -> Result<Generated<PictureFile>> {
        if clean(&request.prompt).is_empty() {
            return Err(Error::invalid_input("there is no prompt to draw from"));
        }
        let call = Call {
            kind: Kind::Image,
            suits: &|_| true,
            request: &|attempt| self.request(attempt.model, request, attempt.was_declined),
            read: &|model, answer| read(model, answer, request.size),
        };
        self.0.client().call(call, control).await
    }
}
