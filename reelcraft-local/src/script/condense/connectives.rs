//! Words that join a sentence to the one before it.

use crate::script::clean_text::with_capital;
use crate::script::stop_words::Vocabulary;
use crate::script::writing_language::WritingLanguage;

/// Words that join a sentence to the one before and can be left out, the longer ones first. In
/// English they are left out only before a comma, if they are not in the second list.
const ENGLISH_BEFORE_COMMA: [&str; 34] = [
    "on the other hand",
    "in other words",
    "for this reason",
    "as a result",
    "in addition",
    "for example",
    "for instance",
    "at the same time",
    "in contrast",
    "of course",
    "in fact",
    "after all",
    "nevertheless",
    "nonetheless",
    "consequently",
    "furthermore",
    "additionally",
    "meanwhile",
    "therefore",
    "moreover",
    "similarly",
    "likewise",
    "however",
    "finally",
    "instead",
    "besides",
    "indeed",
    "still",
    "hence",
    "first",
    "second",
    "thus",
    "also",
    "then",
];
const ENGLISH_ANYWHERE: [&str; 4] = ["but", "and", "yet", "so"];
const RUSSIAN: [&str; 35] = [
    "с одной стороны",
    "с другой стороны",
    "в то же время",
    "таким образом",
    "тем не менее",
    "кроме того",
    "более того",
    "к тому же",
    "в результате",
    "прежде всего",
    "следовательно",
    "во-первых",
    "во-вторых",
    "в-третьих",
    "между тем",
    "при этом",
    "например",
    "наконец",
    "впрочем",
    "конечно",
    "кстати",
    "поэтому",
    "однако",
    "значит",
    "также",
    "итак",
    "зато",
    "ведь",
    "да и",
    "потом",
    "затем",
    "вот",
    "но",
    "а",
    "и",
];
const UZBEK: [&str; 27] = [
    "shu bilan birga",
    "shunga qaramasdan",
    "shunga qaramay",
    "bundan tashqari",
    "shuning uchun",
    "boshqa tomondan",
    "shunday qilib",
    "shu sababli",
    "shu tufayli",
    "ayni paytda",
    "bir soʻz bilan",
    "shu bois",
    "birinchidan",
    "ikkinchidan",
    "uchinchidan",
    "natijada",
    "aksincha",
    "masalan",
    "nihoyat",
    "xullas",
    "demak",
    "biroq",
    "lekin",
    "ammo",
    "keyin",
    "yaʼni",
    "va",
];

/// Takes joining words off the beginning of a sentence.
pub(super) fn without_connective(sentence: &str, language: Option<WritingLanguage>) -> String {
    let (bare, before_comma): (&[&str], &[&str]) = match language {
        None => return sentence.to_owned(),
        Some(WritingLanguage::English) => (&ENGLISH_ANYWHERE, &ENGLISH_BEFORE_COMMA),
        Some(WritingLanguage::Russian) => (&RUSSIAN, &[]),
        Some(WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic) => (&UZBEK, &[]),
    };
    let vocabulary = Vocabulary::of(language);
    let words: Vec<&str> = sentence.split(' ').collect();
    let matches = |connective: &&&str, needs_comma: bool| {
        let count = connective.split(' ').count();
        let Some(head) = words.get(..count) else {
            return false;
        };
        let joined = vocabulary.key(&head.join(" "));
        let has_comma = joined.ends_with(',');
        let rest_words = words.len() - count;
        joined.trim_end_matches(',') == **connective
            && (has_comma || !needs_comma)
            && rest_words >= 3
    };
    let found = before_comma
        .iter()
        .find(|connective| matches(connective, true))
        .or_else(|| bare.iter().find(|connective| matches(connective, false)));
    if language.is_some_and(WritingLanguage::is_uzbek) && found.is_none() {
        return without_contrast(sentence, vocabulary);
    }
    match found {
        Some(connective) => {
            let count = connective.split(' ').count();
            let rest = words.get(count..).unwrap_or_default().join(" ");
            with_capital(&rest)
        }
        None => sentence.to_owned(),
    }
}

/// Takes `esa`, "as for", out of the first clause: it contrasts with the sentence before.
fn without_contrast(sentence: &str, vocabulary: Vocabulary) -> String {
    let mut words: Vec<&str> = sentence.split(' ').collect();
    let first_clause = words
        .iter()
        .position(|word| word.ends_with([',', ';', ':']))
        .unwrap_or(words.len());
    let contrast = words.iter().position(|word| vocabulary.key(word) == "esa");
    match contrast {
        Some(at) if at > 0 && at < first_clause => {
            words.remove(at);
            words.join(" ")
        }
        _ => sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use WritingLanguage::{English, Russian, UzbekCyrillic, UzbekLatin};

    #[test]
    fn connectives_are_left_out() {
        for (language, sentence, expected) in [
            (
                English,
                "However, the sea stays salty.",
                "The sea stays salty.",
            ),
            (
                English,
                "But rivers are fresh water.",
                "Rivers are fresh water.",
            ),
            (
                English,
                "However hard it is, go on.",
                "However hard it is, go on.",
            ),
            (
                Russian,
                "Однако море остаётся солёным.",
                "Море остаётся солёным.",
            ),
            (Russian, "Кроме того, реки несут соль.", "Реки несут соль."),
            (
                UzbekLatin,
                "Shuning uchun dengiz suvi shoʻr.",
                "Dengiz suvi shoʻr.",
            ),
            (
                UzbekLatin,
                "Bundan tashqari, daryolar tuz tashiydi.",
                "Daryolar tuz tashiydi.",
            ),
            (
                UzbekLatin,
                "Daryolar suvi esa chuchuk.",
                "Daryolar suvi chuchuk.",
            ),
            (
                UzbekLatin,
                "Suv ketadi, tuz esa qoladi.",
                "Suv ketadi, tuz esa qoladi.",
            ),
            (
                UzbekCyrillic,
                "Лекин дарё суви чучук бўлади.",
                "Дарё суви чучук бўлади.",
            ),
        ] {
            assert_eq!(without_connective(sentence, Some(language)), expected);
        }
    }
}
