//! The last touches, and the file: vignette, paper grain, JPEG.

use jpeg_encoder::{ColorType, Encoder, EncodingError, SamplingFactor};
use thiserror::Error;

use super::canvas::Canvas;
use super::seed::Seed;

/// Quality of the JPEG: no visible loss before the video encoder sees it.
const JPEG_QUALITY: u8 = 90;

/// Side of the square of noise that is repeated over the card, a power of two, in pixels.
const GRAIN_SIDE: usize = 256;

/// The largest change of a pixel by grain, in levels of 255: hides bands, does not cost bitrate.
const GRAIN_LEVELS: f32 = 2.2;

/// How much darker the corners are than the middle.
const VIGNETTE: f32 = 0.16;

/// A card that cannot be coded.
#[derive(Debug, Error)]
#[error("cannot code the picture as JPEG")]
pub(crate) struct FinishError(#[from] EncodingError);

/// Gives the JPEG file of a painted canvas.
pub(crate) fn jpeg(canvas: &Canvas, seed: &Seed) -> Result<Vec<u8>, FinishError> {
    let pixels = finished_rgb(canvas, seed);
    let mut file = Vec::with_capacity(pixels.len() / 8);
    let mut encoder = Encoder::new(&mut file, JPEG_QUALITY);
    // Red on blue must stay sharp: the camera comes near, and the video halves the colours again.
    encoder.set_sampling_factor(SamplingFactor::R_4_4_4);
    // A card is at most 4096 pixels wide and high.
    let (width, height) = (canvas.width() as u16, canvas.height() as u16);
    encoder.encode(&pixels, width, height, ColorType::Rgb)?;
    Ok(file)
}

/// Darkens the corners and adds grain; gives RGB row by row.
pub(crate) fn finished_rgb(canvas: &Canvas, seed: &Seed) -> Vec<u8> {
    let (width, height) = (canvas.width() as usize, canvas.height() as usize);
    let grain = grain(seed);
    // Fall-off along one axis; both are multiplied. Fixed point, 1 is 4096.
    let axis = |length: usize| -> Vec<i32> {
        (0..length)
            .map(|at| {
                let from_middle = (at as f32 + 0.5) / length as f32 * 2.0 - 1.0;
                ((1.0 - VIGNETTE * 0.5 * from_middle.powi(4)) * 4096.0) as i32
            })
            .collect()
    };
    let (across, down) = (axis(width), axis(height));
    let mut rgb = vec![0; width * height * 3];
    let rows = canvas
        .data()
        .chunks_exact(width * 4)
        .zip(rgb.chunks_exact_mut(width * 3));
    for ((from, to), (down, grain)) in
        rows.zip(down.iter().zip(grain.chunks_exact(GRAIN_SIDE).cycle()))
    {
        let blocks = from
            .chunks(GRAIN_SIDE * 4)
            .zip(to.chunks_mut(GRAIN_SIDE * 3));
        for ((from, to), across) in blocks.zip(across.chunks(GRAIN_SIDE)) {
            let pixels = from.chunks_exact(4).zip(to.chunks_exact_mut(3));
            for ((from, to), (across, noise)) in pixels.zip(across.iter().zip(grain)) {
                let light = (across * down) >> 12;
                for (part, out) in from.iter().zip(to) {
                    // Noise is in 256ths of a level.
                    let level = ((i32::from(*part) * light) >> 4) + i32::from(*noise) + 128;
                    *out = (level >> 8).clamp(0, 255) as u8;
                }
            }
        }
    }
    rgb
}

/// A square of noise around 0 in 256ths of a level; the sum of two even ones falls off to the
/// sides, as the grain of film does.
fn grain(seed: &Seed) -> Vec<i16> {
    let mut seed = seed.branch("grain");
    (0..GRAIN_SIDE * GRAIN_SIDE)
        .map(|_| {
            let bits = seed.next();
            let (one, other) = ((bits & 0xFFFF) as f32, ((bits >> 16) & 0xFFFF) as f32);
            ((one + other) / 65536.0 - 1.0) * GRAIN_LEVELS * 256.0
        })
        .map(|noise| noise as i16)
        .collect()
}

#[cfg(test)]
mod tests {
    use reelcraft_core::Digest;

    use super::*;
    use crate::card::color::Rgb;

    #[test]
    fn grain_is_small_and_even() {
        let mut canvas = Canvas::new(200, 100).unwrap();
        canvas.cover([Rgb::hex(0x80_80_80); 3], 0.0);
        let rgb = finished_rgb(&canvas, &Seed::new(&Digest::of_bytes(b"g")));
        assert_eq!(rgb.len(), 200 * 100 * 3);
        let middle: Vec<f32> = (90..110)
            .map(|x| f32::from(rgb[(50 * 200 + x) * 3]))
            .collect();
        assert!(middle.iter().all(|level| (level - 128.0).abs() <= 4.0));
        assert!(middle.iter().any(|level| (level - middle[0]).abs() > 0.5));
        assert!(rgb[0] < 116 && rgb[0] > 90, "{}", rgb[0]);
    }

    #[test]
    fn the_file_is_a_jpeg_of_the_right_size() {
        let mut canvas = Canvas::new(130, 70).unwrap();
        canvas.cover([Rgb::WHITE, Rgb::BLACK, Rgb::WHITE], 0.3);
        let file = jpeg(&canvas, &Seed::new(&Digest::of_bytes(b"j"))).unwrap();
        let image = image::load_from_memory(&file).unwrap();
        assert_eq!((image.width(), image.height()), (130, 70));
    }
}
