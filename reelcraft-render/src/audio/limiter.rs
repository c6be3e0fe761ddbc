//! The limiter that lets no true peak through.

use std::collections::VecDeque;

use reelcraft_core::{Result, SAMPLE_RATE_HZ};

use super::source::{SoundSource, StereoFrame};
use super::true_peak::{DETECTOR_DELAY, PeakDetector};

/// How long before a peak the gain begins to fall: 3 ms.
const LOOK_AHEAD: usize = SAMPLE_RATE_HZ as usize * 3 / 1000;
/// How long it stays down after a peak, 8 ms, so that it does not follow single waves of a low
/// voice.
const HOLD: usize = SAMPLE_RATE_HZ as usize * 8 / 1000;
/// Time constant of its way back, in seconds.
const RELEASE_SECS: f64 = 0.08;
/// A gain this close to 1 is 1: less than 0.001 dB.
const ALMOST_ONE: f32 = 0.9999;

/// How far the limiter runs behind its input, in frames.
const LATENCY: usize = DETECTOR_DELAY + LOOK_AHEAD - 1;

/// A gain that is never above what keeps the true peaks at or below the ceiling, and that moves
/// smoothly: the minimum of what the peaks allow within look-ahead and hold, an exponential
/// release, and the mean of the result over the look-ahead. Each value in that mean has already
/// seen the peak, so that the mean is low enough when the peak comes out.
struct GainCurve {
    /// What recent peaks below 1 allow: when they were, and the gain, ascending in both.
    allowed: VecDeque<(u64, f32)>,
    now: u64,
    /// After hold and release.
    held: f32,
    release: f32,
    /// The last values of `held`, and their sum.
    recent: VecDeque<f32>,
    sum: f64,
    /// How many times in a row `held` was 1.
    ones: usize,
}

impl GainCurve {
    fn new() -> Self {
        let release = 1.0 - (-1.0 / (RELEASE_SECS * f64::from(SAMPLE_RATE_HZ))).exp();
        Self {
            allowed: VecDeque::new(),
            now: 0,
            held: 1.0,
            release: release as f32,
            recent: std::iter::repeat_n(1.0, LOOK_AHEAD).collect(),
            sum: LOOK_AHEAD as f64,
            ones: LOOK_AHEAD,
        }
    }

    /// Whether it is 1 until the next peak.
    fn is_idle(&self) -> bool {
        self.ones >= LOOK_AHEAD && self.allowed.is_empty()
    }

    /// Takes what the newest peak allows and gives the gain of the frame that comes out now.
    fn next(&mut self, allowed: f32) -> f32 {
        self.now += 1;
        if allowed < 1.0 {
            while self
                .allowed
                .pop_back_if(|(_, other)| *other >= allowed)
                .is_some()
            {}
            self.allowed.push_back((self.now, allowed));
        }
        let oldest = self.now.saturating_sub((LOOK_AHEAD + HOLD) as u64);
        while self
            .allowed
            .pop_front_if(|(when, _)| *when < oldest)
            .is_some()
        {}
        let least = self.allowed.front().map_or(1.0, |(_, gain)| *gain);

        self.held = least.min(self.held + (least - self.held) * self.release);
        if self.held > ALMOST_ONE && least >= 1.0 {
            self.held = 1.0;
            self.ones += 1;
        } else {
            self.ones = 0;
        }
        let leaving = self.recent.pop_front().unwrap_or(1.0);
        self.recent.push_back(self.held);
        self.sum += f64::from(self.held) - f64::from(leaving);
        (self.sum / LOOK_AHEAD as f64) as f32
    }
}

/// A sound with a gain, whose true peaks stay at or below a ceiling; as long as the original, and
/// in step with it.
pub(crate) struct Limited<S> {
    source: S,
    gain: f32,
    ceiling: f32,
    detector: PeakDetector,
    peaks: Vec<f32>,
    curve: GainCurve,
    /// Input that has not come out yet.
    delayed: VecDeque<StereoFrame>,
    is_ended: bool,
}

impl<S: SoundSource> Limited<S> {
    /// Multiplies `source` by `gain` and limits it to `ceiling`, both amplitudes.
    pub(crate) fn new(source: S, gain: f64, ceiling: f64) -> Self {
        Self {
            source,
            gain: gain as f32,
            ceiling: ceiling as f32,
            detector: PeakDetector::new(),
            peaks: Vec::new(),
            curve: GainCurve::new(),
            delayed: VecDeque::new(),
            is_ended: false,
        }
    }

