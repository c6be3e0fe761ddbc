//! Where a sentence may be cut so that what is left is a sentence.

use super::pointers::is_dangling;
use crate::script::stop_words::Vocabulary;
use crate::script::writing_language::WritingLanguage;

/// A place where a sentence may be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Border {
    /// Where the first part ends, in bytes.
    pub at: usize,
    /// Whether what follows can stand alone too.
    pub splits: bool,
}

/// The borders of clauses: outside quotes, and such that what comes before is a sentence.
pub(super) fn borders_of(text: &str, language: Option<WritingLanguage>) -> Vec<Border> {
    let marks = marks_outside_quotes(text);
    let mut borders: Vec<Border> = marks
        .iter()
        .filter_map(|(at, mark)| {
            let head = text.get(..*at)?;
            let tail = text.get(at + mark.len_utf8()..)?;
            let is_last = !marks.iter().any(|(other, mark)| other > at && *mark == ',');
            let cut = match mark {
                ';' => Some(true),
                ',' => comma_cut(head, tail, is_last, language),
                _ => None,
            }?;
            Some(Border {
                at: *at,
                splits: cut,
            })
        })
        .collect();
    if language.is_some_and(WritingLanguage::is_uzbek) {
        borders.extend(uzbek_and_borders(text, language));
    }
    borders
}

/// Whether a sentence may be cut at a comma, and if so, whether what follows stands alone.
fn comma_cut(
    head: &str,
    tail: &str,
    is_last: bool,
    language: Option<WritingLanguage>,
) -> Option<bool> {
    let vocabulary = Vocabulary::of(language);
    let mut words = tail.split_whitespace().map(|word| vocabulary.key(word));
    let first = words.next()?;
    let second = words.next()?;
    let third = words.next().unwrap_or_default();
    let first = first.trim_matches(|letter: char| !letter.is_alphanumeric());
    match language? {
        WritingLanguage::English => {
            const SUBORDINATE: [&str; 16] = [
                "which", "who", "whose", "where", "when", "while", "because", "although", "though",
                "since", "unless", "whereas", "until", "making", "leading", "so",
            ];
            const SUBJECTS: [&str; 16] = [
                "it", "they", "he", "she", "we", "you", "this", "these", "those", "there", "the",
                "some", "many", "most", "people", "today",
            ];
            match first {
                "but" | "yet" => Some(true),
                "and" | "so" if SUBJECTS.contains(&second.as_str()) => Some(true),
                _ if SUBORDINATE.contains(&first) && is_last => Some(false),
                _ => None,
            }
        }
        WritingLanguage::Russian => {
            const SUBORDINATE: [&str; 17] = [
                "где",
                "куда",
                "откуда",
                "когда",
                "потому",
                "так",
                "поскольку",
                "хотя",
                "если",
                "пока",
                "ведь",
                "причём",
                "причем",
                "благодаря",
                "несмотря",
                "чтобы",
                "чьи",
            ];
            const SUBJECTS: [&str; 11] = [
                "это",
                "они",
                "он",
                "она",
                "оно",
                "мы",
                "сегодня",
                "теперь",
                "поэтому",
                "тогда",
                "там",
            ];
            let is_relative = first.starts_with("котор") || second.starts_with("котор");
            match first {
                "но" | "однако" | "поэтому" | "зато" => Some(true),
                "а" if second != "также" && second != "не" && second != "именно" => {
                    Some(true)
                }
                "и" if SUBJECTS.contains(&second.as_str()) => Some(true),
                "так" if second != "как" && second != "что" => None,
                _ if (is_relative || SUBORDINATE.contains(&first)) && is_last => Some(false),
                _ => None,
            }
        }
        WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic => {
            if !ends_with_uzbek_verb(head, vocabulary) {
                return None;
            }
            let stands = !is_dangling(tail.trim(), language) || third.is_empty();
            Some(stands || matches!(first, "lekin" | "ammo" | "biroq" | "shuning"))
        }
    }
}

/// Uzbek joins two finite verbs by `va` without a comma: there what follows can be left out.
fn uzbek_and_borders(text: &str, language: Option<WritingLanguage>) -> Vec<Border> {
    let vocabulary = Vocabulary::of(language);
    let mut borders = Vec::new();
    for joint in [" va ", " ва "] {
        for (at, _) in text.match_indices(joint) {
            let is_quoted = text.get(..at).is_some_and(|head| {
                head.matches('“').count() + head.matches('«').count()
                    > head.matches('”').count() + head.matches('»').count()
            });
            if !is_quoted
                && text
                    .get(..at)
                    .is_some_and(|head| ends_with_uzbek_verb(head, vocabulary))
            {
                borders.push(Border { at, splits: false });
            }
        }
    }
    borders
}

/// Whether the last word is a verb that ends an Uzbek sentence: everything before depends on it.
fn ends_with_uzbek_verb(text: &str, vocabulary: Vocabulary) -> bool {
    const ENDINGS: [&str; 17] = [
        "adi", "ydi", "edi", "ldi", "ndi", "rdi", "shdi", "tdi", "qdi", "kdi", "dilar", "moqda",
        "gandir", "adilar", "ydilar", "amiz", "aman",
    ];
    const WORDS: [&str; 8] = [
        "mumkin", "kerak", "lozim", "shart", "emas", "bor", "yoʻq", "boʻlgan",
    ];
    let Some(last) = text.split_whitespace().last() else {
        return false;
    };
    let last = vocabulary.key(last.trim_end_matches(|letter: char| !letter.is_alphanumeric()));
    WORDS.contains(&last.as_str())
        || (last.chars().count() > 3 && ENDINGS.iter().any(|ending| last.ends_with(ending)))
}

/// Commas and semicolons before a space that are not inside quotes, with their places.
fn marks_outside_quotes(text: &str) -> Vec<(usize, char)> {
    let mut marks = Vec::new();
    let mut depth = 0u32;
    let mut is_quoted = false;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '«' | '“' | '„' | '(' => depth += 1,
            '»' | '”' | ')' => depth = depth.saturating_sub(1),
            '"' => is_quoted = !is_quoted,
            ',' | ';' => {
                let is_before_space = letters.peek().is_some_and(|(_, next)| *next == ' ');
                if is_before_space && depth == 0 && !is_quoted {
                    marks.push((at, letter));
                }
            }
            _ => {}
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_numbers_are_never_cut() {
        let text = "He said “wait, but not for long” and paid 3,5 coins; then he left";
        let marks = marks_outside_quotes(text);
        assert_eq!(marks.len(), 1);
        assert_eq!(marks[0].1, ';');
    }
}
