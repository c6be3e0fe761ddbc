//! Chord parts: held, broken, strummed.

use std::ops::Range;

use super::notation::Pattern;
use super::{BEATS_PER_BAR, Harmony, Note, Outcome, Voicing};

/// Beats between the strings of a strummed chord.
const STRUM_BEATS: f64 = 0.025;

/// Holds the chords through the bars; a voice that keeps its pitch into the next chord is not struck again.
pub(crate) fn sustain(
    harmony: &Harmony,
    voicing: Voicing,
    bars: Range<usize>,
    velocity: f64,
) -> Outcome<Vec<Note>> {
    let (start, end) = (
        bars.start as f64 * BEATS_PER_BAR,
        bars.end as f64 * BEATS_PER_BAR,
    );
    let mut notes: Vec<Note> = Vec::new();
    for (span, pitches) in harmony.spans().iter().zip(voicing.lead(harmony)?) {
        if span.start < start - 1e-6 || span.start >= end - 1e-6 {
            continue;
        }
        let beats = span.end.min(end) - span.start;
        for pitch in pitches {
            let held = notes
                .iter_mut()
                .find(|note| note.pitch == pitch && (note.end() - span.start).abs() < 1e-6);
            match held {
                Some(note) => note.beats += beats,
                None => notes.push(Note {
                    start: span.start,
                    beats,
                    pitch,
                    velocity,
                }),
            }
        }
    }
    Ok(notes)
}

/// Plays the chords in a rhythm.
///
/// Tokens: `x` the whole chord, `d` and `u` strummed down and up, capitals accented, `o` softly; digits play single
/// voices, 1 the lowest, several digits together. A chord that changes cuts the note off.
pub(crate) fn comp(
    harmony: &Harmony,
    voicing: Voicing,
    bars: Range<usize>,
    rhythm: &str,
    velocity: f64,
) -> Outcome<Vec<Note>> {
    let voicings = voicing.lead(harmony)?;
    let mut notes = Vec::new();
    for step in Pattern::parse(rhythm)?.over(bars) {
        let span = harmony.at(step.start)?;
        let pitches = voicings
            .get(harmony.index_at(step.start))
            .map_or(&[][..], Vec::as_slice);
        let beats = step.beats.min(span.end - step.start);
        let mut place = |pitch: u8, late: f64, louder: f64| {
            notes.push(Note {
                start: step.start + late,
                beats: beats - late,
                pitch,
                velocity: velocity + louder,
            });
        };
        let accent = match step.symbol {
            "X" | "D" | "U" => 14.0,
            "o" => -16.0,
            _ => 0.0,
        };
        match step.symbol {
            "x" | "X" | "o" => pitches.iter().for_each(|pitch| place(*pitch, 0.0, accent)),
            "d" | "D" => {
                for (index, pitch) in pitches.iter().enumerate() {
                    place(*pitch, index as f64 * STRUM_BEATS, accent);
                }
            }
            "u" | "U" => {
                for (index, pitch) in pitches.iter().rev().take(3).enumerate() {
                    place(*pitch, index as f64 * STRUM_BEATS, accent - 8.0);
                }
            }
            digits => {
                for digit in digits.chars() {
                    let voice = digit.to_digit(10).and_then(|digit| digit.checked_sub(1));
                    let pitch = voice.and_then(|voice| pitches.get(voice as usize));
                    place(
                        *pitch.ok_or_else(|| format!("no voice \"{digit}\" for \"{rhythm}\""))?,
                        0.0,
                        0.0,
                    );
                }
            }
        }
    }
    Ok(notes)
}

/// Lets every note ring on until the chord under it changes, like a pedal pressed anew for each chord.
pub(crate) fn pedal(harmony: &Harmony, mut notes: Vec<Note>) -> Outcome<Vec<Note>> {
    for note in &mut notes {
        let span = harmony.at(note.start)?;
        note.beats = note.beats.max(span.end - note.start);
    }
    Ok(notes)
}

#[cfg(test)]
mod tests {
    use super::{Harmony, Voicing, comp, pedal, sustain};

    const ROOM: Voicing = Voicing {
        low: 55,
        high: 72,
        voices: 3,
    };

    #[test]
    fn common_tones_are_held_over() {
        let harmony = Harmony::parse(&["C | Am"]).unwrap();
        let notes = sustain(&harmony, ROOM, 0..2, 80.0).unwrap();
        assert_eq!(notes.len(), 4);
        assert_eq!(notes.iter().filter(|note| note.beats > 7.0).count(), 2);
    }

    #[test]
    fn digits_pick_voices_and_the_pedal_holds_them() {
        let harmony = Harmony::parse(&["C F"]).unwrap();
        let notes = comp(&harmony, ROOM, 0..1, "1 23 . 3", 80.0).unwrap();
        assert_eq!(notes.len(), 4);
        let held = pedal(&harmony, notes).unwrap();
        assert!((held[0].beats - 2.0).abs() < 1e-9 && (held[3].beats - 1.0).abs() < 1e-9);
        assert!(comp(&harmony, ROOM, 0..1, "4", 80.0).is_err());
    }
}
