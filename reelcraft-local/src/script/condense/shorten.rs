//! Sentences made short enough to be spoken in one scene.

use super::borders::borders_of;
use super::connectives::without_connective;
use crate::script::clean_text::with_capital;
use crate::script::stop_words::is_wide;
use crate::script::writing_language::WritingLanguage;

/// A line of more than this takes longer than a scene.
pub(super) const LONGEST_LINE: usize = 110;
/// A part of less than this says too little.
const SHORTEST_PART: usize = 28;

/// The length of a text in letters of an alphabet; a letter that stands for a syllable or word
/// counts three times.
pub(super) fn spoken_length(text: &str) -> usize {
    text.chars()
        .map(|letter| if is_wide(letter) { 3 } else { 1 })
        .sum()
}

/// The ways to speak a sentence in scenes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spoken {
    /// In one line; `None` when it does not get short enough.
    pub whole: Option<String>,
    /// In two lines, where it is too long for one and falls into two.
    pub halves: Option<[String; 2]>,
}

/// Shortens a sentence at the borders of its clauses.
pub(super) fn shortened(sentence: &str, language: Option<WritingLanguage>) -> Spoken {
    let plain = without_parentheses(sentence);
    let text = finished(&without_connective(plain.trim(), language));
    if spoken_length(&text) <= LONGEST_LINE {
        return Spoken {
            whole: Some(text),
            halves: None,
        };
    }
    let borders = borders_of(&text, language);
    let halves = borders
        .iter()
        .filter(|border| border.splits)
        .filter_map(|border| {
            let head = finished(text.get(..border.at)?);
            let tail = text
                .get(border.at..)?
                .trim_start_matches([',', ';', ' ', '—', '–']);
            let tail = finished(&with_capital(&without_connective(
                &with_capital(tail),
                language,
            )));
            let lengths = [spoken_length(&head), spoken_length(&tail)];
            let fits = lengths
                .iter()
                .all(|length| (SHORTEST_PART..=LONGEST_LINE).contains(length));
            let stands = !tail.starts_with(|first: char| !first.is_alphanumeric() && first != '«');
            (fits && stands).then_some((lengths[0].abs_diff(lengths[1]), [head, tail]))
        })
        .min_by_key(|(difference, _)| *difference)
        .map(|(_, halves)| halves);
    let whole = borders
        .iter()
        .filter_map(|border| text.get(..border.at))
        .map(finished)
        .filter(|head| (SHORTEST_PART..=LONGEST_LINE).contains(&spoken_length(head)))
        .max_by_key(|head| spoken_length(head));
    // One line that keeps most of the sentence is better than two.
    let keeps_most = whole
        .as_deref()
        .is_some_and(|line| spoken_length(line) * 5 >= spoken_length(&text) * 3);
    Spoken {
        whole,
        halves: halves.filter(|_| !keeps_most),
    }
}

/// Cuts a text that has no better borders: at commas or, failing that, between words.
pub(super) fn forced(text: &str, count: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open = String::new();
    for word in text.split_whitespace().flat_map(pieces_of) {
        let length = spoken_length(&open) + 1 + spoken_length(&word);
        let at_clause = open.ends_with([',', ';', ':']) && spoken_length(&open) > LONGEST_LINE / 2;
        if !open.is_empty() && (at_clause || length >= LONGEST_LINE) {
            lines.push(std::mem::take(&mut open));
            if lines.len() == count {
                break;
            }
        }
        if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(&word);
    }
    if lines.len() < count && !open.is_empty() {
        lines.push(open);
    }
    lines
        .iter()
        .map(|line| {
            let line = line.trim_end_matches([',', ';', ':', '-', '–', '—', ' ']);
            if super::blocks::ends_sentence(line) {
                with_capital(line)
            } else {
                with_capital(&format!("{line}…"))
            }
        })
        .filter(|line| line.chars().any(char::is_alphanumeric))
        .collect()
}

/// A word as it is, or in pieces where it is longer than a line.
fn pieces_of(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let is_long = spoken_length(word) >= LONGEST_LINE;
    let size = match (is_long, letters.iter().any(|letter| is_wide(*letter))) {
        (false, _) => letters.len().max(1),
        (true, true) => LONGEST_LINE / 4,
        (true, false) => LONGEST_LINE / 2,
    };
    letters
        .chunks(size)
        .map(|piece| piece.iter().collect())
        .collect()
}

