//! Chord symbols.

use super::Outcome;
use super::key::pitch_class;

/// A chord: its tones above a root, and the bass it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chord {
    /// Pitch class of the lowest note: the root, or the note after the slash.
    pub(crate) bass: u8,
    /// Pitch classes from the root upwards, without doublings.
    pub(crate) tones: Vec<u8>,
    /// The tones that give the chord its colour and must sound when there are too few voices for all.
    pub(crate) essential: Vec<u8>,
}

impl Chord {
    /// Reads a chord symbol such as "D", "Bm7", "Gadd9", "Asus4" or "A/C#".
    pub(crate) fn parse(symbol: &str) -> Outcome<Self> {
        let (upper, slash) = match symbol.split_once('/') {
            Some((upper, bass)) => (upper, Some(bass)),
            None => (symbol, None),
        };
        let (root, quality) = pitch_class(upper)?;
        let (intervals, essential) =
            quality_intervals(quality).ok_or_else(|| format!("unknown chord \"{symbol}\""))?;
        let bass = match slash {
            None => root,
            Some(note) => match pitch_class(note)? {
                (bass, "") => bass,
                _ => return Err(format!("unknown bass note in \"{symbol}\"").into()),
            },
        };
        let above_root = |steps: &[u8]| steps.iter().map(|step| (root + step) % 12).collect();
        Ok(Self {
            bass,
            tones: above_root(intervals),
            essential: above_root(essential),
        })
    }

    /// Tells whether the pitch is one of the chord's tones or its bass.
    pub(crate) fn contains(&self, pitch: u8) -> bool {
        let class = pitch % 12;
        class == self.bass || self.tones.contains(&class)
    }

    /// Tells whether the pitch lies a semitone above a chord tone, where it grates when held.
    pub(crate) fn grates_with(&self, pitch: u8) -> bool {
        !self.contains(pitch) && self.contains(pitch + 11)
    }
}

/// Semitones above the root of all tones, and of the essential ones, for the part of a symbol after the root.
fn quality_intervals(quality: &str) -> Option<(&'static [u8], &'static [u8])> {
    Some(match quality {
        "" => (&[0, 4, 7], &[0, 4]),
        "m" => (&[0, 3, 7], &[0, 3]),
        "5" => (&[0, 7], &[0, 7]),
        "sus2" => (&[0, 2, 7], &[0, 2, 7]),
        "sus4" => (&[0, 5, 7], &[0, 5, 7]),
        "add9" => (&[0, 4, 7, 2], &[4, 2]),
        "madd9" => (&[0, 3, 7, 2], &[3, 2]),
        "6" => (&[0, 4, 7, 9], &[4, 9]),
        "m6" => (&[0, 3, 7, 9], &[3, 9]),
        "maj7" => (&[0, 4, 7, 11], &[4, 11]),
        "m7" => (&[0, 3, 7, 10], &[3, 10]),
        "7" => (&[0, 4, 7, 10], &[4, 10]),
        "7sus4" => (&[0, 5, 7, 10], &[5, 10]),
        "maj9" => (&[0, 4, 7, 11, 2], &[4, 11, 2]),
        "m9" => (&[0, 3, 7, 10, 2], &[3, 10, 2]),
        "9" => (&[0, 4, 7, 10, 2], &[4, 10, 2]),
        "9sus4" => (&[0, 5, 7, 10, 2], &[5, 10, 2]),
        "m11" => (&[0, 3, 7, 10, 5], &[3, 10, 5]),
        "13" => (&[0, 4, 10, 2, 9], &[4, 10, 9]),
        "7b9" => (&[0, 4, 7, 10, 1], &[4, 10, 1]),
        "dim7" => (&[0, 3, 6, 9], &[0, 3, 6, 9]),
        "m7b5" => (&[0, 3, 6, 10], &[3, 6, 10]),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::Chord;

    #[test]
    fn symbols_give_tones_and_bass() {
        let chord = Chord::parse("A/C#").unwrap();
        assert_eq!(
            (chord.bass, chord.tones.as_slice()),
            (1, [9, 1, 4].as_slice())
        );
        assert_eq!(Chord::parse("Bbmaj7").unwrap().tones, [10, 2, 5, 9]);
        assert!(Chord::parse("Cfoo").is_err() && Chord::parse("C/Gm").is_err());
    }

    #[test]
    fn a_fourth_grates_over_a_major_chord() {
        let chord = Chord::parse("C").unwrap();
        assert!(chord.grates_with(65) && !chord.grates_with(62) && !chord.grates_with(64));
    }
}