    /// Reads a block of input, or silence after its end, and finds its peaks.
    fn take_in(&mut self, block: &mut [StereoFrame]) -> Result<()> {
        let count = if self.is_ended {
            0
        } else {
            self.source.read(block)?
        };
        self.is_ended |= count < block.len();
        for (index, frame) in block.iter_mut().enumerate() {
            let gain = if index < count { self.gain } else { 0.0 };
            *frame = frame.map(|sample| sample * gain);
        }
        self.detector.process(block, self.ceiling, &mut self.peaks);
        self.delayed.extend(block.iter().take(count));
        Ok(())
    }

    fn allowed(ceiling: f32, peak: f32) -> f32 {
        if peak > ceiling { ceiling / peak } else { 1.0 }
    }
}

impl<S: SoundSource> SoundSource for Limited<S> {
    fn read(&mut self, block: &mut [StereoFrame]) -> Result<usize> {
        if self.curve.now == 0 && self.delayed.is_empty() && !self.is_ended {
            let mut beginning = [[0.0; 2]; LATENCY];
            self.take_in(&mut beginning)?;
            for peak in &self.peaks {
                self.curve.next(Self::allowed(self.ceiling, *peak));
            }
        }
        self.take_in(block)?;
        let count = self.delayed.len().min(block.len());
        let outgoing = self.delayed.drain(..count);
        for ((frame, peak), delayed) in block.iter_mut().zip(&self.peaks).zip(outgoing) {
            *frame = delayed;
            if *peak > self.ceiling || !self.curve.is_idle() {
                let gain = self.curve.next(Self::allowed(self.ceiling, *peak));
                let most = self.ceiling;
                *frame = delayed.map(|sample| (sample * gain).clamp(-most, most));
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::source::{Samples, collect};
    use super::super::true_peak::TruePeakMeter;
    use super::*;

    fn limited(frames: &[StereoFrame], gain: f64, ceiling: f64) -> Vec<StereoFrame> {
        collect(&mut Limited::new(
            Samples::new(frames.to_vec()),
            gain,
            ceiling,
        ))
    }

    fn true_peak(frames: &[StereoFrame]) -> f64 {
        let mut meter = TruePeakMeter::new();
        meter.add(frames);
        meter.finish()
    }

    #[test]
    fn what_is_below_the_ceiling_passes_unchanged() {
        let tone: Vec<StereoFrame> = (0..20_000)
            .map(|i| [(i as f32 * 0.05).sin() * 0.7, (i as f32 * 0.03).cos() * 0.6])
            .collect();
        assert_eq!(limited(&tone, 1.0, 0.84), tone);
    }

    #[test]
    fn a_loud_tone_is_turned_down_and_not_bent() {
        let tone: Vec<StereoFrame> = (0..96_000)
            .map(|i| [(i as f32 * 0.065_45).sin() * 2.0; 2])
            .collect();
        let all = limited(&tone, 1.0, 0.8);
        // In the middle it is the same sine, smaller: no harmonics from clipping.
        let gain = 0.8 / 2.0;
        for (out, original) in all.iter().zip(&tone).skip(20_000).take(50_000) {
            assert!((out[0] - original[0] * gain).abs() < 0.002, "{out:?}");
        }
    }

    #[test]
    fn a_sudden_peak_is_met_with_a_gain_that_comes_before_it() {
        let mut frames = vec![[0.1f32; 2]; 48_000];
        frames[24_000] = [3.0, -3.0];
        let all = limited(&frames, 1.0, 0.5);
        assert!(true_peak(&all) <= 0.5 * 1.001);
        assert!((all[24_000][0] - 0.5).abs() < 0.001);
        assert!((all[24_000 - 2 * LOOK_AHEAD][0] - 0.1).abs() < 1e-6);
        let steepest = all
            .windows(2)
            .filter(|pair| pair[0][0] < 0.11 && pair[1][0] < 0.11)
            .map(|pair| (pair[1][0] - pair[0][0]).abs())
            .fold(0.0, f32::max);
        assert!(steepest < 0.1 / LOOK_AHEAD as f32 * 1.1, "{steepest}");
        assert!((all[47_999][0] - 0.1).abs() < 0.001, "released");
    }

    proptest! {
        #[test]
        fn no_true_peak_gets_through(
            seed in any::<u32>(),
            gain in 0.5..30.0f64,
            length in 0usize..6000,
        ) {
            let mut state = seed;
            let mut next = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / 8_388_608.0 - 1.0
            };
            let noise: Vec<StereoFrame> = (0..length).map(|_| [next(), next()]).collect();
            let all = limited(&noise, gain, 0.84);
            prop_assert_eq!(all.len(), length);
            // The gain moves between the samples too, which the interpolation sees a little.
            prop_assert!(true_peak(&all) <= 0.84 * 1.012, "{}", true_peak(&all));
        }
    }
}
