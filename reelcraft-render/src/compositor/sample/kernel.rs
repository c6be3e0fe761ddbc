//! The filter's weights.

use super::{TAPS, WEIGHT_BITS};

/// Positions on one axis of a plane: sample `i` of the output lies at `start + i * step`, in
/// samples of the canvas plane counted from the middle of its first one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    pub(super) start: f64,
    pub(super) step: f64,
}

impl Axis {
    /// Whether output samples are canvas samples: the first one's index, if so.
    #[expect(
        clippy::float_cmp,
        reason = "samples are copied only where the position is exactly theirs"
    )]
    pub(super) fn copied_from(self) -> Option<usize> {
        let is_exact = self.step == 1.0 && self.start >= 0.0 && self.start.fract() == 0.0;
        is_exact.then_some(self.start as usize)
    }
}

/// The weights for one scale.
#[derive(Debug)]
pub(super) struct Kernel {
    /// How far it is stretched, at least 1, in units of [`STRETCH_UNIT`].
    stretch: u64,
    /// The weights for positions `0, 1 / PHASES, 2 / PHASES, …` behind a sample.
    phases: Vec<[i16; TAPS]>,
}

/// Positions between two samples of the canvas. That a position is moved to the nearest of them
/// is half a thousandth of a pixel at most, which is an eighth of a level on the steepest edge.
const PHASES: usize = 1024;
/// Stretches are whole multiples of this, so that what rounding makes of one step is one kernel.
const STRETCH_UNIT: f64 = 1.0 / (1 << 30) as f64;
/// How many samples the kernel reaches at most on each side.
const REACH: usize = TAPS / 2;
/// Lobes of the kernel on each side (Lanczos; Duchon, Lanczos Filtering in One and Two
/// Dimensions, 1979).
const LOBES: f64 = 3.0;

impl Kernel {
    /// Makes the kernel for a distance of `step` canvas samples between output samples. A
    /// kernel for less than 1 is the one for 1: it passes through the samples.
    pub(super) fn new(step: f64) -> Self {
        let units = Self::units(step);
        let stretch = units as f64 * STRETCH_UNIT;
        let reach = (LOBES * stretch).min(REACH as f64);
        let value = |at: usize| {
            let distance = at as f64 / PHASES as f64;
            if distance >= reach {
                0.0
            } else {
                sinc(distance / stretch) * sinc(distance / reach)
            }
        };
        let values: Vec<f64> = (0..=REACH * PHASES).map(value).collect();
        let phases = (0..PHASES).map(|phase| {
            let samples: [f64; TAPS] = std::array::from_fn(|tap| {
                let distance = ((REACH - 1) * PHASES + phase).abs_diff(tap * PHASES);
                values.get(distance).copied().unwrap_or_default()
            });
            weights(samples, phase as f64 / PHASES as f64)
        });
        Self {
            stretch: units,
            phases: phases.collect(),
        }
    }

    fn units(step: f64) -> u64 {
        (step.max(1.0) / STRETCH_UNIT).round() as u64
    }

    /// Gives the kernel for a step: the known one where it is the same.
    pub(super) fn for_step(step: f64, known: Option<Self>) -> Self {
        known
            .filter(|known| known.stretch == Self::units(step))
            .unwrap_or_else(|| Self::new(step))
    }

    /// The first canvas sample and the weights for a position. The weights add up to exactly 1.
    pub(super) fn weights(&self, position: f64) -> (i64, [i16; TAPS]) {
        let nearest = (position * PHASES as f64 + 0.5).floor() as i64;
        let phase = nearest.rem_euclid(PHASES as i64) as usize;
        let before = nearest.div_euclid(PHASES as i64);
        let weights = self.phases.get(phase).copied().unwrap_or_default();
        (before - (REACH as i64 - 1), weights)
    }
}

/// Makes weights that add up to 1 of the kernel's values at the samples around a position, which
/// lies `phase` behind the fourth one.
fn weights(values: [f64; TAPS], phase: f64) -> [i16; TAPS] {
    let one = f64::from(1 << WEIGHT_BITS);
    let sum: f64 = values.iter().sum();
    let mut exact = values.map(|value| value / sum);
    // A windowed sinc leans a little to one side. The two samples around the position make up
    // for it, so that an even slope stays one and nothing trembles while it moves.
    let taps = exact.iter().enumerate();
    let centre: f64 = taps.map(|(tap, weight)| tap as f64 * weight).sum();
    let lean = centre - ((REACH - 1) as f64 + phase);
    let [_, _, _, before, after, ..] = &mut exact;
    *before += lean;
    *after -= lean;
    let mut weights = exact.map(|weight| (weight * one).round() as i16);
    // What rounding left over goes to the largest weight, where it is felt least.
    let missing = (1 << WEIGHT_BITS) - weights.iter().sum::<i16>();
    if let Some(largest) = weights.iter_mut().max() {
        *largest += missing;
    }
    weights
}

fn sinc(x: f64) -> f64 {
    let x = x * std::f64::consts::PI;
    if x == 0.0 { 1.0 } else { x.sin() / x }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whole_positions_at_scale_1_pass_through() {
        let (first, weights) = Kernel::new(1.0).weights(7.0);
        assert_eq!(first, 4);
        assert_eq!(weights, [0, 0, 0, 1 << 14, 0, 0, 0, 0]);
    }

    proptest! {
        #[test]
        fn weights_add_up_and_keep_the_position(step in 0.5f64..1.34, position in -5.0f64..5000.0) {
            let (first, weights) = Kernel::new(step).weights(position);
            prop_assert_eq!(weights.iter().map(|w| i32::from(*w)).sum::<i32>(), 1 << 14);
            // The centre of weight is the position, within half a phase and the last bits.
            let centre: f64 = weights
                .iter()
                .enumerate()
                .map(|(tap, weight)| (first + tap as i64) as f64 * f64::from(*weight))
                .sum::<f64>() / f64::from(1 << 14);
            prop_assert!((centre - position).abs() < 1e-3, "{} for {}", centre, position);
        }
    }
}
