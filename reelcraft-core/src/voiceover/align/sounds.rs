//! The sounds of a line with their usual lengths, and the pauses that may be heard in it.

use super::numbers::spoken_number;
use super::spelling::{Class, is_apostrophe, sounds_of_word};
use crate::Language;

/// Where in the script a pause may be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Between two words: seldom.
    Word,
    /// At a comma, dash or colon: often.
    Phrase,
    /// Between two sentences of one line: nearly always.
    Sentence,
    /// Between two lines.
    Line,
    /// Before the first line and after the last.
    Edge,
}

/// One step of the way through a script.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    /// A sound, and its usual length in seconds.
    Sound(Class, f64),
    /// A place for a pause.
    Gap(Gap),
}

/// How much longer the last vowel before a pause is (Klatt 1976: about 1.4).
const FINAL_LENGTHENING: f64 = 1.4;
/// The sounds of a line; none where nothing in it can be spoken.
pub(super) fn sounds_of(line: &str, language: &Language) -> Vec<Unit> {
    sounds_of_words(&[line], language).concat()
}

/// The sounds of a line word by word, each with the pause that may be heard before it; empty for
/// a word in which nothing can be spoken.
pub(super) fn sounds_of_words(words: &[&str], language: &Language) -> Vec<Vec<Unit>> {
    let mut units: Vec<Unit> = Vec::new();
    let mut borders = Vec::with_capacity(words.len());
    let mut gap = None;
    for word in words {
        gap = gap.max(Some(Gap::Word));
        for token in tokens(word, language) {
            match token {
                Token::Gap(wider) => gap = gap.max(Some(wider)),
                Token::Word(word) => {
                    let sounds = sounds_of_word(&word, language);
                    if sounds.is_empty() {
                        continue;
                    }
                    if let Some(gap) = gap.take().filter(|_| !units.is_empty()) {
                        if gap > Gap::Word {
                            lengthen_last_vowel(&mut units);
                        }
                        units.push(Unit::Gap(gap));
                    }
                    let sound =
                        |(class, scale): (Class, f64)| Unit::Sound(class, class.secs() * scale);
                    units.extend(sounds.into_iter().map(sound));
                }
            }
        }
        borders.push(units.len());
    }
    lengthen_last_vowel(&mut units);
    let starts = std::iter::once(0).chain(borders.iter().copied());
    starts
        .zip(&borders)
        .map(|(start, end)| units.get(start..*end).unwrap_or_default().to_vec())
        .collect()
}

fn lengthen_last_vowel(units: &mut [Unit]) {
    // Not further back than the last syllable.
    for unit in units.iter_mut().rev().take(4) {
        if let Unit::Sound(Class::Vowel, secs) = unit {
            *secs *= FINAL_LENGTHENING;
            return;
        }
    }
}

enum Token {
    Word(String),
    Gap(Gap),
}

/// Divides a line into words, numbers in words, and what lies between them.
fn tokens(line: &str, language: &Language) -> Vec<Token> {
    let letters: Vec<char> = line.chars().flat_map(char::to_lowercase).collect();
    let mut tokens = Vec::new();
    let mut rest = letters.as_slice();
    while let Some((first, after)) = rest.split_first() {
        if let Some(digit_count) = number_length(rest) {
            let (number, after) = rest.split_at(digit_count);
            let digits: String = number.iter().filter(|c| c.is_ascii_digit()).collect();
            push_number(&mut tokens, &digits, after, language);
            rest = after;
        } else if first.is_alphanumeric() {
            let is_of_word = |c: &&char| {
                (c.is_alphabetic() || is_apostrophe(**c) || is_mark(**c)) && !c.is_ascii_digit()
            };
            let length = after.iter().take_while(is_of_word).count() + 1;
            let (word, after) = rest.split_at(length);
            tokens.push(Token::Word(word.iter().collect()));
            rest = after;
        } else {
            push_mark(&mut tokens, *first, after, language);
            rest = after;
        }
    }
    tokens
}

