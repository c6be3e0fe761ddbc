//! The first pass: along one 8-bit row of the canvas, to 16-bit samples at the columns of the
//! frame.

use multiversion::multiversion;

use super::kernel::{Axis, Kernel};
use super::{BETWEEN_BITS, MAX_STEP, TAPS, WEIGHT_BITS};

/// Samples computed together, in two halves that each read from one window of the row.
const GROUP: usize = 8;
const HALF: usize = GROUP / 2;
/// Samples of the row that one half may touch: for a step of 2, three steps and eight taps.
const WINDOW: usize = 16;
/// Taps are multiplied two by two.
const PAIRS: usize = TAPS / 2;
/// Fraction bits that a sum has too many.
const DROPPED_BITS: u32 = WEIGHT_BITS - BETWEEN_BITS;
/// One half, so that sums are rounded.
const ROUNDING: i32 = 1 << (DROPPED_BITS - 1);

/// How a group of a row's output is computed.
#[derive(Debug, Clone)]
struct Group {
    /// Where the window of each half begins in the row.
    starts: [usize; 2],
    /// Which bytes of the windows become the first pair of 16-bit taps of each sample: a place
    /// in the window, or [`ZERO`].
    places: [u8; 4 * GROUP],
    /// The weights of each pair of taps, sample by sample.
    weights: [[i16; 2 * GROUP]; PAIRS],
}

/// Not a place: the byte becomes 0, as of all places from 128 on.
const ZERO: u8 = 128;

/// The weights of all columns of a plane.
#[derive(Debug, Default)]
pub(super) struct RowFilter {
    groups: Vec<Group>,
}

impl RowFilter {
    /// Computes the weights for `count` output samples from rows of `width` canvas samples. The
    /// step is [`MAX_STEP`](super::MAX_STEP) at most. Beyond the row its outermost samples are repeated.
    pub(super) fn set(&mut self, axis: Axis, kernel: &Kernel, width: usize, count: usize) {
        debug_assert!(axis.step <= MAX_STEP, "a step of {} is too long", axis.step);
        self.groups.clear();
        let groups = (0..count.div_ceil(GROUP)).map(|group| {
            let taps: [_; GROUP] = std::array::from_fn(|sample| {
                let position = axis.start + (group * GROUP + sample) as f64 * axis.step;
                within(kernel.weights(position), width)
            });
            Group::new(&taps, width)
        });
        self.groups.extend(groups);
    }

    /// Filters a row of the canvas to a row as long as the frame's, with
    /// [`BETWEEN_BITS`](super::BETWEEN_BITS) fraction bits.
    pub(super) fn filter(&self, row: &[u8], out: &mut [i16]) {
        if row.len() < WINDOW {
            let mut padded = [0; WINDOW];
            for (to, from) in padded.iter_mut().zip(row) {
                *to = *from;
            }
            filter_groups(&padded, &self.groups, out);
        } else {
            filter_groups(row, &self.groups, out);
        }
    }
}

/// Moves taps that lie beyond the row into it: their weights go to the outermost samples, which
/// are what is repeated there.
fn within((first, weights): (i64, [i16; TAPS]), width: usize) -> (usize, [i16; TAPS]) {
    let inner = first.clamp(0, width.saturating_sub(TAPS) as i64);
    if inner == first && width >= TAPS {
        return (inner as usize, weights);
    }
    let last = width.saturating_sub(1) as i64;
    let mut moved = [0; TAPS];
    for (tap, weight) in (first..).zip(weights) {
        let place = tap.clamp(0, last) - inner;
        if let Some(to) = moved.get_mut(place as usize) {
            *to += weight;
        }
    }
    (inner as usize, moved)
}

impl Group {
    fn new(taps: &[(usize, [i16; TAPS]); GROUP], width: usize) -> Self {
        let latest = width.saturating_sub(WINDOW);
        let (low, high) = taps.split_at(HALF);
        let starts = [low, high].map(|half| half.first().map_or(0, |tap| tap.0).min(latest));
        let mut places = [ZERO; 4 * GROUP];
        let mut weights = [[0; 2 * GROUP]; PAIRS];
        let (quads, _) = places.as_chunks_mut::<4>();
        for (sample, ((first, own), quad)) in taps.iter().zip(quads).enumerate() {
            let start = starts.get(sample / HALF).copied().unwrap_or_default();
            let offset = first.saturating_sub(start).min(WINDOW - TAPS) as u8;
            *quad = [offset, ZERO, offset + 1, ZERO];
            let (pairs, _) = own.as_chunks::<2>();
            for (weights, pair) in weights.iter_mut().zip(pairs) {
                if let Some(to) = weights.as_chunks_mut::<2>().0.get_mut(sample) {
                    *to = *pair;
                }
            }
        }
        Self {
            starts,
            places,
            weights,
        }
    }
}

#[multiversion(targets("x86_64+avx2"))]
fn filter_groups(row: &[u8], groups: &[Group], out: &mut [i16]) {
    multiversion::target::match_target! {
        "x86_64+avx2" => x86::filter_groups(row, groups, out),
        _ => filter_groups_portable(row, groups, out),
    }
}

