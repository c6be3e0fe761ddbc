//! Notes, parts and pieces.

use super::{BEATS_PER_BAR, Feel, Harmony, Key};
use crate::sound::{Instrument, Mastering, SAMPLE_RATE, Strip};

/// One note.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Note {
    /// First beat, counted from the beginning of the piece.
    pub(crate) start: f64,
    /// Length in beats.
    pub(crate) beats: f64,
    /// MIDI pitch, or the key of a percussion kit.
    pub(crate) pitch: u8,
    /// How hard it is played, 1–127; fractions and excess are taken care of when it is played.
    pub(crate) velocity: f64,
}

impl Note {
    /// The beat at which it ends.
    pub(crate) fn end(&self) -> f64 {
        self.start + self.beats
    }
}

/// What a part is for; decides how strictly its notes are checked against the harmony.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Unpitched, or a sound whose pitch does not matter.
    Percussion,
    /// Chords and bass.
    Accompaniment,
    /// A tune.
    Melody,
}

/// One instrument's notes and its place in the mix.
#[derive(Debug)]
pub(crate) struct Part {
    /// Name for messages; also seeds the player's small deviations.
    pub(crate) name: &'static str,
    /// What it is for.
    pub(crate) role: Role,
    /// What plays it.
    pub(crate) instrument: Instrument,
    /// Its channel of the mixer.
    pub(crate) strip: Strip,
    /// Its notes, in any order.
    pub(crate) notes: Vec<Note>,
}

impl Part {
    /// Makes a part from its passages.
    pub(crate) fn new<const PASSAGES: usize>(
        name: &'static str,
        role: Role,
        instrument: Instrument,
        strip: Strip,
        passages: [Vec<Note>; PASSAGES],
    ) -> Self {
        Self {
            name,
            role,
            instrument,
            strip,
            notes: passages.into_iter().flatten().collect(),
        }
    }
}

/// A whole piece, ready to be rendered.
#[derive(Debug)]
pub(crate) struct Piece {
    /// File name without its extension.
    pub(crate) name: &'static str,
    /// Title for the file's tags.
    pub(crate) title: &'static str,
    /// Key.
    pub(crate) key: Key,
    /// Beats per minute.
    pub(crate) tempo_bpm: f64,
    /// Chords; their number of bars is the length of the piece.
    pub(crate) harmony: Harmony,
    /// How loosely it is played.
    pub(crate) feel: Feel,
    /// All parts.
    pub(crate) parts: Vec<Part>,
    /// Room and finish of the mix.
    pub(crate) mastering: Mastering,
}

impl Piece {
    /// Seconds that a number of beats lasts.
    pub(crate) fn secs(&self, beats: f64) -> f64 {
        beats * 60.0 / self.tempo_bpm
    }

    /// Length of the loop in sample frames: whole bars, to the nearest frame.
    pub(crate) fn loop_frames(&self) -> usize {
        let secs = self.secs(self.harmony.bars() as f64 * BEATS_PER_BAR);
        (secs * f64::from(SAMPLE_RATE)).round() as usize
    }
}
