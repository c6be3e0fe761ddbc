//! Fades at the two ends of the music, and from one end into the next beginning.

use std::f64::consts::{FRAC_PI_2, PI};

use reelcraft_core::SAMPLE_RATE_HZ;
use reelcraft_core::timeline::MusicShape;

/// The gain of the music by its place in the video: smooth from silence and back to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fades {
    length: u64,
    fade_in: u64,
    fade_out: u64,
}

impl Fades {
    /// Fades for a video of `length` frames of sound. In a short one the usual fade in takes at
    /// most a tenth and the fade out at most a fifth, and those that a person chose half of it.
    pub(crate) fn over(length: u64, shape: MusicShape) -> Self {
        let usual = MusicShape::default();
        let most = |secs: f64, usual: f64, part: u64| {
            if secs <= usual {
                length / part
            } else {
                length / 2
            }
        };
        let of = |secs: f64| (secs * f64::from(SAMPLE_RATE_HZ)) as u64;
        Self {
            length,
            fade_in: of(shape.fade_in_secs).min(most(shape.fade_in_secs, usual.fade_in_secs, 10)),
            fade_out: of(shape.fade_out_secs).min(most(
                shape.fade_out_secs,
                usual.fade_out_secs,
                5,
            )),
        }
    }

    /// The gain of a frame, 0 to 1.
    pub(crate) fn gain_at(self, frame: u64) -> f32 {
        let left = self.length.saturating_sub(frame + 1);
        (raised_cosine(frame, self.fade_in) * raised_cosine(left, self.fade_out)) as f32
    }
}

/// From 0 at `step` 0 to 1 at `steps`, without a corner at either end.
fn raised_cosine(step: u64, steps: u64) -> f64 {
    if step >= steps {
        1.0
    } else {
        0.5 - 0.5 * (PI * step as f64 / steps as f64).cos()
    }
}

/// The gains of what goes and of what comes, `step` of `steps` into an equal-power crossfade.
pub(crate) fn equal_power(step: usize, steps: usize) -> (f32, f32) {
    let angle = FRAC_PI_2 * (step as f64 + 0.5) / steps.max(1) as f64;
    (angle.cos() as f32, angle.sin() as f32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "silence and full gain are exact")]
    fn music_comes_from_silence_and_goes_into_it() {
        let fades = Fades::over(480_000, MusicShape::default());
        assert_eq!(fades.gain_at(0), 0.0);
        assert_eq!(fades.gain_at(14_400), 1.0);
        assert_eq!(fades.gain_at(480_000 - 72_001), 1.0);
        assert!((fades.gain_at(480_000 - 36_000) - 0.5).abs() < 0.01);
        assert_eq!(fades.gain_at(479_999), 0.0);
    }

    #[test]
    fn a_person_chooses_how_long_it_takes() {
        let shape = MusicShape {
            fade_in_secs: 4.0,
            fade_out_secs: 0.0,
            ..MusicShape::default()
        };
        let fades = Fades::over(480_000, shape);
        assert!((fades.gain_at(96_000) - 0.5).abs() < 0.01);
        assert!((fades.gain_at(479_999) - 1.0).abs() < f32::EPSILON);
        assert!((Fades::over(96_000, shape).gain_at(24_000) - 0.5).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn there_is_a_gain_everywhere(length in 0u64..300_000, part in 0.0..1.2f64) {
            let gain = Fades::over(length, MusicShape::default()).gain_at((length as f64 * part) as u64);
            prop_assert!((0.0..=1.0).contains(&gain));
        }

        #[test]
        fn a_crossfade_keeps_the_power(step in 0usize..1000, more in 1usize..1000) {
            let (going, coming) = equal_power(step, step + more);
            prop_assert!((going * going + coming * coming - 1.0).abs() < 1e-5);
        }
    }
}
