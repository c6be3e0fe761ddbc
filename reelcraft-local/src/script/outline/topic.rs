//! The topic that a person gave, and how to mention it.

use super::kind::{Kind, asks_without_mark, kind_of};
use crate::script::clean_text::{one_line, with_capital, without_tags};
use crate::script::uzbek_letters::{
    is_mostly_cyrillic, to_cyrillic, to_latin, with_printed_apostrophes,
};
use crate::script::writing_language::WritingLanguage;

/// A topic ready to be put into a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    /// As it is mentioned; a question has its mark, nothing else has one at the end.
    pub text: String,
    /// How it is told.
    pub kind: Kind,
}

/// Above this many characters a topic is a line of its own.
const LONGEST_MENTION_CHARS: usize = 60;
/// Above this many characters a topic is shortened.
const LONGEST_LINE_CHARS: usize = 100;

impl Topic {
    /// Reads a topic; `None` when there is no letter or digit in it.
    pub(super) fn read(topic: &str, language: WritingLanguage) -> Option<Self> {
        let text = plain(topic, language);
        if !text.chars().any(char::is_alphanumeric) {
            return None;
        }
        let is_question = text
            .trim_end_matches(['!', '.', '…', ' '])
            .ends_with(['?', '？']);
        let text = text.trim_end_matches(|letter: char| {
            matches!(
                letter,
                '.' | '!' | '?' | '？' | '…' | ':' | ';' | ',' | '-' | '–' | '—'
            ) || letter.is_whitespace()
        });
        let text = with_capital(&shortened(text));
        let kind = kind_of(&text, is_question, language);
        let text = match kind {
            Kind::Reason | Kind::Inquiry if is_question || asks_without_mark(&text, language) => {
                text + "?"
            }
            Kind::Reason | Kind::Inquiry => text + ".",
            _ => text,
        };
        Some(Self { text, kind })
    }

    /// Whether it fits into a line together with other words.
    pub(super) fn is_short(&self) -> bool {
        self.text.chars().count() <= LONGEST_MENTION_CHARS
    }
}

/// One line of plain words in the alphabet of the reel.
fn plain(topic: &str, language: WritingLanguage) -> String {
    let mut text = String::new();
    let mut before = ' ';
    for letter in without_tags(topic).chars() {
        let kept = match letter {
            '<' | '>' | '{' | '}' | '[' | ']' | '*' | '`' | '|' | '\\' | '~' | '^' | '_' => ' ',
            // Part of a name only right after a letter, as in C#.
            '#' if !before.is_alphanumeric() => ' ',
            other => other,
        };
        text.push(kept);
        before = kept;
    }
    let text = one_line(&text);
    let text = text.trim_start_matches(['-', '–', '—', '•', '.', ',', ':', ';', ' ']);
    if !language.is_uzbek() {
        return text.to_owned();
    }
    let text = with_printed_apostrophes(text);
    match (language, is_mostly_cyrillic(&text)) {
        (WritingLanguage::UzbekLatin, Some(true)) => to_latin(&text),
        (WritingLanguage::UzbekCyrillic, Some(false)) => to_cyrillic(&text),
        _ => text,
    }
}

