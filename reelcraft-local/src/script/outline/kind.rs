//! What kind of topic a person gave, by the grammar of its language.

use super::question_particle::asks_with_particle;
use crate::script::clean_text::words_of;
use crate::script::uzbek_letters::to_latin;
use crate::script::writing_language::WritingLanguage;

/// The kinds of topic that are told in different ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A thing, person, place, event or idea.
    Subject,
    /// A question for a reason: why, how it works.
    Reason,
    /// Any other question.
    Inquiry,
    /// The way to do something.
    HowTo,
    /// This many things.
    List(usize),
}

/// The kind of a topic; `is_question` says that it was typed with a question mark.
pub(super) fn kind_of(text: &str, is_question: bool, language: WritingLanguage) -> Kind {
    let words = words_in_rules_script(text, language);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if is_how_to(&words, language) {
        Kind::HowTo
    } else if is_question || starts_like_a_question(&words, language) {
        if asks_for_reason(&words, language) {
            Kind::Reason
        } else {
            Kind::Inquiry
        }
    } else if let Some(count) = list_length(&words, language) {
        Kind::List(count)
    } else {
        Kind::Subject
    }
}

/// The words in small letters; Uzbek ones in Latin with U+02BB, as the rules are written.
fn words_in_rules_script(text: &str, language: WritingLanguage) -> Vec<String> {
    if language == WritingLanguage::UzbekCyrillic {
        words_of(&to_latin(text))
    } else {
        words_of(text)
    }
}

const ENGLISH_AUXILIARIES: [&str; 22] = [
    "is", "are", "was", "were", "am", "do", "does", "did", "can", "could", "will", "would",
    "should", "has", "have", "had", "may", "might", "must", "isn't", "don't", "doesn't",
];
const ENGLISH_QUESTIONS: [&str; 9] = [
    "why", "what", "who", "whose", "when", "where", "which", "how", "whom",
];
const RUSSIAN_QUESTIONS: [&str; 24] = [
    "почему",
    "зачем",
    "отчего",
    "что",
    "кто",
    "где",
    "куда",
    "откуда",
    "когда",
    "какой",
    "какая",
    "какое",
    "какие",
    "сколько",
    "чем",
    "чей",
    "чья",
    "чьи",
    "как",
    "каков",
    "какова",
    "насколько",
    "правда",
    "кому",
];
const UZBEK_QUESTIONS: [&str; 19] = [
    "nega",
    "nima",
    "nimaga",
    "nimalar",
    "nimadan",
    "qachon",
    "qayerda",
    "qayerdan",
    "qayerga",
    "qayer",
    "qanday",
    "qancha",
    "qanchalik",
    "nechta",
    "necha",
    "qaysi",
    "kimlar",
    "qani",
    "nechanchi",
];

fn starts_like_a_question(words: &[&str], language: WritingLanguage) -> bool {
    let first = words.first().copied().unwrap_or_default();
    match language {
        WritingLanguage::English => {
            ENGLISH_QUESTIONS.contains(&first)
                || (ENGLISH_AUXILIARIES.contains(&first) && words.len() > 2)
        }
        WritingLanguage::Russian => {
            (RUSSIAN_QUESTIONS.contains(&first) && words.len() > 1) || words.get(1) == Some(&"ли")
        }
        WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic => {
            words.iter().any(|word| UZBEK_QUESTIONS.contains(word))
                || words.iter().skip(1).any(|word| *word == "kim")
                || words.last().is_some_and(|last| asks_with_particle(last))
        }
    }
}

/// Whether a question asks why or how something is so.
fn asks_for_reason(words: &[&str], language: WritingLanguage) -> bool {
    let first = words.first().copied().unwrap_or_default();
    match language {
        WritingLanguage::English => {
            let second = words.get(1).copied().unwrap_or_default();
            first == "why"
                || (first == "how" && (ENGLISH_AUXILIARIES.contains(&second) || second == "come"))
        }
        WritingLanguage::Russian => {
            matches!(first, "почему" | "отчего" | "зачем") || (first == "как" && words.len() > 2)
        }
        WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic => {
            words
                .iter()
                .any(|word| matches!(*word, "nega" | "nimaga" | "qanday"))
                || words.windows(2).any(|pair| pair == ["nima", "uchun"])
        }
    }
}

