//! From RGB to the planes of a frame.

use reelcraft_core::project::FrameSize;
use reelcraft_core::{Error, Result};
use yuv::{
    BufferStoreMut, YuvConversionMode, YuvPlanarImageMut, YuvRange, YuvStandardMatrix,
    rgb_to_yuv444,
};

use crate::{Plane, YuvFrame};

/// Converts RGB samples to BT.709 limited range with chroma at half size, sited left.
///
/// Width and height must be even.
pub(super) fn to_yuv(rgb: &[u8], size: FrameSize) -> Result<YuvFrame> {
    let (width, height) = (size.width as usize, size.height as usize);
    let mut y = Plane::filled(width, height, 0);
    let mut u = Plane::filled(width, height, 0);
    let mut v = Plane::filled(width, height, 0);
    let mut planes = YuvPlanarImageMut {
        y_plane: BufferStoreMut::Borrowed(&mut y.samples),
        y_stride: size.width,
        u_plane: BufferStoreMut::Borrowed(&mut u.samples),
        u_stride: size.width,
        v_plane: BufferStoreMut::Borrowed(&mut v.samples),
        v_stride: size.width,
        width: size.width,
        height: size.height,
    };
    rgb_to_yuv444(
        &mut planes,
        rgb,
        size.width * 3,
        YuvRange::Limited,
        YuvStandardMatrix::Bt709,
        YuvConversionMode::Balanced,
    )
    .map_err(|error| Error::internal("cannot convert a picture to BT.709").because(error))?;
    Ok(YuvFrame {
        y,
        u: halved(&u),
        v: halved(&v),
    })
}

/// Halves a chroma plane. The new samples lie on the even columns, so columns are weighted
/// 1, 2, 1 around them, and between two rows, so those count the same (ITU-T H.264, figure 6-1
/// with `chroma_sample_loc_type` 0).
pub(crate) fn halved(plane: &Plane) -> Plane {
    let mut half = Plane::filled(plane.width / 2, plane.height / 2, 0);
    let pairs = plane.samples.chunks_exact(plane.width.max(1) * 2);
    for (out, pair) in half.rows_mut().zip(pairs) {
        let (upper, lower) = pair.split_at(plane.width);
        // The column left of the first one repeats it.
        let mut before = match (upper, lower) {
            ([above, ..], [below, ..]) => u16::from(*above) + u16::from(*below),
            _ => 0,
        };
        let columns = upper
            .as_chunks::<2>()
            .0
            .iter()
            .zip(lower.as_chunks::<2>().0);
        for (out, ([above, above_next], [below, below_next])) in out.iter_mut().zip(columns) {
            let here = u16::from(*above) + u16::from(*below);
            let next = u16::from(*above_next) + u16::from(*below_next);
            *out = ((before + 2 * here + next + 4) >> 3) as u8;
            before = next;
        }
    }
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    /// BT.709 by its definition (Rec. ITU-R BT.709-6, items 3 and 4), limited range.
    fn reference([red, green, blue]: [u8; 3]) -> [f64; 3] {
        let [red, green, blue] = [red, green, blue].map(|value| f64::from(value) / 255.0);
        let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        [
            16.0 + 219.0 * luma,
            128.0 + 224.0 * (blue - luma) / 1.8556,
            128.0 + 224.0 * (red - luma) / 1.5748,
        ]
    }

    #[test]
    fn colours_follow_bt_709() {
        let size = FrameSize::new(64, 4);
        for red in [0, 17, 64, 128, 200, 255] {
            for green in [0, 33, 128, 255] {
                for blue in [0, 90, 128, 255] {
                    let colour = [red, green, blue];
                    let rgb: Vec<u8> = colour.iter().copied().cycle().take(64 * 4 * 3).collect();
                    let frame = to_yuv(&rgb, size).unwrap();
                    for (plane, wanted) in frame.planes().into_iter().zip(reference(colour)) {
                        for sample in &plane.samples {
                            assert!(
                                (f64::from(*sample) - wanted).abs() <= 1.0,
                                "{colour:?}: {sample} for {wanted}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn chroma_lies_on_the_even_columns() {
        // A single red column: on an even one it stands in one chroma column alone, with half
        // the weight; on an odd one in two, each with a quarter.
        let red_column = |at: usize| {
            let mut rgb = vec![128; 32 * 4 * 3];
            for row in rgb.chunks_exact_mut(32 * 3) {
                row[at * 3..at * 3 + 3].copy_from_slice(&[228, 98, 98]);
            }
            let frame = to_yuv(&rgb, FrameSize::new(32, 4)).unwrap();
            let row: Vec<i32> = frame
                .v
                .rows()
                .next()
                .unwrap()
                .iter()
                .map(|v| i32::from(*v) - 128)
                .collect();
            row
        };
        let even = red_column(8);
        assert!(even[4] > 20 && even[3] == 0 && even[5] == 0, "{even:?}");
        let odd = red_column(9);
        assert!((odd[4] - odd[5]).abs() <= 1 && odd[4] > 10, "{odd:?}");
        assert_eq!((odd[3], odd[6]), (0, 0));
    }
}
