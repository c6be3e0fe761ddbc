//! The logo over all scenes.

use reelcraft_core::captions::SafeArea;
use reelcraft_core::project::{FrameSize, WatermarkPosition};
use reelcraft_core::timeline::WatermarkTrack;
use reelcraft_core::{Error, Result};
use tiny_skia::{ColorU8, Pixmap};

use crate::caption::Drawing;
use crate::changed_meanwhile;
use crate::picture::{DecodedPicture, PictureFile, memory_gate, scaled};

/// Reads the logo of a timeline and draws it as it lies in frames of some size.
pub(super) fn watermark(track: &WatermarkTrack, frame: FrameSize) -> Result<Drawing> {
    let file = PictureFile::open(&track.picture)?;
    if file.digest().as_str() != track.picture_digest {
        return Err(changed_meanwhile(&track.picture));
    }
    let _permit = memory_gate::decoding(file.working_bytes());
    let picture = file.decode()?;
    let size = size_in(frame, picture.size, track.width);
    let samples = scaled(&picture, size)?;
    let (left, top) = place(track.position, size, frame);
    let (even_left, even_top) = (left & !1, top & !1);
    // One more column and row on each side, where the place or the size is odd.
    let (width, height) = ((size.width + 2) & !1, (size.height + 2) & !1);
    let mut canvas =
        Pixmap::new(width, height).ok_or_else(|| Error::internal("a watermark without a pixel"))?;
    draw(
        &mut canvas,
        &picture,
        &samples,
        size,
        (left - even_left, top - even_top),
        track.opacity.clamp(0.0, 1.0),
    );
    Ok(Drawing {
        picture: canvas,
        left: even_left as i32,
        top: even_top as i32,
    })
}

/// As wide as told, and inside of the frame.
fn size_in(frame: FrameSize, picture: FrameSize, width: f64) -> FrameSize {
    let wanted = f64::from(frame.width) * width;
    let scale = wanted / f64::from(picture.width);
    let scale = scale.min(f64::from(frame.height) / f64::from(picture.height));
    let side = |px: u32, most: u32| ((f64::from(px) * scale).round() as u32).clamp(1, most);
    FrameSize::new(
        side(picture.width, frame.width),
        side(picture.height, frame.height),
    )
}

/// The upper left corner of the logo.
fn place(position: WatermarkPosition, size: FrameSize, frame: FrameSize) -> (u32, u32) {
    let area = SafeArea::of(frame);
    // A logo may be nearer to the sides than text: it is not read under the buttons.
    let margin = f64::from(frame.width.min(frame.height)) * 0.05;
    let left = margin;
    let right = f64::from(frame.width) - margin - f64::from(size.width);
    let upper = area.top.min(f64::from(frame.height) * 0.08).max(margin);
    let lower = area.bottom - f64::from(size.height);
    let middle = |frame: u32, size: u32| (f64::from(frame) - f64::from(size)) / 2.0;
    let (x, y) = match position {
        WatermarkPosition::UpperLeft => (left, upper),
        WatermarkPosition::UpperRight => (right, upper),
        WatermarkPosition::LowerLeft => (left, lower),
        WatermarkPosition::LowerRight => (right, lower),
        WatermarkPosition::Center => (
            middle(frame.width, size.width),
            middle(frame.height, size.height),
        ),
    };
    let inside = |at: f64, frame: u32, size: u32| {
        (at.round().max(0.0) as u32).min(frame.saturating_sub(size))
    };
    (
        inside(x, frame.width, size.width),
        inside(y, frame.height, size.height),
    )
}

fn draw(
    canvas: &mut Pixmap,
    picture: &DecodedPicture,
    samples: &[u8],
    size: FrameSize,
    (left, top): (u32, u32),
    opacity: f64,
) {
    let channels = picture.channels();
    let row_width = canvas.width() as usize;
    let rows = samples.chunks_exact(size.width as usize * channels);
    let under = canvas
        .pixels_mut()
        .chunks_exact_mut(row_width)
        .skip(top as usize);
    for (under, row) in under.zip(rows) {
        let under = under.iter_mut().skip(left as usize);
        for (under, pixel) in under.zip(row.chunks_exact(channels)) {
            let (red, green, blue, alpha) = match *pixel {
                [red, green, blue, alpha] => (red, green, blue, alpha),
                [red, green, blue] => (red, green, blue, 255),
                _ => continue,
            };
            let alpha = (f64::from(alpha) * opacity).round() as u8;
            *under = ColorU8::from_rgba(red, green, blue, alpha).premultiply();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_in_its_corner_and_as_wide_as_told() {
        let frame = FrameSize::new(1080, 1920);
        let size = size_in(frame, FrameSize::new(400, 200), 0.2);
        assert_eq!(size, FrameSize::new(216, 108));
        let (left, top) = place(WatermarkPosition::UpperRight, size, frame);
        assert_eq!((left, top), (1080 - 54 - 216, 154));
        let (_, top) = place(WatermarkPosition::LowerLeft, size, frame);
        assert!(f64::from(top + 108) <= SafeArea::of(frame).bottom);
        let (left, _) = place(WatermarkPosition::Center, size, frame);
        assert_eq!(left, 432);
        // A tall picture is made smaller rather than cut.
        let tall = size_in(frame, FrameSize::new(100, 1000), 1.0);
        assert_eq!(tall, FrameSize::new(192, 1920));
    }
}
