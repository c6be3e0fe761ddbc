//! Where the samples of a plane lie in the frame.

use crate::{Plane, YuvFrame};

/// What is different between luma and chroma planes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PlaneGrid {
    /// Frame pixels between two samples: 1 or 2.
    pub(super) step: usize,
    /// The frame row, with fractions, on which the first row of samples lies, in pixels from
    /// the frame's upper edge. Columns lie at half a pixel in all planes.
    pub(super) first_row: f64,
    /// The value of black.
    pub(super) black: u8,
    /// The value of white.
    pub(super) white: u8,
}

impl PlaneGrid {
    const LUMA: Self = Self {
        step: 1,
        first_row: 0.5,
        black: 16,
        white: 235,
    };
    /// Sited left: on the even columns, between two rows.
    const CHROMA: Self = Self {
        step: 2,
        first_row: 1.0,
        black: 128,
        white: 128,
    };

    /// The column of a sample, in pixels from the frame's left edge.
    pub(super) fn x(self, column: usize) -> f64 {
        (column * self.step) as f64 + 0.5
    }

    /// The row of a sample, in pixels from the frame's upper edge.
    pub(super) fn y(self, row: usize) -> f64 {
        (row * self.step) as f64 + self.first_row
    }
}

/// The planes of two frames and of the one to fill, with their grids.
pub(super) fn planes<'a>(
    from: &'a YuvFrame,
    to: &'a YuvFrame,
    into: &'a mut YuvFrame,
) -> impl Iterator<Item = (PlaneGrid, &'a Plane, &'a Plane, &'a mut Plane)> {
    let grids = [PlaneGrid::LUMA, PlaneGrid::CHROMA, PlaneGrid::CHROMA];
    grids
        .into_iter()
        .zip(from.planes())
        .zip(to.planes())
        .zip(into.planes_mut())
        .map(|(((grid, from), to), into)| (grid, from, to, into))
}
