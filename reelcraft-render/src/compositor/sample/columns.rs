//! The first pass: down the columns, from 8-bit rows of the canvas to one 16-bit row.

use multiversion::multiversion;

use super::{BETWEEN_BITS, TAPS};

/// Filters whole rows of the canvas down to one row with [`BETWEEN_BITS`](super::BETWEEN_BITS)
/// fraction bits. All rows are as long as `out`.
pub(super) fn filter(rows: [&[u8]; TAPS], weights: &[i16; TAPS], out: &mut [i16]) {
    match weights {
        // At scale 1 the outer weights are 0.
        [0, inner @ .., 0] => {
            let [_, a, b, c, d, e, f, _] = rows;
            filter_6([a, b, c, d, e, f], *inner, out);
        }
        _ => filter_8(rows, *weights, out),
    }
}

#[multiversion(targets("x86_64+avx2"))]
fn filter_6(rows: [&[u8]; 6], weights: [i16; 6], out: &mut [i16]) {
    accumulate(rows, weights, out);
}

#[multiversion(targets("x86_64+avx2"))]
fn filter_8(rows: [&[u8]; 8], weights: [i16; 8], out: &mut [i16]) {
    accumulate(rows, weights, out);
}

/// As all weights add up to 1, the sum is the sample of a middle row and the weighted differences
/// from it: so equal samples stay exactly what they are. Each product is rounded to the fraction
/// bits of the result on its own, which is one instruction (`pmulhrsw`); what the sum passes on
/// the way may wrap around, the result fits 16 bits.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "each version for a kind of processor must hold its own copy"
)]
#[expect(
    clippy::indexing_slicing,
    reason = "all rows are cut to one length first; only this form becomes vector instructions"
)]
fn accumulate<const N: usize>(rows: [&[u8]; N], weights: [i16; N], out: &mut [i16]) {
    let length = rows
        .iter()
        .map(|row| row.len())
        .min()
        .unwrap_or(0)
        .min(out.len());
    let rows = rows.map(|row| &row[..length]);
    let out = &mut out[..length];
    let middle = N / 2 - 1;
    for x in 0..length {
        let base = i16::from(rows[middle][x]);
        let mut sum = base << BETWEEN_BITS;
        for tap in 0..N {
            if tap != middle {
                let difference = (i16::from(rows[tap][x]) - base) << 7;
                let product = (i32::from(difference) * i32::from(weights[tap]) + (1 << 14)) >> 15;
                sum = sum.wrapping_add(product as i16);
            }
        }
        out[x] = sum;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same sum in plain arithmetic.
    fn reference(rows: [&[u8]; TAPS], weights: &[i16; TAPS], x: usize) -> i32 {
        let base = i32::from(rows[3][x]);
        let differences = rows
            .iter()
            .zip(weights)
            .map(|(row, weight)| ((i32::from(row[x]) - base) * i32::from(*weight) + 128) >> 8);
        base * 64 + differences.sum::<i32>()
    }

    proptest! {
        #[test]
        fn agrees_with_plain_arithmetic(
            samples in prop::collection::vec(any::<u8>(), TAPS * 77),
            step in 1.0f64..1.34, position in 10.0f64..20.0,
        ) {
            let rows: [&[u8]; TAPS] = std::array::from_fn(|row| &samples[row * 77..][..77]);
            let (_, weights) = super::super::kernel::Kernel::new(step).weights(position);
            let mut out = [0; 77];
            filter(rows, &weights, &mut out);
            for (x, value) in out.iter().enumerate() {
                prop_assert_eq!(i32::from(*value), reference(rows, &weights, x));
            }
        }
    }
}
