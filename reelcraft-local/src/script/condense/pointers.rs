//! Words that point at something that was named before.

use crate::script::stop_words::Vocabulary;
use crate::script::writing_language::WritingLanguage;

const ENGLISH_POINTERS: [&str; 24] = [
    "it", "it's", "its", "this", "these", "those", "that", "they", "they're", "their", "them",
    "he", "she", "his", "her", "him", "such", "another", "both", "others", "which", "nor", "or",
    "either",
];
const RUSSIAN_POINTERS: [&str; 36] = [
    "это",
    "этот",
    "эта",
    "эти",
    "этого",
    "этой",
    "этих",
    "этому",
    "этим",
    "он",
    "она",
    "оно",
    "они",
    "его",
    "её",
    "ее",
    "их",
    "им",
    "ему",
    "ей",
    "такой",
    "такая",
    "такое",
    "такие",
    "там",
    "тогда",
    "отсюда",
    "оттуда",
    "тот",
    "те",
    "та",
    "оба",
    "потому",
    "или",
    "чтобы",
    "туда",
];
const UZBEK_POINTERS: [&str; 30] = [
    "bu",
    "bular",
    "buni",
    "bunga",
    "bunda",
    "bundan",
    "bunday",
    "buning",
    "bularning",
    "u",
    "uni",
    "unga",
    "unda",
    "undan",
    "uning",
    "ular",
    "ularni",
    "ularga",
    "ularda",
    "ulardan",
    "ularning",
    "shu",
    "shunday",
    "shundan",
    "shunda",
    "oʻsha",
    "chunki",
    "yoki",
    "ana",
    "shuni",
];

/// Words that point back from inside a sentence more often than within it.
const INNER_POINTERS: [&str; 26] = [
    "this",
    "these",
    "there",
    "это",
    "этот",
    "эта",
    "эти",
    "этого",
    "этой",
    "этом",
    "этим",
    "этих",
    "там",
    "здесь",
    "туда",
    "оттуда",
    "buni",
    "bunda",
    "bunga",
    "bundan",
    "bunday",
    "shunday",
    "shunda",
    "shundan",
    "shuni",
    "shu",
];

/// Whether a sentence has, anywhere, a word that is likely to point at something named before.
pub(super) fn points_back(sentence: &str, language: Option<WritingLanguage>) -> bool {
    let vocabulary = Vocabulary::of(language);
    sentence
        .split_whitespace()
        .map(|word| vocabulary.key(word.trim_matches(|letter: char| !letter.is_alphanumeric())))
        .any(|word| INNER_POINTERS.contains(&word.as_str()))
}

/// Whether a sentence begins with a word for something named before.
pub(super) fn is_dangling(sentence: &str, language: Option<WritingLanguage>) -> bool {
    let vocabulary = Vocabulary::of(language);
    let mut words = sentence
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '—' | '–' | ':'))
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(|word| vocabulary.key(word));
    let (first, second) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    match language {
        None => false,
        Some(WritingLanguage::English) => {
            const PREPOSITIONS: [&str; 12] = [
                "in", "on", "at", "for", "after", "before", "with", "by", "of", "from", "to",
                "because",
            ];
            let points = |word: &str| ENGLISH_POINTERS.contains(&word);
            points(&first)
                || (PREPOSITIONS.contains(&first.as_str()) && second != "that" && points(&second))
        }
        Some(WritingLanguage::Russian) => {
            const PREPOSITIONS: [&str; 18] = [
                "в",
                "во",
                "на",
                "о",
                "об",
                "у",
                "из",
                "за",
                "по",
                "с",
                "со",
                "к",
                "от",
                "при",
                "для",
                "под",
                "до",
                "после",
            ];
            // Pronouns after a preposition begin with н: в нём, с ними.
            const AFTER_PREPOSITION: [&str; 12] = [
                "нём", "нем", "ней", "них", "него", "неё", "нее", "нему", "ним", "ними", "том",
                "то",
            ];
            RUSSIAN_POINTERS.contains(&first.as_str())
                || (PREPOSITIONS.contains(&first.as_str())
                    && (AFTER_PREPOSITION.contains(&second.as_str())
                        || second.starts_with("эт")
                            && second.chars().count() <= 5
                            && second != "этаж"
                        || second.starts_with("таки")))
        }
        Some(WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic) => {
            UZBEK_POINTERS.contains(&first.as_str()) || second == "esa"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use WritingLanguage::{English, Russian, UzbekCyrillic, UzbekLatin};

    #[test]
    fn pointers_are_seen() {
        for (language, sentence, expected) in [
            (English, "It stays there.", true),
            (English, "Items stay there.", false),
            (Russian, "Это длится долго.", true),
            (Russian, "Об устройстве моря знают мало.", false),
            (Russian, "В нём живут рыбы.", true),
            (Russian, "За это время всё изменилось.", true),
            (English, "In this way it grows.", true),
            (English, "In spring it grows.", false),
            (UzbekLatin, "Bu esa muhim.", true),
            (UzbekLatin, "Buxoro qadimiy shahar.", false),
            (UzbekCyrillic, "Улар сувни тозалайди.", true),
        ] {
            assert_eq!(
                is_dangling(sentence, Some(language)),
                expected,
                "{sentence}"
            );
        }
    }
}
