//! Bringing the colours of a picture from its embedded profile to sRGB.

use image::{DynamicImage, ImageBuffer};
use moxcms::{
    CmsError, ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, TransformOptions,
};

/// Brings a picture to sRGB by its ICC profile. A profile that cannot be used, or belongs to
/// another kind of pixels, is ignored and logged: the picture is still worth showing.
pub(super) fn to_srgb(image: &mut DynamicImage, icc: &[u8]) {
    let result = ColorProfile::new_from_slice(icc).and_then(|profile| convert(image, &profile));
    if let Err(error) = result {
        tracing::warn!(%error, "the colour profile of a picture cannot be used");
    }
}

/// Converts the samples of each kind at their own depth.
fn convert(image: &mut DynamicImage, profile: &ColorProfile) -> Result<(), CmsError> {
    let has_color = image.color().has_color();
    match profile.color_space {
        DataColorSpace::Rgb if has_color => {}
        DataColorSpace::Gray if !has_color => {}
        // Among others the profile of a CMYK picture, which is decoded to RGB.
        _ => return Err(CmsError::InvalidProfile),
    }
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let eight = |from, to| profile.create_transform_8bit(from, &srgb, to, options);
    let sixteen = |from, to| profile.create_transform_16bit(from, &srgb, to, options);
    let (width, height) = (image.width(), image.height());
    match image {
        DynamicImage::ImageRgb8(buffer) => {
            by_rows::<3>(buffer, width, eight(Layout::Rgb, Layout::Rgb)?.as_ref())?;
        }
        DynamicImage::ImageRgba8(buffer) => {
            by_rows::<4>(buffer, width, eight(Layout::Rgba, Layout::Rgba)?.as_ref())?;
        }
        DynamicImage::ImageLuma8(buffer) => {
            let mut rgb = ImageBuffer::new(width, height);
            eight(Layout::Gray, Layout::Rgb)?.transform(buffer, &mut rgb)?;
            *image = DynamicImage::ImageRgb8(rgb);
        }
        DynamicImage::ImageLumaA8(buffer) => {
            let mut rgba = ImageBuffer::new(width, height);
            eight(Layout::GrayAlpha, Layout::Rgba)?.transform(buffer, &mut rgba)?;
            *image = DynamicImage::ImageRgba8(rgba);
        }
        DynamicImage::ImageLuma16(buffer) => {
            let mut rgb = ImageBuffer::new(width, height);
            sixteen(Layout::Gray, Layout::Rgb)?.transform(buffer, &mut rgb)?;
            *image = DynamicImage::ImageRgb16(rgb);
        }
        DynamicImage::ImageLumaA16(buffer) => {
            let mut rgba = ImageBuffer::new(width, height);
            sixteen(Layout::GrayAlpha, Layout::Rgba)?.transform(buffer, &mut rgba)?;
            *image = DynamicImage::ImageRgba16(rgba);
        }
        DynamicImage::ImageRgba16(buffer) => {
            let mut rgba = ImageBuffer::new(width, height);
            sixteen(Layout::Rgba, Layout::Rgba)?.transform(buffer, &mut rgba)?;
            *image = DynamicImage::ImageRgba16(rgba);
        }
        _ => {
            let mut rgb = ImageBuffer::new(width, height);
            sixteen(Layout::Rgb, Layout::Rgb)?.transform(&image.to_rgb16(), &mut rgb)?;
            *image = DynamicImage::ImageRgb16(rgb);
        }
    }
    Ok(())
}

/// Converts in place, a row at a time, so that a large picture is not held twice.
fn by_rows<const CHANNELS: usize>(
    samples: &mut [u8],
    width: u32,
    transform: &Transform8BitExecutor,
) -> Result<(), CmsError> {
    if is_identity::<CHANNELS>(transform)? {
        return Ok(());
    }
    let mut source = vec![0; width as usize * CHANNELS];
    for row in samples.chunks_exact_mut(source.len().max(1)) {
        source.copy_from_slice(row);
        transform.transform(&source, row)?;
    }
    Ok(())
}

/// Tells whether a grid of colours comes out within 1/255 of itself: most profiles are sRGB
/// under some name.
fn is_identity<const CHANNELS: usize>(transform: &Transform8BitExecutor) -> Result<bool, CmsError> {
    const STEPS: [u8; 9] = [0, 24, 64, 96, 128, 160, 192, 224, 255];
    let mut colours = Vec::with_capacity(STEPS.len().pow(3) * CHANNELS);
    for red in STEPS {
        for green in STEPS {
            for blue in STEPS {
                colours.extend([red, green, blue, 255].iter().take(CHANNELS));
            }
        }
    }
    let mut converted = vec![0; colours.len()];
    transform.transform(&colours, &mut converted)?;
    Ok(colours
        .iter()
        .zip(&converted)
        .all(|(before, after)| before.abs_diff(*after) <= 1))
}
