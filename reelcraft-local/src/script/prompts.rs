//! Image prompts from lines: what is to be seen, and how.

use std::collections::{HashMap, HashSet};

use unicode_segmentation::UnicodeSegmentation;

use super::clean_text::{one_line, with_capital, without_tags};
use super::stop_words::Vocabulary;
use super::unseen_words::is_unseen;
use super::uzbek_letters::{to_cyrillic, with_printed_apostrophes};
use super::writing_language::WritingLanguage;

/// More words than this make no clearer picture.
const MOST_WORDS: usize = 5;
/// With fewer things of its own, a line borrows from its script.
const FEWEST_OWN_THINGS: usize = 2;
/// How many words of the whole script a poor line borrows.
const MOST_BORROWED: usize = 2;
/// How many of its own words that cannot be shown a poor line adds.
const MOST_UNSEEN: usize = 2;

/// How a language says "illustration", and from where and in which light it is seen.
struct Phrases {
    illustration: &'static str,
    framings: [&'static str; 6],
    lights: [&'static str; 5],
}

const ENGLISH: Phrases = Phrases {
    illustration: "Illustration",
    framings: [
        "Wide view",
        "Close-up",
        "Seen from above",
        "View at eye level",
        "Seen from a distance",
        "Simple composition",
    ],
    lights: [
        "soft morning light",
        "warm evening light",
        "bright daylight",
        "calm blue twilight",
        "gentle golden light",
    ],
};
const RUSSIAN: Phrases = Phrases {
    illustration: "Иллюстрация",
    framings: [
        "Общий план",
        "Крупный план",
        "Вид сверху",
        "На уровне глаз",
        "Вид издалека",
        "Простая композиция",
    ],
    lights: [
        "мягкий утренний свет",
        "тёплый вечерний свет",
        "яркий дневной свет",
        "спокойные синие сумерки",
        "нежный золотистый свет",
    ],
};
const UZBEK: Phrases = Phrases {
    illustration: "Rasm",
    framings: [
        "Keng manzara",
        "Yaqin plan",
        "Yuqoridan koʻrinish",
        "Koʻz balandligida",
        "Uzoqdan koʻrinish",
        "Sodda kompozitsiya",
    ],
    lights: [
        "mayin tong yorugʻi",
        "iliq kechki yorugʻlik",
        "yorqin kunduzgi yorugʻlik",
        "sokin koʻkimtir oqshom",
        "nozik oltin yorugʻlik",
    ],
};

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

/// Describes a picture for each wanted line. All indexes are inside `lines`.
pub(super) fn describe(
    lines: &[String],
    wanted: &[usize],
    language: Option<WritingLanguage>,
) -> Vec<String> {
    let vocabulary = Vocabulary::of(language);
    let words: Vec<Vec<String>> = lines
        .iter()
        .map(|line| content_words(line, vocabulary, language))
        .collect();
    let is_thing = |word: &&String| !is_unseen(&vocabulary.key(word), language);
    let things: Vec<Vec<String>> = words
        .iter()
        .map(|words| words.iter().filter(is_thing).cloned().collect())
        .collect();
    let common = common_words(&things, vocabulary);
    wanted
        .iter()
        .map(|at| {
            let own = things.get(*at).map_or(&[][..], Vec::as_slice);
            let unseen = words
                .get(*at)
                .into_iter()
                .flatten()
                .filter(|word| !is_thing(word));
            let seen = if own.len() < FEWEST_OWN_THINGS {
                // The subject of the script first, then what this line says of it.
                let borrowed = common.iter().take(MOST_BORROWED);
                let all = own.iter().chain(borrowed).chain(unseen.take(MOST_UNSEEN));
                each_once(all, vocabulary)
            } else {
                own.iter().take(MOST_WORDS).cloned().collect()
            };
            let line = lines.get(*at).map_or("", String::as_str);
            prompt(*at, &seen, line, language)
        })
        .collect()
}

/// The words without those that are forms of an earlier one.
fn each_once<'a>(words: impl Iterator<Item = &'a String>, vocabulary: Vocabulary) -> Vec<String> {
    let mut stems = HashSet::new();
    words
        .filter(|word| stems.insert(vocabulary.stem(word)))
        .cloned()
        .collect()
}

/// The words of a line that say something, in their order, each once.
fn content_words(
    line: &str,
    vocabulary: Vocabulary,
    language: Option<WritingLanguage>,
) -> Vec<String> {
    let mut line = one_line(&without_tags(line));
    if language.is_some_and(WritingLanguage::is_uzbek) {
        line = with_printed_apostrophes(&line);
    }
    let mut stems = HashSet::new();
    let mut begins_sentence = true;
    let mut words = Vec::new();
    for piece in line.split_word_bounds() {
        if !piece.chars().any(char::is_alphanumeric) {
            begins_sentence |= piece.contains(['.', '!', '?', '…', ':', '。']);
            continue;
        }
        let is_content = piece.chars().any(char::is_alphabetic)
            && vocabulary.is_content(piece)
            && !is_doing(&vocabulary.key(piece), language);
        if is_content && stems.insert(vocabulary.stem(piece)) {
            let has_small = piece.chars().any(char::is_lowercase);
            if begins_sentence && has_small {
                words.push(piece.to_lowercase());
            } else {
                words.push(piece.to_owned());
            }
        }
        begins_sentence = false;
    }
    words
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
                    "asiz", "ysiz", "gansiz", "ganmi", "uring", "ating", "iring", "ning-chi",
                ])
        }
        None => false,
    }
}

