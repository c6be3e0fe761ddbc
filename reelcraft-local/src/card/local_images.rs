//! The provider of illustrated cards.

use std::num::NonZero;
use std::thread::available_parallelism;

use async_trait::async_trait;
use reelcraft_core::provider::{
    Generated, ImageGen, ImageRequest, Origin, PictureFile, PictureType, Usage,
};
use reelcraft_core::{Control, Error, Result};

use super::draw::draw;

/// Draws illustrated cards, without a key and without a network.
///
/// A card shows the things that its prompt names, in Uzbek, English or Russian, as vector
/// illustrations (Twemoji, CC BY 4.0) in one of ten compositions, in colours of the prompt's mood.
/// The same request gives the same bytes; another variant gives another composition, another
/// palette and, where the prompt names several things, another one in the middle. A card of
/// 1080x1920 takes about a tenth of a second on one core.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalImages;

impl LocalImages {
    /// Makes the provider; nothing has to be there.
    pub fn new() -> Self {
        Self
    }
}

#[async_trait]
impl ImageGen for LocalImages {
    fn name(&self) -> &'static str {
        "local"
    }

    fn concurrency(&self) -> usize {
        available_parallelism().map_or(1, NonZero::get)
    }

    async fn draw(
        &self,
        request: &ImageRequest,
        control: &Control,
    ) -> Result<Generated<PictureFile>> {
        control.check()?;
        let request = request.clone();
        let drawing = tokio::task::spawn_blocking(move || draw(&request));
        let bytes = control
            .or_cancelled(async {
                drawing
                    .await
                    .map_err(|error| Error::internal("drawing a card broke off").because(error))?
            })
            .await?;
        Ok(Generated {
            value: PictureFile {
                bytes,
                picture_type: PictureType::Jpeg,
            },
            origin: Origin {
                provider: "local".to_owned(),
                model: format!("cards {}", env!("CARGO_PKG_VERSION")),
                usage: Usage::default(),
            },
        })
    }
}
