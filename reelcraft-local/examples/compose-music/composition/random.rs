//! A small deterministic generator for the human side of playing.

/// Draws pseudo-random numbers; the same name always gives the same sequence (`SplitMix64`, Steele et al. 2014).
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Starts a sequence that depends on `name` alone (FNV-1a of its bytes).
    pub(crate) fn from_name(name: &str) -> Self {
        let state = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self { state }
    }

    /// Draws evenly from 0 up to, and without, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Draws from −1 to 1, values near 0 being the likeliest (triangular distribution).
    pub(crate) fn around_zero(&mut self) -> f64 {
        self.unit() + self.unit() - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_same_name_gives_the_same_numbers() {
        let (mut one, mut other) = (Random::from_name("piano"), Random::from_name("piano"));
        for _ in 0..100 {
            let value = one.unit();
            assert!((0.0..1.0).contains(&value));
            assert!((value - other.unit()).abs() < f64::EPSILON);
        }
        assert!(
            (Random::from_name("bass").unit() - Random::from_name("piano").unit()).abs() > 1e-9
        );
    }
}
