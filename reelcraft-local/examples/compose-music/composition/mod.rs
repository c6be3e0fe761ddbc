//! The musical side: keys, chords, voice leading, notation and the patterns that turn them into notes.

mod accompaniment;
mod bass;
mod chord;
mod drums;
mod feel;
mod harmony;
mod harmony_check;
mod key;
mod melody;
mod notation;
mod random;
mod score;
mod voicing;

pub(crate) use accompaniment::{comp, pedal, sustain};
pub(crate) use bass::bass_line;
pub(crate) use drums::{DrumSound, beat};
pub(crate) use feel::{Feel, humanised};
pub(crate) use harmony::Harmony;
pub(crate) use harmony_check::check_harmony;
pub(crate) use key::Key;
pub(crate) use melody::melody;
pub(crate) use random::Random;
pub(crate) use score::{Note, Part, Piece, Role};
pub(crate) use voicing::Voicing;

/// What composing or rendering gives: a value, or an error whose text is meant for the person at the terminal.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Beats in a bar; every piece is in 4/4.
pub(crate) const BEATS_PER_BAR: f64 = 4.0;
