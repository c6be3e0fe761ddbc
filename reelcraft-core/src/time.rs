//! Time as integers: frames and samples. Seconds as floats exist only at the edges.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// Samples per second of everything that is mixed.
pub const SAMPLE_RATE_HZ: u32 = 48_000;

/// A frame rate as an exact fraction of frames per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FrameRate {
    numerator: u32,
    denominator: u32,
}

impl FrameRate {
    /// The lowest and the highest rate a project may have, in frames per second.
    pub const LIMITS: (f64, f64) = (23.976, 60.0);

    /// Makes a whole rate; 0 becomes 1.
    pub const fn whole(fps: u32) -> Self {
        Self {
            numerator: if fps == 0 { 1 } else { fps },
            denominator: 1,
        }
    }

    /// Reads a rate as people write it. `23.976`, `29.97` and `59.94` mean the
    /// broadcast rates N·1000/1001; other values are kept to a thousandth.
    pub fn from_fps(fps: f64) -> Result<Self> {
        let (low, high) = Self::LIMITS;
        if !(low..=high).contains(&fps) {
            return Err(Error::invalid_input(format!(
                "frame rate {fps} is outside {low} to {high}"
            )));
        }
        let rounded = fps.round();
        if (fps - rounded).abs() < 1e-9 {
            return Ok(Self::whole(rounded as u32));
        }
        let broadcast = fps.ceil() * 1000.0 / 1001.0;
        if (fps - broadcast).abs() < 0.005 {
            return Ok(Self::reduced(fps.ceil() as u32 * 1000, 1001));
        }
        Ok(Self::reduced((fps * 1000.0).round() as u32, 1000))
    }

    fn reduced(numerator: u32, denominator: u32) -> Self {
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Self {
            numerator: numerator / a,
            denominator: denominator / a,
        }
    }

    /// Frames in `denominator` seconds.
    pub fn numerator(self) -> u32 {
        self.numerator
    }

    /// The denominator of the fraction, never 0.
    pub fn denominator(self) -> u32 {
        self.denominator
    }

    /// Frames per second as a float, for display.
    pub fn fps(self) -> f64 {
        f64::from(self.numerator) / f64::from(self.denominator)
    }

    /// The frame boundary nearest to a time in seconds; negative times give 0.
    pub fn frame_at(self, secs: f64) -> u64 {
        (secs * f64::from(self.numerator) / f64::from(self.denominator))
            .round()
            .max(0.0) as u64
    }

    /// The time in seconds at which a frame begins.
    pub fn secs_at(self, frame: u64) -> f64 {
        frame as f64 * f64::from(self.denominator) / f64::from(self.numerator)
    }

    /// The sample of a 48 kHz stream at which a frame begins, rounded down.
    pub fn sample_at(self, frame: u64) -> u64 {
        let samples = u128::from(frame) * u128::from(SAMPLE_RATE_HZ) * u128::from(self.denominator);
        (samples / u128::from(self.numerator)) as u64
    }
}

impl Default for FrameRate {
    fn default() -> Self {
        Self::whole(30)
    }
}

impl fmt::Display for FrameRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 {
            write!(f, "{}", self.numerator)
        } else {
            write!(f, "{:.3}", self.fps())
        }
    }
}

/// A run of frames, the end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FrameRange {
    /// The first frame.
    pub start: u64,
    /// The frame after the last one; never before `start`.
    pub end: u64,
}

impl FrameRange {
    /// Makes the run from `start` up to but not including `end`.
    pub fn new(start: u64, end: u64) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// How many frames there are.
    pub fn len(self) -> u64 {
        self.end.saturating_sub(self.start)
    }

    /// Whether there is no frame.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether `frame` is one of them.
    pub fn contains(self, frame: u64) -> bool {
        (self.start..self.end).contains(&frame)
    }

    /// The frames as an iterator's range.
    pub fn iter(self) -> Range<u64> {
        self.start..self.end
    }
}

/// When a line is spoken within its voiceover, in seconds from the start of the file.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LineSpan {
    /// Where its first sound is.
    pub start: f64,
    /// Where its last sound ends; never before `start`.
    pub end: f64,
}

impl LineSpan {
    /// How long it is, in seconds.
    pub fn secs(self) -> f64 {
        self.end - self.start
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_rates_as_people_write_them() {
        let of = |fps: f64| {
            let rate = FrameRate::from_fps(fps).unwrap();
            (rate.numerator(), rate.denominator())
        };
        assert_eq!(of(30.0), (30, 1));
        assert_eq!(of(29.97), (30000, 1001));
        assert_eq!(of(23.976), (24000, 1001));
        assert_eq!(of(59.94), (60000, 1001));
        assert_eq!(of(37.5), (75, 2));
    }

    #[test]
    fn refuses_rates_outside_the_limits() {
        for fps in [0.0, 23.9, 60.01, -30.0, f64::NAN, f64::INFINITY] {
            assert!(FrameRate::from_fps(fps).is_err(), "{fps}");
        }
    }

    proptest! {
        #[test]
        fn a_frame_begins_at_its_own_time(fps in 1u32..=120, frame in 0u64..10_000_000) {
            let rate = FrameRate::whole(fps);
            prop_assert_eq!(rate.frame_at(rate.secs_at(frame)), frame);
        }

        #[test]
        fn samples_never_run_backwards(frame in 0u64..1_000_000) {
            let rate = FrameRate::from_fps(29.97).unwrap();
            prop_assert!(rate.sample_at(frame) < rate.sample_at(frame + 1));
        }
    }
}
