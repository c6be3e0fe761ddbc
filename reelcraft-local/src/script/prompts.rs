//! Image prompts from lines: what is to be seen, and how.

use std::collections::{HashMap, HashSet};

use reelcraft_core::Language;

use super::clean_text::{one_line, with_capital, without_tags};
use super::content_words::content_words;
use super::stop_words::Vocabulary;
use super::unseen_words::is_unseen;
use super::uzbek_letters::to_cyrillic;
use super::writing_language::WritingLanguage;
use crate::card::illustration::named;

/// More words than this make no clearer picture.
const MOST_WORDS: usize = 5;
/// With fewer things of its own, a line borrows from its script.
const FEWEST_OWN_THINGS: usize = 2;
/// How many words of the whole script a poor line borrows.
const MOST_BORROWED: usize = 3;
/// A thing is not the subject again within so many lines, where there is another one.
const VARIED_LINES: usize = 4;
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

/// Describes a picture for each wanted line. All indexes are inside `lines`.
///
/// Each prompt begins with what its card shows largest. Where a line names several things, that
/// is one that the cards just before it do not show.
pub(super) fn describe(lines: &[String], wanted: &[usize], language: &Language) -> Vec<String> {
    let writing = WritingLanguage::of(language);
    let vocabulary = Vocabulary::of(writing);
    let words: Vec<Vec<String>> = lines
        .iter()
        .map(|line| content_words(line, vocabulary, writing))
        .collect();
    let is_thing = |word: &&String| !is_unseen(&vocabulary.key(word), writing);
    let things: Vec<Vec<String>> = words
        .iter()
        .map(|words| words.iter().filter(is_thing).cloned().collect())
        .collect();
    let common = common_words(&things, vocabulary);
    let mut shown: Vec<&'static str> = Vec::new();
    let mut prompts = Vec::with_capacity(lines.len());
    // All lines, so that one alone gets the same prompt as with the others.
    for (at, (line, own)) in lines.iter().zip(&things).enumerate() {
        let has_subject = !named(own, language).is_empty();
        let seen = if has_subject && own.len() >= FEWEST_OWN_THINGS {
            own.clone()
        } else {
            // What can be shown of the line, then the subject of the script.
            let all = words.get(at).into_iter().flatten();
            let unseen = all.filter(|word| !is_thing(word)).take(MOST_UNSEEN);
            let borrowed = common.iter().take(MOST_BORROWED);
            let all = if has_subject {
                own.iter().chain(borrowed).chain(unseen).collect()
            } else {
                borrowed.chain(own).chain(unseen).collect::<Vec<_>>()
            };
            each_once(all.into_iter(), vocabulary)
        };
        let mut seen = subject_first(seen, &mut shown, language);
        seen.truncate(MOST_WORDS);
        prompts.push(prompt(at, &seen, line, writing));
    }
    let prompt = |at: &usize| prompts.get(*at).cloned().unwrap_or_default();
    wanted.iter().map(prompt).collect()
}

/// Puts a thing first that was not among the last ones `shown`, and adds it to them.
fn subject_first(
    mut words: Vec<String>,
    shown: &mut Vec<&'static str>,
    language: &Language,
) -> Vec<String> {
    let named = named(&words, language);
    // How long ago a picture was shown, in lines.
    let age = |picture: &str| {
        let ago = shown.iter().rev().position(|other| *other == picture);
        ago.unwrap_or(VARIED_LINES).min(VARIED_LINES)
    };
    let subject = named.iter().rev().max_by_key(|named| age(named.picture));
    if let Some(subject) = subject {
        shown.push(subject.picture);
        words.rotate_left(subject.first);
    }
    words
}

