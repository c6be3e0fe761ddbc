//! A soft edge that runs across the frame.

use super::blend;
use super::ease::{smooth, weight};
use super::plane_grid::planes;
use crate::YuvFrame;

/// Width of the soft edge, relative to the frame's width.
const EDGE: f64 = 0.04;

/// Uncovers the second frame behind an edge that runs to the left, or to the right.
pub(super) fn wipe(
    progress: f64,
    leftward: bool,
    from: &YuvFrame,
    to: &YuvFrame,
    into: &mut YuvFrame,
) {
    let width = into.y.width as f64;
    let band = (width * EDGE).max(2.0);
    // The middle of the edge starts and ends half its width outside of the frame.
    let way = smooth(progress) * (width + band) - band / 2.0;
    for (grid, from, to, into) in planes(from, to, into) {
        let weights: Vec<u16> = (0..into.width)
            .map(|column| {
                let x = grid.x(column);
                let behind = if leftward { x - (width - way) } else { way - x };
                weight(smooth(behind / band + 0.5))
            })
            .collect();
        for ((from, to), into) in from.rows().zip(to.rows()).zip(into.rows_mut()) {
            blend::mix_each(from, to, &weights, into);
        }
    }
}
