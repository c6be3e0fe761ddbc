//! Ratios and their decibels.

/// The amplitude ratio of a level difference.
pub(crate) fn amplitude(db: f64) -> f64 {
    10f64.powf(db / 20.0)
}

/// The level of an amplitude ratio; −∞ for 0.
pub(crate) fn from_amplitude(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// The level of a power ratio; −∞ for 0.
pub(crate) fn from_power(ratio: f64) -> f64 {
    10.0 * ratio.log10()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_level_is_the_level_of_its_ratio(db in -120.0..60.0f64) {
            prop_assert!((from_amplitude(amplitude(db)) - db).abs() < 1e-9);
            prop_assert!((from_power(amplitude(db).powi(2)) - db).abs() < 1e-9);
        }
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "silence and full gain are exact")]
    fn silence_has_no_level() {
        assert_eq!(from_power(0.0), f64::NEG_INFINITY);
        assert_eq!(from_amplitude(0.0), f64::NEG_INFINITY);
    }
}
