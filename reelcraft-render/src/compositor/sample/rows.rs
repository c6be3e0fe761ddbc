//! The second pass: along one 16-bit row, to 8-bit samples of the frame.

use multiversion::multiversion;

use super::kernel::{Axis, Kernel};
use super::{BETWEEN_BITS, TAPS, WEIGHT_BITS};

/// Samples computed together.
const GROUP: usize = 8;
/// Row samples that one group may touch.
const WINDOW: usize = 24;
/// Samples left of the canvas that a row must hold.
const MARGIN_LEFT: usize = 16;
/// Samples right of the canvas that a row must hold.
const MARGIN_RIGHT: usize = 32;

/// How each group of a row's output is computed.
#[derive(Debug, Clone)]
struct Group {
    /// The first row sample of its window, margin included.
    start: usize,
    /// Where each sample's weights begin in the window, at most 15.
    offsets: [u8; GROUP],
    /// The weights of each sample, in the order of [`PLACES`].
    weights: [[i16; TAPS]; GROUP],
}

/// The samples of a group as their weights lie in memory: those that one wide multiplication
/// takes side by side, so that the sums come out in order.
const PLACES: [usize; GROUP] = [0, 4, 1, 5, 2, 6, 3, 7];

/// The weights of all columns of a plane.
#[derive(Debug, Default)]
pub(super) struct RowFilter {
    groups: Vec<Group>,
    /// Samples of the canvas row.
    width: usize,
    /// The canvas samples that are used.
    used: (usize, usize),
}

impl RowFilter {
    /// Computes the weights for `count` output samples from rows of `width` canvas samples. The
    /// step may be 2 at most.
    pub(super) fn set(&mut self, axis: Axis, kernel: &Kernel, width: usize, count: usize) {
        self.groups.clear();
        self.width = width;
        let (lowest, highest) = (
            -(MARGIN_LEFT as i64),
            (width + MARGIN_RIGHT - WINDOW) as i64,
        );
        for group in 0..count.div_ceil(GROUP) {
            let taps: [_; GROUP] = std::array::from_fn(|sample| {
                kernel.weights(axis.start + (group * GROUP + sample) as f64 * axis.step)
            });
            let start = taps.first().map_or(0, |tap| tap.0).clamp(lowest, highest);
            self.groups.push(Group {
                start: (start + MARGIN_LEFT as i64) as usize,
                offsets: taps.map(|(first, _)| (first - start).clamp(0, 15) as u8),
                weights: PLACES.map(|place| taps.get(place).map_or([0; TAPS], |tap| tap.1)),
            });
        }
        let first = self.groups.first().map_or(0, |group| group.start);
        let last = self.groups.last().map_or(0, |group| group.start + WINDOW);
        let last = last.saturating_sub(MARGIN_LEFT).clamp(1, width);
        let first = first.saturating_sub(MARGIN_LEFT).min(last - 1);
        self.used = (first, last);
    }

    /// How long a row must be, margins included.
    pub(super) fn row_length(&self) -> usize {
        MARGIN_LEFT + self.width + MARGIN_RIGHT
    }

    /// The canvas samples that are used, from and to: only these need the first pass.
    pub(super) fn used(&self) -> std::ops::Range<usize> {
        self.used.0..self.used.1
    }

    /// The part of a row that holds the used canvas samples.
    pub(super) fn used_part<'a>(&self, row: &'a mut [i16]) -> &'a mut [i16] {
        let used = self.used();
        row.get_mut(used.start + MARGIN_LEFT..used.end + MARGIN_LEFT)
            .unwrap_or_default()
    }

    /// Repeats the outermost used samples into both margins.
    pub(super) fn extend_edges(&self, row: &mut [i16]) {
        let used = self.used();
        let (left, rest) = row.split_at_mut((used.start + MARGIN_LEFT).min(row.len()));
        if let Some(edge) = rest.first() {
            left.fill(*edge);
        }
        let (middle, right) = rest.split_at_mut(used.len().min(rest.len()));
        if let Some(edge) = middle.last() {
            right.fill(*edge);
        }
    }

    /// Filters a row to a row of the frame. `rounding` is added before the fraction is dropped.
    pub(super) fn filter(&self, row: &[i16], rounding: &[i32; GROUP], out: &mut [u8]) {
        filter_groups(row, &self.groups, rounding, out);
    }
}

/// Fraction bits of a sum.
const DROPPED_BITS: u32 = WEIGHT_BITS + BETWEEN_BITS;

#[multiversion(targets("x86_64+avx2"))]
fn filter_groups(row: &[i16], groups: &[Group], rounding: &[i32; GROUP], out: &mut [u8]) {
    multiversion::target::match_target! {
        "x86_64+avx2" => x86::filter_groups(row, groups, rounding, out),
        _ => filter_groups_portable(row, groups, rounding, out),
    }
}

#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "each version for a kind of processor must hold its own copy"
)]
fn filter_groups_portable(row: &[i16], groups: &[Group], rounding: &[i32; GROUP], out: &mut [u8]) {
    for (out, group) in out.chunks_mut(GROUP).zip(groups) {
        let Some(window) = window(row, group) else {
            return;
        };
        let mut sums = [0; GROUP];
        for (place, weights) in PLACES.into_iter().zip(&group.weights) {
            let offset = group.offsets.get(place).copied().unwrap_or_default();
            let products = taps(window, offset).into_iter().zip(weights);
            let sum = products.map(|(sample, weight)| i32::from(sample) * i32::from(*weight));
            if let Some(place) = sums.get_mut(place) {
                *place = sum.sum();
            }
        }
        for ((out, sum), rounding) in out.iter_mut().zip(sums).zip(rounding) {
            *out = ((sum + rounding) >> DROPPED_BITS).clamp(0, 255) as u8;
        }
    }
}

