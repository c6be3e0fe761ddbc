//! A growing circle.

use super::blend;
use super::ease::{smooth, weight};
use super::plane_grid::planes;
use crate::YuvFrame;

/// Width of the soft edge, relative to the frame's shorter side.
const EDGE: f64 = 0.012;

/// Uncovers the second frame in a circle that grows from the frame's centre.
pub(super) fn circle(progress: f64, from: &YuvFrame, to: &YuvFrame, into: &mut YuvFrame) {
    let (width, height) = (into.y.width as f64, into.y.height as f64);
    let (centre_x, centre_y) = (width / 2.0, height / 2.0);
    let band = (width.min(height) * EDGE).max(2.0);
    let way = smooth(progress) * (centre_x.hypot(centre_y) + band);
    let (inner, outer) = (way - band, way);
    let mut weights = Vec::new();
    for (grid, from, to, into) in planes(from, to, into) {
        let rows = from.rows().zip(to.rows()).zip(into.rows_mut());
        for (row, ((from, to), into)) in rows.enumerate() {
            let away_y = grid.y(row) - centre_y;
            // Samples further from the middle column than this lie outside of the circle.
            let half = (outer * outer - away_y * away_y).max(0.0).sqrt();
            let column_at = |x: f64| {
                let column = ((x - 0.5) / grid.step as f64).ceil().max(0.0) as usize;
                column.min(from.len())
            };
            let (first, last) = (column_at(centre_x - half), column_at(centre_x + half));
            into.copy_from_slice(from);
            if first >= last {
                continue;
            }
            weights.clear();
            weights.extend((first..last).map(|column| {
                let away_x = grid.x(column) - centre_x;
                let distance_squared = away_x * away_x + away_y * away_y;
                if inner > 0.0 && distance_squared <= inner * inner {
                    256
                } else {
                    weight(smooth((outer - distance_squared.sqrt()) / band))
                }
            }));
            if let (Some(from), Some(to), Some(into)) = (
                from.get(first..last),
                to.get(first..last),
                into.get_mut(first..last),
            ) {
                blend::mix_each(from, to, &weights, into);
            }
        }
    }
}
