//! What is drawn when nothing better is behind the server.

use std::hash::{DefaultHasher, Hash, Hasher};

use async_trait::async_trait;
use reelcraft_core::provider::{
    Generated, ImageGen, ImageRequest, Origin, PictureFile, PictureType,
};
use reelcraft_core::{Control, Error, Result};

use super::picture_files::gradient;

/// Draws gradients whose colours depend on the prompt.
pub(super) struct GradientImages;

#[async_trait]
impl ImageGen for GradientImages {
    fn name(&self) -> &'static str {
        "gradient"
    }

    fn concurrency(&self) -> usize {
        4
    }

    async fn draw(
        &self,
        request: &ImageRequest,
        control: &Control,
    ) -> Result<Generated<PictureFile>> {
        control.check()?;
        let mut hasher = DefaultHasher::new();
        (&request.prompt, request.variant).hash(&mut hasher);
        let [a, b, c, d, e, f, ..] = hasher.finish().to_le_bytes();
        let size = request.size;
        let bytes = tokio::task::spawn_blocking(move || gradient(size, [[a, b, c], [d, e, f]]))
            .await
            .map_err(|error| Error::internal("drawing broke off").because(error))??;
        Ok(Generated {
            value: PictureFile {
                bytes,
                picture_type: PictureType::Jpeg,
            },
            origin: Origin::default(),
        })
    }
}
