//! Measuring loudness after EBU R 128.

use ebur128::{EbuR128, Mode};

use super::audio::{SAMPLE_RATE, Stereo, to_db};
use crate::composition::Outcome;

/// What a sound measures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loudness {
    /// Integrated loudness in LUFS; −∞ for silence.
    pub(crate) integrated_lufs: f64,
    /// Highest true peak of both planes, in dBTP.
    pub(crate) true_peak_db: f64,
}

/// Measures the integrated loudness alone, which is much faster.
pub(crate) fn integrated_lufs(sound: &Stereo) -> Outcome<f64> {
    let mut meter = EbuR128::new(2, SAMPLE_RATE, Mode::I)?;
    meter.add_frames_planar_f32(&[&sound.left, &sound.right])?;
    Ok(meter.loudness_global()?)
}

/// Measures loudness and true peak of a whole sound.
pub(crate) fn measure(sound: &Stereo) -> Outcome<Loudness> {
    let mut meter = EbuR128::new(2, SAMPLE_RATE, Mode::I | Mode::TRUE_PEAK)?;
    meter.add_frames_planar_f32(&[&sound.left, &sound.right])?;
    let peak = meter.true_peak(0)?.max(meter.true_peak(1)?);
    Ok(Loudness {
        integrated_lufs: meter.loudness_global()?,
        true_peak_db: to_db(peak),
    })
}
