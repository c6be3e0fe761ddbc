//! Failures at random, the same ones for the same seed.

use std::time::Duration;

use super::answer::Answer;
use super::failure::Failure;

/// Decides which calls fail, and how.
#[derive(Debug, Clone)]
pub(super) struct Chance {
    share: f64,
    state: u64,
}

impl Chance {
    pub(super) fn new(share: f64, seed: u64) -> Self {
        Self { share, state: seed }
    }

    /// The answer to the next call: mostly normal, else a failure that passes.
    pub(super) fn answer(&mut self) -> Answer {
        // 53 bits are what a float holds exactly.
        let drawn = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        if drawn >= self.share {
            return Answer::normal();
        }
        match self.next() % 8 {
            0 => Answer::per_minute(Duration::from_secs(1)),
            1 => Failure::Internal.into(),
            2 => Answer::status(502),
            3 => Answer::overloaded(),
            4 => Answer::high_demand(),
            5 => Failure::Deadline.into(),
            6 => Answer::normal().cut(),
            _ => Answer::without_content("OTHER"),
        }
    }

    /// splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::answer::{Delivery, What};

    #[test]
    fn about_the_share_fails_and_the_same_each_time() {
        let failures = |share, seed| {
            let mut chance = Chance::new(share, seed);
            (0..1000)
                .map(|_| chance.answer())
                .map(|answer| {
                    !matches!(answer.what, What::Normal) || answer.delivery == Delivery::Cut
                })
                .collect::<Vec<_>>()
        };
        let count = failures(0.3, 7).into_iter().filter(|fails| *fails).count();
        assert!((250..350).contains(&count), "{count}");
        assert_eq!(failures(0.3, 7), failures(0.3, 7));
        assert_ne!(failures(0.3, 7), failures(0.3, 8));
        assert!(failures(0.0, 7).into_iter().all(|fails| !fails));
        assert!(failures(1.0, 7).into_iter().all(|fails| fails));
    }
}
