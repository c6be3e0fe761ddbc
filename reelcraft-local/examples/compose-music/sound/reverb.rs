//! The room: a feedback delay network (Jot and Chaigne, 1991) behind allpass diffusers (Schroeder, 1962).
#![expect(
    clippy::indexing_slicing,
    reason = "rings are indexed below their own length"
)]

use super::audio::{SAMPLE_RATE, Stereo};
use super::filter::Filter;

/// How a room sounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// Time in which the reverberation falls by 60 dB, in seconds.
    pub(crate) decay_secs: f64,
    /// Frequency above which it dies away faster, in Hz.
    pub(crate) damping_hz: f64,
    /// Time before the room answers, in milliseconds.
    pub(crate) predelay_millis: f64,
    /// Loudness of the room below that of the dry mix, in decibels.
    pub(crate) below_dry_db: f64,
}

/// Lengths of the network's delays in milliseconds, chosen without common factors.
const LINE_MILLIS: [f64; 8] = [31.7, 37.3, 41.9, 47.1, 53.9, 59.3, 67.1, 73.7];

/// Lengths of the diffusers in milliseconds, for the left and for the right side.
const DIFFUSER_MILLIS: [[f64; 4]; 2] = [[4.77, 6.61, 9.37, 12.73], [5.11, 7.03, 8.89, 13.27]];

/// A ring of samples that gives back what went in `len` frames ago.
struct Ring {
    samples: Vec<f32>,
    at: usize,
}

impl Ring {
    fn new(millis: f64) -> Self {
        let frames = (millis / 1000.0 * f64::from(SAMPLE_RATE)) as usize;
        Self {
            samples: vec![0.0; frames.max(1)],
            at: 0,
        }
    }

    fn oldest(&self) -> f32 {
        self.samples[self.at]
    }

    fn push(&mut self, sample: f32) {
        self.samples[self.at] = sample;
        self.at += 1;
        if self.at == self.samples.len() {
            self.at = 0;
        }
    }

    /// Sends a sample through as an allpass filter.
    fn diffuse(&mut self, sample: f32) -> f32 {
        const COEFFICIENT: f32 = 0.62;
        let delayed = self.oldest();
        let stored = sample + delayed * COEFFICIENT;
        self.push(stored);
        delayed - stored * COEFFICIENT
    }
}

impl Room {
    /// Replaces the sound sent into the room by the room's answer alone.
    pub(crate) fn apply(&self, sound: &mut Stereo) {
        Filter::highpass(180.0).apply(sound);
        let mut predelay = [
            Ring::new(self.predelay_millis),
            Ring::new(self.predelay_millis),
        ];
        let mut diffusers = DIFFUSER_MILLIS.map(|side| side.map(Ring::new));
        let mut lines = LINE_MILLIS.map(Ring::new);
        let decay = LINE_MILLIS
            .map(|millis| 10.0_f64.powf(-3.0 * millis / 1000.0 / self.decay_secs) as f32);
        let damping =
            (-std::f64::consts::TAU * self.damping_hz / f64::from(SAMPLE_RATE)).exp() as f32;
        let mut damped = [0.0_f32; 8];
        sound.map(|left, right| {
            let mut input = [left, right];
            for (side, sample) in input.iter_mut().enumerate() {
                let early = predelay[side].oldest();
                predelay[side].push(*sample);
                *sample = diffusers[side]
                    .iter_mut()
                    .fold(early, |sample, ring| ring.diffuse(sample));
            }
            let mut outputs = [0.0_f32; 8];
            for (index, line) in lines.iter().enumerate() {
                damped[index] = line.oldest() * (1.0 - damping) + damped[index] * damping;
                outputs[index] = damped[index] * decay[index];
            }
            // A Householder reflection spreads every line over all others without loss.
            let spread = outputs.iter().sum::<f32>() / 4.0;
            for (index, line) in lines.iter_mut().enumerate() {
                line.push(input[index % 2] + outputs[index] - spread);
            }
            (
                outputs[0] - outputs[2] + outputs[4] - outputs[6] + 0.3 * (outputs[1] - outputs[5]),
                outputs[1] - outputs[3] + outputs[5] - outputs[7] + 0.3 * (outputs[4] - outputs[0]),
            )
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Room, SAMPLE_RATE, Stereo};

    #[test]
    fn the_room_decays_in_the_time_it_says() {
        let room = Room {
            decay_secs: 1.5,
            damping_hz: 20_000.0,
            predelay_millis: 10.0,
            below_dry_db: 10.0,
        };
        let mut sound = Stereo::silence(SAMPLE_RATE as usize * 2);
        sound.left[0] = 1.0;
        room.apply(&mut sound);
        let level = |from: f64| {
            let start = (from * f64::from(SAMPLE_RATE)) as usize;
            let energy: f32 = sound.left[start..start + 4410]
                .iter()
                .map(|sample| sample * sample)
                .sum();
            10.0 * energy.log10()
        };
        let fall = level(0.25) - level(1.0);
        assert!(
            (20.0..45.0).contains(&fall),
            "fell by {fall} dB in half the decay time"
        );
    }
}
