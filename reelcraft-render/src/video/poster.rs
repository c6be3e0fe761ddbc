//! One frame as a JPEG picture.

use jpeg_encoder::{Encoder, ImageBuffer, JpegColorType, SamplingFactor};
use reelcraft_core::{Error, Result};

use crate::{Plane, YuvFrame};

/// Writes a frame as a JPEG picture; `quality` is 1 to 100.
pub fn frame_jpeg(frame: &YuvFrame, quality: u8) -> Result<Vec<u8>> {
    let mut jpeg = Vec::with_capacity(frame.y.samples.len() / 4);
    let mut encoder = Encoder::new(&mut jpeg, quality);
    // The frame has no more colour than that.
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder
        .encode_image(JpegFrame(frame))
        .map_err(|error| Error::internal("cannot write a frame as JPEG").because(error))?;
    Ok(jpeg)
}

/// A frame as JPEG files hold pictures: BT.601 in full range (ITU-T T.871, 7), each chroma sample
/// in the middle of four luma samples.
struct JpegFrame<'a>(&'a YuvFrame);

impl<'a> ImageBuffer for JpegFrame<'a> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
    }

    fn width(&self) -> u16 {
        self.0.y.width as u16
    }

    fn height(&self) -> u16 {
        self.0.y.height as u16
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let row = |plane: &'a Plane, at: u16| plane.row(usize::from(at));
        let [luma, blue, red, _] = buffers;
        if let (Some(own), Some(u), Some(v)) = (
            row(&self.0.y, y),
            row(&self.0.u, y / 2),
            row(&self.0.v, y / 2),
        ) {
            luma_row(own, u, v, luma);
            if y.is_multiple_of(2) {
                chroma_row(u, v, BLUE, blue);
                chroma_row(v, u, RED, red);
            } else {
                // The encoder takes the colours of every other row.
                blue.resize(luma.len(), 128);
                red.resize(luma.len(), 128);
            }
        }
    }
}

/// Fraction bits of the factors.
const BITS: u32 = 14;

/// A factor of the conversion: from a limited range of `steps` to 255 steps.
const fn factor(value: f64, steps: f64) -> i32 {
    (value * 255.0 / steps * (1 << BITS) as f64 + if value < 0.0 { -0.5 } else { 0.5 }) as i32
}

// BT.709 (items 3.2 and 3.3) to red, green and blue, and these to BT.601 (2.5.1 and 2.5.2), as one
// matrix. Luma is the sum of all three; chroma does not depend on luma.
const LUMA_OF_LUMA: i32 = factor(1.0, 219.0);
const LUMA_OF_BLUE: i32 = factor(0.101_579, 224.0);
const LUMA_OF_RED: i32 = factor(0.196_076, 224.0);
/// What blue is of blue and of red.
const BLUE: [i32; 2] = [factor(0.989_854, 224.0), factor(-0.110_653, 224.0)];
/// What red is of red and of blue.
const RED: [i32; 2] = [factor(0.983_398, 224.0), factor(-0.072_453, 224.0)];

fn to_sample(sum: i32) -> u8 {
    ((sum + (1 << (BITS - 1))) >> BITS).clamp(0, 255) as u8
}

fn luma_row(luma: &[u8], blue: &[u8], red: &[u8], out: &mut Vec<u8>) {
    let begun = out.len();
    out.resize(begun + luma.len(), 0);
    let (pairs, _) = luma.as_chunks::<2>();
    let (into, _) = out.split_at_mut(begun).1.as_chunks_mut::<2>();
    for (((out, luma), u), v) in into.iter_mut().zip(pairs).zip(blue).zip(red) {
        let tint = LUMA_OF_BLUE * (i32::from(*u) - 128) + LUMA_OF_RED * (i32::from(*v) - 128);
        let [first, second] = *luma;
        *out = [
            to_sample(LUMA_OF_LUMA * (i32::from(first) - 16) + tint),
            to_sample(LUMA_OF_LUMA * (i32::from(second) - 16) + tint),
        ];
    }
}

