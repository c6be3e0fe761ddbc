//! A small seeded generator: the same request draws the same card on every machine.

use reelcraft_core::Digest;

/// A stream of pseudo-random numbers (`SplitMix64`: Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", 2014), begun from a digest.
#[derive(Debug, Clone)]
pub(crate) struct Seed(u64);

impl Seed {
    /// Begins a stream from a digest.
    pub(crate) fn new(digest: &Digest) -> Self {
        // FNV-1a over the digits: any change of the digest changes the start.
        Self(mix(digest.as_str().bytes(), 0xcbf2_9ce4_8422_2325))
    }

    /// Begins an independent stream for one purpose, so that a change of one part of a card
    /// leaves the others as they are.
    pub(crate) fn branch(&self, purpose: &str) -> Self {
        Self(mix(purpose.bytes(), self.0 ^ 0x9e37_79b9_7f4a_7c15))
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from 0 to just below 1.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// A number from `low` to just below `high`.
    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `count`; 0 when `count` is 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.next() >> 16) as usize % count.max(1)
    }

    /// True with the given probability.
    pub(crate) fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// 1 or −1.
    pub(crate) fn sign(&mut self) -> f32 {
        if self.chance(0.5) { 1.0 } else { -1.0 }
    }

    /// One of some things; `None` of nothing.
    pub(crate) fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        things.get(self.below(things.len()))
    }
}

fn mix(bytes: impl Iterator<Item = u8>, start: u64) -> u64 {
    bytes.fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ_by_purpose() {
        let seed = Seed::new(&Digest::of_bytes(b"sea"));
        let draw = |mut seed: Seed| -> Vec<u64> { (0..8).map(|_| seed.next()).collect() };
        assert_eq!(draw(seed.clone()), draw(seed.clone()));
        assert_ne!(
            draw(seed.branch("palette")),
            draw(seed.branch("composition"))
        );
        assert_ne!(draw(seed), draw(Seed::new(&Digest::of_bytes(b"sea2"))));
    }

    #[test]
    fn numbers_fill_their_range() {
        let mut seed = Seed::new(&Digest::of_bytes(b"range"));
        let numbers: Vec<f32> = (0..4000).map(|_| seed.between(-2.0, 3.0)).collect();
        assert!(numbers.iter().all(|number| (-2.0..3.0).contains(number)));
        let mean = numbers.iter().sum::<f32>() / 4000.0;
        assert!((mean - 0.5).abs() < 0.1, "{mean}");
        assert_eq!(seed.below(0), 0);
        assert_eq!(seed.pick::<u8>(&[]), None);
    }
}
