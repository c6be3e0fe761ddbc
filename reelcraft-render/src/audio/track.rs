//! A stem at its level in the mix.

use reelcraft_core::Result;

use super::decibels;
use super::mastering::MAX_GAIN_DB;
use super::scratch::ScratchSound;
use super::source::StereoFrame;
use super::stem::Stem;

/// A stem and the gain at which it is mixed.
pub(crate) struct Track {
    sound: ScratchSound,
    gain: f32,
}

impl Track {
    /// Brings a stem to a loudness and then multiplies it by `volume`.
    pub(crate) fn new(stem: Stem, lufs: f64, volume: f64) -> Self {
        let gain = decibels::amplitude(Self::levelling_db(stem.lufs, lufs)) * volume;
        Self {
            sound: stem.sound,
            gain: gain as f32,
        }
    }

    /// What brings a sound to a loudness; nothing for a silent one, and not more than is
    /// sensible.
    pub(crate) fn levelling_db(lufs: f64, target_lufs: f64) -> f64 {
        if lufs.is_finite() && target_lufs.is_finite() {
            (target_lufs - lufs).min(MAX_GAIN_DB)
        } else {
            0.0
        }
    }

    /// Reads a block from position `at`; silence follows the end, and a missing track is silent.
    pub(crate) fn read_at(
        track: Option<&mut Self>,
        at: u64,
        block: &mut [StereoFrame],
    ) -> Result<()> {
        let mut count = 0;
        let mut gain = 0.0;
        if let Some(track) = track {
            count = track.sound.read_at(at, block)?;
            gain = track.gain;
        }
        for (index, frame) in block.iter_mut().enumerate() {
            *frame = if index < count {
                frame.map(|sample| sample * gain)
            } else {
                [0.0; 2]
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "no change is exact")]
    fn silence_is_not_levelled_and_noise_not_blown_up() {
        assert_eq!(Track::levelling_db(f64::NEG_INFINITY, -14.0), 0.0);
        assert_eq!(Track::levelling_db(-20.0, f64::NEG_INFINITY), 0.0);
        assert_eq!(Track::levelling_db(-20.0, -14.0), 6.0);
        assert_eq!(Track::levelling_db(-5.0, -14.0), -9.0);
        assert_eq!(Track::levelling_db(-69.0, -14.0), MAX_GAIN_DB);
    }
}
