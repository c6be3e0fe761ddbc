//! Sentences of a text, with abbreviations and initials kept together.

use unicode_segmentation::UnicodeSegmentation;

use super::blocks::{Block, blocks_of};

/// A sentence where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// The sentence as it is written, on one line.
    pub text: String,
    /// Whether a paragraph begins with it.
    pub begins_paragraph: bool,
}

/// More words than this are a text and no topic.
const LONGEST_TOPIC_WORDS: usize = 60;
/// From so many words in three sentences on, it is a short text.
const SHORTEST_TEXT_WORDS: usize = 25;

/// Whether this is a text to condense and no topic to write about.
pub(in crate::script) fn is_text(topic: &str) -> bool {
    let words = topic.unicode_words().count();
    words > LONGEST_TOPIC_WORDS || (words >= SHORTEST_TEXT_WORDS && sentences_of(topic).len() >= 3)
}

/// The sentences of a text; headings only when there is nothing else.
pub(super) fn sentences_of(text: &str) -> Vec<Sentence> {
    let blocks = blocks_of(text);
    let body: Vec<&Block> = blocks.iter().filter(|block| !block.is_heading).collect();
    let used = if body.is_empty() {
        blocks.iter().collect()
    } else {
        body
    };
    let mut sentences = Vec::new();
    for block in used {
        for (at, text) in split(&block.text).into_iter().enumerate() {
            sentences.push(Sentence {
                text,
                begins_paragraph: at == 0,
            });
        }
    }
    sentences
}

/// Splits at the sentence borders of Unicode (UAX 29), except after abbreviations and initials.
fn split(block: &str) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    let mut open = String::new();
    for piece in block.split_sentence_bounds() {
        open.push_str(piece);
        if !ends_with_abbreviation(open.trim_end()) {
            sentences.push(open.trim().to_owned());
            open.clear();
        }
    }
    sentences.push(open.trim().to_owned());
    sentences.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    sentences
}

/// Abbreviations that a name or number follows, without full stop and in small letters.
const ABBREVIATIONS: [&str; 43] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g", "i.e", "fig", "approx", "ca", "gen", "sen",
    "rev", "vol", "т.е", "т.к", "т", "г-н", "им", "ул", "рис", "см", "проф", "акад", "тыс", "млн",
    "млрд", "ок", "напр", "св", "ред", "стр", "род", "пл", "akad", "mln", "mlrd", "mas", "koʻch",
    "ko'ch", "кўч",
];

/// Abbreviations that often end a sentence: they are held together with what follows only as
/// long as what came before is too short for a sentence.
const MAYBE_ABBREVIATIONS: [&str; 8] = ["г", "гг", "в", "вв", "н.э", "y", "yy", "й"];

fn ends_with_abbreviation(text: &str) -> bool {
    let Some(without_stop) = text.strip_suffix('.') else {
        return false;
    };
    let word = without_stop
        .rsplit(|letter: char| letter.is_whitespace() || matches!(letter, '(' | '«' | '"' | '“'))
        .next()
        .unwrap_or_default();
    let small = word.to_lowercase();
    let words = without_stop.split_whitespace().count();
    let is_initial = {
        let last = word.rsplit('.').next().unwrap_or_default();
        let mut letters = last.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && words > 0
    };
    is_initial
        || ABBREVIATIONS.contains(&small.as_str())
        || (MAYBE_ABBREVIATIONS.contains(&small.as_str()) && words < 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        sentences_of(text)
            .into_iter()
            .map(|sentence| sentence.text)
            .collect()
    }

    #[test]
    fn abbreviations_and_decimals_do_not_end_sentences() {
        for (text, count) in [
            ("Dr. Smith met J. R. R. Tolkien at 3.5 km. They talked.", 2),
            ("В 1961 г. Юрий Гагарин полетел в космос. Это был он.", 2),
            ("А. С. Пушкин родился в Москве. Он писал стихи.", 2),
            ("Prof. Karimov 12.5 foiz dedi. Hamma tingladi.", 2),
            ("He said: “Go.” She went. Did she? Yes!", 4),
            ("海水は塩辛い。川が塩を運ぶ。", 2),
        ] {
            assert_eq!(texts(text).len(), count, "{text}: {:?}", texts(text));
        }
    }

    #[test]
    fn long_input_is_a_text_and_a_brief_is_a_topic() {
        assert!(is_text(&"word ".repeat(61)));
        assert!(!is_text(&"word ".repeat(60)));
        let note = "Rivers carry salt to the sea every day. The sun takes the water away again. \
                    The salt stays behind, and so the sea gets saltier with every year.";
        assert!(is_text(note));
        assert!(!is_text("Why is the sea salty? Explain it to children."));
    }
}
