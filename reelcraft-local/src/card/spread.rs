//! Spreads a small grid over the pixels of a card by straight lines between its points.

use std::ops::Range;

use super::soft_shape::Region;

/// The pixels of a row between two neighbouring points of the grid.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    /// Pixels, counted from the first one of the span.
    pub(crate) pixels: Range<usize>,
    /// How far the first pixel is from the left point to the right one, in 65536ths.
    pub(crate) first: i64,
}

/// Where a grid lies on a card.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grid {
    /// Place of the first point, in pixels.
    pub(crate) origin: (f32, f32),
    /// Pixels from one point to the next.
    pub(crate) step: f32,
    /// Points across and down.
    pub(crate) points: (usize, usize),
}

impl Grid {
    /// The columns and rows of pixels that the grid covers, on a card and in a region.
    pub(crate) fn spans(
        &self,
        card: (usize, usize),
        region: Option<Region>,
    ) -> (Range<usize>, Range<usize>) {
        let [left, top, right, bottom] = region.unwrap_or([f32::MIN, f32::MIN, f32::MAX, f32::MAX]);
        let span = |origin: f32, points: usize, limits: (f32, f32), size: usize| {
            let last = origin + (points as f32 - 1.0) * self.step;
            let start = origin.max(limits.0).max(0.0).ceil() as usize;
            let end = last.min(limits.1).clamp(0.0, size as f32) as usize;
            start.min(end)..end
        };
        (
            span(self.origin.0, self.points.0, (left, right), card.0),
            span(self.origin.1, self.points.1, (top, bottom), card.1),
        )
    }

    /// The cells of a row, one less than there are points across.
    pub(crate) fn cells(&self, columns: &Range<usize>) -> Vec<Cell> {
        let place = |index: usize| self.origin.0 + index as f32 * self.step;
        (1..self.points.0)
            .map(|index| {
                let (left, right) = (place(index - 1), place(index));
                let clip = |x: f32| (x.ceil().max(0.0) as usize).clamp(columns.start, columns.end);
                let (start, end) = (clip(left), clip(right));
                Cell {
                    pixels: start - columns.start..end - columns.start,
                    first: ((start as f32 - left) / self.step * 65536.0) as i64,
                }
            })
            .collect()
    }

    /// The row of points above a row of pixels, and how far it is to the next, in 256ths.
    pub(crate) fn above(&self, y: usize) -> (usize, u32) {
        let place = (y as f32 - self.origin.1) / self.step;
        (
            place.max(0.0) as usize,
            (place.max(0.0).fract() * 256.0) as u32,
        )
    }

    /// How far it is from one pixel to the next, in 65536ths of a cell.
    pub(crate) fn advance(&self) -> i64 {
        (65536.0 / self.step) as i64
    }
}

/// A value that goes in equal steps from pixel to pixel through a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ramp {
    value: i32,
    change: i32,
}

impl Ramp {
    /// From `a` at the left point to `b` at the right one; both below 65536.
    pub(crate) fn new(a: u32, b: u32, cell: &Cell, advance: i64) -> Self {
        let (a, b) = (i64::from(a), i64::from(b));
        Self {
            value: (a * 256 + (((b - a) * cell.first) >> 8)) as i32,
            change: (((b - a) * advance) >> 8) as i32,
        }
    }

    /// The value at this pixel, without its lower 8 bits; goes on to the next one.
    pub(crate) fn next(&mut self) -> u32 {
        let now = self.value >> 16;
        self.value += self.change;
        now.clamp(0, 255) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Grid = Grid {
        origin: (-3.5, 2.0),
        step: 4.0,
        points: (6, 4),
    };

    #[test]
    fn cells_cover_the_span_without_gap() {
        let (columns, rows) = GRID.spans((100, 100), None);
        assert_eq!((columns.clone(), rows), (0..16, 2..14));
        let cells = GRID.cells(&columns);
        assert_eq!(cells.len(), 5);
        let covered: Vec<usize> = cells.iter().flat_map(|cell| cell.pixels.clone()).collect();
        assert_eq!(covered, (0..16).collect::<Vec<_>>());
        let (columns, rows) = GRID.spans((100, 100), Some([3.0, 5.0, 9.0, 8.0]));
        assert_eq!((columns, rows), (3..9, 5..8));
    }

    #[test]
    fn a_ramp_goes_from_end_to_end() {
        let cell = Cell {
            pixels: 0..4,
            first: 0,
        };
        let mut ramp = Ramp::new(0, 255 * 256, &cell, GRID.advance());
        let values: Vec<u32> = (0..5).map(|_| ramp.next()).collect();
        assert!(
            values
                .iter()
                .zip([0, 63, 127, 191, 255])
                .all(|(a, b)| a.abs_diff(b) <= 1)
        );
    }
}
