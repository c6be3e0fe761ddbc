//! Pictures that are kept.

use std::sync::Arc;

use async_trait::async_trait;
use reelcraft_core::provider::{
    Generated, ImageGen, ImageRequest, PictureFile, PictureType, Usage,
};
use reelcraft_core::{Control, Digest, Result};

use super::keeper::{Answer, Keeper, Question};

/// Draws with a provider, and keeps what it drew.
pub(crate) struct KeptImages {
    inner: Arc<dyn ImageGen>,
    keeper: Keeper,
    /// Added to the variant that is asked for.
    variant: u32,
    /// Asked for again on purpose: what was drawn before is not good enough.
    is_redo: bool,
}

impl KeptImages {
    pub(crate) fn new(
        inner: Arc<dyn ImageGen>,
        keeper: Keeper,
        variant: u32,
        is_redo: bool,
    ) -> Self {
        Self {
            inner,
            keeper,
            variant,
            is_redo,
        }
    }

    /// All of a request, in words. One that is redone belongs to the job that asks: after a
    /// restart the job asks for the next variant, and finds what it has drawn already.
    fn text_of(&self, request: &ImageRequest) -> String {
        let reference = request.reference.as_ref();
        let reference = reference.map(|picture| Digest::of_bytes(&picture.bytes));
        let request = ImageRequest {
            reference: None,
            variant: if self.is_redo { 0 } else { request.variant },
            ..request.clone()
        };
        let text = format!("{request:?} like {reference:?}");
        if self.is_redo {
            format!("{text} for {}", self.keeper.job)
        } else {
            text
        }
    }
}

/// What all versions of a picture share.
pub(crate) fn family_of_prompt(prompt: &str, style: Option<&str>) -> Digest {
    Digest::builder("pictures 1")
        .field(prompt.trim())
        .field(style.unwrap_or_default().trim())
        .finish()
}

#[async_trait]
impl ImageGen for KeptImages {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn concurrency(&self) -> usize {
        self.inner.concurrency()
    }

    fn estimate(&self, request: &ImageRequest) -> Usage {
        self.inner.estimate(request)
    }

    async fn draw(
        &self,
        request: &ImageRequest,
        control: &Control,
    ) -> Result<Generated<PictureFile>> {
        let request = &ImageRequest {
            variant: request.variant + self.variant,
            ..request.clone()
        };
        let question = Question {
            provider: self.inner.name(),
            what: "picture",
            about: &request.prompt,
            request: self.text_of(request),
            family: family_of_prompt(&request.prompt, request.style.as_deref()),
            variant: request.variant,
        };
        let inner = Arc::clone(&self.inner);
        let made = self.keeper.ask(question, control, |control| async move {
            let made = inner.draw(request, &control).await?;
            let PictureFile {
                bytes,
                picture_type,
            } = made.value;
            Ok(Generated {
                value: Answer {
                    value: picture_type,
                    file: Some((bytes, picture_type.extension())),
                },
                origin: made.origin,
            })
        });
        let made: Generated<Answer<PictureType>> = made.await?;
        Ok(Generated {
            value: PictureFile {
                bytes: made.value.file.map(|(bytes, _)| bytes).unwrap_or_default(),
                picture_type: made.value.value,
            },
            origin: made.origin,
        })
    }
}
