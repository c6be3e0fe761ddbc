//! The tracks, one file each.
//!
//! A track's file is its score: the sections, the chords, and each part with its rhythms or melody and its place in the
//! mix. See `composition::Harmony`, `comp`, `bass_line`, `beat` and `melody` for the ways they are written.

mod calm;
mod cinematic;
mod dramatic;
mod inspirational;
mod lofi;
mod upbeat;

use crate::composition::{BEATS_PER_BAR, Note, Outcome, Piece};

/// Composes all tracks.
pub(crate) fn all() -> Outcome<Vec<Piece>> {
    Ok(vec![
        inspirational::compose()?,
        upbeat::compose()?,
        calm::compose()?,
        cinematic::compose()?,
        lofi::compose()?,
        dramatic::compose()?,
    ])
}

/// Seconds from the start of the reversed cymbal to its loudest moment.
const SWELL_SECS: f64 = 1.37;

/// A single stroke at the beginning of each of the bars, rung for four bars.
fn strokes(bars: &[usize], pitch: u8, velocity: f64) -> Vec<Note> {
    let start = |bar: &usize| *bar as f64 * BEATS_PER_BAR;
    bars.iter()
        .map(|bar| Note {
            start: start(bar),
            beats: 16.0,
            pitch,
            velocity,
        })
        .collect()
}

/// A reversed cymbal that swells into each of the bars.
fn swells_into(bars: &[usize], tempo_bpm: f64, velocity: f64) -> Vec<Note> {
    let beats = SWELL_SECS * tempo_bpm / 60.0;
    let start = |bar: &usize| *bar as f64 * BEATS_PER_BAR - beats;
    bars.iter()
        .map(|bar| Note {
            start: start(bar),
            beats: beats + 1.0,
            pitch: 60,
            velocity,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::composition::{BEATS_PER_BAR, check_harmony};

    #[test]
    fn every_track_is_in_its_key_and_of_the_right_length() {
        for piece in super::all().unwrap() {
            check_harmony(&piece).unwrap();
            let secs = piece.secs(piece.harmony.bars() as f64 * BEATS_PER_BAR);
            assert!(
                (45.0..=90.0).contains(&secs),
                "{} lasts {secs} s",
                piece.name
            );
        }
    }

    #[test]
    fn every_track_begins_at_once_and_never_falls_silent() {
        for piece in super::all().unwrap() {
            let mut notes: Vec<_> = piece.parts.iter().flat_map(|part| &part.notes).collect();
            notes.sort_by(|one, other| one.start.total_cmp(&other.start));
            let mut sounding_until = 0.1;
            for note in notes {
                assert!(
                    note.start <= sounding_until,
                    "{} is silent at beat {sounding_until}",
                    piece.name
                );
                sounding_until = f64::max(sounding_until, note.end() + 0.25);
            }
            assert!(sounding_until >= piece.harmony.bars() as f64 * BEATS_PER_BAR);
        }
    }
}
