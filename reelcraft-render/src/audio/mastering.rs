//! Bringing the mix to the loudness of the platforms.

use reelcraft_core::{Control, Result};

use super::decibels;
use super::limiter::Limited;
use super::loudness::LoudnessMeter;
use super::mixer::Mix;
use super::scratch::Playback;
use super::source::for_each_block;

/// The integrated loudness of every video with sound: what the large platforms play at.
pub const TARGET_LUFS: f64 = -14.0;
/// The true peak that the encoded sound does not exceed (EBU R 128, clause j).
pub const TRUE_PEAK_LIMIT_DBTP: f64 = -1.0;
/// How much louder a sound is made at most: the noise of 16 bits, at −98 dB, then is at −58 dB.
pub(crate) const MAX_GAIN_DB: f64 = 40.0;
/// How much is taken from the highest peak at most: beyond that a few clicks would be all that
/// is heard.
const MAX_LIMITING_DB: f64 = 14.0;
/// How near to the target is near enough.
const TOLERANCE_LU: f64 = 0.1;
/// How often the limiter is tried; each time it comes nearer.
const MAX_PASSES: usize = 6;
/// How much of a rise in gain a limiter that is at work lets through, as a first guess.
const USUAL_SLOPE: f64 = 0.8;

/// Gain and ceiling of the limiter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mastering {
    pub(crate) gain_db: f64,
    pub(crate) ceiling_dbtp: f64,
    /// Whether more gain than is sensible would be needed.
    pub(crate) is_exhausted: bool,
}

impl Mastering {
    /// Finds the gain with which the limited mix is as loud as it should be. A correction of up to
    /// `unmeasured_lu` is made without measuring again.
    pub(crate) fn of(
        mix: &mut Mix,
        ceiling_dbtp: f64,
        unmeasured_lu: f64,
        control: &Control,
    ) -> Result<Self> {
        let highest = (MAX_GAIN_DB - mix.raised_db)
            .max(0.0)
            .min(ceiling_dbtp + MAX_LIMITING_DB - mix.true_peak_dbtp);
        let wanted = if mix.lufs.is_finite() {
            TARGET_LUFS - mix.lufs
        } else {
            0.0
        };
        let mut mastering = Self {
            gain_db: wanted.min(highest),
            ceiling_dbtp,
            is_exhausted: wanted > highest || !mix.lufs.is_finite(),
        };
        if mix.true_peak_dbtp + mastering.gain_db <= ceiling_dbtp {
            return Ok(mastering);
        }
        // Loudness against gain is a curve that rises ever more slowly: follow its secants.
        let mut before: Option<(f64, f64)> = None;
        for _ in 0..MAX_PASSES {
            let lufs = mastering.loudness(mix, control)?;
            let missing = TARGET_LUFS - lufs;
            mastering.is_exhausted = missing > 0.0 && mastering.gain_db >= highest;
            if missing.abs() <= TOLERANCE_LU || mastering.is_exhausted || !lufs.is_finite() {
                break;
            }
            let slope = match before {
                Some((gain_db, other)) if (mastering.gain_db - gain_db).abs() > 1e-6 => {
                    ((lufs - other) / (mastering.gain_db - gain_db)).clamp(0.2, 1.0)
                }
                _ => USUAL_SLOPE,
            };
            before = Some((mastering.gain_db, lufs));
            mastering.gain_db = (mastering.gain_db + missing / slope).min(highest);
            if missing.abs() <= unmeasured_lu {
                break;
            }
        }
        Ok(mastering)
    }

    /// The mix as it is encoded.
    pub(crate) fn apply(self, mix: &mut Mix) -> Limited<Playback<'_>> {
        Limited::new(
            mix.sound.play(),
            decibels::amplitude(self.gain_db),
            decibels::amplitude(self.ceiling_dbtp),
        )
    }

    fn loudness(self, mix: &mut Mix, control: &Control) -> Result<f64> {
        let mut meter = LoudnessMeter::new()?;
        for_each_block(&mut self.apply(mix), |block| {
            control.check()?;
            meter.add(block)
        })?;
        meter.finish()
    }
}
