//! Echo in time with the music.

use super::audio::{SAMPLE_RATE, Stereo};
use super::filter::Filter;

/// An echo that goes back and forth between the speakers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Echo {
    /// Time from one repeat to the next, in beats.
    pub(crate) beats: f64,
    /// Level of a repeat relative to the one before it, 0–1.
    pub(crate) feedback: f64,
}

impl Echo {
    /// Replaces the sound sent into the echo by its repeats.
    pub(crate) fn apply(&self, sound: &mut Stereo, beat_secs: f64) {
        Filter::highpass(250.0).apply(sound);
        Filter::lowpass(4500.0).apply(sound);
        let frames = ((self.beats * beat_secs * f64::from(SAMPLE_RATE)) as usize).max(1);
        let mut memory = vec![(0.0_f32, 0.0_f32); frames];
        let mut slots = 0..frames;
        let feedback = self.feedback as f32;
        sound.map(|left, right| {
            let slot = slots.next().unwrap_or_else(|| {
                slots = 1..frames;
                0
            });
            let Some(stored) = memory.get_mut(slot) else {
                return (0.0, 0.0);
            };
            let repeat = *stored;
            // The input enters on the left; each repeat crosses to the other side.
            *stored = (
                f32::midpoint(left, right) + repeat.1 * feedback,
                repeat.0 * feedback.sqrt(),
            );
            repeat
        });
    }
}
