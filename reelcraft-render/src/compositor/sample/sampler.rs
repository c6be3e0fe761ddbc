//! Sampling a view of a canvas into a frame.

use super::kernel::{Axis, Kernel};
use super::rows::RowFilter;
use super::{TAPS, columns, dither};
use crate::compositor::View;
use crate::{Plane, YuvFrame};

/// Samples views of canvases into frames; it keeps its tables and buffers from frame to frame.
#[derive(Debug, Default)]
pub struct Sampler {
    row_filter: RowFilter,
    /// The first canvas row and the weights of each row of the frame.
    row_weights: Vec<(i64, [i16; TAPS])>,
    filtered: FilteredRows,
    /// The kernel of the last step; mostly all planes have the same one.
    kernel: Option<Kernel>,
}

/// Both axes of one kind of plane.
#[derive(Debug, Clone, Copy)]
struct Axes {
    columns: Axis,
    rows: Axis,
}

impl Sampler {
    /// Fills a frame with what a view shows of a canvas. Beyond the canvas its edge is repeated.
    /// The view may be twice as wide and high as the frame at most.
    pub fn sample(&mut self, canvas: &YuvFrame, view: View, into: &mut YuvFrame) {
        let size = into.size();
        let step_x = view.width / f64::from(size.width);
        let step_y = view.height / f64::from(size.height);
        let luma = Axes {
            columns: Axis {
                start: view.left + 0.5 * step_x - 0.5,
                step: step_x,
            },
            rows: Axis {
                start: view.top + 0.5 * step_y - 0.5,
                step: step_y,
            },
        };
        // Chroma lies on the even luma columns, and between each two luma rows.
        let chroma = Axes {
            columns: Axis {
                start: luma.columns.start / 2.0,
                step: step_x,
            },
            rows: Axis {
                start: (view.top + step_y - 1.0) / 2.0,
                step: step_y,
            },
        };
        self.sample_planes(&[&canvas.y], luma, &mut [&mut into.y]);
        self.sample_planes(
            &[&canvas.u, &canvas.v],
            chroma,
            &mut [&mut into.u, &mut into.v],
        );
    }

    fn sample_planes(&mut self, from: &[&Plane], axes: Axes, into: &mut [&mut Plane]) {
        let (Some(source), Some(target)) = (from.first(), into.first()) else {
            return;
        };
        if let (Some(left), Some(top)) = (axes.columns.copied_from(), axes.rows.copied_from())
            && left + target.width <= source.width
            && top + target.height <= source.height
        {
            for (from, into) in from.iter().zip(into) {
                copy(from, left, top, into);
            }
            return;
        }
        let kernel = Kernel::for_step(axes.columns.step, self.kernel.take());
        self.row_filter
            .set(axes.columns, &kernel, source.width, target.width);
        let kernel = Kernel::for_step(axes.rows.step, Some(kernel));
        self.row_weights.clear();
        self.row_weights.extend((0..target.height).map(|at| {
            let position = axes.rows.start + at as f64 * axes.rows.step;
            kernel.weights(position)
        }));
        self.kernel = Some(kernel);
        for (from, into) in from.iter().zip(into) {
            self.sample_plane(from, into);
        }
    }

    fn sample_plane(&mut self, from: &Plane, into: &mut Plane) {
        self.filtered.begin(into.width);
        let rows = into.rows_mut().zip(&self.row_weights);
        for (at, (out, (first, weights))) in rows.enumerate() {
            let rows = self.filtered.eight_from(*first, from, &self.row_filter);
            columns::filter(rows, weights, dither::offsets(at), out);
        }
    }
}

/// The rows of the canvas that were filtered last, each in the slot of its number modulo
/// [`TAPS`]: from one row of the frame to the next most stay in use.
#[derive(Debug, Default)]
struct FilteredRows {
    slots: [Vec<i16>; TAPS],
    /// Which row is in each slot.
    held: [Option<usize>; TAPS],
}

impl FilteredRows {
    /// Forgets all rows; the next ones are this long.
    fn begin(&mut self, length: usize) {
        self.held = [None; TAPS];
        for slot in &mut self.slots {
            slot.resize(length, 0);
        }
    }

    /// Eight rows from `first` on; beyond the plane its edge is repeated.
    fn eight_from(&mut self, first: i64, plane: &Plane, filter: &RowFilter) -> [&[i16]; TAPS] {
        let last = plane.height.saturating_sub(1) as i64;
        let numbers: [usize; TAPS] =
            std::array::from_fn(|tap| (first + tap as i64).clamp(0, last) as usize);
        for number in numbers {
            if let Some(held) = self.held.get_mut(number % TAPS)
                && *held != Some(number)
                && let (Some(slot), Some(row)) =
                    (self.slots.get_mut(number % TAPS), plane.row(number))
            {
                filter.filter(row, slot);
                *held = Some(number);
            }
        }
        numbers.map(|number| self.slots.get(number % TAPS).map_or(&[][..], Vec::as_slice))
    }
}