/// The words that the script is about: those of the first line that has any, which names the
/// topic, then those that recur.
fn common_words(lines: &[Vec<String>], vocabulary: Vocabulary) -> Vec<String> {
    let mut recurring: Vec<(usize, &String)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for word in lines.iter().flatten() {
        let place = *places
            .entry(vocabulary.stem(word))
            .or_insert(recurring.len());
        match recurring.get_mut(place) {
            Some((count, _)) => *count += 1,
            None => recurring.push((1, word)),
        }
    }
    recurring.retain(|(count, _)| *count >= 2);
    recurring.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let topic = lines
        .iter()
        .find(|words| !words.is_empty())
        .into_iter()
        .flatten();
    each_once(
        topic.chain(recurring.into_iter().map(|(_, word)| word)),
        vocabulary,
    )
}

/// Words, then framing and light, both chosen by the place of the line alone.
fn prompt(at: usize, words: &[String], line: &str, language: Option<WritingLanguage>) -> String {
    let Some(language) = language else {
        return if words.is_empty() {
            plain_or_dash(line)
        } else {
            with_capital(&words.join(", "))
        };
    };
    let phrases = match language {
        WritingLanguage::English => ENGLISH,
        WritingLanguage::Russian => RUSSIAN,
        WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic => UZBEK,
    };
    let written = |phrase: &str| {
        if language == WritingLanguage::UzbekCyrillic {
            to_cyrillic(phrase)
        } else {
            phrase.to_owned()
        }
    };
    let framing = written(pick(&phrases.framings, at));
    let light = written(pick(&phrases.lights, at));
    let illustration = written(phrases.illustration);
    if words.is_empty() {
        format!("{illustration}. {framing}, {light}")
    } else {
        format!("{illustration}: {}. {framing}, {light}", words.join(", "))
    }
}

fn pick(phrases: &[&'static str], at: usize) -> &'static str {
    phrases
        .get(at % phrases.len().max(1))
        .copied()
        .unwrap_or_default()
}

/// A line without content words as it is; a dash when there is nothing in it.
fn plain_or_dash(line: &str) -> String {
    let plain = one_line(&without_tags(line));
    if plain.is_empty() {
        "—".to_owned()
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use WritingLanguage::{English, Russian, UzbekCyrillic, UzbekLatin};

    fn one(line: &str, language: Option<WritingLanguage>) -> String {
        describe(&[line.to_owned()], &[0], language).remove(0)
    }

    #[test]
    fn content_words_are_kept() {
        assert_eq!(
            one(
                "Rivers carrying salt to the sea, grain by grain.",
                Some(English)
            ),
            "Illustration: rivers, salt, sea, grain. Wide view, soft morning light"
        );
        assert_eq!(
            one(
                "Реки несут соль в море, крупинка за крупинкой.",
                Some(Russian)
            ),
            "Иллюстрация: реки, соль, море, крупинка. Общий план, мягкий утренний свет"
        );
        assert_eq!(
            one(
                "Daryolar togʻlardan dengizga tuz olib keladi.",
                Some(UzbekLatin)
            ),
            "Rasm: daryolar, togʻlardan, dengizga, tuz. Keng manzara, mayin tong yorugʻi"
        );
        assert_eq!(
            one("Дарёлар денгизга туз олиб келади.", Some(UzbekCyrillic)),
            "Расм: дарёлар, денгизга, туз. Кенг манзара, майин тонг ёруғи"
        );
        assert_eq!(
            one("Der Fluss trägt Salz ins Meer.", None),
            "Fluss, trägt, Salz, Meer"
        );
    }

    #[test]
    fn a_line_without_things_borrows_those_of_the_script() {
        let lines = [
            "The sea is salty.".to_owned(),
            "But why?".to_owned(),
            "Rivers bring salt into the sea.".to_owned(),
        ];
        let prompts = describe(&lines, &[1], Some(English));
        assert_eq!(
            prompts,
            ["Illustration: sea, salty. Close-up, warm evening light"]
        );
    }

    #[test]
    fn no_prompt_is_empty() {
        for line in ["", "🎉", "<b></b>", "?!", "the of and"] {
            for language in [Some(English), Some(Russian), Some(UzbekLatin), None] {
                assert!(!one(line, language).trim().is_empty(), "{line}");
            }
        }
    }

    #[test]
    fn a_line_redone_alone_gets_the_same_prompt() {
        let lines: Vec<String> = [
            "Salt lies on the shore.",
            "Birds fly over water.",
            "Fish swim.",
        ]
        .map(str::to_owned)
        .to_vec();
        let all = describe(&lines, &[0, 1, 2], Some(English));
        assert_eq!(describe(&lines, &[1], Some(English))[0], all[1]);
        assert_ne!(all[0], all[1]);
    }
}
