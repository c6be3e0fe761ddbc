//! Proof-reading: finds wrong notes before anything is rendered.

use super::{Note, Outcome, Part, Piece, Role};

/// Refuses a piece with a note outside key and chord, or with a long or accented melody note that grates with its chord.
pub(crate) fn check_harmony(piece: &Piece) -> Outcome<()> {
    for part in piece
        .parts
        .iter()
        .filter(|part| part.role != Role::Percussion)
    {
        for note in &part.notes {
            check_note(piece, part, note).map_err(|reason| {
                format!(
                    "{}, {}: pitch {} at {}: {reason}",
                    piece.name,
                    part.name,
                    note.pitch,
                    place(note)
                )
            })?;
        }
    }
    Ok(())
}

fn check_note(piece: &Piece, part: &Part, note: &Note) -> Outcome<()> {
    let span = piece.harmony.at(note.start)?;
    if !piece.key.contains(note.pitch) && !span.chord.contains(note.pitch) {
        return Err(format!("neither in {} nor in the chord", piece.key.name()).into());
    }
    if part.role != Role::Melody {
        return Ok(());
    }
    let on_strong_beat = (note.start / 2.0).fract().abs() < 1e-6;
    let exposed = note.beats >= 1.0 || (on_strong_beat && note.beats > 0.5);
    if exposed && span.chord.grates_with(note.pitch) {
        return Err("a semitone above a chord tone".into());
    }
    // A note held into the next chord has to fit there too.
    let mut next = span.end;
    while note.end() - next >= 0.75 {
        let later = piece.harmony.at(next)?;
        if later.chord.grates_with(note.pitch) {
            return Err(format!("held into a chord at beat {next} where it grates").into());
        }
        next += later.end - later.start;
    }
    Ok(())
}

fn place(note: &Note) -> String {
    format!(
        "bar {} beat {:.2}",
        (note.start / 4.0).floor() + 1.0,
        note.start.rem_euclid(4.0) + 1.0
    )
}
