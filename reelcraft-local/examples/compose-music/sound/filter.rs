//! Second-order filters (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients").

use std::f64::consts::TAU;

use super::audio::{SAMPLE_RATE, Stereo};

/// Coefficients of a filter, normalised so that a0 is 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filter {
    b: [f64; 3],
    a: [f64; 2],
}

/// Quality of a filter without a resonance.
const FLAT_QUALITY: f64 = std::f64::consts::FRAC_1_SQRT_2;

impl Filter {
    /// Passes what is above a frequency (12 dB per octave).
    pub(crate) fn highpass(corner_hz: f64) -> Self {
        let (cosine, alpha) = cosine_and_alpha(corner_hz, FLAT_QUALITY);
        let edge = f64::midpoint(1.0, cosine);
        Self::normalised(
            [edge, -2.0 * edge, edge],
            [1.0 + alpha, -2.0 * cosine, 1.0 - alpha],
        )
    }

    /// Passes what is below a frequency (12 dB per octave).
    pub(crate) fn lowpass(corner_hz: f64) -> Self {
        let (cosine, alpha) = cosine_and_alpha(corner_hz, FLAT_QUALITY);
        let edge = (1.0 - cosine) / 2.0;
        Self::normalised(
            [edge, 2.0 * edge, edge],
            [1.0 + alpha, -2.0 * cosine, 1.0 - alpha],
        )
    }

    /// Raises or lowers the surroundings of a frequency.
    pub(crate) fn peak(centre_hz: f64, quality: f64, gain_db: f64) -> Self {
        let (cosine, alpha) = cosine_and_alpha(centre_hz, quality);
        let amplitude = 10.0_f64.powf(gain_db / 40.0);
        Self::normalised(
            [
                1.0 + alpha * amplitude,
                -2.0 * cosine,
                1.0 - alpha * amplitude,
            ],
            [
                1.0 + alpha / amplitude,
                -2.0 * cosine,
                1.0 - alpha / amplitude,
            ],
        )
    }

    /// Raises or lowers everything above a frequency.
    pub(crate) fn high_shelf(corner_hz: f64, gain_db: f64) -> Self {
        let (cosine, alpha) = cosine_and_alpha(corner_hz, FLAT_QUALITY);
        let amplitude = 10.0_f64.powf(gain_db / 40.0);
        let (plus, minus) = (amplitude + 1.0, amplitude - 1.0);
        let slope = 2.0 * amplitude.sqrt() * alpha;
        Self::normalised(
            [
                amplitude * (plus + minus * cosine + slope),
                -2.0 * amplitude * (minus + plus * cosine),
                amplitude * (plus + minus * cosine - slope),
            ],
            [
                plus - minus * cosine + slope,
                2.0 * (minus - plus * cosine),
                plus - minus * cosine - slope,
            ],
        )
    }

    fn normalised([b0, b1, b2]: [f64; 3], [a0, a1, a2]: [f64; 3]) -> Self {
        Self {
            b: [b0 / a0, b1 / a0, b2 / a0],
            a: [a1 / a0, a2 / a0],
        }
    }

    /// Filters both planes, starting from silence.
    pub(crate) fn apply(&self, sound: &mut Stereo) {
        let Self {
            b: [b0, b1, b2],
            a: [a1, a2],
        } = *self;
        for plane in sound.planes_mut() {
            let (mut one, mut two) = (0.0_f64, 0.0_f64);
            for sample in plane {
                let input = f64::from(*sample);
                let output = b0 * input + one;
                one = b1 * input - a1 * output + two;
                two = b2 * input - a2 * output;
                *sample = output as f32;
            }
        }
    }
}

fn cosine_and_alpha(frequency_hz: f64, quality: f64) -> (f64, f64) {
    let angle = TAU * (frequency_hz / f64::from(SAMPLE_RATE)).min(0.49);
    (angle.cos(), angle.sin() / (2.0 * quality))
}

#[cfg(test)]
mod tests {
    use super::{Filter, SAMPLE_RATE, Stereo, TAU};

    fn gain_at(filter: &Filter, frequency_hz: f64) -> f32 {
        let wave: Vec<f32> = (0..SAMPLE_RATE)
            .map(|frame| {
                (TAU * frequency_hz * f64::from(frame) / f64::from(SAMPLE_RATE)).sin() as f32
            })
            .collect();
        let mut sound = Stereo {
            left: wave.clone(),
            right: wave,
        };
        filter.apply(&mut sound);
        sound
            .left
            .iter()
            .skip(22_050)
            .fold(0.0_f32, |peak, sample| peak.max(sample.abs()))
    }

    #[test]
    fn filters_pass_and_stop_where_they_say() {
        assert!((gain_at(&Filter::highpass(1000.0), 8000.0) - 1.0).abs() < 0.02);
        assert!(gain_at(&Filter::highpass(1000.0), 100.0) < 0.02);
        assert!((gain_at(&Filter::lowpass(1000.0), 1000.0) - 0.707).abs() < 0.02);
        assert!((gain_at(&Filter::peak(2000.0, 1.0, -6.0), 2000.0) - 0.501).abs() < 0.02);
        assert!((gain_at(&Filter::high_shelf(2000.0, 6.0), 16_000.0) - 1.995).abs() < 0.05);
    }
}
