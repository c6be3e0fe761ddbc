//! Soft shadows.

use tiny_skia::{Pixmap, PremultipliedColorU8};

/// Three boxes after each other are nearly a Gaussian curve (Wells, "Efficient synthesis of
/// Gaussian filters by cascaded uniform filters", 1986).
const BOXES: usize = 3;

/// Lays the soft black shadow of a shape over an empty picture of the same size, `below` pixels
/// lower. `softness` is the standard deviation in pixels, `strength` the opacity, 0 to 1.
pub(super) fn blurred_shadow(
    shape: &Pixmap,
    into: &mut Pixmap,
    below: usize,
    softness: f64,
    strength: f64,
) {
    let (width, height) = (shape.width() as usize, shape.height() as usize);
    let mut opacity: Vec<u8> = shape.pixels().iter().map(|pixel| pixel.alpha()).collect();
    // The variance of a box of 2r + 1 pixels is r (r + 1) / 3.
    let radius = ((softness * softness * 3.0 / BOXES as f64 + 0.25).sqrt() - 0.5).round() as usize;
    let mut turned = vec![0; opacity.len()];
    for _ in 0..BOXES {
        blur_rows(&opacity, &mut turned, width, radius);
        blur_rows(&turned, &mut opacity, height, radius);
    }
    // 0 to 256.
    let strength = (strength.clamp(0.0, 1.0) * 256.0) as u32;
    let rows = opacity.chunks_exact(width.max(1));
    let under = into.pixels_mut().chunks_exact_mut(width.max(1)).skip(below);
    for (under, row) in under.zip(rows) {
        for (pixel, opacity) in under.iter_mut().zip(row) {
            let alpha = ((u32::from(*opacity) * strength) >> 8) as u8;
            if let Some(shadow) = PremultipliedColorU8::from_rgba(0, 0, 0, alpha) {
                *pixel = shadow;
            }
        }
    }
}

/// Takes the mean of `2 * radius + 1` pixels around each one of a row, and writes rows as
/// columns, so that a second call blurs these and turns the picture back.
fn blur_rows(from: &[u8], into: &mut [u8], width: usize, radius: usize) {
    let width = width.max(1);
    let height = from.len() / width;
    let count = 2 * radius as u32 + 1;
    // A multiplication in place of a division, rounded up so that full stays full.
    let part = (1u32 << 16).div_ceil(count);
    for (y, row) in from.chunks_exact(width).enumerate() {
        let at = |x: usize| row.get(x).map_or(0, |value| u32::from(*value));
        let mut sum: u32 = (0..radius).map(at).sum();
        for x in 0..width {
            sum += at(x + radius);
            if let Some(out) = into.get_mut(x * height + y) {
                *out = ((sum * part) >> 16).min(255) as u8;
            }
            if let Some(leaving) = x.checked_sub(radius) {
                sum -= at(leaving);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tiny_skia::Color;

    use super::*;

    #[test]
    fn a_shadow_is_soft_below_its_shape_and_as_strong_as_told() {
        let mut shape = Pixmap::new(80, 60).unwrap();
        for y in 20..40 {
            for x in 20..60 {
                shape.pixels_mut()[y * 80 + x] = Color::from_rgba8(255, 255, 255, 255)
                    .premultiply()
                    .to_color_u8();
            }
        }
        let mut shadow = Pixmap::new(80, 60).unwrap();
        blurred_shadow(&shape, &mut shadow, 3, 3.0, 0.5);
        let alpha = |x: usize, y: usize| shadow.pixels()[y * 80 + x].alpha();
        assert!((124..=128).contains(&alpha(40, 33)), "{}", alpha(40, 33));
        // Half of that at the edge, and nothing far away.
        assert!((55..=73).contains(&alpha(40, 23)), "{}", alpha(40, 23));
        assert!(alpha(40, 18) > 0 && alpha(40, 18) < alpha(40, 23));
        assert_eq!((alpha(2, 2), alpha(40, 55)), (0, 0));
        // What is left and right is the same.
        assert_eq!(alpha(19, 33), alpha(60, 33));
    }
}