/// Copies a part of a plane as it is.
fn copy(from: &Plane, left: usize, top: usize, into: &mut Plane) {
    let width = into.width;
    for (from, into) in from.rows().skip(top).zip(into.rows_mut()) {
        if let Some(part) = from.get(left..left + width) {
            into.copy_from_slice(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reelcraft_core::project::FrameSize;

    use super::*;

    fn filled(size: FrameSize, [y, u, v]: [u8; 3]) -> YuvFrame {
        let mut frame = YuvFrame::black(size);
        frame.y.samples.fill(y);
        frame.u.samples.fill(u);
        frame.v.samples.fill(v);
        frame
    }

    #[test]
    fn an_even_whole_position_is_a_copy() {
        let mut canvas = YuvFrame::black(FrameSize::new(64, 48));
        for plane in canvas.planes_mut() {
            for (at, sample) in plane.samples.iter_mut().enumerate() {
                *sample = (at * 7 % 251) as u8;
            }
        }
        let view = View {
            left: 6.0,
            top: 4.0,
            width: 32.0,
            height: 32.0,
        };
        let mut frame = YuvFrame::black(FrameSize::new(32, 32));
        Sampler::default().sample(&canvas, view, &mut frame);
        assert_eq!(frame.y.samples[0], canvas.y.samples[4 * 64 + 6]);
        assert_eq!(frame.u.samples[0], canvas.u.samples[2 * 32 + 3]);
        assert_eq!(
            frame.y.samples[31 * 32 + 31],
            canvas.y.samples[35 * 64 + 37]
        );
    }

    /// A smooth picture whose value is known between the samples: chroma tells the same place
    /// as luma when it is sited right.
    #[test]
    fn luma_and_chroma_show_the_same_place() {
        let size = FrameSize::new(200, 200);
        let wave = |x: f64, y: f64| 128.0 + 50.0 * (x / 17.0).sin() + 40.0 * (y / 23.0).cos();
        let mut canvas = YuvFrame::black(size);
        for (y, row) in canvas.y.rows_mut().enumerate() {
            for (x, sample) in row.iter_mut().enumerate() {
                *sample = wave(x as f64 + 0.5, y as f64 + 0.5).round() as u8;
            }
        }
        for plane in [&mut canvas.u, &mut canvas.v] {
            for (y, row) in plane.rows_mut().enumerate() {
                for (x, sample) in row.iter_mut().enumerate() {
                    *sample = wave(2.0 * x as f64 + 0.5, 2.0 * y as f64 + 1.0).round() as u8;
                }
            }
        }
        for view in [
            View {
                left: 20.3,
                top: 31.7,
                width: 100.0,
                height: 100.0,
            },
            View {
                left: 11.0,
                top: 17.4,
                width: 118.5,
                height: 118.5,
            },
            View {
                left: 40.2,
                top: 40.0,
                width: 61.0,
                height: 61.0,
            },
        ] {
            let mut frame = YuvFrame::black(FrameSize::new(100, 100));
            Sampler::default().sample(&canvas, view, &mut frame);
            let scale = view.width / 100.0;
            let place = |x: f64, y: f64| wave(view.left + x * scale, view.top + y * scale);
            let luma = errors(&frame.y, |x, y| place(x + 0.5, y + 0.5));
            let chroma = errors(&frame.u, |x, y| place(2.0 * x + 0.5, 2.0 * y + 1.0));
            // Rounding alone, before and after, gives about 0.39; half a pixel aside gives 1.
            for (mean, worst) in [luma, chroma] {
                assert!(
                    mean < 0.42 && worst < 2.0,
                    "{view:?}: mean {mean}, worst {worst}"
                );
            }
        }
    }

    /// The mean and the largest difference of a plane from what it should show.
    fn errors(plane: &Plane, wanted: impl Fn(f64, f64) -> f64) -> (f64, f64) {
        let differences: Vec<f64> = plane
            .samples
            .iter()
            .enumerate()
            .map(|(at, sample)| {
                let (x, y) = (at % plane.width, at / plane.width);
                (f64::from(*sample) - wanted(x as f64, y as f64)).abs()
            })
            .collect();
        let worst = differences.iter().copied().fold(0.0, f64::max);
        (
            differences.iter().sum::<f64>() / differences.len() as f64,
            worst,
        )
    }

    proptest! {
        #[test]
        fn flat_colours_stay_exact(
            colour: [u8; 3], left in -3.0f64..70.0, top in -3.0f64..70.0, scale in 0.4f64..1.5,
        ) {
            let canvas = filled(FrameSize::new(160, 150), colour);
            let view = View { left, top, width: 70.0 * scale, height: 62.0 * scale };
            let mut frame = YuvFrame::black(FrameSize::new(70, 62));
            Sampler::default().sample(&canvas, view, &mut frame);
            prop_assert_eq!(frame, filled(FrameSize::new(70, 62), colour));
        }
    }
}
