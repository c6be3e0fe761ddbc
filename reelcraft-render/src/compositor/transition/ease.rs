//! How progress becomes movement.

/// Starts and ends slowly: the cubic with slope 0 at both ends.
pub(super) fn smooth(progress: f64) -> f64 {
    let at = progress.clamp(0.0, 1.0);
    at * at * (3.0 - 2.0 * at)
}

/// Starts and ends more slowly than [`smooth`] and is faster between, for what crosses the whole
/// frame.
pub(super) fn swift(progress: f64) -> f64 {
    let at = progress.clamp(0.0, 1.0);
    if at < 0.5 {
        4.0 * at.powi(3)
    } else {
        1.0 - 4.0 * (1.0 - at).powi(3)
    }
}

/// A weight of 0 to 256 from a share of 0 to 1.
pub(super) fn weight(share: f64) -> u16 {
    (share.clamp(0.0, 1.0) * 256.0).round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_run_from_0_to_1_and_are_symmetric() {
        for ease in [smooth, swift] {
            assert!(ease(0.0).abs() < 1e-12 && (ease(1.0) - 1.0).abs() < 1e-12);
            for at in 0..=100 {
                let at = f64::from(at) / 100.0;
                assert!((ease(at) + ease(1.0 - at) - 1.0).abs() < 1e-12);
                assert!(ease(at + 0.01) >= ease(at));
            }
        }
        assert_eq!((weight(-1.0), weight(0.5), weight(2.0)), (0, 128, 256));
    }
}
