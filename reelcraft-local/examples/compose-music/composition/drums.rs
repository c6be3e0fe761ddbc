//! Drum patterns.

use std::ops::Range;

use super::notation::Pattern;
use super::{Note, Outcome};

/// The sounds of a General MIDI percussion kit that the pieces use; the value is the key that plays it.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub(crate) enum DrumSound {
    /// Bass drum, softer of the two.
    SoftKick = 35,
    /// Bass drum.
    Kick = 36,
    /// Rim of the snare.
    SideStick = 37,
    /// Snare.
    Snare = 38,
    /// Hand clap.
    Clap = 39,
    /// Lowest tom.
    LowTom = 41,
    /// Hi-hat, closed.
    ClosedHat = 42,
    /// Tambourine.
    Tambourine = 54,
    /// Shaker made of a gourd.
    Cabasa = 69,
    /// Small shaker.
    Maracas = 70,
}

/// Plays one drum sound: `x` a stroke, `X` an accent, `o` a ghost stroke.
pub(crate) fn beat(
    sound: DrumSound,
    bars: Range<usize>,
    rhythm: &str,
    velocity: f64,
) -> Outcome<Vec<Note>> {
    Pattern::parse(rhythm)?
        .over(bars)
        .into_iter()
        .map(|step| {
            let louder = match step.symbol {
                "x" => 0.0,
                "X" => 16.0,
                "o" => -26.0,
                other => {
                    return Err(format!("unknown drum token \"{other}\" in \"{rhythm}\"").into());
                }
            };
            let beats = step.beats.max(0.5);
            Ok(Note {
                start: step.start,
                beats,
                pitch: sound as u8,
                velocity: velocity + louder,
            })
        })
        .collect()
}