/// One kind of chroma, each sample twice: the encoder takes every other one. Here they lie on the
/// even luma columns, in JPEG files half a column further.
fn chroma_row(own: &[u8], other: &[u8], [of_own, of_other]: [i32; 2], out: &mut Vec<u8>) {
    let between = |here: u8, next: u8| 3 * i32::from(here) + i32::from(next) - 4 * 128;
    let twice = |own: i32, other: i32| {
        let sum = of_own * own + of_other * other;
        [to_sample((sum >> 2) + (128 << BITS)); 2]
    };
    let begun = out.len();
    out.resize(begun + 2 * own.len(), 128);
    let (into, _) = out.split_at_mut(begun).1.as_chunks_mut::<2>();
    let neighbours = own.windows(2).zip(other.windows(2));
    for (out, (own, other)) in into.iter_mut().zip(neighbours) {
        if let ([own, own_next], [other, other_next]) = (own, other) {
            *out = twice(between(*own, *own_next), between(*other, *other_next));
        }
    }
    if let (Some(out), Some(own), Some(other)) = (into.last_mut(), own.last(), other.last()) {
        *out = twice(between(*own, *own), between(*other, *other));
    }
}

#[cfg(test)]
mod tests {
    use reelcraft_core::project::FrameSize;

    use super::*;

    /// BT.709 limited range, from ITU-R BT.709-6, tables 3.2 to 3.5.
    fn yuv_of([r, g, b]: [f64; 3]) -> [u8; 3] {
        let luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let blue = (b - luma) / 1.8556;
        let red = (r - luma) / 1.5748;
        [
            (16.0 + 219.0 * luma / 255.0).round() as u8,
            (128.0 + 224.0 * blue / 255.0).round() as u8,
            (128.0 + 224.0 * red / 255.0).round() as u8,
        ]
    }

    #[test]
    fn colours_come_back() {
        for colour in [
            [0u8, 0, 0],
            [255, 255, 255],
            [255, 0, 0],
            [0, 255, 0],
            [0, 0, 255],
            [200, 120, 40],
            [30, 90, 160],
        ] {
            let [y, u, v] = yuv_of(colour.map(f64::from));
            let mut frame = YuvFrame::black(FrameSize::new(130, 128));
            frame.y.samples.fill(y);
            frame.u.samples.fill(u);
            frame.v.samples.fill(v);
            let jpeg = frame_jpeg(&frame, 95).unwrap();
            let picture = image::load_from_memory(&jpeg).unwrap().into_rgb8();
            assert_eq!(picture.dimensions(), (130, 128));
            for pixel in picture.pixels() {
                for (seen, wanted) in pixel.0.iter().zip(colour) {
                    assert!(
                        seen.abs_diff(wanted) <= 3,
                        "{colour:?} became {:?}",
                        pixel.0
                    );
                }
            }
        }
    }

    /// Colour changes where the frame says, across and down.
    #[test]
    fn colours_stay_in_place() {
        for is_across in [true, false] {
            let mut frame = YuvFrame::black(FrameSize::new(64, 64));
            frame.y.samples.fill(110);
            let ramp = |at: usize| (60.0 + 136.0 / (1.0 + (-(at as f64 - 15.5) / 3.0).exp())) as u8;
            for (plane, is_red) in [(&mut frame.u, false), (&mut frame.v, true)] {
                for (y, row) in plane.rows_mut().enumerate() {
                    for (x, sample) in row.iter_mut().enumerate() {
                        let value = ramp(if is_across { x } else { y });
                        *sample = if is_red { value } else { 255 - value };
                    }
                }
            }
            let jpeg = frame_jpeg(&frame, 100).unwrap();
            let picture = image::load_from_memory(&jpeg).unwrap().into_rgb8();
            let balance = |at: u32| {
                let pixel = if is_across {
                    picture.get_pixel(at, 32)
                } else {
                    picture.get_pixel(32, at)
                };
                f64::from(pixel[0]) - f64::from(pixel[2])
            };
            let before = (0..63)
                .find(|at| balance(*at) <= 0.0 && balance(at + 1) > 0.0)
                .unwrap();
            let crossing =
                f64::from(before) + balance(before) / (balance(before) - balance(before + 1));
            // Blue and red change places at sample 15.5: column 31, and row 31.5.
            let wanted = if is_across { 31.0 } else { 31.5 };
            assert!((crossing - wanted).abs() < 0.35, "{crossing}, {is_across}");
        }
    }
}
