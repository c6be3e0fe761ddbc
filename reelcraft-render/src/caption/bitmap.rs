//! A picture of text, ready to be laid over frames.

use multiversion::multiversion;
use tiny_skia::{Pixmap, PremultipliedColorU8};

use crate::picture::halved;
use crate::{Plane, YuvFrame};

/// A picture with transparency as planes of a frame: BT.709, limited range, chroma at half size,
/// sited left. Samples are multiplied by their opacity already.
#[derive(Debug, Clone)]
pub(crate) struct CaptionBitmap {
    /// Where it lies in the frame, in luma samples; both even, and negative where a part of it is
    /// outside.
    left: i32,
    top: i32,
    /// Luma and both chromas, and after them the opacity of luma and of chroma.
    planes: [Plane; 3],
    opacity: [Plane; 2],
}

impl CaptionBitmap {
    /// Converts a picture of even width and height that lies at an even place of the frame.
    pub(crate) fn of(picture: &Pixmap, left: i32, top: i32) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let mut y = Plane::filled(width, height, 0);
        let (mut u, mut v, mut opacity) = (y.clone(), y.clone(), y.clone());
        let samples = y.samples.iter_mut().zip(&mut u.samples);
        let samples = samples.zip(v.samples.iter_mut().zip(&mut opacity.samples));
        for (pixel, ((y, u), (v, opacity))) in picture.pixels().iter().zip(samples) {
            if pixel.alpha() > 0 {
                [*y, *u, *v] = to_yuv(*pixel);
                *opacity = pixel.alpha();
            }
        }
        Self {
            left,
            top,
            planes: [y, halved(&u), halved(&v)],
            opacity: [opacity.clone(), halved(&opacity)],
        }
    }

    /// Lays it over a frame.
    pub(crate) fn lay_over(&self, frame: &mut YuvFrame) {
        let [y, u, v] = frame.planes_mut();
        let [luma, chroma] = &self.opacity;
        let [own_y, own_u, own_v] = &self.planes;
        lay_plane(y, own_y, luma, self.left, self.top);
        lay_plane(u, own_u, chroma, self.left / 2, self.top / 2);
        lay_plane(v, own_v, chroma, self.left / 2, self.top / 2);
    }
}

/// A premultiplied colour in BT.709 (Rec. ITU-R BT.709-6, items 3 and 4), limited range, again
/// multiplied by its opacity.
fn to_yuv(pixel: PremultipliedColorU8) -> [u8; 3] {
    let [red, green, blue, alpha] =
        [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()].map(f32::from);
    let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let y = 16.0 / 255.0 * alpha + 219.0 / 255.0 * luma;
    let grey = 128.0 / 255.0 * alpha;
    let u = grey + 224.0 / 255.0 * (blue - luma) / 1.8556;
    let v = grey + 224.0 / 255.0 * (red - luma) / 1.5748;
    [y, u, v].map(|value| (value + 0.5).clamp(0.0, alpha) as u8)
}

fn lay_plane(under: &mut Plane, over: &Plane, opacity: &Plane, left: i32, top: i32) {
    let skip_columns = (-left).max(0) as usize;
    let skip_rows = (-top).max(0) as usize;
    let (left, top) = (left.max(0) as usize, top.max(0) as usize);
    let rows = over.rows().zip(opacity.rows()).skip(skip_rows);
    for ((over, opacity), under) in rows.zip(under.rows_mut().skip(top)) {
        let (Some(under), Some(over), Some(opacity)) = (
            under.get_mut(left..),
            over.get(skip_columns..),
            opacity.get(skip_columns..),
        ) else {
            continue;
        };
        // Rows between and beside the letters are empty.
        let first = opacity.iter().position(|opacity| *opacity > 0);
        let last = opacity.iter().rposition(|opacity| *opacity > 0);
        if let (Some(first), Some(last)) = (first, last)
            && first < under.len()
        {
            let end = (last + 1).min(under.len());
            if let (Some(under), Some(over), Some(opacity)) = (
                under.get_mut(first..end),
                over.get(first..end),
                opacity.get(first..end),
            ) {
                lay_row(under, over, opacity);
            }
        }
    }
}

/// Lays premultiplied samples over others.
#[multiversion(targets("x86_64+avx2"))]
fn lay_row(under: &mut [u8], over: &[u8], opacity: &[u8]) {
    for ((under, over), opacity) in under.iter_mut().zip(over).zip(opacity) {
        let rest = u16::from(*under) * (255 - u16::from(*opacity)) + 128;
        // Exact division by 255 of what is below 65536.
        let rest = (rest + (rest >> 8)) >> 8;
        *under = over.saturating_add(rest as u8);
    }
}

#[cfg(test)]
mod tests {
    use reelcraft_core::project::FrameSize;
    use tiny_skia::Color;

    use super::*;

    fn laid(color: Color, left: i32, top: i32) -> YuvFrame {
        let mut picture = Pixmap::new(8, 6).unwrap();
        picture.fill(color);
        let mut frame = YuvFrame::black(FrameSize::new(32, 32));
        CaptionBitmap::of(&picture, left, top).lay_over(&mut frame);
        frame
    }

    #[test]
    fn what_is_opaque_has_its_colour_and_nothing_else_changes() {
        let frame = laid(Color::from_rgba8(255, 0, 0, 255), 10, 20);
        let at = |plane: &Plane, x: usize, y: usize| plane.row(y).unwrap()[x];
        assert_eq!(at(&frame.y, 10, 20), 63);
        assert_eq!(at(&frame.y, 17, 25), 63);
        assert_eq!(at(&frame.y, 18, 25), 16);
        assert_eq!(at(&frame.y, 9, 20), 16);
        assert!(at(&frame.v, 6, 11).abs_diff(240) <= 1);
        assert!(at(&frame.u, 6, 11).abs_diff(102) <= 1);
        assert_eq!((at(&frame.u, 4, 10), at(&frame.v, 9, 12)), (128, 128));
    }

    #[test]
    fn what_is_half_opaque_is_half_seen() {
        let frame = laid(Color::from_rgba8(255, 255, 255, 128), 0, 0);
        assert!(frame.y.row(2).unwrap()[3].abs_diff(126) <= 1);
        assert!(frame.u.row(1).unwrap()[1].abs_diff(128) <= 1);
    }

    #[test]
    fn what_lies_outside_of_the_frame_is_left_out() {
        for (left, top) in [(-4, -4), (28, 30), (-20, 0), (0, 40), (4000, -4000)] {
            let frame = laid(Color::WHITE, left, top);
            let lit = frame
                .y
                .samples
                .iter()
                .filter(|sample| **sample > 16)
                .count() as i32;
            let shown = |at: i32, side: i32| (at + side).min(32) - at.clamp(0, 32);
            let expected = shown(left, 8).max(0) * shown(top, 6).max(0);
            assert_eq!(lit, expected, "{left} {top}");
        }
    }

    #[test]
    fn division_by_255_is_exact() {
        for under in 0..=255u8 {
            for opacity in 0..=255u8 {
                let mut sample = [under];
                lay_row(&mut sample, &[0], &[opacity]);
                let exact = f64::from(under) * f64::from(255 - opacity) / 255.0;
                assert!((f64::from(sample[0]) - exact).abs() <= 0.5 + 1e-9);
            }
        }
    }
}
