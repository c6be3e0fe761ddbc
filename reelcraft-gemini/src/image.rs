//! Drawing pictures.

use async_trait::async_trait;
use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::{
    Generated, ImageGen, ImageRequest, PictureFile, PictureType, Usage,
};
use reelcraft_core::{Control, Error, ErrorKind, Result};

use crate::base64;
use crate::client::{Call, NAME};
use crate::gemini::Gemini;
use crate::policy::Failure;
use crate::reading::{check_end, empty, unusable};
use crate::settings::Kind;
use crate::wire::{Content, Generation, ImageConfig, Part, Request, Response, SafetySetting};

/// Shapes that pictures can have: width, height and their name.
const SHAPES: [(f64, f64, &str); 10] = [
    (1.0, 1.0, "1:1"),
    (2.0, 3.0, "2:3"),
    (3.0, 2.0, "3:2"),
    (3.0, 4.0, "3:4"),
    (4.0, 3.0, "4:3"),
    (4.0, 5.0, "4:5"),
    (5.0, 4.0, "5:4"),
    (9.0, 16.0, "9:16"),
    (16.0, 9.0, "16:9"),
    (21.0, 9.0, "21:9"),
];

/// What is put before a prompt that was declined, once: most such prompts are about wars,
/// accidents or illness, and can be told without showing them.
const SOFTENED: &str = "A calm, symbolic picture that suits all ages, without violence, injuries, \
                        weapons, nudity or recognisable real people, about this: ";
/// What every picture is asked for.
const NO_LETTERING: &str = "No lettering, captions, logos or watermarks in the picture.";

/// Draws with an image model.
#[derive(Debug, Clone)]
pub struct GeminiImages {
    gemini: Gemini,
    reference: Option<Reference>,
}

/// A picture that others shall look like.
#[derive(Debug, Clone)]
struct Reference {
    mime_type: &'static str,
    data: String,
}

impl GeminiImages {
    /// Makes it from the client that all providers of a program share.
    pub fn new(gemini: Gemini) -> Self {
        Self {
            gemini,
            reference: None,
        }
    }

    /// Sends a picture along with every prompt, so that people and style stay as in it. It is a
    /// JPEG, PNG or WebP file.
    pub fn with_reference(mut self, file: &[u8]) -> Result<Self> {
        let mime_type = match PictureType::sniff(file) {
            Some(PictureType::Jpeg) => "image/jpeg",
            Some(PictureType::Png) => "image/png",
            Some(PictureType::Webp) => "image/webp",
            None => {
                return Err(Error::media(
                    "the reference is no JPEG, PNG or WebP picture",
                ));
            }
        };
        let data = base64::encode(file);
        self.reference = Some(Reference { mime_type, data });
        Ok(self)
    }

    async fn ask(&self, ask: Ask<'_>, control: &Control) -> Result<Generated<PictureFile>> {
        let call = Call {
            kind: Kind::Image,
            request: &|_| self.request(&ask),
            read: &|model, answer| read(model, answer),
        };
        let mut drawn = self.gemini.client().call(call, control).await?;
        drawn.origin.usage.pictures = 1;
        Ok(drawn)
    }

    fn request(&self, ask: &Ask<'_>) -> Request {
        let mut parts = Vec::new();
        if let Some(reference) = &self.reference {
            parts.push(Part::file(reference.mime_type, reference.data.clone()));
        }
        parts.push(Part::text(ask.text()));
        Request {
            system_instruction: None,
            contents: vec![Content::user(parts)],
            safety_settings: SafetySetting::ONLY_HIGH.to_vec(),
            generation_config: Generation {
                response_modalities: vec!["IMAGE"],
                image_config: Some(ImageConfig {
                    aspect_ratio: shape(ask.request.size),
                    image_size: self.gemini.settings().image_size.name(),
                }),
                ..Generation::default()
            },
            store: false,
            continuation_token: None,
        }
    }
}

/// A picture that is asked for.
#[derive(Debug, Clone, Copy)]
struct Ask<'a> {
    request: &'a ImageRequest,
    is_softened: bool,
}

impl Ask<'_> {
    fn text(&self) -> String {
        let mut text = String::new();
        if self.is_softened {
            text.push_str(SOFTENED);
        }
        text.push_str(self.request.prompt.trim());
        let style = self.request.style.as_deref().map(str::trim);
        if let Some(style) = style.filter(|style| !style.is_empty()) {
            text.push_str("\nStyle: ");
            text.push_str(style);
        }
        text.push('\n');
        text.push_str(NO_LETTERING);
        text
    }
}

#[async_trait]
impl ImageGen for GeminiImages {
    fn name(&self) -> &str {
        NAME
    }

    fn concurrency(&self) -> usize {
        self.gemini.client().choice(Kind::Image).concurrency
    }

    async fn draw(
        &self,
        request: &ImageRequest,
        control: &Control,
    ) -> Result<Generated<PictureFile>> {
        if request.prompt.trim().is_empty() {
            return Err(Error::invalid_input("there is no prompt to draw from"));
        }
        let ask = Ask {
            request,
            is_softened: false,
        };
        let drawn = self.ask(ask, control).await;
        let Err(error) = drawn else { return drawn };
        if !matches!(error.kind(), ErrorKind::Refused { .. }) {
            return Err(error);
        }
        let softened = Ask {
            is_softened: true,
            ..ask
        };
        let second = self.ask(softened, control).await;
        second.map(|drawn| counting(drawn, 1)).map_err(|second| {
            // A refusal is told in the words of the first one, which is about the prompt itself.
            if matches!(second.kind(), ErrorKind::Refused { .. }) {
                error
            } else {
                second
            }
        })
    }
}

/// Counts calls that were made before.
fn counting(drawn: Generated<PictureFile>, calls: u32) -> Generated<PictureFile> {
    let usage = Usage {
        calls: drawn.origin.usage.calls + calls,
        ..drawn.origin.usage
    };
    Generated {
        origin: reelcraft_core::provider::Origin {
            usage,
            ..drawn.origin
        },
        ..drawn
    }
}

/// The shape nearest to a size.
fn shape(size: FrameSize) -> &'static str {
    let wanted = size.aspect().ln();
    let distance = |(width, height, _): &(f64, f64, &str)| ((width / height).ln() - wanted).abs();
    SHAPES
        .iter()
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .map_or("9:16", |(_, _, name)| name)
}

/// Takes the picture out of an answer: the last one, as those before it are drafts.
fn read(model: &str, answer: &Response) -> Result<PictureFile, Failure> {
    check_end(model, answer)?;
    let Some(blob) = answer
        .parts()
        .rev()
        .find_map(|part| part.inline_data.as_ref())
    else {
        let words = answer.text();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        return Err(if words.is_empty() {
            empty(model, "there is no picture in it")
        } else {
            Failure::Declined(words.chars().take(200).collect())
        });
    };
    let bytes =
        base64::decode(&blob.data).ok_or_else(|| unusable(model, "the picture is no base64"))?;
    let picture_type = PictureType::sniff(&bytes)
        .ok_or_else(|| unusable(model, "the picture is no JPEG, PNG or WebP"))?;
    Ok(PictureFile {
        bytes,
        picture_type,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_shape_is_asked_for() {
        for (width, height, name) in [
            (1080, 1920, "9:16"),
            (1080, 1350, "4:5"),
            (1080, 1080, "1:1"),
            (1920, 1080, "16:9"),
            (1000, 1010, "1:1"),
        ] {
            assert_eq!(shape(FrameSize::new(width, height)), name);
        }
    }
}
