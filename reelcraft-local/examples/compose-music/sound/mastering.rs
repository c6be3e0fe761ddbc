//! The finish: tone, dynamics and loudness of the whole mix.

use super::audio::{Stereo, from_db};
use super::dynamics::{compress, limit};
use super::filter::Filter;
use super::{Echo, Loudness, Room, Tape, integrated_lufs, measure};
use crate::composition::Outcome;

/// Integrated loudness of every finished piece, in LUFS.
const TARGET_LUFS: f64 = -16.0;

/// Highest true peak before encoding, in dBTP; lossy coding may add some tenths of a decibel.
const TARGET_PEAK_DB: f64 = -2.5;

/// Room, echo and finish of a piece.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mastering {
    /// The room all parts share.
    pub(crate) room: Room,
    /// The echo all parts share.
    pub(crate) echo: Echo,
    /// How far the range of speech (around 2.3 kHz) is lowered, in decibels.
    pub(crate) speech_dip_db: f64,
    /// How much the treble (above 7 kHz) is raised, in decibels.
    pub(crate) air_db: f64,
    /// Tape and record noises; `None` for a clean sound.
    pub(crate) tape: Option<Tape>,
}

/// Finishes a mixed loop.
pub(crate) fn master(mix: Stereo, settings: &Mastering) -> Outcome<(Stereo, Loudness)> {
    let mut sound = mix.in_loop(|twice| {
        Filter::highpass(32.0).apply(twice);
        Filter::peak(300.0, 0.7, -1.5).apply(twice);
        Filter::peak(2300.0, 0.6, -settings.speech_dip_db).apply(twice);
        Filter::high_shelf(7000.0, settings.air_db).apply(twice);
    });
    bring_to(&mut sound, TARGET_LUFS)?;
    sound = sound.in_loop(|twice| compress(twice, TARGET_LUFS + 2.0, 2.0));
    if let Some(tape) = settings.tape {
        bring_to(&mut sound, TARGET_LUFS)?;
        sound = tape.apply(&sound);
    }

    // Limiting changes the loudness a little, and peaks between samples pass it, so both are approached in steps.
    let mut ceiling_db = TARGET_PEAK_DB;
    let mut gain_db = TARGET_LUFS - integrated_lufs(&sound)?;
    for _ in 0..6 {
        let mut finished = sound.clone();
        finished.scale(from_db(gain_db));
        finished = finished.in_loop(|twice| limit(twice, ceiling_db));
        let loudness = measure(&finished)?;
        let excess_db = loudness.true_peak_db - TARGET_PEAK_DB;
        let missing_db = TARGET_LUFS - loudness.integrated_lufs;
        if excess_db <= 0.0 && missing_db.abs() < 0.05 {
            return Ok((finished, loudness));
        }
        ceiling_db -= excess_db.max(0.0) + if excess_db > 0.0 { 0.02 } else { 0.0 };
        gain_db += missing_db;
    }
    Err("the finish did not reach its loudness".into())
}

fn bring_to(sound: &mut Stereo, level_lufs: f64) -> Outcome<()> {
    let now = integrated_lufs(sound)?;
    if now.is_finite() {
        sound.scale(from_db(level_lufs - now));
    }
    Ok(())
}
