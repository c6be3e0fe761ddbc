//! Which manner a person asked for, in their own words.

use super::patterns::ByTone;

/// The manners that the patterns know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Neutral,
    Playful,
    Serious,
}

/// Beginnings of words that ask for a light manner: English, Russian, Uzbek.
const PLAYFUL: [&str; 27] = [
    "play",
    "fun",
    "humo",
    "jok",
    "light",
    "cheer",
    "kid",
    "child",
    "ironi",
    "witty",
    "весел",
    "шут",
    "юмор",
    "игрив",
    "лёгк",
    "легк",
    "забав",
    "дет",
    "ирон",
    "quvnoq",
    "hazil",
    "kulgi",
    "yengil",
    "oʻyn",
    "bolal",
    "sho'x",
    "shoʻx",
];

/// Beginnings of words that ask for a factual manner.
const SERIOUS: [&str; 22] = [
    "serious",
    "calm",
    "formal",
    "academ",
    "document",
    "factual",
    "scien",
    "news",
    "strict",
    "серь",
    "спокой",
    "строг",
    "научн",
    "докум",
    "официал",
    "делов",
    "jiddiy",
    "vazmin",
    "ilmiy",
    "rasmiy",
    "xotirjam",
    "hujjat",
];

impl Tone {
    /// Reads a tone; what is not recognised is neutral.
    pub(super) fn read(words: &str) -> Self {
        let words = crate::script::uzbek_letters::with_printed_apostrophes(&words.to_lowercase());
        let latin = crate::script::uzbek_letters::to_latin(&words);
        let has = |beginnings: &[&str]| {
            words
                .split_whitespace()
                .chain(latin.split_whitespace())
                .any(|word| {
                    beginnings
                        .iter()
                        .any(|beginning| word.starts_with(beginning))
                })
        };
        if has(&SERIOUS) {
            Self::Serious
        } else if has(&PLAYFUL) {
            Self::Playful
        } else {
            Self::Neutral
        }
    }

    /// The lines for this manner.
    pub(super) fn of(self, lines: &ByTone) -> &'static [&'static str] {
        match self {
            Self::Neutral => lines.neutral,
            Self::Playful => lines.playful,
            Self::Serious => lines.serious,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_are_read_in_every_language() {
        for tone in [
            "Playful",
            "с юмором",
            "quvnoq va yengil",
            "қувноқ",
            "funny, for kids",
        ] {
            assert_eq!(Tone::read(tone), Tone::Playful, "{tone}");
        }
        for tone in ["serious", "Научный", "jiddiy", "жиддий"] {
            assert_eq!(Tone::read(tone), Tone::Serious, "{tone}");
        }
        assert_eq!(Tone::read("like a poem"), Tone::Neutral);
    }
}
