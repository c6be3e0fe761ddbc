//! From a decoded picture to the canvas that frames are sampled from.

use reelcraft_core::Result;
use reelcraft_core::project::{Focus, FrameSize};

use super::backdrop::{BackdropStyle, backdrop};
use super::canvas_layout::{CanvasRect, Crop};
use super::resize::resize;
use super::{CanvasLayout, DecodedPicture, Placement, chroma};
use crate::YuvFrame;

/// Brightness of the backdrop around a picture that is wholly seen.
const SURROUND_BRIGHTNESS: f32 = 0.62;
/// Brightness of the backdrop that shows through a transparent picture.
const THROUGH_BRIGHTNESS: f32 = 0.8;

/// Scales a picture once to its canvas and converts it once to the planes of a frame.
///
/// It takes the picture, so that its memory is free as soon as it was scaled.
pub fn prepare(picture: DecodedPicture, layout: &CanvasLayout) -> Result<YuvFrame> {
    let rgb = match layout.placement {
        Placement::Cover(focus) => covering(&picture, layout.canvas, focus)?,
        Placement::Within(rect) => within(&picture, layout.canvas, rect)?,
    };
    drop(picture);
    chroma::to_yuv(&rgb, layout.canvas)
}

fn covering(picture: &DecodedPicture, canvas: FrameSize, focus: Focus) -> Result<Vec<u8>> {
    let crop = Crop::covering(picture.size, canvas, focus);
    let scaled = resize(picture, crop, canvas)?;
    if !picture.has_alpha {
        return Ok(scaled);
    }
    let style = BackdropStyle {
        brightness: THROUGH_BRIGHTNESS,
        shadow: None,
    };
    let mut rgb = backdrop(picture, canvas, focus, style)?;
    lay_over(&mut rgb, &scaled);
    Ok(rgb)
}

fn within(picture: &DecodedPicture, canvas: FrameSize, rect: CanvasRect) -> Result<Vec<u8>> {
    let place = rect.fitting(picture.size);
    let whole = Crop {
        left: 0.0,
        top: 0.0,
        width: f64::from(picture.size.width),
        height: f64::from(picture.size.height),
    };
    let scaled = resize(picture, whole, place.size)?;
    let style = BackdropStyle {
        brightness: SURROUND_BRIGHTNESS,
        // A picture that one can see through has no rectangular shadow.
        shadow: (!picture.has_alpha).then_some(place),
    };
    let mut rgb = backdrop(picture, canvas, Focus::default(), style)?;
    let row = place.size.width as usize * 3;
    let rows = rgb
        .chunks_exact_mut(canvas.width as usize * 3)
        .skip(place.top as usize)
        .filter_map(|line| line.get_mut(place.left as usize * 3..)?.get_mut(..row));
    let channels = picture.channels();
    for (line, scaled) in rows.zip(scaled.chunks_exact(place.size.width as usize * channels)) {
        if picture.has_alpha {
            lay_over(line, scaled);
        } else {
            line.copy_from_slice(scaled);
        }
    }
    Ok(rgb)
}

/// Lays RGBA pixels over RGB pixels.
fn lay_over(rgb: &mut [u8], rgba: &[u8]) {
    let pixels = rgb.as_chunks_mut::<3>().0.iter_mut();
    for (under, [red, green, blue, alpha]) in pixels.zip(rgba.as_chunks::<4>().0) {
        let alpha = u32::from(*alpha);
        for (under, over) in under.iter_mut().zip([red, green, blue]) {
            let mixed = u32::from(*under) * (255 - alpha) + u32::from(*over) * alpha;
            *under = ((mixed + 127) / 255) as u8;
        }
    }
}
