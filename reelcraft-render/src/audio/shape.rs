//! The shape of a sound, to be drawn.

use std::path::Path;

use reelcraft_core::{Control, Result, SAMPLE_RATE_HZ};

use super::source::for_each_block;
use crate::libav::SoundFile;

/// The most values that are held while a sound is read: 4 MiB.
const MOST_VALUES: usize = 1 << 20;

/// The shape of a sound: how loud its parts are.
#[derive(Debug, Clone, PartialEq)]
pub struct SoundShape {
    /// How long the sound is, in seconds.
    pub secs: f64,
    /// The loudest sample of each of as many equal parts, 0 to 1; at least one value.
    pub peaks: Vec<f32>,
}

impl SoundShape {
    /// The same shape in fewer parts.
    #[must_use]
    pub fn in_parts(&self, points: usize) -> Vec<f32> {
        loudest(&self.peaks, points)
    }
}

/// Reads a sound file of any kind, in one channel, and gives the loudest sample of each of
/// `points` equal parts. What is shorter than `points` samples has a value for each.
///
/// It takes the same small memory however long the sound is: the longer it is, the more samples
/// share a value while it is read, so that the borders of parts are exact to a millionth of it.
pub fn sound_shape(path: &Path, points: usize, control: &Control) -> Result<SoundShape> {
    let mut file = SoundFile::open(path, control)?;
    let mut envelope = Envelope::default();
    let mut frames = 0u64;
    for_each_block(&mut file, |block| {
        control.check()?;
        frames += block.len() as u64;
        for [left, right] in block {
            envelope.add(f32::midpoint(*left, *right).abs());
        }
        Ok(())
    })?;
    Ok(SoundShape {
        secs: frames as f64 / f64::from(SAMPLE_RATE_HZ),
        peaks: envelope.peaks(points),
    })
}

/// Peaks of equal runs of samples; the runs double in length when there are too many of them.
#[derive(Debug)]
struct Envelope {
    values: Vec<f32>,
    /// Samples to a value.
    run: usize,
    /// Of the run that is being read: how many samples, and the loudest.
    begun: (usize, f32),
}

impl Default for Envelope {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            run: 1,
            begun: (0, 0.0),
        }
    }
}

impl Envelope {
    fn add(&mut self, sample: f32) {
        let (count, peak) = self.begun;
        self.begun = (count + 1, peak.max(sample));
        if self.begun.0 < self.run {
            return;
        }
        self.values.push(self.begun.1);
        self.begun = (0, 0.0);
        if self.values.len() == MOST_VALUES {
            let pairs = self.values.chunks(2);
            self.values = pairs
                .map(|pair| pair.iter().copied().fold(0.0, f32::max))
                .collect();
            self.run *= 2;
        }
    }

    /// The loudest value of each of `points` equal parts, rounded to thousandths.
    fn peaks(mut self, points: usize) -> Vec<f32> {
        if self.begun.0 > 0 {
            self.values.push(self.begun.1);
        }
        loudest(&self.values, points)
    }
}

/// The loudest of each of `points` equal parts of some values, rounded to thousandths.
fn loudest(values: &[f32], points: usize) -> Vec<f32> {
    let count = values.len();
    let points = points.clamp(1, count.max(1));
    let part = |number: usize| {
        let range = number * count / points..(number + 1) * count / points;
        let values = values.get(range).unwrap_or_default();
        let peak = values.iter().copied().fold(0.0, f32::max);
        (peak.min(1.0) * 1000.0).round() / 1000.0
    };
    (0..points).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(samples: impl IntoIterator<Item = f32>, points: usize) -> Vec<f32> {
        let mut envelope = Envelope::default();
        samples
            .into_iter()
            .for_each(|sample| envelope.add(sample.abs()));
        envelope.peaks(points)
    }

    #[test]
    fn each_part_has_its_loudest_sample() {
        assert_eq!(of([0.0, 0.1, -0.5, 0.2, 2.0, 0.0], 3), [0.1, 0.5, 1.0]);
        assert_eq!(of([], 3), [0.0]);
        assert_eq!(of([0.25], 3), [0.25]);
    }

    #[test]
    fn long_sounds_keep_their_shape_in_little_memory() {
        // Loud from three to seven tenths, and one loud sample at the very end.
        let count = 3 * MOST_VALUES + 17;
        let samples = (0..count).map(|index| match index * 10 / count {
            _ if index + 1 == count => 0.9,
            3..7 => 0.5,
            _ => 0.1,
        });
        let peaks = of(samples, 8);
        assert_eq!(peaks, [0.1, 0.1, 0.5, 0.5, 0.5, 0.5, 0.1, 0.9]);
    }
}