#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "each version for a kind of processor must hold its own copy"
)]
fn window<'a>(row: &'a [i16], group: &Group) -> Option<&'a [i16; WINDOW]> {
    row.get(group.start..)?.first_chunk()
}

#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "each version for a kind of processor must hold its own copy"
)]
#[expect(
    clippy::indexing_slicing,
    reason = "an offset of at most 15 and 8 taps stay within the window, which the compiler sees"
)]
fn taps(window: &[i16; WINDOW], offset: u8) -> [i16; TAPS] {
    let offset = usize::from(offset & 15);
    let mut samples = [0; TAPS];
    samples.copy_from_slice(&window[offset..offset + TAPS]);
    samples
}

/// The same sums with the instructions that the compiler does not find by itself.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m128i, __m256i, _mm_cvtsi128_si64, _mm_packs_epi32, _mm_packus_epi16, _mm_set_epi64x,
        _mm256_add_epi32, _mm256_castsi256_si128, _mm256_extracti128_si256, _mm256_madd_epi16,
        _mm256_set_epi32, _mm256_set_m128i, _mm256_srai_epi32, _mm256_unpackhi_epi32,
        _mm256_unpackhi_epi64, _mm256_unpacklo_epi32, _mm256_unpacklo_epi64,
    };

    use super::{DROPPED_BITS, GROUP, Group, TAPS, WINDOW, taps, window};

    #[target_feature(enable = "avx2")]
    pub(super) fn filter_groups(
        row: &[i16],
        groups: &[Group],
        rounding: &[i32; GROUP],
        out: &mut [u8],
    ) {
        let (chunks, rest) = out.as_chunks_mut::<GROUP>();
        let full = chunks.len();
        for (out, group) in chunks.iter_mut().zip(groups) {
            let Some(window) = window(row, group) else {
                return;
            };
            *out = filter_group(window, group, rounding);
        }
        if let (false, Some(group)) = (rest.is_empty(), groups.get(full))
            && let Some(window) = window(row, group)
        {
            for (out, sample) in rest.iter_mut().zip(filter_group(window, group, rounding)) {
                *out = sample;
            }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn filter_group(window: &[i16; WINDOW], group: &Group, rounding: &[i32; GROUP]) -> [u8; GROUP] {
        let [o0, o1, o2, o3, o4, o5, o6, o7] = group.offsets;
        let [w0, w4, w1, w5, w2, w6, w3, w7] = &group.weights;
        let [r0, r1, r2, r3, r4, r5, r6, r7] = *rounding;
        // The low halves belong to samples 0 to 3, the high ones to 4 to 7.
        let a = two_samples(window, [o0, o4], [w0, w4]);
        let b = two_samples(window, [o1, o5], [w1, w5]);
        let c = two_samples(window, [o2, o6], [w2, w6]);
        let d = two_samples(window, [o3, o7], [w3, w7]);
        // Sums of four parts each: two rounds of adding what was paired.
        let ab = _mm256_add_epi32(_mm256_unpacklo_epi32(a, b), _mm256_unpackhi_epi32(a, b));
        let cd = _mm256_add_epi32(_mm256_unpacklo_epi32(c, d), _mm256_unpackhi_epi32(c, d));
        let (low, high) = (_mm256_unpacklo_epi64(ab, cd), _mm256_unpackhi_epi64(ab, cd));
        let sums = _mm256_add_epi32(low, high);
        let sums = _mm256_add_epi32(sums, _mm256_set_epi32(r7, r6, r5, r4, r3, r2, r1, r0));
        let sums = _mm256_srai_epi32::<{ DROPPED_BITS as i32 }>(sums);
        let high = _mm256_extracti128_si256::<1>(sums);
        let packed = _mm_packs_epi32(_mm256_castsi256_si128(sums), high);
        _mm_cvtsi128_si64(_mm_packus_epi16(packed, packed)).to_le_bytes()
    }

    /// The products of two samples' taps and weights, added in pairs.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn two_samples(
        window: &[i16; WINDOW],
        [low, high]: [u8; 2],
        weights: [&[i16; TAPS]; 2],
    ) -> __m256i {
        let (low, high) = (taps(window, low), taps(window, high));
        let samples = _mm256_set_m128i(load(high), load(low));
        let [low, high] = weights;
        _mm256_madd_epi16(samples, _mm256_set_m128i(load(*high), load(*low)))
    }

    /// Becomes one load.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn load(samples: [i16; TAPS]) -> __m128i {
        let [a, b, c, d, e, f, g, h] = samples.map(|sample| sample as u16 as u64);
        let low = a | b << 16 | c << 32 | d << 48;
        let high = e | f << 16 | g << 32 | h << 48;
        _mm_set_epi64x(high as i64, low as i64)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn vector_instructions_give_the_same_bits(
            samples in prop::collection::vec(-4000i16..20_000, 120),
            step in 0.4f64..1.99, start in -8.0f64..30.0, count in 1usize..50,
        ) {
            let mut filter = RowFilter::default();
            filter.set(Axis { start, step }, &Kernel::new(step), 120 - MARGIN_LEFT - MARGIN_RIGHT, count);
            let (mut fast, mut portable) = (vec![0; count], vec![1; count]);
            let rounding = super::super::dither::offsets(count);
            filter.filter(&samples, rounding, &mut fast);
            filter_groups_portable(&samples, &filter.groups, rounding, &mut portable);
            prop_assert_eq!(fast, portable);
        }
    }
}
