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
    multiversion::target::match_target! {
        "x86_64+avx2" => x86::accumulate(rows, weights, out),
        _ => accumulate(rows, weights, out),
    }
}

#[multiversion(targets("x86_64+avx2"))]
fn filter_8(rows: [&[u8]; 8], weights: [i16; 8], out: &mut [i16]) {
    multiversion::target::match_target! {
        "x86_64+avx2" => x86::accumulate(rows, weights, out),
        _ => accumulate(rows, weights, out),
    }
}

/// As all weights add up to 1, the sum is the sample of a middle row and the weighted differences
/// from it: so equal samples stay exactly what they are. Each product is rounded to the fraction
/// bits of the result on its own, which can be one instruction (`pmulhrsw`); what the sum passes on
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

/// The same sums with the one instruction that the compiler does not find by itself.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256i, _mm_set_epi64x, _mm256_add_epi16, _mm256_cvtepu8_epi16, _mm256_extract_epi64,
        _mm256_mulhrs_epi16, _mm256_set1_epi16, _mm256_setzero_si256, _mm256_slli_epi16,
        _mm256_sub_epi16,
    };

    use super::BETWEEN_BITS;

    /// Samples computed together.
    const GROUP: usize = 16;

    #[target_feature(enable = "avx2")]
    #[expect(
        clippy::indexing_slicing,
        reason = "all rows are cut to one length first, and taps are below their number"
    )]
    pub(super) fn accumulate<const N: usize>(rows: [&[u8]; N], weights: [i16; N], out: &mut [i16]) {
        let mut length = out.len();
        for row in rows {
            length = length.min(row.len());
        }
        let full = length / GROUP * GROUP;
        let mut spread = [_mm256_setzero_si256(); N];
        for tap in 0..N {
            spread[tap] = _mm256_set1_epi16(weights[tap]);
        }
        let mut cut: [&[u8]; N] = [&[]; N];
        for tap in 0..N {
            cut[tap] = &rows[tap][..full];
        }
        let middle = N / 2 - 1;
        for (group, out) in out[..full].chunks_exact_mut(GROUP).enumerate() {
            let start = group * GROUP;
            let base = load(cut[middle], start);
            let mut sum = _mm256_slli_epi16::<{ BETWEEN_BITS as i32 }>(base);
            for tap in 0..N {
                if tap != middle {
                    let difference = _mm256_sub_epi16(load(cut[tap], start), base);
                    let difference = _mm256_slli_epi16::<7>(difference);
                    let product = _mm256_mulhrs_epi16(difference, spread[tap]);
                    sum = _mm256_add_epi16(sum, product);
                }
            }
            store(sum, out);
        }
        let mut rest: [&[u8]; N] = [&[]; N];
        for tap in 0..N {
            rest[tap] = &rows[tap][full..length];
        }
        super::accumulate(rest, weights, &mut out[full..length]);
    }

    /// Becomes one load that widens.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn load(row: &[u8], start: usize) -> __m256i {
        // No closure: one made here could not be compiled into what calls it.
        let mut halves = (0, 0);
        if let Some(row) = row.get(start..)
            && let Some(samples) = row.first_chunk::<GROUP>()
            && let ([low, high], _) = samples.as_chunks::<8>()
        {
            halves = (i64::from_le_bytes(*low), i64::from_le_bytes(*high));
        }
        let (low, high) = halves;
        _mm256_cvtepu8_epi16(_mm_set_epi64x(high, low))
    }

    /// Becomes one store.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn store(sums: __m256i, out: &mut [i16]) {
        let parts = [
            _mm256_extract_epi64::<0>(sums),
            _mm256_extract_epi64::<1>(sums),
            _mm256_extract_epi64::<2>(sums),
            _mm256_extract_epi64::<3>(sums),
        ];
        let (four, _) = out.as_chunks_mut::<4>();
        for (out, part) in four.iter_mut().zip(parts) {
            let part = part as u64;
            *out = [
                part as i16,
                (part >> 16) as i16,
                (part >> 32) as i16,
                (part >> 48) as i16,
            ];
        }
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
            let mut portable = [0; 77];
            accumulate(rows, weights, &mut portable);
            prop_assert_eq!(portable, out);
        }
    }
}
