//! One frame as a JPEG picture.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use reelcraft_core::{Error, Result};
use yuv::{YuvPlanarImage, YuvRange, YuvStandardMatrix, yuv420_to_rgb_bilinear};

use crate::YuvFrame;

/// Writes a frame as a JPEG picture; `quality` is 1 to 100.
pub fn frame_jpeg(frame: &YuvFrame, quality: u8) -> Result<Vec<u8>> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| {
        Error::internal("cannot write a frame as JPEG").because(std::io::Error::other(error))
    };
    let size = frame.size();
    let rgb = frame_rgb(frame).map_err(|error| failed(error.into()))?;
    let mut jpeg = Vec::with_capacity(rgb.len() / 8);
    let mut encoder = Encoder::new(&mut jpeg, quality);
    // The frame has no more colour than that.
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder
        .encode(&rgb, size.width as u16, size.height as u16, ColorType::Rgb)
        .map_err(|error| failed(error.into()))?;
    Ok(jpeg)
}

/// Converts a frame to RGB, three bytes a pixel, row after row.
fn frame_rgb(frame: &YuvFrame) -> std::result::Result<Vec<u8>, yuv::YuvError> {
    let size = frame.size();
    let mut rgb = vec![0; frame.y.samples.len() * 3];
    let planes = YuvPlanarImage {
        y_plane: &frame.y.samples,
        y_stride: frame.y.width as u32,
        u_plane: &frame.u.samples,
        u_stride: frame.u.width as u32,
        v_plane: &frame.v.samples,
        v_stride: frame.v.width as u32,
        width: size.width,
        height: size.height,
    };
    let stride = size.width * 3;
    let (range, matrix) = (YuvRange::Limited, YuvStandardMatrix::Bt709);
    yuv420_to_rgb_bilinear(&planes, &mut rgb, stride, range, matrix)?;
    Ok(rgb)
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
}
