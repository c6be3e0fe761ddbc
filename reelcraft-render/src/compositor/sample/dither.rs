//! Rounding that depends on the place.

use super::{BETWEEN_BITS, WEIGHT_BITS};

/// Width and height of the pattern.
const SIDE: usize = 8;

/// What is added before the fraction bits of a sum are dropped, by row and column: an ordered
/// pattern (Bayer, An Optimum Method for Two-Level Rendition of Continuous-Tone Pictures, 1973)
/// in place of one half everywhere. With one half, the steps of a soft gradient would stick to
/// whole pixels while the camera moves by fractions of them, and jump together.
///
/// The values lie evenly between 0 and 1 without reaching them, so that whole numbers stay what
/// they are.
const PATTERN: [[i32; SIDE]; SIDE] = pattern();

/// The offsets for a row of a plane; columns repeat after eight.
pub(super) fn offsets(row: usize) -> &'static [i32; SIDE] {
    let [first, ..] = &PATTERN;
    PATTERN.get(row % SIDE).unwrap_or(first)
}

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where a wrong index is a compile error"
)]
const fn pattern() -> [[i32; SIDE]; SIDE] {
    const ONE: i64 = 1 << (WEIGHT_BITS + BETWEEN_BITS);
    let mut pattern = [[0; SIDE]; SIDE];
    let mut y = 0;
    while y < SIDE {
        let mut x = 0;
        while x < SIDE {
            // The bits of x ^ y and y, interleaved and reversed.
            let mut rank = 0;
            let mut bit = 0;
            while bit < 3 {
                rank = rank << 2 | ((x ^ y) >> bit & 1) << 1 | (y >> bit & 1);
                bit += 1;
            }
            pattern[y][x] = (ONE * (2 * rank as i64 + 1) / 128) as i32;
            x += 1;
        }
        y += 1;
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ranks_are_there_once_around_one_half() {
        let mut values: Vec<i32> = PATTERN.iter().flatten().copied().collect();
        values.sort_unstable();
        values.dedup();
        assert_eq!(values.len(), 64);
        let mean = values.iter().map(|value| i64::from(*value)).sum::<i64>() / 64;
        assert!((mean - (1 << 19)).abs() <= 1, "{mean}");
        assert_eq!(offsets(11), &PATTERN[3]);
    }
}
