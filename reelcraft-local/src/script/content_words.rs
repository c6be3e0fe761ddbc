//! The words of a line that may be shown.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;

use super::clean_text::{one_line, without_tags};
use super::stop_words::Vocabulary;
use super::uzbek_letters::with_printed_apostrophes;
use super::writing_language::WritingLanguage;

/// English words in -ing that are things and no doings.
const ENGLISH_THINGS: [&str; 22] = [
    "king",
    "ring",
    "spring",
    "string",
    "wing",
    "morning",
    "evening",
    "building",
    "painting",
    "ceiling",
    "lightning",
    "wedding",
    "clothing",
    "nothing",
    "sling",
    "earring",
    "ending",
    "meeting",
    "dumpling",
    "pudding",
    "being",
    "feeling",
];

/// Uzbek particles that are written after a hyphen and say nothing: `koʻring-chi`.
const UZBEK_PARTICLES: [&str; 6] = ["chi", "ku", "da", "mi", "u", "yu"];
/// Uzbek pairs of words that say in which manner, as doubled words do.
const UZBEK_MANNERS: [&str; 6] = [
    "asta-sekin",
    "eson-omon",
    "nari-beri",
    "ochiq-oydin",
    "oldinma-ketin",
    "ochiq-oshkora",
];

/// The words of a line that say something, in their order, each once.
pub(super) fn content_words(
    line: &str,
    vocabulary: Vocabulary,
    language: Option<WritingLanguage>,
) -> Vec<String> {
    let line = one_line(&without_tags(line));
    let pieces = if language.is_some_and(WritingLanguage::is_uzbek) {
        uzbek_pieces(&with_printed_apostrophes(&line), vocabulary)
    } else {
        line.split_word_bounds().map(str::to_owned).collect()
    };
    let mut stems = HashSet::new();
    let mut begins_sentence = true;
    let mut words = Vec::new();
    for piece in pieces {
        if !piece.chars().any(char::is_alphanumeric) {
            begins_sentence |= piece.contains(['.', '!', '?', '…', ':', '。']);
            continue;
        }
        let is_content = piece.chars().any(char::is_alphabetic)
            && vocabulary.is_content(&piece)
            && !is_doing(&vocabulary.key(&piece), language);
        if is_content && stems.insert(vocabulary.stem(&piece)) {
            let has_small = piece.chars().any(char::is_lowercase);
            words.push(if begins_sentence && has_small {
                piece.to_lowercase()
            } else {
                piece
            });
        }
        begins_sentence = false;
    }
    words
}

/// Splits an Uzbek line into words and what is between them, without particles and with pairs of
/// manner in one piece.
fn uzbek_pieces(line: &str, vocabulary: Vocabulary) -> Vec<String> {
    let mut pieces = line.split_word_bounds().peekable();
    let mut result: Vec<String> = Vec::new();
    while let Some(piece) = pieces.next() {
        let next = pieces.peek().copied().unwrap_or_default();
        let joint = result
            .last_mut()
            .filter(|_| matches!(piece, "-" | "‐" | "‑"));
        match joint {
            Some(_) if UZBEK_PARTICLES.contains(&vocabulary.key(next).as_str()) => {
                pieces.next();
            }
            Some(first) if is_manner(first, next, vocabulary) => {
                first.push('-');
                first.push_str(next);
                pieces.next();
            }
            _ => result.push(piece.to_owned()),
        }
    }
    result
}

/// Whether two Uzbek words with a hyphen between them say how something is done: `yonma-yon`,
/// `oz-ozdan`, `kundan-kunga`.
fn is_manner(first: &str, second: &str, vocabulary: Vocabulary) -> bool {
    let (one, other) = (vocabulary.key(first), vocabulary.key(second));
    let is_word = |word: &str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    let is_doubled = one.starts_with(&other)
        || other.starts_with(&one)
        || vocabulary.stem(first) == vocabulary.stem(second);
    (is_word(&one) && is_word(&other) && is_doubled)
        || UZBEK_MANNERS.contains(&format!("{one}-{other}").as_str())
}

/// Whether the form of a word shows that it names no thing: a manner or a doing.
fn is_doing(word: &str, language: Option<WritingLanguage>) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let length = word.chars().count();
    match language {
        Some(WritingLanguage::English) => {
            (length > 4 && ends(&["ing"]) && !ENGLISH_THINGS.contains(&word))
                || (length > 5
                    && ends(&["ly"])
                    && !matches!(word, "family" | "butterfly" | "assembly"))
        }
        Some(WritingLanguage::Russian) => {
            length > 4
                && ends(&[
                    "ется", "ются", "ится", "ятся", "ает", "ают", "яет", "яют", "ует", "уют",
                    "ите", "ете", "йте", "ться", "лось", "лись", "лась", "лся",
                ])
        }
        Some(WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic) => {
            length > 4
                && ends(&[
                    "adi", "ydi", "moqda", "dilar", "ildi", "amiz", "ymiz", "gach", "ingiz",
                    "asiz", "ysiz", "gansiz", "ganmi", "uring", "ating", "iring",
                ])
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::unseen_words::is_unseen;
    use super::*;

    fn uzbek(line: &str) -> Vec<String> {
        let language = Some(WritingLanguage::UzbekLatin);
        content_words(line, Vocabulary::of(language), language)
    }

    #[test]
    fn particles_after_a_hyphen_are_nothing() {
        for (line, words) in [
            ("Dengizga-chi, tuz-ku", vec!["dengizga", "tuz"]),
            ("Gul ochildi-yu, asalari keldi-da", vec!["gul", "asalari"]),
            (
                "Ota-ona va Toshkent-Samarqand",
                vec!["ota", "ona", "Toshkent", "Samarqand"],
            ),
        ] {
            assert_eq!(uzbek(line), words, "{line}");
        }
    }

    #[test]
    fn doubled_words_are_one_that_cannot_be_shown() {
        let language = Some(WritingLanguage::UzbekLatin);
        for manner in [
            "yonma-yon",
            "asta-sekin",
            "tez-tez",
            "oz-ozdan",
            "kundan-kunga",
            "birma-bir",
        ] {
            let words = uzbek(&format!("Baliqlar {manner} suzadi"));
            assert_eq!(words, ["baliqlar", manner]);
            assert!(is_unseen(manner, language), "{manner}");
        }
    }
}
