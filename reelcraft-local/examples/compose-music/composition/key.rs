//! Pitch names and keys.

use super::Outcome;

/// A scale on a tonic, written as in "D major" or "C minor".
#[derive(Debug, Clone)]
pub(crate) struct Key {
    name: &'static str,
    tonic: u8,
    scale: [u8; 7],
}

impl Key {
    /// Reads "<note> major" or "<note> minor" (natural minor).
    pub(crate) fn parse(name: &'static str) -> Outcome<Self> {
        let (note, mode) = name
            .split_once(' ')
            .ok_or_else(|| format!("key \"{name}\" has no mode"))?;
        let (tonic, rest) = pitch_class(note)?;
        let scale = match mode {
            "major" => [0, 2, 4, 5, 7, 9, 11],
            "minor" => [0, 2, 3, 5, 7, 8, 10],
            other => return Err(format!("key \"{name}\": unknown mode \"{other}\"").into()),
        };
        if !rest.is_empty() {
            return Err(format!("key \"{name}\": unknown note \"{note}\"").into());
        }
        Ok(Self { name, tonic, scale })
    }

    /// The name it was written with.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// Tells whether the pitch belongs to the scale.
    pub(crate) fn contains(&self, pitch: u8) -> bool {
        let above_tonic = (pitch % 12 + 12 - self.tonic) % 12;
        self.scale.contains(&above_tonic)
    }

    /// The pitch of scale degree 1–7 in `octave`, counted so that degree 1 of C in octave 4 is MIDI 60.
    pub(crate) fn degree(&self, degree: u8, octave: i16) -> Outcome<i16> {
        let step = degree
            .checked_sub(1)
            .and_then(|index| self.scale.get(usize::from(index)))
            .ok_or_else(|| format!("{degree} is no degree of {}", self.name))?;
        Ok((octave + 1) * 12 + i16::from(self.tonic) + i16::from(*step))
    }
}

/// Reads the note name at the start of `text`: its pitch class (0 is C) and what follows it.
pub(crate) fn pitch_class(text: &str) -> Outcome<(u8, &str)> {
    let mut characters = text.chars();
    let natural: u8 = match characters.next() {
        Some('C') => 0,
        Some('D') => 2,
        Some('E') => 4,
        Some('F') => 5,
        Some('G') => 7,
        Some('A') => 9,
        Some('B') => 11,
        _ => return Err(format!("\"{text}\" does not begin with a note name").into()),
    };
    let after = characters.as_str();
    Ok(if let Some(rest) = after.strip_prefix('#') {
        ((natural + 1) % 12, rest)
    } else if let Some(rest) = after.strip_prefix('b') {
        ((natural + 11) % 12, rest)
    } else {
        (natural, after)
    })
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn degrees_follow_the_scale() {
        let key = Key::parse("D minor").unwrap();
        let pitches: Vec<i16> = (1..=7)
            .map(|degree| key.degree(degree, 4).unwrap())
            .collect();
        assert_eq!(pitches, [62, 64, 65, 67, 69, 70, 72]);
        assert!(key.contains(70) && !key.contains(71));
        assert!(key.degree(8, 4).is_err() && key.degree(0, 4).is_err());
    }

    #[test]
    fn unknown_names_are_refused() {
        assert!(Key::parse("H major").is_err());
        assert!(Key::parse("C dorian").is_err());
        assert!(Key::parse("Cmaj major").is_err());
    }
}
