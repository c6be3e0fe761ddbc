//! The cards keep the contract of `ImageGen`.

use reelcraft_core::project::FrameSize;
use reelcraft_core::testing::check_image_gen;
use reelcraft_local::card::LocalImages;

#[tokio::test]
async fn cards() {
    let size_of = |jpeg: &[u8]| {
        let picture = image::load_from_memory(jpeg).ok()?;
        Some(FrameSize::new(picture.width(), picture.height()))
    };
    check_image_gen(&LocalImages::new(), size_of).await;
}