/// What a prompt of [`describe`] names, without its framing and light; any other text as it is.
pub(crate) fn subject_of(prompt: &str) -> &str {
    for phrases in [ENGLISH, RUSSIAN, UZBEK] {
        for written in [str::to_owned as fn(&str) -> String, to_cyrillic] {
            let rest = prompt.strip_prefix(&written(phrases.illustration));
            if let Some(subject) = rest.and_then(|rest| rest.strip_prefix([':', '.'])) {
                let framings = phrases.framings.iter();
                let framing = framings.filter_map(|framing| subject.rfind(&written(framing)));
                let end = framing.max().unwrap_or(subject.len());
                return subject.get(..end).unwrap_or(subject);
            }
        }
    }
    prompt
}

/// The words without those that are forms of an earlier one.
fn each_once<'a>(words: impl Iterator<Item = &'a String>, vocabulary: Vocabulary) -> Vec<String> {
    let mut stems = HashSet::new();
    words
        .filter(|word| stems.insert(vocabulary.stem(word)))
        .cloned()
        .collect()
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

    fn one(line: &str, language: &str) -> String {
        describe(&[line.to_owned()], &[0], &language.parse().unwrap()).remove(0)
    }

    #[test]
    fn content_words_are_kept() {
        assert_eq!(
            one("Rivers carrying salt to the sea, grain by grain.", "en"),
            "Illustration: rivers, salt, sea, grain. Wide view, soft morning light"
        );
        assert_eq!(
            one("Реки несут соль в море, крупинка за крупинкой.", "ru"),
            "Иллюстрация: реки, соль, море, крупинка. Общий план, мягкий утренний свет"
        );
        assert_eq!(
            one("Daryolar togʻlardan dengizga tuz olib keladi.", "uz"),
            "Rasm: daryolar, togʻlardan, dengizga, tuz. Keng manzara, mayin tong yorugʻi"
        );
        assert_eq!(
            one("Балиқлар сувда ёнма-ён сузади, кўринг-чи.", "uz-Cyrl"),
            "Расм: балиқлар, сувда. Кенг манзара, майин тонг ёруғи"
        );
        assert_eq!(
            one("Дарёлар денгизга туз олиб келади.", "uz-Cyrl"),
            "Расм: дарёлар, денгизга, туз. Кенг манзара, майин тонг ёруғи"
        );
        assert_eq!(
            one("Der Fluss trägt Salz ins Meer.", "de"),
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
        let prompts = describe(&lines, &[1], &Language::default());
        assert_eq!(
            prompts,
            ["Illustration: salty, sea. Close-up, warm evening light"]
        );
    }

    #[test]
    fn cards_beside_each_other_have_different_subjects() {
        let lines = [
            "The sea is salty.",
            "The sea is old.",
            "Salt is in the sea.",
        ];
        let prompts = describe(&lines.map(str::to_owned), &[0, 1, 2], &Language::default());
        let subjects: Vec<&str> = prompts
            .iter()
            .map(|prompt| subject_of(prompt).trim().split(',').next().unwrap())
            .collect();
        assert_eq!(subjects, ["sea", "salty", "sea"]);
    }

    #[test]
    fn framing_and_light_are_no_subject() {
        for (prompt, subject) in [
            (
                "Illustration: sea, salt. Wide view, soft morning light",
                "sea, salt",
            ),
            ("Rasm: dengiz. Yaqin plan, iliq kechki yorugʻlik", "dengiz"),
            ("Расм: денгиз. Яқин план, илиқ кечки ёруғлик", "денгиз"),
            ("Иллюстрация. Общий план, мягкий утренний свет", ""),
            ("Illustration: my own words", "my own words"),
            ("A soft morning at sea", "A soft morning at sea"),
        ] {
            let found = subject_of(prompt);
            assert_eq!(found.trim().trim_end_matches('.'), subject, "{prompt}");
        }
    }

    #[test]
    fn no_prompt_is_empty() {
        for line in ["", "🎉", "<b></b>", "?!", "the of and"] {
            for language in ["en", "ru", "uz", "de"] {
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
        let all = describe(&lines, &[0, 1, 2], &Language::default());
        assert_eq!(describe(&lines, &[1], &Language::default())[0], all[1]);
        assert_ne!(all[0], all[1]);
    }
}
