//! Splits a text into comparable words.

/// The longest text that is looked at, in words: a card shows one thing, and what it is about is
/// said early.
const WORD_LIMIT: usize = 400;

/// The alphabet a word is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alphabet {
    Latin,
    Cyrillic,
    Other,
}

impl Alphabet {
    /// The alphabet of a word, by its first letter that has one.
    pub(crate) fn of(word: &str) -> Self {
        word.chars()
            .find_map(|letter| match letter {
                'a'..='z' | '\u{e0}'..='\u{24f}' => Some(Self::Latin),
                '\u{400}'..='\u{52f}' => Some(Self::Cyrillic),
                _ => None,
            })
            .unwrap_or(Self::Other)
    }
}

/// Gives the words of a text: lowercase, every apostrophe as `'`, hyphens as borders.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let letters = text.chars().flat_map(char::to_lowercase);
    // Combining marks, such as the dot that lowercase İ leaves behind, do not end a word.
    let letters = letters.filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}'));
    for letter in letters.chain([' ']) {
        match plain(letter) {
            Some(letter) => word.push(letter),
            None if word.is_empty() => {}
            None => {
                let trimmed = word.trim_matches('\'');
                if !trimmed.is_empty() {
                    words.push(trimmed.to_owned());
                    if words.len() == WORD_LIMIT {
                        return words;
                    }
                }
                word.clear();
            }
        }
    }
    words
}

/// A letter in the form in which words are compared, `None` at the border of a word.
fn plain(letter: char) -> Option<char> {
    match letter {
        // Uzbek is typed with all of these: oʻ o‘ o' oʼ o’ o` o´.
        '\'' | '`' | '\u{b4}' | '\u{2018}' | '\u{2019}' | '\u{2bb}' | '\u{2bc}' | '\u{2b9}'
        | '\u{ff07}' => Some('\''),
        letter if letter.is_alphanumeric() => Some(letter),
        _ => None,
    }
}

/// Writes a Russian word as most print does: ё as е.
pub(crate) fn russian(word: &str) -> String {
    word.replace('ё', "е")
}

/// Writes an Uzbek word in Latin letters, by the alphabet of 1995.
pub(crate) fn uzbek_latin(word: &str) -> String {
    let mut latin = String::with_capacity(word.len() + 4);
    let mut after_vowel = true;
    for letter in word.chars() {
        let written = match letter {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' if after_vowel => "ye",
            'е' | 'э' => "e",
            'ж' => "j",
            'з' => "z",
            'и' | 'ы' => "i",
            'й' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' | 'ц' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "x",
            'ч' => "ch",
            'ш' | 'щ' => "sh",
            'ъ' => "'",
            'ь' => "",
            'ё' => "yo",
            'ю' => "yu",
            'я' => "ya",
            'ў' => "o'",
            'қ' => "q",
            'ғ' => "g'",
            'ҳ' => "h",
            other => {
                latin.push(other);
                after_vowel = false;
                continue;
            }
        };
        latin.push_str(written);
        after_vowel = matches!(
            letter,
            'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ў' | 'э' | 'ю' | 'я'
        );
    }
    latin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_apostrophes_are_one() {
        for text in [
            "oʻzbek", "o‘zbek", "o'zbek", "oʼzbek", "o’zbek", "O`ZBEK", "o´zbek",
        ] {
            assert_eq!(split(text), ["o'zbek"], "{text}");
        }
    }

    #[test]
    fn quotes_and_hyphens_are_borders() {
        assert_eq!(split("«Ob-havo», 'issiq'!"), ["ob", "havo", "issiq"]);
        assert_eq!(split("Ёлка… ЛЁД"), ["ёлка", "лёд"]);
        assert_eq!(russian("ёлка"), "елка");
        assert!(split("?! … — 🌊").is_empty());
    }

    #[test]
    fn cyrillic_uzbek_is_read_as_latin() {
        for (cyrillic, latin) in [
            ("ўзбекистон", "o'zbekiston"),
            ("юлдузларни", "yulduzlarni"),
            ("ер", "yer"),
            ("денгиз", "dengiz"),
            ("санъат", "san'at"),
            ("тоғ", "tog'"),
            ("шаҳар", "shahar"),
            ("дарё", "daryo"),
        ] {
            assert_eq!(uzbek_latin(cyrillic), latin);
        }
    }

    #[test]
    fn alphabets_are_told_apart() {
        assert_eq!(Alphabet::of("sea"), Alphabet::Latin);
        assert_eq!(Alphabet::of("море"), Alphabet::Cyrillic);
        assert_eq!(Alphabet::of("1961"), Alphabet::Other);
        assert_eq!(Alphabet::of("بحر"), Alphabet::Other);
    }
}