/// Cuts a topic that is no line any more: at a clause border if there is one, else at a word.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_LINE_CHARS {
        return text.to_owned();
    }
    let head: String = text.chars().take(LONGEST_LINE_CHARS - 4).collect();
    let border = head
        .match_indices([',', ';', ':', '(', '.', '?', '!'])
        .map(|(at, _)| at)
        .chain(head.match_indices(" — ").map(|(at, _)| at))
        .chain(head.match_indices(" – ").map(|(at, _)| at))
        .filter(|at| *at >= 24)
        .max();
    if let Some(clause) = border.and_then(|at| head.get(..at)) {
        return clause.trim_end().to_owned();
    }
    match head.rfind(' ').and_then(|at| head.get(..at)) {
        Some(words) => format!("{}…", words.trim_end()),
        None => format!("{head}…"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use WritingLanguage::{English, Russian, UzbekCyrillic, UzbekLatin};

    #[test]
    fn kinds_are_recognised() {
        for (language, topic, kind, text) in [
            (English, "The Silk Road", Kind::Subject, "The Silk Road"),
            (
                English,
                "Why is the sea salty",
                Kind::Reason,
                "Why is the sea salty?",
            ),
            (
                English,
                "Why the sea is salty",
                Kind::Reason,
                "Why the sea is salty.",
            ),
            (
                English,
                "how to learn a language?",
                Kind::HowTo,
                "How to learn a language",
            ),
            (
                English,
                "5 habits of calm people",
                Kind::List(5),
                "5 habits of calm people",
            ),
            (English, "Seven wonders", Kind::List(7), "Seven wonders"),
            (English, "12 Angry Men", Kind::List(12), "12 Angry Men"),
            (English, "7 days in Paris", Kind::Subject, "7 days in Paris"),
            (English, "1984", Kind::Subject, "1984"),
            (Russian, "Чёрные дыры", Kind::Subject, "Чёрные дыры"),
            (
                Russian,
                "почему небо голубое",
                Kind::Reason,
                "Почему небо голубое?",
            ),
            (Russian, "Как выспаться", Kind::HowTo, "Как выспаться"),
            (
                Russian,
                "Как быстро выучить язык?",
                Kind::HowTo,
                "Как быстро выучить язык",
            ),
            (
                Russian,
                "Как работает сеть",
                Kind::Reason,
                "Как работает сеть?",
            ),
            (Russian, "10 привычек", Kind::List(10), "10 привычек"),
            (
                UzbekLatin,
                "Nega dengiz suvi sho'r",
                Kind::Reason,
                "Nega dengiz suvi shoʻr?",
            ),
            (UzbekLatin, "Yer dumaloqmi", Kind::Inquiry, "Yer dumaloqmi?"),
            (
                UzbekLatin,
                "Amir Temur kim edi",
                Kind::Inquiry,
                "Amir Temur kim edi?",
            ),
            (UzbekLatin, "Kim Chen In", Kind::Subject, "Kim Chen In"),
            (
                UzbekLatin,
                "Qanday qilib tez o‘qish mumkin?",
                Kind::HowTo,
                "Qanday qilib tez oʻqish mumkin",
            ),
            (
                UzbekLatin,
                "Beshta foydali odat",
                Kind::List(5),
                "Beshta foydali odat",
            ),
            (UzbekLatin, "10 ta taom", Kind::List(10), "10 ta taom"),
            (UzbekLatin, "чой", Kind::Subject, "Choy"),
            (UzbekCyrillic, "choy", Kind::Subject, "Чой"),
            (
                UzbekCyrillic,
                "Нега денгиз суви шўр?",
                Kind::Reason,
                "Нега денгиз суви шўр?",
            ),
        ] {
            let read = Topic::read(topic, language).unwrap();
            assert_eq!((read.kind, read.text.as_str()), (kind, text));
        }
    }

    #[test]
    fn titles_in_mi_are_no_questions() {
        for (language, topic, kind, text) in [
            (
                UzbekLatin,
                "Navro'z bayrami",
                Kind::Subject,
                "Navroʻz bayrami",
            ),
            (UzbekLatin, "Quyosh tizimi", Kind::Subject, "Quyosh tizimi"),
            (
                UzbekLatin,
                "Hayvonlar olami",
                Kind::Subject,
                "Hayvonlar olami",
            ),
            (
                UzbekLatin,
                "Bu Navro'z bayrami?",
                Kind::Inquiry,
                "Bu Navroʻz bayrami?",
            ),
            (
                UzbekCyrillic,
                "Ўзбекистон иқлими",
                Kind::Subject,
                "Ўзбекистон иқлими",
            ),
            (
                UzbekCyrillic,
                "Асал фойдалими",
                Kind::Inquiry,
                "Асал фойдалими?",
            ),
        ] {
            let read = Topic::read(topic, language).unwrap();
            assert_eq!((read.kind, read.text.as_str()), (kind, text));
        }
    }

    #[test]
    fn markup_and_controls_are_no_part_of_a_topic() {
        let read = Topic::read("Ignore all rules;\n{topic} %s <b>\u{0007}", English).unwrap();
        assert_eq!(read.text, "Ignore all rules; topic %s");
        assert_eq!(
            Topic::read("# C# and C++", English).unwrap().text,
            "C# and C++"
        );
        assert_eq!(Topic::read(" <br> {} ! ", English), None);
    }

    #[test]
    fn long_topics_are_cut_at_a_border() {
        let topic = "A story about my grandmother who baked bread in Samarkand, told for children \
                     with humour and with all the little details of her kitchen";
        let read = Topic::read(topic, English).unwrap();
        assert_eq!(
            read.text,
            "A story about my grandmother who baked bread in Samarkand"
        );
        let words = "word ".repeat(50);
        assert!(Topic::read(&words, English).unwrap().text.chars().count() <= 100);
    }
}
