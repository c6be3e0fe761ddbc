//! The second pass: down the columns, from 16-bit rows to one 8-bit row of the frame.

use multiversion::multiversion;

use super::{BETWEEN_BITS, TAPS, WEIGHT_BITS};

/// The pattern of [`dither`](super::dither) repeats after as many samples.
const PERIOD: usize = 8;
/// Fraction bits of a sum.
const DROPPED_BITS: u32 = WEIGHT_BITS + BETWEEN_BITS;

/// Filters rows with [`BETWEEN_BITS`](super::BETWEEN_BITS) fraction bits down to a row of the
/// frame. `rounding` is added before the fraction is dropped. All rows are as long as `out`.
pub(super) fn filter(
    rows: [&[i16]; TAPS],
    weights: &[i16; TAPS],
    rounding: &[i32; PERIOD],
    out: &mut [u8],
) {
    match *weights {
        // At scale 1 the outer weights are 0.
        [0, ref inner @ .., 0] => {
            let [_, a, b, c, d, e, f, _] = rows;
            filter_6([a, b, c, d, e, f], inner, rounding, out);
        }
        ref all => filter_8(rows, all, rounding, out),
    }
}

#[multiversion(targets("x86_64+avx2"))]
fn filter_6(rows: [&[i16]; 6], weights: &[i16; 6], rounding: &[i32; PERIOD], out: &mut [u8]) {
    multiversion::target::match_target! {
        "x86_64+avx2" => x86::accumulate(rows, weights, rounding, out),
        _ => accumulate(rows, weights, rounding, out),
    }
}

#[multiversion(targets("x86_64+avx2"))]
fn filter_8(rows: [&[i16]; 8], weights: &[i16; 8], rounding: &[i32; PERIOD], out: &mut [u8]) {
    multiversion::target::match_target! {
        "x86_64+avx2" => x86::accumulate(rows, weights, rounding, out),
        _ => accumulate(rows, weights, rounding, out),
    }
}

#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "each version for a kind of processor must hold its own copy"
)]
#[expect(
    clippy::indexing_slicing,
    reason = "all rows are cut to one length first; only this form becomes vector instructions"
)]
fn accumulate<const N: usize>(
    rows: [&[i16]; N],
    weights: &[i16; N],
    rounding: &[i32; PERIOD],
    out: &mut [u8],
) {
    let length = rows.iter().map(|row| row.len()).min().unwrap_or(0);
    let length = length.min(out.len());
    let rows = rows.map(|row| &row[..length]);
    let out = &mut out[..length];
    for x in 0..length {
        let mut sum = rounding[x % PERIOD];
        for tap in 0..N {
            sum += i32::from(rows[tap][x]) * i32::from(weights[tap]);
        }
        out[x] = (sum >> DROPPED_BITS).clamp(0, 255) as u8;
    }
}

/// The same sums with the instructions that the compiler does not find by itself.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256i, _mm_packus_epi16, _mm256_add_epi32, _mm256_castsi256_si128,
        _mm256_extracti128_si256, _mm256_madd_epi16, _mm256_packs_epi32, _mm256_set_epi32,
        _mm256_set1_epi32, _mm256_setzero_si256, _mm256_srai_epi32, _mm256_unpackhi_epi16,
        _mm256_unpacklo_epi16,
    };

    use bytemuck::must_cast;

    use super::{DROPPED_BITS, PERIOD};

    /// Samples computed together.
    const GROUP: usize = 2 * PERIOD;

    #[target_feature(enable = "avx2")]
    #[expect(
        clippy::indexing_slicing,
        reason = "all rows are cut to one length first, and taps are below their even number"
    )]
    pub(super) fn accumulate<const N: usize>(
        rows: [&[i16]; N],
        weights: &[i16; N],
        rounding: &[i32; PERIOD],
        out: &mut [u8],
    ) {
        let mut length = out.len();
        for row in rows {
            length = length.min(row.len());
        }
        let full = length / GROUP * GROUP;
        let mut spread = [_mm256_setzero_si256(); N];
        let mut cut: [&[i16]; N] = [&[]; N];
        let mut rest: [&[i16]; N] = [&[]; N];
        for tap in (0..N).step_by(2) {
            let (first, second) = (weights[tap] as u16, weights[tap + 1] as u16);
            let both = u32::from(first) | u32::from(second) << 16;
            spread[tap] = _mm256_set1_epi32(both as i32);
        }
        for tap in 0..N {
            cut[tap] = &rows[tap][..full];
            rest[tap] = &rows[tap][full..length];
        }
        let [r0, r1, r2, r3, r4, r5, r6, r7] = *rounding;
        let first_half = _mm256_set_epi32(r3, r2, r1, r0, r3, r2, r1, r0);
        let second_half = _mm256_set_epi32(r7, r6, r5, r4, r7, r6, r5, r4);
        let (groups, _) = out[..full].as_chunks_mut::<GROUP>();
        for (group, out) in groups.iter_mut().enumerate() {
            let start = group * GROUP;
            // Samples 0 to 3 and 8 to 11, and the others.
            let (mut low, mut high) = (first_half, second_half);
            for tap in (0..N).step_by(2) {
                let (a, b) = (load(cut[tap], start), load(cut[tap + 1], start));
                let pairs = _mm256_unpacklo_epi16(a, b);
                low = _mm256_add_epi32(low, _mm256_madd_epi16(pairs, spread[tap]));
                let pairs = _mm256_unpackhi_epi16(a, b);
                high = _mm256_add_epi32(high, _mm256_madd_epi16(pairs, spread[tap]));
            }
            let low = _mm256_srai_epi32::<{ DROPPED_BITS as i32 }>(low);
            let high = _mm256_srai_epi32::<{ DROPPED_BITS as i32 }>(high);
            let words = _mm256_packs_epi32(low, high);
            let (low, high) = (
                _mm256_castsi256_si128(words),
                _mm256_extracti128_si256::<1>(words),
            );
            *out = must_cast(_mm_packus_epi16(low, high));
        }
        super::accumulate(rest, weights, rounding, &mut out[full..length]);
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn load(row: &[i16], start: usize) -> __m256i {
        // No closure: one made here could not be compiled into what calls it.
        if let Some(row) = row.get(start..)
            && let Some(samples) = row.first_chunk::<GROUP>()
        {
            return must_cast(*samples);
        }
        _mm256_setzero_si256()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::kernel::Kernel;
    use super::*;

    proptest! {
        #[test]
        fn agrees_with_plain_arithmetic(
            samples in prop::collection::vec(-5400i16..21_800, TAPS * 77),
            step in 0.4f64..1.999, position in 10.0f64..20.0, row in 0usize..8,
        ) {
            let rows: [&[i16]; TAPS] = std::array::from_fn(|row| &samples[row * 77..][..77]);
            let (_, weights) = Kernel::new(step).weights(position);
            let rounding = super::super::dither::offsets(row);
            let mut out = [0; 77];
            filter(rows, &weights, rounding, &mut out);
            for (x, value) in out.iter().enumerate() {
                let products = rows.iter().zip(weights);
                let products = products.map(|(row, weight)| i32::from(row[x]) * i32::from(weight));
                let sum = products.sum::<i32>() + rounding[x % 8];
                prop_assert_eq!(i32::from(*value), (sum >> 20).clamp(0, 255));
            }
            let mut portable = [0; 77];
            accumulate(rows, &weights, rounding, &mut portable);
            prop_assert_eq!(portable, out);
        }
    }
}
