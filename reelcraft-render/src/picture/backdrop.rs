//! The blurred, darkened copy of a picture that fills what the picture itself leaves free.

use fast_image_resize::FilterType;
use reelcraft_core::Result;
use reelcraft_core::project::{Focus, FrameSize};

use super::DecodedPicture;
use super::canvas_layout::{CanvasRect, Crop};
use super::resize::{enlarge_16_bit, resize_with};

/// Canvas pixels that become one pixel of the small picture that is blurred.
const REDUCTION: u32 = 16;
/// Standard deviation of the blur, in pixels of the small picture.
const BLUR_SIGMA: f32 = 2.6;
/// The colour behind a picture that is transparent everywhere.
const EMPTY: [f32; 3] = [52.0, 54.0, 60.0];

/// How much the mean colour of the picture counts where the picture is wholly transparent.
const MEAN_WEIGHT: f32 = 0.02;

/// How a backdrop looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BackdropStyle {
    /// What the brightness is multiplied by.
    pub(super) brightness: f32,
    /// The place of a picture that throws a soft shadow on it.
    pub(super) shadow: Option<CanvasRect>,
}

/// Makes the backdrop of a picture as RGB samples of the canvas size.
///
/// Colours are blurred with their alpha multiplied in, and transparent areas take the colours
/// around them, so that neither black nor a pattern ever shows.
pub(super) fn backdrop(
    picture: &DecodedPicture,
    canvas: FrameSize,
    focus: Focus,
    style: BackdropStyle,
) -> Result<Vec<u8>> {
    let small = FrameSize::new(
        canvas.width.div_ceil(REDUCTION).max(8),
        canvas.height.div_ceil(REDUCTION).max(8),
    );
    let crop = Crop::covering(picture.size, canvas, focus);
    let samples = resize_with(picture, crop, small, FilterType::Bilinear)?;
    let mut pixels = multiplied(&samples, picture.channels());
    blur(&mut pixels, small.width as usize);
    let colours = divided(&pixels, style.brightness);
    let mut large = enlarge_16_bit(&colours, small, canvas)?;
    if let Some(rect) = style.shadow {
        darken_around(&mut large, canvas, rect);
    }
    Ok(dithered(&large, canvas.width as usize))
}

/// Red, green, blue multiplied by alpha, and alpha, of every pixel; 0 to 255 and 0 to 1.
fn multiplied(samples: &[u8], channels: usize) -> Vec<[f32; 4]> {
    samples
        .chunks_exact(channels)
        .filter_map(|pixel| {
            let (colour, rest) = pixel.split_first_chunk::<3>()?;
            let alpha = rest.first().map_or(1.0, |alpha| f32::from(*alpha) / 255.0);
            let [red, green, blue] = colour.map(|value| f32::from(value) * alpha);
            Some([red, green, blue, alpha])
        })
        .collect()
}

/// Blurs by a Gaussian in both directions; beyond the edges the edge is repeated.
fn blur(pixels: &mut Vec<[f32; 4]>, width: usize) {
    let reach = (BLUR_SIGMA * 3.0).ceil() as isize;
    let weights: Vec<f32> = (-reach..=reach)
        .map(|at| (-((at * at) as f32) / (2.0 * BLUR_SIGMA * BLUR_SIGMA)).exp())
        .collect();
    let sum: f32 = weights.iter().sum();
    let height = pixels.len() / width.max(1);
    for is_vertical in [false, true] {
        let mut blurred = Vec::with_capacity(pixels.len());
        for y in 0..height as isize {
            for x in 0..width as isize {
                let mut pixel = [0.0; 4];
                for (weight, at) in weights.iter().zip(-reach..=reach) {
                    let (x, y) = if is_vertical {
                        (x, y + at)
                    } else {
                        (x + at, y)
                    };
                    let x = x.clamp(0, width as isize - 1) as usize;
                    let y = y.clamp(0, height as isize - 1) as usize;
                    for (sum, value) in pixel
                        .iter_mut()
                        .zip(pixels.get(y * width + x).into_iter().flatten())
                    {
                        *sum += weight * value;
                    }
                }
                blurred.push(pixel.map(|value| value / sum));
            }
        }
        *pixels = blurred;
    }
}

/// Colours without alpha, as 16-bit RGB. Where little is left to see, the mean colour of the
/// picture joins in.
fn divided(pixels: &[[f32; 4]], brightness: f32) -> Vec<u16> {
    let mut total = [0.0f32; 4];
    for pixel in pixels {
        for (sum, value) in total.iter_mut().zip(pixel) {
            *sum += value;
        }
    }
    let [red, green, blue, alpha] = total;
    let mean = if alpha > 1e-3 {
        [red / alpha, green / alpha, blue / alpha]
    } else {
        EMPTY
    };
    pixels
        .iter()
        .flat_map(|[red, green, blue, alpha]| {
            let mut mean = mean.iter();
            [red, green, blue].map(|value| {
                let missing = MEAN_WEIGHT * (1.0 - alpha).max(0.0);
                let mean = mean.next().copied().unwrap_or_default();
                let value = (value + mean * missing) / (alpha + missing).max(1e-6);
                (value * brightness * 256.0).round().clamp(0.0, 65_280.0) as u16
            })
        })
        .collect()
}