/// How many characters a number has, its groups of three included; `None` where none begins.
fn number_length(letters: &[char]) -> Option<usize> {
    let run = |letters: &[char]| letters.iter().take_while(|c| c.is_ascii_digit()).count();
    let mut length = run(letters);
    if length == 0 {
        return None;
    }
    if length <= 3 {
        while let Some((separator, group)) = letters.get(length..).and_then(<[char]>::split_first)
            && matches!(
                separator,
                ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}' | ',' | '\''
            )
            && run(group) == 3
        {
            length += 4;
        }
    }
    Some(length)
}

fn push_number(tokens: &mut Vec<Token>, digits: &str, after: &[char], language: &Language) {
    let words = spoken_number(digits, language);
    // A digit of a language that is not known here is a word of four letters.
    let words = words.unwrap_or_else(|| "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD} ".repeat(digits.len()));
    for word in words.split_whitespace() {
        tokens.extend([Token::Gap(Gap::Word), Token::Word(word.to_owned())]);
    }
    let is_ordinal =
        language.primary() == "uz" && matches!(after, ['-', letter, ..] if letter.is_alphabetic());
    if is_ordinal {
        tokens.push(Token::Word("inchi".to_owned()));
    }
    tokens.push(Token::Gap(Gap::Word));
}

fn push_mark(tokens: &mut Vec<Token>, mark: char, after: &[char], language: &Language) {
    let is_followed_by_space = after.first().is_none_or(|c| c.is_whitespace());
    let spoken = match (mark, language.primary()) {
        ('%', "uz") => "foiz",
        ('%', "ru") => "процентов",
        ('%', _) => "percent",
        ('&', "en") => "and",
        _ => "",
    };
    let gap = match mark {
        '.' | '!' | '?' | '…' | '。' | '！' | '？' if is_followed_by_space => Gap::Sentence,
        '。' | '！' | '？' => Gap::Sentence,
        '—' | '–' | '(' | ')' | '、' | '，' => Gap::Phrase,
        ',' | ';' | ':' | '-' if is_followed_by_space => Gap::Phrase,
        _ => Gap::Word,
    };
    tokens.push(Token::Gap(gap));
    if !spoken.is_empty() {
        tokens.push(Token::Word(spoken.to_owned()));
        tokens.push(Token::Gap(Gap::Word));
    }
}

/// Combining accents, and the sign of letters that are not known.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{0300}'..='\u{036F}' | '\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(line: &str, language: &str) -> String {
        sounds_of(line, &language.parse().unwrap())
            .iter()
            .map(|unit| match unit {
                Unit::Sound(Class::Vowel, _) => 'a',
                Unit::Sound(Class::Sonorant, _) => 'n',
                Unit::Sound(Class::Stop, _) => 't',
                Unit::Sound(Class::Sibilant, _) => 's',
                Unit::Sound(Class::VoicedSibilant, _) => 'z',
                Unit::Sound(Class::Fricative, _) => 'f',
                Unit::Sound(Class::Other, _) => '?',
                Unit::Gap(Gap::Word) => ' ',
                Unit::Gap(Gap::Phrase) => ',',
                Unit::Gap(_) => '.',
            })
            .collect()
    }

    #[test]
    fn letters_stand_for_sounds() {
        for (line, language, expected) in [
            ("Nega dengiz suvi shoʻr?", "uz", "nata tanaz sana san"),
            ("Nima, 5-yil!", "uz", "nana,tasantsa nan"),
            ("Почему море солёное?", "ru", "tatsana nana sananaa"),
            ("The ships, 2 of them.", "en", "fa sats,tna af fan"),
            ("She asked: why?", "en", "sa astt,na"),
            ("水 ab", "zh", "?a at"),
            ("… !", "en", ""),
            ("Wait. What?", "en", "nat.nat"),
        ] {
            assert_eq!(shape(line, language), expected, "{line}");
        }
    }
}