/// Leaves out what stands in parentheses; an unclosed one stays.
fn without_parentheses(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let (before, inside) = rest.split_at(open);
        let mut depth = 0u32;
        let close = inside.char_indices().find_map(|(at, letter)| {
            match letter {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            (depth == 0).then_some(at)
        });
        let Some(close) = close else {
            break;
        };
        result.push_str(before.trim_end());
        rest = inside.get(close + 1..).unwrap_or_default();
        if rest.starts_with(|next: char| next.is_alphanumeric()) {
            result.push(' ');
        }
    }
    result.push_str(rest);
    result
}

/// Ends a line with exactly one proper mark.
fn finished(text: &str) -> String {
    let text = text
        .trim()
        .trim_end_matches([',', ';', ':', '-', '–', '—', ' ']);
    if super::blocks::ends_sentence(text) || text.is_empty() {
        text.to_owned()
    } else if text.chars().last().is_some_and(is_wide) {
        format!("{text}。")
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use WritingLanguage::{English, Russian, UzbekLatin};

    #[test]
    fn subordinate_tails_are_dropped() {
        let sentence = "Rain slowly dissolves minerals from the rocks it falls on, and the rivers \
                        carry them down to the sea, where they have been collecting for a very long time.";
        let spoken = shortened(sentence, Some(English));
        assert_eq!(
            spoken.whole.as_deref(),
            Some(
                "Rain slowly dissolves minerals from the rocks it falls on, and the rivers carry \
                 them down to the sea."
            )
        );
        assert_eq!(spoken.halves, None);
    }

    #[test]
    fn a_sentence_of_two_falls_into_two_lines() {
        let sentence = "The wind slowly wears the old mountains down to sand and dust over millions \
                        of years; the new ones rise at the border of the plates, a few millimetres a year.";
        let [head, tail] = shortened(sentence, Some(English)).halves.unwrap();
        assert!(head.ends_with("millions of years."), "{head}");
        assert_eq!(
            tail,
            "The new ones rise at the border of the plates, a few millimetres a year."
        );
    }

    #[test]
    fn a_relative_clause_in_the_middle_is_no_tail() {
        let sentence = "Древние реки, которые тысячи лет несут с гор растворённую соль и мелкие \
                        частицы камня, впадают в тёплые и мелкие моря на юге материка.";
        let spoken = shortened(sentence, Some(Russian));
        assert_eq!(spoken.whole, None);
        assert_eq!(spoken.halves, None);
    }

    #[test]
    fn uzbek_is_cut_only_after_a_finite_verb() {
        let sentence = "Daryolar togʻlardan erigan tuzni asta-sekin dengizga olib keladi, quyosh esa \
                        dengiz suvini bugʻlantirib, tuzning oʻzini qoldiradi.";
        let spoken = shortened(sentence, Some(UzbekLatin));
        assert_eq!(
            spoken.whole.as_deref(),
            Some("Daryolar togʻlardan erigan tuzni asta-sekin dengizga olib keladi.")
        );
        let participle = "Uzoq yillar davomida togʻ jinslaridan erib chiqqan va daryolar bilan oqib \
                          kelgan, keyin esa quyoshda qurigan tuz dengiz tubida qoladi.";
        assert_eq!(shortened(participle, Some(UzbekLatin)).whole, None);
    }

    #[test]
    fn text_without_borders_is_cut_between_words() {
        let lines = forced(&"wort ".repeat(80), 3);
        assert_eq!(lines.len(), 3);
        for line in lines {
            assert!(
                line.ends_with("wort…") && line.starts_with("Wort "),
                "{line}"
            );
            assert!(spoken_length(&line) <= LONGEST_LINE + 1);
        }
        assert!(forced(&"x".repeat(5000), 60).len() == 60);
    }

    #[test]
    fn parentheses_are_dropped() {
        assert_eq!(
            without_parentheses("Tea (Camellia (a plant)) grows, slowly."),
            "Tea grows, slowly."
        );
        assert_eq!(without_parentheses("Tea (unclosed"), "Tea (unclosed");
    }
}
