//! Bass lines.

use std::ops::Range;

use super::notation::Pattern;
use super::{Harmony, Key, Note, Outcome};

/// Plays a bass line with its roots in the octave that begins at `low`.
///
/// Tokens: `R` the chord's bass note, `3`, `5` and `8` the third, fifth and octave above it, `a` the step of the
/// scale below the bass note of the next chord. A small `r` is a soft `R`.
pub(crate) fn bass_line(
    key: &Key,
    harmony: &Harmony,
    low: u8,
    bars: Range<usize>,
    line: &str,
    velocity: f64,
) -> Outcome<Vec<Note>> {
    let within_octave = |class: u8| low + (class + 12 - low % 12) % 12;
    let mut notes = Vec::new();
    for step in Pattern::parse(line)?.over(bars) {
        let span = harmony.at(step.start)?;
        let root = within_octave(span.chord.bass);
        let above = |choices: &[u8]| {
            let fits = choices
                .iter()
                .find(|steps| span.chord.tones.contains(&((root + **steps) % 12)));
            root + fits.copied().unwrap_or(12)
        };
        let pitch = match step.symbol {
            "R" | "r" => root,
            "3" => above(&[4, 3, 5, 2]),
            "5" => above(&[7, 5, 8, 9, 6]),
            "8" => root + 12,
            "a" => {
                let target = within_octave(harmony.at(span.end)?.chord.bass);
                if key.contains(target - 1) {
                    target - 1
                } else {
                    target - 2
                }
            }
            other => return Err(format!("unknown bass token \"{other}\" in \"{line}\"").into()),
        };
        let softer = if step.symbol == "r" { 14.0 } else { 0.0 };
        let beats = step.beats.min(span.end - step.start);
        notes.push(Note {
            start: step.start,
            beats,
            pitch,
            velocity: velocity - softer,
        });
    }
    Ok(notes)
}

#[cfg(test)]
mod tests {
    use super::{Harmony, Key, bass_line};

    #[test]
    fn tokens_follow_the_chords() {
        let key = Key::parse("C major").unwrap();
        let harmony = Harmony::parse(&["C | C/E | F"]).unwrap();
        let notes = bass_line(&key, &harmony, 36, 0..3, "R 5 8 a", 80.0).unwrap();
        let pitches: Vec<u8> = notes.iter().map(|note| note.pitch).collect();
        assert_eq!(pitches, [36, 43, 48, 38, 40, 48, 52, 40, 41, 48, 53, 35]);
        assert!(bass_line(&key, &harmony, 36, 0..1, "q", 80.0).is_err());
    }
}
