//! The sound of an old tape and a worn record.

use std::f64::consts::TAU;

use super::audio::{SAMPLE_RATE, Stereo, from_db};
use super::filter::Filter;
use crate::composition::Random;

/// How worn the sound is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tape {
    /// Largest deviation of the pitch by the slow wobble, in cents.
    pub(crate) wobble_cents: f64,
    /// Corner above which the treble is lost, in Hz.
    pub(crate) lowpass_hz: f64,
    /// Level of the hiss, in decibels relative to full scale.
    pub(crate) hiss_db: f64,
    /// Crackles per second.
    pub(crate) crackles_per_sec: f64,
}

impl Tape {
    /// Plays a loop through the tape; all its motions go round a whole number of times in the loop.
    pub(crate) fn apply(&self, sound: &Stereo) -> Stereo {
        let frames = sound.frames();
        let dust = self.dust(frames);
        let mut worn = self.wobble(sound);
        worn.map(|left, right| (saturate(left), saturate(right)));
        worn.add(&dust, 1.0);
        worn.in_loop(|twice| {
            Filter::highpass(30.0).apply(twice);
            Filter::lowpass(self.lowpass_hz).apply(twice);
            Filter::high_shelf(3000.0, -2.0).apply(twice);
        })
    }

    fn wobble(&self, sound: &Stereo) -> Stereo {
        let frames = sound.frames();
        let loop_secs = frames as f64 / f64::from(SAMPLE_RATE);
        let whole_turns = |hz: f64| (hz * loop_secs).round();
        // A delay of depth·sin(τft) bends the pitch by up to τf·depth.
        let bend = 2.0_f64.powf(self.wobble_cents / 1200.0) - 1.0;
        let waves = [(0.55, 0.7), (0.23, 0.3), (6.3, 0.12)].map(|(hz, share)| {
            let turns = whole_turns(hz);
            (
                turns,
                share * bend / (TAU * turns / loop_secs) * f64::from(SAMPLE_RATE),
            )
        });
        let delayed = |plane: &[f32]| {
            let position = |frame: usize| {
                let phase = TAU * frame as f64 / frames as f64;
                waves
                    .iter()
                    .map(|(turns, depth)| depth * (1.0 - (turns * phase).sin()))
                    .sum::<f64>()
            };
            (0..frames)
                .map(|frame| read_between(plane, frame as f64 - position(frame)))
                .collect()
        };
        Stereo {
            left: delayed(&sound.left),
            right: delayed(&sound.right),
        }
    }

    /// Hiss and crackle, as long as the loop.
    fn dust(&self, frames: usize) -> Stereo {
        let mut random = Random::from_name("dust");
        let mut dust = Stereo::silence(frames);
        let hiss = from_db(self.hiss_db);
        let (mut left_smooth, mut right_smooth) = (0.0_f64, 0.0_f64);
        let chance = self.crackles_per_sec / f64::from(SAMPLE_RATE);
        let mut crackle = (0.0_f64, 0.0_f64);
        dust.map(|_, _| {
            left_smooth += (random.around_zero() - left_smooth) * 0.35;
            right_smooth += (random.around_zero() - right_smooth) * 0.35;
            if random.unit() < chance {
                // Most crackles are faint, a few are not; each leans to one side.
                let strength =
                    from_db(-14.0 - 24.0 * random.unit().sqrt()) * random.around_zero().signum();
                let side = random.unit();
                crackle = (strength * side, strength * (1.0 - side));
            }
            let now = (
                left_smooth * hiss + crackle.0,
                right_smooth * hiss + crackle.1,
            );
            crackle = (crackle.0 * 0.6, crackle.1 * 0.6);
            (now.0 as f32, now.1 as f32)
        });
        dust.in_loop(|twice| {
            Filter::highpass(400.0).apply(twice);
            Filter::lowpass(5200.0).apply(twice);
        })
    }
}

/// Rounds off peaks softly.
fn saturate(sample: f32) -> f32 {
    const DRIVE: f32 = 1.6;
    (sample * DRIVE).tanh() / DRIVE
}

/// Reads a loop between its samples (cubic Hermite interpolation).
fn read_between(plane: &[f32], position: f64) -> f32 {
    let whole = position.floor();
    let part = (position - whole) as f32;
    let length = plane.len().max(1) as i64;
    let sample = |offset: i64| {
        let index = (whole as i64 + offset).rem_euclid(length) as usize;
        plane.get(index).copied().unwrap_or(0.0)
    };
    let (before, here, next, after) = (sample(-1), sample(0), sample(1), sample(2));
    let slope = (next - before) / 2.0;
    let bend = before - 2.5 * here + 2.0 * next - after / 2.0;
    let twist = (after - before) / 2.0 + 1.5 * (here - next);
    ((twist * part + bend) * part + slope) * part + here
}

#[cfg(test)]
mod tests {
    use super::read_between;

    #[test]
    fn reading_between_samples_goes_round_the_loop() {
        let ramp: Vec<f32> = (0..10).map(|value| value as f32).collect();
        assert!((read_between(&ramp, 4.5) - 4.5).abs() < 1e-6);
        assert!((read_between(&ramp, -2.0) - 8.0).abs() < 1e-6);
        assert!((read_between(&ramp, 13.0) - 3.0).abs() < 1e-6);
    }
}
