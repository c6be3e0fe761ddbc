//! Mixing samples. Weights are 0 for the first to 256 for the second, and both ends are exact.

use multiversion::multiversion;

/// Mixes two samples.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "each version for a kind of processor must hold its own copy"
)]
fn mix(first: u8, second: u8, weight: u16) -> u8 {
    ((u16::from(first) * (256 - weight) + u16::from(second) * weight + 128) >> 8) as u8
}

/// Mixes two runs of samples by one weight.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn mix_all(first: &[u8], second: &[u8], weight: u16, out: &mut [u8]) {
    for ((out, first), second) in out.iter_mut().zip(first).zip(second) {
        *out = mix(*first, *second, weight);
    }
}

/// Mixes a run of samples into another one by one weight.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn mix_in_place(samples: &mut [u8], second: &[u8], weight: u16) {
    for (sample, second) in samples.iter_mut().zip(second) {
        *sample = mix(*sample, *second, weight);
    }
}

/// Mixes two runs of samples, each sample by its own weight.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn mix_each(first: &[u8], second: &[u8], weights: &[u16], out: &mut [u8]) {
    for (((out, first), second), weight) in out.iter_mut().zip(first).zip(second).zip(weights) {
        *out = mix(*first, *second, *weight);
    }
}

/// Mixes a run of samples with one value.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn mix_with(first: &[u8], value: u8, weight: u16, out: &mut [u8]) {
    for (out, first) in out.iter_mut().zip(first) {
        *out = mix(*first, value, weight);
    }
}

/// Mixes a run of samples in place with one value, each sample by its own weight.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn shade_each(samples: &mut [u8], value: u8, weights: &[u16]) {
    for (sample, weight) in samples.iter_mut().zip(weights) {
        *sample = mix(*sample, value, *weight);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_and_equal_samples_are_exact() {
        for first in 0..=255 {
            for weight in 0..=256 {
                assert_eq!(mix(first, first, weight), first);
            }
            assert_eq!(mix(first, 77, 0), first);
            assert_eq!(mix(77, first, 256), first);
        }
        assert_eq!(mix(0, 255, 128), 128);
    }
}
