//! How loud a sound is.

use ebur128::{EbuR128, Mode};
use reelcraft_core::{Error, Result, SAMPLE_RATE_HZ};

use super::source::StereoFrame;

/// The shortest sound that has a loudness: one gating block of ITU-R BS.1770-4.
const GATING_BLOCK_FRAMES: u64 = SAMPLE_RATE_HZ as u64 * 4 / 10;

/// Measures the integrated loudness of a stereo sound after EBU R 128 in constant memory.
pub(crate) struct LoudnessMeter {
    meter: EbuR128,
    frames: u64,
}

impl LoudnessMeter {
    pub(crate) fn new() -> Result<Self> {
        // The histogram has steps of 0.1 LU and does not grow.
        let meter = EbuR128::new(2, SAMPLE_RATE_HZ, Mode::I | Mode::HISTOGRAM).map_err(failed)?;
        Ok(Self { meter, frames: 0 })
    }

    /// Takes the next frames.
    pub(crate) fn add(&mut self, block: &[StereoFrame]) -> Result<()> {
        self.frames += block.len() as u64;
        self.meter
            .add_frames_f32(block.as_flattened())
            .map_err(failed)
    }

    /// The loudness of everything so far in LUFS; −∞ for silence, which begins at −70 LUFS.
    ///
    /// A sound of less than 0.4 s is measured as if silence followed it.
    pub(crate) fn finish(mut self) -> Result<f64> {
        if self.frames < GATING_BLOCK_FRAMES {
            let missing = (GATING_BLOCK_FRAMES - self.frames) as usize;
            self.add(&vec![[0.0; 2]; missing])?;
        }
        let loudness = self.meter.loudness_global().map_err(failed)?;
        Ok(if loudness.is_finite() {
            loudness
        } else {
            f64::NEG_INFINITY
        })
    }
}

fn failed(error: ebur128::Error) -> Error {
    Error::internal("cannot measure the loudness").because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loudness_of(frames: usize, amplitude: f64) -> f64 {
        let mut meter = LoudnessMeter::new().unwrap();
        let tone: Vec<StereoFrame> = (0..frames)
            .map(|i| (std::f64::consts::TAU * 1000.0 * i as f64 / 48000.0).sin() * amplitude)
            .map(|value| [value as f32; 2])
            .collect();
        tone.chunks(777).for_each(|chunk| meter.add(chunk).unwrap());
        meter.finish().unwrap()
    }

    /// EBU Tech 3341, case 1: a stereo sine of 1 kHz at −23 dBFS peak reads −23.0 ± 0.1 LUFS.
    #[test]
    fn the_reference_sine_reads_minus_23() {
        let amplitude = 10f64.powf(-23.0 / 20.0);
        assert!((loudness_of(20 * 48000, amplitude) + 23.0).abs() < 0.1);
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "silence and full gain are exact")]
    fn silence_and_nothing_have_no_loudness() {
        assert_eq!(loudness_of(48000, 0.0), f64::NEG_INFINITY);
        assert_eq!(loudness_of(0, 0.0), f64::NEG_INFINITY);
    }

    #[test]
    fn a_tenth_of_a_second_still_has_one() {
        let short = loudness_of(4800, 0.5);
        assert!((-14.0..-10.0).contains(&short), "{short}");
    }
}