/// Darkens what is around a rectangle, as if it floated above and kept off soft light.
fn darken_around(samples: &mut [u16], canvas: FrameSize, rect: CanvasRect) {
    const DEPTH: f32 = 0.55;
    let sigma = canvas.width.min(canvas.height) as f32 * 0.022;
    // The shadow of a rectangle under Gaussian blur is the product of two profiles.
    let profile = |length: u32, start: u32, extent: u32| -> Vec<f32> {
        let edge = |at: f32| 0.5 * (1.0 + erf(at / (sigma * std::f32::consts::SQRT_2)));
        (0..length)
            .map(|at| {
                let at = at as f32 + 0.5;
                edge(at - start as f32) - edge(at - (start + extent) as f32)
            })
            .collect()
    };
    let columns = profile(canvas.width, rect.left, rect.size.width);
    let rows = profile(canvas.height, rect.top, rect.size.height);
    for (row, across) in samples
        .chunks_exact_mut(canvas.width as usize * 3)
        .zip(rows)
    {
        for (pixel, along) in row.as_chunks_mut::<3>().0.iter_mut().zip(&columns) {
            let light = 1.0 - DEPTH * across * along;
            for sample in pixel {
                *sample = (f32::from(*sample) * light) as u16;
            }
        }
    }
}

/// The error function within 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions,
/// 7.1.26.
fn erf(x: f32) -> f32 {
    let x = f64::from(x);
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let polynomial = t
        * (0.254_829_592
            + t * (-0.284_496_736
                + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    (1.0 - polynomial * (-x * x).exp()).copysign(x) as f32
}

/// Rounds 8.8 fixed point to 8 bits with interleaved gradient noise (Jimenez, Next Generation
/// Post Processing in Call of Duty: Advanced Warfare, 2014) in place of a fixed half, so that
/// soft gradients show no bands.
fn dithered(samples: &[u16], width: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(samples.len());
    for (y, row) in samples.chunks_exact(width.max(1) * 3).enumerate() {
        for (x, pixel) in row.as_chunks::<3>().0.iter().enumerate() {
            let position = 0.067_110_56 * x as f32 + 0.005_837_15 * y as f32;
            let noise = ((52.982_918 * position.fract()).fract() * 256.0) as u32;
            bytes.extend(pixel.map(|sample| ((u32::from(sample) + noise) >> 8).min(255) as u8));
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: BackdropStyle = BackdropStyle {
        brightness: 1.0,
        shadow: None,
    };

    fn picture(has_alpha: bool, pixel: impl Fn(u32, u32) -> [u8; 4]) -> DecodedPicture {
        let size = FrameSize::new(64, 64);
        let channels = if has_alpha { 4 } else { 3 };
        let samples = (0..64 * 64)
            .flat_map(|at| pixel(at % 64, at / 64).into_iter().take(channels))
            .collect();
        DecodedPicture {
            size,
            has_alpha,
            samples,
        }
    }

    #[test]
    fn a_flat_colour_stays_flat() {
        let canvas = FrameSize::new(256, 448);
        let flat = picture(false, |_, _| [200, 100, 50, 255]);
        let samples = backdrop(&flat, canvas, Focus::default(), PLAIN).unwrap();
        assert_eq!(samples.len(), 256 * 448 * 3);
        for pixel in samples.chunks_exact(3) {
            for (got, wanted) in pixel.iter().zip([200u8, 100, 50]) {
                assert!(got.abs_diff(wanted) <= 1, "{pixel:?}");
            }
        }
    }

    #[test]
    fn transparent_black_does_not_bleed_in() {
        // A red disc in transparent black: all of the backdrop is red.
        let disc = picture(true, |x, y| {
            let inside = (x as f32 - 32.0).hypot(y as f32 - 32.0) < 12.0;
            if inside {
                [220, 30, 30, 255]
            } else {
                [0, 0, 0, 0]
            }
        });
        let samples = backdrop(&disc, FrameSize::new(256, 448), Focus::default(), PLAIN).unwrap();
        for pixel in samples.chunks_exact(3) {
            assert!(pixel[0] > 200 && pixel[1] < 50, "{pixel:?}");
        }
    }

    #[test]
    fn a_wholly_transparent_picture_gives_a_grey() {
        let nothing = picture(true, |_, _| [0, 0, 0, 0]);
        let samples =
            backdrop(&nothing, FrameSize::new(128, 128), Focus::default(), PLAIN).unwrap();
        assert!(samples.iter().all(|sample| (50..=62).contains(sample)));
    }

    #[test]
    fn the_shadow_is_deepest_at_the_edge_and_fades() {
        let canvas = FrameSize::new(512, 512);
        let rect = CanvasRect {
            left: 128,
            top: 128,
            size: FrameSize::new(256, 256),
        };
        let style = BackdropStyle {
            brightness: 1.0,
            shadow: Some(rect),
        };
        let flat = picture(false, |_, _| [200, 200, 200, 255]);
        let samples = backdrop(&flat, canvas, Focus::default(), style).unwrap();
        let at = |x: usize| i32::from(samples[(256 * 512 + x) * 3]);
        assert!((140..150).contains(&at(127)), "{}", at(127));
        assert!(at(120) > at(127) + 5);
        assert!(at(60) >= 199, "{}", at(60));
    }

    #[test]
    fn erf_agrees_with_known_values() {
        for (x, wanted) in [
            (0.0, 0.0),
            (0.5, 0.520_500),
            (1.0, 0.842_701),
            (-2.0, -0.995_322),
        ] {
            assert!((erf(x) - wanted).abs() < 1e-5, "{x}");
        }
    }
}
