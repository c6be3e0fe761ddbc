//! The peaks of the curve that runs through the samples.

use std::f64::consts::PI;

use super::source::StereoFrame;

/// How far the detector runs behind its input, in frames.
pub(crate) const DETECTOR_DELAY: usize = TAPS / 2;

/// Samples that an interpolated value is made of.
const TAPS: usize = 16;
/// Values between two samples: with the samples themselves 4× oversampling, as ITU-R BS.1770-4,
/// annex 2, demands.
const PHASES: usize = 3;
/// Shape of the Kaiser window: a ripple of 0.01 dB up to 18 kHz.
const KAISER_BETA: f64 = 5.0;
/// Frames that are skipped at once when they are too quiet to matter.
const CHUNK: usize = 240;

/// Finds the true peaks of a stereo sound by interpolation.
pub(crate) struct PeakDetector {
    coefficients: [[f32; TAPS]; PHASES],
    /// No interpolated value exceeds the largest sample times this.
    overshoot: f32,
    /// The last samples of each side, then the current chunk.
    sides: [Vec<f32>; 2],
    sums: Vec<f32>,
}

impl PeakDetector {
    pub(crate) fn new() -> Self {
        let coefficients = interpolation_coefficients();
        let overshoot = coefficients
            .iter()
            .map(|phase| phase.iter().map(|c| c.abs()).sum::<f32>())
            .fold(1.0, f32::max);
        Self {
            coefficients,
            overshoot,
            sides: [vec![0.0; TAPS - 1], vec![0.0; TAPS - 1]],
            sums: Vec::new(),
        }
    }

    /// Replaces `peaks` by one value a frame: the largest magnitude on either side from the frame
    /// [`DETECTOR_DELAY`] before it up to the following one. What is certainly not above `floor`
    /// may be given as 0.
    pub(crate) fn process(&mut self, block: &[StereoFrame], floor: f32, peaks: &mut Vec<f32>) {
        peaks.clear();
        for chunk in block.chunks(CHUNK) {
            self.process_chunk(chunk, floor, peaks);
        }
    }

    fn process_chunk(&mut self, chunk: &[StereoFrame], floor: f32, peaks: &mut Vec<f32>) {
        let start = peaks.len();
        peaks.resize(start + chunk.len(), 0.0);
        let Some(peaks) = peaks.get_mut(start..) else {
            return;
        };
        for (side, samples) in self.sides.iter_mut().enumerate() {
            if side == 0 {
                samples.extend(chunk.iter().map(|frame| frame[0]));
            } else {
                samples.extend(chunk.iter().map(|frame| frame[1]));
            }
            let largest = samples.iter().fold(0.0f32, |most, s| most.max(s.abs()));
            if largest * self.overshoot > floor {
                let centres = samples.iter().skip(TAPS / 2 - 1);
                for (peak, sample) in peaks.iter_mut().zip(centres) {
                    *peak = peak.max(sample.abs());
                }
                for phase in &self.coefficients {
                    self.sums.clear();
                    self.sums.resize(chunk.len(), 0.0);
                    for (tap, coefficient) in phase.iter().enumerate() {
                        let inputs = samples.get(tap..).unwrap_or_default();
                        for (sum, input) in self.sums.iter_mut().zip(inputs) {
                            *sum += coefficient * input;
                        }
                    }
                    for (peak, sum) in peaks.iter_mut().zip(&self.sums) {
                        *peak = peak.max(sum.abs());
                    }
                }
            }
            samples.drain(..chunk.len());
        }
    }
}

/// Windowed sinc for the three places between the two middle taps; each sums up to 1.
fn interpolation_coefficients() -> [[f32; TAPS]; PHASES] {
    let mut phases = [[0.0; TAPS]; PHASES];
    for (phase, coefficients) in phases.iter_mut().enumerate() {
        let place = (TAPS / 2 - 1) as f64 + (phase + 1) as f64 / (PHASES + 1) as f64;
        let half = (TAPS / 2) as f64;
        let values: Vec<f64> = (0..TAPS)
            .map(|tap| {
                let distance = tap as f64 - place;
                let sinc = (PI * distance).sin() / (PI * distance);
                let edge = 1.0 - (distance / half).powi(2);
                sinc * bessel_i0(KAISER_BETA * edge.max(0.0).sqrt()) / bessel_i0(KAISER_BETA)
            })
            .collect();
        let sum: f64 = values.iter().sum();
        for (coefficient, value) in coefficients.iter_mut().zip(values) {
            *coefficient = (value / sum) as f32;
        }
    }
    phases
}

