//! Scaling pixels.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use reelcraft_core::project::FrameSize;
use reelcraft_core::{Error, Result};

use super::DecodedPicture;
use super::canvas_layout::Crop;

/// Scales a part of a picture. Samples are filtered as they are stored (in gamma light), as
/// browsers and video players do, with alpha multiplied in while it is filtered.
///
/// Smaller: Lanczos with three lobes, which keeps detail. Larger: Catmull-Rom, and from four
/// times on Mitchell-Netravali, which shows neither rings nor steps.
pub(super) fn resize(picture: &DecodedPicture, crop: Crop, size: FrameSize) -> Result<Vec<u8>> {
    let factor = f64::from(size.width) / crop.width;
    let filter = if factor <= 1.0 {
        FilterType::Lanczos3
    } else if factor < 4.0 {
        FilterType::CatmullRom
    } else {
        FilterType::Mitchell
    };
    resize_with(picture, crop, size, filter)
}

/// Scales a part of a picture by a named filter.
pub(super) fn resize_with(
    picture: &DecodedPicture,
    crop: Crop,
    size: FrameSize,
    filter: FilterType,
) -> Result<Vec<u8>> {
    let kind = if picture.has_alpha {
        PixelType::U8x4
    } else {
        PixelType::U8x3
    };
    let source = ImageRef::new(
        picture.size.width,
        picture.size.height,
        &picture.samples,
        kind,
    )
    .map_err(defect)?;
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(filter))
        .crop(crop.left, crop.top, crop.width, crop.height);
    let mut scaled = Image::new(size.width, size.height, kind);
    Resizer::new()
        .resize(&source, &mut scaled, &options)
        .map_err(defect)?;
    Ok(scaled.into_vec())
}

/// Scales 16-bit RGB samples up to another size without steps.
pub(super) fn enlarge_16_bit(samples: &[u16], from: FrameSize, to: FrameSize) -> Result<Vec<u16>> {
    let bytes: Vec<u8> = samples
        .iter()
        .flat_map(|sample| sample.to_ne_bytes())
        .collect();
    let source =
        Image::from_vec_u8(from.width, from.height, bytes, PixelType::U16x3).map_err(defect)?;
    let mut scaled = Image::new(to.width, to.height, PixelType::U16x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Mitchell));
    Resizer::new()
        .resize(&source, &mut scaled, &options)
        .map_err(defect)?;
    let (pairs, _) = scaled.buffer().as_chunks::<2>();
    Ok(pairs.iter().map(|pair| u16::from_ne_bytes(*pair)).collect())
}

fn defect(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::internal("cannot scale a picture").because(error)
}
