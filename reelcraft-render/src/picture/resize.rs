//! Scaling pixels.

use bytemuck::{cast_slice, cast_slice_mut};
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4, U16x3};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
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

/// Scales all of a picture; samples as those of the picture.
pub(crate) fn scaled(picture: &DecodedPicture, size: FrameSize) -> Result<Vec<u8>> {
    let whole = Crop {
        left: 0.0,
        top: 0.0,
        width: f64::from(picture.size.width),
        height: f64::from(picture.size.height),
    };
    resize(picture, whole, size)
}

/// Scales a part of a picture by a named filter.
pub(super) fn resize_with(
    picture: &DecodedPicture,
    crop: Crop,
    size: FrameSize,
    filter: FilterType,
) -> Result<Vec<u8>> {
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(filter))
        .crop(crop.left, crop.top, crop.width, crop.height);
    let pixels = size.width as usize * size.height as usize;
    let (from, samples) = (picture.size, &picture.samples);
    if picture.has_alpha {
        let mut scaled = vec![0; pixels * 4];
        scale::<U8x4>(samples, from, &mut scaled, size, &options)?;
        Ok(scaled)
    } else {
        let mut scaled = vec![0; pixels * 3];
        scale::<U8x3>(samples, from, &mut scaled, size, &options)?;
        Ok(scaled)
    }
}

/// Scales 16-bit RGB samples up to another size without steps.
pub(super) fn enlarge_16_bit(samples: &[u16], from: FrameSize, to: FrameSize) -> Result<Vec<u16>> {
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Mitchell));
    let mut scaled = vec![0; to.width as usize * to.height as usize * 3];
    let (source, target) = (cast_slice(samples), cast_slice_mut(&mut scaled));
    scale::<U16x3>(source, from, target, to, &options)?;
    Ok(scaled)
}

/// Scales pixels of one kind, which is known here: all kinds at once would be most of what this
/// crate is compiled to.
fn scale<P: PixelTrait>(
    source: &[u8],
    from: FrameSize,
    target: &mut [u8],
    to: FrameSize,
    options: &ResizeOptions,
) -> Result<()> {
    let source: TypedImageRef<'_, P> =
        TypedImageRef::from_buffer(from.width, from.height, source).map_err(defect)?;
    let mut target: TypedImage<'_, P> =
        TypedImage::from_buffer(to.width, to.height, target).map_err(defect)?;
    Resizer::new()
        .resize_typed(&source, &mut target, options)
        .map_err(defect)
}

fn defect(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::internal("cannot scale a picture").because(error)
}