/// The modified Bessel function of the first kind and order 0, by its power series.
fn bessel_i0(x: f64) -> f64 {
    let quarter = x * x / 4.0;
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..32 {
        term *= quarter / f64::from(k * k);
        sum += term;
    }
    sum
}

/// Measures the true peak of a whole sound.
pub(crate) struct TruePeakMeter {
    detector: PeakDetector,
    peaks: Vec<f32>,
    largest: f32,
}

impl TruePeakMeter {
    pub(crate) fn new() -> Self {
        Self {
            detector: PeakDetector::new(),
            peaks: Vec::new(),
            largest: 0.0,
        }
    }

    /// Takes the next frames.
    pub(crate) fn add(&mut self, block: &[StereoFrame]) {
        self.detector.process(block, self.largest, &mut self.peaks);
        self.largest = self
            .peaks
            .iter()
            .fold(self.largest, |most, peak| most.max(*peak));
    }

    /// The largest magnitude of everything so far; 1 is full scale.
    pub(crate) fn finish(mut self) -> f64 {
        self.add(&[[0.0; 2]; TAPS]);
        f64::from(self.largest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn true_peak(frames: impl Iterator<Item = f64>) -> f64 {
        let frames: Vec<StereoFrame> = frames.map(|value| [0.0, value as f32]).collect();
        let mut meter = TruePeakMeter::new();
        frames.chunks(333).for_each(|block| meter.add(block));
        20.0 * meter.finish().log10()
    }

    /// EBU Tech 3341, cases 15 to 19: sines at a quarter of the rate, sampled beside their peaks,
    /// read within +0.2 and −0.4 dB of the truth.
    #[test]
    fn peaks_between_samples_are_found() {
        for phase_degrees in [0.0, 45.0, 60.0, 67.5] {
            let tone = (0..4800)
                .map(|i| 0.5 * (PI / 2.0 * f64::from(i) + f64::to_radians(phase_degrees)).sin());
            let peak = true_peak(tone);
            assert!((-6.4..=-5.8).contains(&peak), "{phase_degrees}: {peak}");
        }
    }

    #[test]
    fn no_frequency_is_read_far_from_its_amplitude() {
        for hz in [50.0, 997.0, 5_000.0, 11_025.0, 15_000.0, 18_000.0] {
            let tone = (0..48_000).map(|i| 0.5 * (2.0 * PI * hz * f64::from(i) / 48_000.0).sin());
            // A tone that begins or ends at once overshoots by itself: fade it in and out.
            let tone = tone
                .enumerate()
                .map(|(i, value)| value * (i.min(48_000 - i) as f64 / 4800.0).min(1.0));
            let peak = true_peak(tone);
            assert!((peak + 6.02).abs() < 0.3, "{hz}: {peak}");
        }
    }

    #[test]
    fn one_sample_is_its_own_peak() {
        let peak = true_peak((0..100).map(|i| if i == 50 { 0.8 } else { 0.0 }));
        assert!((peak - 20.0 * 0.8f64.log10()).abs() < 0.001);
        let last = true_peak((0..100).map(|i| if i == 99 { 0.8 } else { 0.0 }));
        assert!((last - 20.0 * 0.8f64.log10()).abs() < 0.001);
    }

    #[test]
    fn peaks_are_given_where_they_are() {
        let mut block = vec![[0.0; 2]; 100];
        block[40] = [0.0, -0.9];
        let mut peaks = Vec::new();
        PeakDetector::new().process(&block, 0.0, &mut peaks);
        let found = peaks.iter().position(|peak| *peak > 0.899).unwrap();
        assert_eq!(found, 40 + DETECTOR_DELAY);
    }
}
