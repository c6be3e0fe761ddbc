//! Melodies written in scale degrees.

use super::notation::Pattern;
use super::{BEATS_PER_BAR, Key, Note, Outcome};

/// Plays a melody from a bar on.
///
/// Tokens are degrees 1–7 of the key, `#` or `b` before one alters it, each `'` after one lifts it an octave and each
/// `,` lowers it. The rhythm is that of the [notation](super::notation).
pub(crate) fn melody(
    key: &Key,
    octave: i16,
    first_bar: usize,
    text: &str,
    velocity: f64,
) -> Outcome<Vec<Note>> {
    let pattern = Pattern::parse(text)?;
    let bars = first_bar..first_bar + pattern.bars();
    let mut notes = Vec::new();
    for step in pattern.over(bars) {
        let pitch = pitch(key, octave, step.symbol)?;
        notes.push(Note {
            start: step.start,
            beats: step.beats,
            pitch,
            velocity,
        });
    }
    shape_phrase(&mut notes);
    Ok(notes)
}

fn pitch(key: &Key, octave: i16, token: &str) -> Outcome<u8> {
    let mut degree = None;
    let mut shift = 0_i16;
    for character in token.chars() {
        match character {
            '#' => shift += 1,
            'b' => shift -= 1,
            '\'' => shift += 12,
            ',' => shift -= 12,
            other => degree = other.to_digit(10),
        }
    }
    let degree = degree.ok_or_else(|| format!("\"{token}\" names no scale degree"))?;
    Ok(u8::try_from(key.degree(degree as u8, octave)? + shift)?)
}

/// Lets a phrase (notes without a rest of two beats or more) swell to its highest notes and relax at its end.
fn shape_phrase(notes: &mut [Note]) {
    for phrase in
        notes.chunk_by_mut(|before, after| after.start - before.end() < BEATS_PER_BAR / 2.0)
    {
        let mean =
            phrase.iter().map(|note| f64::from(note.pitch)).sum::<f64>() / phrase.len() as f64;
        for note in phrase.iter_mut() {
            note.velocity += (f64::from(note.pitch) - mean).clamp(-6.0, 6.0);
        }
        if let Some(last) = phrase.last_mut() {
            last.velocity -= 5.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, melody};

    #[test]
    fn tokens_name_degrees() {
        let key = Key::parse("A minor").unwrap();
        let notes = melody(&key, 4, 2, "1 - #7, 3'", 80.0).unwrap();
        let places: Vec<(f64, u8)> = notes.iter().map(|note| (note.start, note.pitch)).collect();
        assert_eq!(places, [(8.0, 69), (10.0, 68), (11.0, 84)]);
        assert!(melody(&key, 4, 0, "x", 80.0).is_err());
    }
}