#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "each version for a kind of processor must hold its own copy"
)]
fn filter_groups_portable(row: &[u8], groups: &[Group], out: &mut [i16]) {
    for (out, group) in out.chunks_mut(GROUP).zip(groups) {
        let [Some(low), Some(high)] = group.starts.map(|start| window(row, start)) else {
            return;
        };
        let (quads, _) = group.places.as_chunks::<4>();
        let mut sums = [ROUNDING; GROUP];
        for (pair, weights) in group.weights.iter().enumerate() {
            let windows = [low, low, low, low, high, high, high, high];
            let (weights, _) = weights.as_chunks::<2>();
            for (((sum, [place, ..]), window), [a, b]) in
                sums.iter_mut().zip(quads).zip(windows).zip(weights)
            {
                let [first, second] = two(window, usize::from(*place) + 2 * pair);
                *sum += i32::from(first) * i32::from(*a) + i32::from(second) * i32::from(*b);
            }
        }
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = (sum >> DROPPED_BITS) as i16;
        }
    }
}

#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "each version for a kind of processor must hold its own copy"
)]
fn window(row: &[u8], start: usize) -> Option<&[u8; WINDOW]> {
    row.get(start..)?.first_chunk()
}

#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "each version for a kind of processor must hold its own copy"
)]
#[expect(
    clippy::indexing_slicing,
    reason = "the compiler sees that both places are within the window"
)]
fn two(window: &[u8; WINDOW], place: usize) -> [u8; 2] {
    let place = place % WINDOW;
    [window[place], window[(place + 1) % WINDOW]]
}

/// The same sums with the instructions that the compiler does not find by itself.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256i, _mm_packs_epi32, _mm256_add_epi8, _mm256_add_epi32, _mm256_castsi256_si128,
        _mm256_extracti128_si256, _mm256_madd_epi16, _mm256_set_m128i, _mm256_set1_epi16,
        _mm256_set1_epi32, _mm256_shuffle_epi8, _mm256_srai_epi32,
    };

    use bytemuck::must_cast;

    use super::{DROPPED_BITS, GROUP, Group, ROUNDING, window};

    #[target_feature(enable = "avx2")]
    pub(super) fn filter_groups(row: &[u8], groups: &[Group], out: &mut [i16]) {
        let (chunks, rest) = out.as_chunks_mut::<GROUP>();
        let full = chunks.len();
        for (out, group) in chunks.iter_mut().zip(groups) {
            let Some(sums) = filter_group(row, group) else {
                return;
            };
            *out = sums;
        }
        if let (false, Some(group)) = (rest.is_empty(), groups.get(full))
            && let Some(sums) = filter_group(row, group)
        {
            for (out, sum) in rest.iter_mut().zip(sums) {
                *out = sum;
            }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn filter_group(row: &[u8], group: &Group) -> Option<[i16; GROUP]> {
        let [low, high] = group.starts;
        let (low, high) = (window(row, low)?, window(row, high)?);
        // The low halves belong to samples 0 to 3, the high ones to 4 to 7.
        let window = _mm256_set_m128i(must_cast(*high), must_cast(*low));
        let mut places: __m256i = must_cast(group.places);
        let mut sums = _mm256_set1_epi32(ROUNDING);
        for weights in group.weights {
            let taps = _mm256_shuffle_epi8(window, places);
            sums = _mm256_add_epi32(sums, _mm256_madd_epi16(taps, must_cast(weights)));
            // The next pair of taps is two bytes further.
            places = _mm256_add_epi8(places, _mm256_set1_epi16(2));
        }
        let sums = _mm256_srai_epi32::<{ DROPPED_BITS as i32 }>(sums);
        let (low, high) = (
            _mm256_castsi256_si128(sums),
            _mm256_extracti128_si256::<1>(sums),
        );
        Some(must_cast(_mm_packs_epi32(low, high)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same sample in plain arithmetic.
    fn reference(row: &[u8], kernel: &Kernel, position: f64) -> i32 {
        let (first, weights) = kernel.weights(position);
        let last = row.len() as i64 - 1;
        let products = (first..).zip(weights).map(|(place, weight)| {
            i32::from(row[place.clamp(0, last) as usize]) * i32::from(weight)
        });
        (products.sum::<i32>() + ROUNDING) >> DROPPED_BITS
    }

    proptest! {
        #[test]
        fn agrees_with_plain_arithmetic(
            row in prop::collection::vec(any::<u8>(), 1..200),
            step in 0.3f64..=2.0, start in -20.0f64..60.0, count in 1usize..90,
        ) {
            let kernel = Kernel::new(step);
            let mut filter = RowFilter::default();
            filter.set(Axis { start, step }, &kernel, row.len(), count);
            let mut out = vec![0; count];
            filter.filter(&row, &mut out);
            for (at, value) in out.iter().enumerate() {
                let wanted = reference(&row, &kernel, start + at as f64 * step);
                prop_assert_eq!(i32::from(*value), wanted, "{}", at);
            }
            if row.len() >= WINDOW {
                let mut portable = vec![1; count];
                filter_groups_portable(&row, &filter.groups, &mut portable);
                prop_assert_eq!(portable, out);
            }
        }
    }
}
