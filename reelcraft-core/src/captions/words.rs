//! The words of a line, as they are shown and highlighted one by one.

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use unicode_segmentation::UnicodeSegmentation as _;

use super::width::width_em;

/// A longer word, in ems, is shown in parts: no line could hold it.
const LONGEST_WORD_EM: f64 = 18.0;

/// A word of a line, with the punctuation that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What is shown, never empty; a dash that stands alone in the line is part of the word
    /// before it.
    pub text: String,
    /// Whether a space stands before it, if it is not the first one of its row.
    pub has_space_before: bool,
}

/// Divides a line into its words.
///
/// Most scripts put spaces between them. Chinese, Japanese, Thai, Lao, Khmer and Burmese do not:
/// there words are found by dictionary. No word ends inside a grapheme cluster, and none begins
/// with a closing mark or ends with an opening one.
pub fn words_of(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for token in line.split_whitespace() {
        let mut is_first = true;
        for part in parts_of(token) {
            let has_space_before = std::mem::take(&mut is_first) && !words.is_empty();
            let is_mark = !part.chars().any(is_of_word);
            match words.last_mut() {
                // A dash alone stands after the word before it.
                Some(before) if is_mark && !opens(part) => {
                    if has_space_before {
                        before.text.push(' ');
                    }
                    before.text.push_str(part);
                }
                // What opens stands before the word after it.
                Some(before) if !before.text.chars().any(is_of_word) => {
                    if has_space_before {
                        before.text.push(' ');
                    }
                    before.text.push_str(part);
                }
                _ => words.push(Word {
                    text: part.to_owned(),
                    has_space_before,
                }),
            }
        }
    }
    words.into_iter().flat_map(cut_if_long).collect()
}

/// Words as one text, with their spaces; the first one has none before it.
pub fn text_of<'w>(words: impl IntoIterator<Item = (&'w str, bool)>) -> String {
    let mut text = String::new();
    for (word, has_space_before) in words {
        if has_space_before && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// Letters, digits and pictures; not what only stands between them.
fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric()
        || matches!(
            letter,
            '%' | '&' | '+' | '=' | '$' | '€' | '£' | '₽' | '№' | '#' | '@'
        )
        || matches!(u32::from(letter), 0x2190..=0x21FF | 0x2300..=0x27BF | 0x2B00..=0x2BFF | 0x1F000..=0x1FBFF)
}

fn opens(text: &str) -> bool {
    text.chars()
        .all(|letter| "([{«“„‘「『（【《〈¿¡".contains(letter))
}

/// Scripts whose words stand without spaces between them.
fn is_spaceless(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E00..=0x0EFF       // Thai, Lao
        | 0x1000..=0x109F     // Burmese
        | 0x1780..=0x17FF     // Khmer
        | 0x3040..=0x30FF     // Hiragana, Katakana
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF) // Han
}

fn parts_of(token: &str) -> Vec<&str> {
    if !token.chars().any(is_spaceless) {
        return vec![token];
    }
    let borders: Vec<usize> = WordSegmenter::new_auto(WordBreakInvariantOptions::default())
        .segment_str(token)
        .collect();
    borders
        .windows(2)
        .filter_map(|pair| match pair {
            [start, end] => token.get(*start..*end),
            _ => None,
        })
        .filter(|part| !part.is_empty())
        .collect()
}

/// Cuts a word that no line could hold between its clusters.
fn cut_if_long(word: Word) -> Vec<Word> {
    if width_em(&word.text) <= LONGEST_WORD_EM {
        return vec![word];
    }
    let mut parts: Vec<Word> = Vec::new();
    let mut width = 0.0;
    for cluster in word.text.graphemes(true) {
        let more = width_em(cluster);
        match parts.last_mut() {
            Some(part) if width + more <= LONGEST_WORD_EM => {
                part.text.push_str(cluster);
                width += more;
            }
            _ => {
                parts.push(Word {
                    text: cluster.to_owned(),
                    has_space_before: parts.is_empty() && word.has_space_before,
                });
                width = more;
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(line: &str) -> String {
        let words = words_of(line);
        let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        words.join("|")
    }

    #[test]
    fn apostrophes_and_hyphens_are_inside_of_words() {
        for line in [
            "Oʻzbekiston togʻlari goʻzal",
            "O'zbekiston tog'lari go'zal",
            "O‘zbekiston tog‘lari go‘zal",
            "O`zbekiston togʼlari go’zal",
        ] {
            assert_eq!(words_of(line).len(), 3, "{line}");
        }
        assert_eq!(shown("Don't re-do it, please!"), "Don't|re-do|it,|please!");
    }

    #[test]
    fn a_dash_and_quotes_stay_with_their_word() {
        assert_eq!(
            shown("Человек — «Восток» и « мир »."),
            "Человек —|«Восток»|и|« мир ».",
        );
        assert_eq!(shown("— Да, (да)"), "— Да,|(да)");
        assert_eq!(shown("5 % 🎉 ok"), "5|%|🎉|ok");
    }

    #[test]
    fn scripts_without_spaces_are_divided_by_dictionary() {
        let chinese = words_of("海水为什么是咸的？");
        assert!(chinese.len() >= 4, "{chinese:?}");
        assert!(chinese.last().unwrap().text.ends_with('？'));
        assert!(chinese.iter().skip(1).all(|word| !word.has_space_before));
        let thai = shown("ทำไมน้ำทะเลถึงเค็ม");
        assert!(thai.contains('|'), "{thai}");
        assert!(
            thai.split('|')
                .any(|word| word == "ทะเล" || word == "น้ำทะเล"),
            "{thai}"
        );
        let japanese = shown("「海」は塩辛いです。");
        assert!(japanese.starts_with("「海」"), "{japanese}");
        assert!(
            japanese.ends_with("。") && !japanese.contains("|。"),
            "{japanese}"
        );
    }

    #[test]
    fn a_word_that_no_line_holds_is_cut_between_clusters() {
        let family = "👨‍👩‍👧‍👦";
        let words = words_of(&family.repeat(50));
        assert!(words.len() > 1);
        for word in &words {
            assert_eq!(word.text.len() % family.len(), 0, "no family is divided");
        }
        assert!(!words[1].has_space_before);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(line in "\\PC{0,80}") {
            let words = words_of(&line);
            let joined = text_of(words.iter().map(|word| (word.text.as_str(), word.has_space_before)));
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&joined), letters(&line));
            prop_assert!(words.iter().all(|word| !word.text.trim().is_empty()));
        }
    }
}