/// Whether a topic that was typed without a question mark is a question in its grammar: in
/// English "Why is it so" is one, "Why it is so" is a title.
pub(super) fn asks_without_mark(text: &str, language: WritingLanguage) -> bool {
    if language != WritingLanguage::English {
        return true;
    }
    let words = words_of(text);
    let is_auxiliary = |at: usize| {
        words
            .get(at)
            .is_some_and(|word| ENGLISH_AUXILIARIES.contains(&word.as_str()))
    };
    is_auxiliary(0)
        || is_auxiliary(1)
        || (words.first().is_some_and(|word| word == "how") && is_auxiliary(2))
}

fn is_how_to(words: &[&str], language: WritingLanguage) -> bool {
    match language {
        WritingLanguage::English => words.starts_with(&["how", "to"]) && words.len() > 2,
        WritingLanguage::Russian => {
            words.first() == Some(&"как")
                && words
                    .iter()
                    .skip(1)
                    .take(4)
                    .any(|word| is_russian_infinitive(word))
        }
        WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic => {
            let asks_how = words.contains(&"qanday");
            let is_advice = words.last().is_some_and(|last| {
                matches!(*last, "mumkin" | "kerak" | "lozim")
                    || last.ends_with("iladi")
                    || last.ends_with("sh")
            });
            asks_how && is_advice && words.len() > 2
        }
    }
}

fn is_russian_infinitive(word: &str) -> bool {
    const ENDINGS: [&str; 6] = ["ть", "ться", "чь", "чься", "ти", "тись"];
    const NOUNS: [&str; 12] = [
        "сеть",
        "путь",
        "кость",
        "мать",
        "часть",
        "смерть",
        "дети",
        "люди",
        "жизнь",
        "нефть",
        "ночь",
        "речь",
    ];
    word.chars().count() > 3
        && ENDINGS.iter().any(|ending| word.ends_with(ending))
        && !NOUNS.contains(&word)
        && !word.ends_with("ость")
}

/// How many things a list topic promises, 2 to 20; `None` when it is no list.
fn list_length(words: &[&str], language: WritingLanguage) -> Option<usize> {
    let words = match words {
        ["top" | "топ", rest @ ..] => rest,
        _ => words,
    };
    let (first, rest) = words.split_first()?;
    let count = first
        .parse()
        .ok()
        .filter(|_| first.chars().all(|digit| digit.is_ascii_digit()))
        .or_else(|| number_word(first, language))
        .filter(|count| (2..=20).contains(count))?;
    let rest = match rest {
        ["ta", rest @ ..] => rest,
        _ => rest,
    };
    let thing = rest.first()?;
    let is_time = TIME_UNITS.iter().any(|unit| thing.starts_with(unit));
    let is_plural = language != WritingLanguage::English
        || rest.iter().take(4).any(|word| {
            word.ends_with('s') || matches!(*word, "people" | "men" | "women" | "children")
        });
    (!is_time && is_plural).then_some(count)
}

/// Beginnings of words that make a number a time and no list.
const TIME_UNITS: [&str; 27] = [
    "year",
    "day",
    "hour",
    "minute",
    "second",
    "week",
    "month",
    "o'clock",
    "год",
    "лет",
    "дн",
    "день",
    "час",
    "минут",
    "секунд",
    "недел",
    "месяц",
    "yil",
    "kun",
    "soat",
    "daqiqa",
    "soniya",
    "hafta",
    "oylik",
    "yanvar",
    "января",
    "asr",
];

fn number_word(word: &str, language: WritingLanguage) -> Option<usize> {
    const ENGLISH: [&str; 9] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    const RUSSIAN: [&str; 9] = [
        "два",
        "три",
        "четыре",
        "пять",
        "шесть",
        "семь",
        "восемь",
        "девять",
        "десять",
    ];
    const UZBEK: [&str; 9] = [
        "ikki", "uch", "toʻrt", "besh", "olti", "yetti", "sakkiz", "toʻqqiz", "oʻn",
    ];
    let (names, word) = match language {
        WritingLanguage::English => (ENGLISH, word),
        WritingLanguage::Russian if word == "две" => return Some(2),
        WritingLanguage::Russian => (RUSSIAN, word),
        _ => (UZBEK, word.strip_suffix("ta").unwrap_or(word)),
    };
    names.iter().position(|name| *name == word).map(|at| at + 2)
}
