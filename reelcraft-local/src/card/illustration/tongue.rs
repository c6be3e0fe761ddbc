//! Which languages the words of a text are looked up in.

use reelcraft_core::Language;

use super::stop_words::is_stop_word;
use super::words::{Alphabet, russian, uzbek_latin};

/// A language with a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Tongue {
    English,
    Russian,
    Uzbek,
}

impl Tongue {
    /// All languages, in the order of the columns of the data files.
    pub(crate) const ALL: [Self; 3] = [Self::English, Self::Russian, Self::Uzbek];
}

/// What a word found in the less likely language of a text counts, against 1 in the likely one.
const SECOND_WEIGHT: f32 = 0.5;

/// A text as read in one language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// The language.
    pub(crate) tongue: Tongue,
    /// One place a word of the text, empty where the word is in other letters.
    pub(crate) words: Vec<Option<ReadWord>>,
    /// How much what is found in this reading counts, up to 1.
    pub(crate) weight: f32,
}

/// A word in the letters of the language it is read in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadWord {
    /// The word.
    pub(crate) text: String,
    /// Whether it says nothing on its own.
    pub(crate) stop: bool,
}

/// Gives the ways to read a text, most likely first.
pub(crate) fn readings(words: &[String], language: &Language) -> Vec<Reading> {
    let uzbek_reel = language.primary() == "uz";
    let latin = read(words, Tongue::Uzbek, Alphabet::Latin);
    let english = read(words, Tongue::English, Alphabet::Latin);
    let cyrillic = read(words, Tongue::Uzbek, Alphabet::Cyrillic);
    let russian = read(words, Tongue::Russian, Alphabet::Cyrillic);

    let bonus = usize::from(uzbek_reel);
    let uzbek_latin_likely =
        2 * evidence(&latin, words, &["o'", "g'"]) + bonus > 2 * evidence(&english, words, &[]);
    let uzbek_cyrillic_likely = 2 * evidence(&cyrillic, words, &["ў", "қ", "ғ", "ҳ"]) + bonus
        > 2 * evidence(&russian, words, &["ы", "щ"]);

    let mut all = vec![latin, english, cyrillic, russian];
    for (reading, is_likely) in all.iter_mut().zip([
        uzbek_latin_likely,
        !uzbek_latin_likely,
        uzbek_cyrillic_likely,
        !uzbek_cyrillic_likely,
    ]) {
        // A text that shows its language is not read in another one that the reel does not use.
        reading.weight = match (is_likely, uzbek_reel) {
            (true, _) => 1.0,
            (false, true) => SECOND_WEIGHT,
            (false, false) => 0.0,
        };
    }
    all.retain(|reading| reading.weight > 0.0 && reading.words.iter().any(Option::is_some));
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    all
}

fn read(words: &[String], tongue: Tongue, alphabet: Alphabet) -> Reading {
    let words = words
        .iter()
        .map(|word| {
            let ours = Alphabet::of(word) == alphabet;
            let word = match (ours, tongue, alphabet) {
                (false, ..) => return None,
                (true, Tongue::Uzbek, Alphabet::Cyrillic) => uzbek_latin(word),
                (true, Tongue::Russian, _) => russian(word),
                _ => word.clone(),
            };
            let stop = is_stop_word(tongue, &word);
            Some(ReadWord { text: word, stop })
        })
        .collect();
    Reading {
        tongue,
        words,
        weight: 0.0,
    }
}

/// How many words of a text show that it is in the language of a reading: its function words, and
/// words with letters that only this language has.
fn evidence(reading: &Reading, words: &[String], marks: &[&str]) -> usize {
    reading
        .words
        .iter()
        .zip(words)
        .filter_map(|(read, word)| read.as_ref().map(|read| (read, word)))
        .filter(|(read, word)| read.stop || marks.iter().any(|mark| word.contains(mark)))
        .count()
}

#[cfg(test)]
mod tests {
    use super::super::words::split;
    use super::*;

    fn first(text: &str, language: &str) -> Tongue {
        readings(&split(text), &language.parse().unwrap())[0].tongue
    }

    #[test]
    fn the_text_decides_before_the_reel() {
        assert_eq!(first("A mountain river at the sea", "uz"), Tongue::English);
        assert_eq!(first("Daryolar tuz olib boradi", "uz"), Tongue::Uzbek);
        assert_eq!(
            first("Bu togʻlar va daryolar juda goʻzal", "en"),
            Tongue::Uzbek
        );
        assert_eq!(first("Юлдузларни санаган", "uz-Cyrl"), Tongue::Uzbek);
        assert_eq!(first("Он и она на море", "uz"), Tongue::Russian);
        assert_eq!(first("Море солёное", "en"), Tongue::Russian);
        assert_eq!(first("Coffee", "fr"), Tongue::English);
    }
}
