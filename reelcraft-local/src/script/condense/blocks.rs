//! Paragraphs of a pasted text, without markup.

use crate::script::clean_text::{one_line, without_tags};

/// A paragraph, list item or heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Its plain text on one line.
    pub text: String,
    /// Whether it looks like a heading.
    pub is_heading: bool,
}

/// Shorter lines are not wrapped by a program, so the next one is a new paragraph.
const SHORTEST_WRAPPED_CHARS: usize = 50;

/// Splits a text into blocks: at blank lines, list marks, headings, and short lines.
pub(super) fn blocks_of(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    let mut is_code = false;
    for line in without_tags(text).lines() {
        let line = line.trim();
        if line.starts_with("```") {
            is_code = !is_code;
            is_open = false;
            continue;
        }
        let is_table = line.starts_with('|') && line.ends_with('|') && line.len() > 1;
        if is_code || is_table || !line.chars().any(char::is_alphanumeric) {
            is_open = false;
            continue;
        }
        let (rest, mark) = without_mark(line);
        let plain = one_line(&without_inline_markup(rest));
        if plain.is_empty() {
            continue;
        }
        match blocks.last_mut() {
            Some(block) if is_open && mark == Mark::None && continues(&block.text, &plain) => {
                block.text.push(' ');
                block.text.push_str(&plain);
            }
            _ => blocks.push(Block {
                text: plain,
                is_heading: mark == Mark::Heading,
            }),
        }
        is_open = mark != Mark::Heading;
    }
    mark_headings(&mut blocks);
    blocks
}

/// Whether `next` goes on with the paragraph that `before` is the last line of.
fn continues(before: &str, next: &str) -> bool {
    if ends_sentence(before) {
        return true;
    }
    before.chars().count() >= SHORTEST_WRAPPED_CHARS
        || next.chars().next().is_some_and(char::is_lowercase)
}

/// Whether a text ends as a sentence does, quotes after the mark included.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '»', '”', '’', ')', '\''])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।'])
}

/// Short blocks without a full stop are headings, unless the whole text is written like that.
fn mark_headings(blocks: &mut [Block]) {
    let unfinished = blocks
        .iter()
        .filter(|block| !ends_sentence(&block.text))
        .count();
    if unfinished * 2 > blocks.len() {
        return;
    }
    for block in blocks {
        let is_short = block.text.split_whitespace().count() <= 8;
        block.is_heading |= is_short && !ends_sentence(&block.text);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Item,
    Heading,
}

/// Takes the mark of a heading, list item or quotation off a line.
fn without_mark(line: &str) -> (&str, Mark) {
    let unquoted = line.trim_start_matches(['>', ' ']);
    let heading = unquoted.trim_start_matches('#');
    if heading.len() < unquoted.len() && heading.starts_with(' ') {
        return (heading.trim(), Mark::Heading);
    }
    for mark in ["- ", "* ", "+ ", "• ", "– ", "— ", "· ", "▪ ", "✓ "] {
        if let Some(item) = unquoted.strip_prefix(mark) {
            return (
                item.trim_start_matches("[ ] ").trim_start_matches("[x] "),
                Mark::Item,
            );
        }
    }
    let digits = unquoted.chars().take_while(char::is_ascii_digit).count();
    if (1..=2).contains(&digits)
        && let Some(rest) = unquoted.get(digits..)
        && let Some(item) = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))
    {
        return (item, Mark::Item);
    }
    (unquoted, Mark::None)
}

/// Takes links, addresses, citations and emphasis out of a line.
fn without_inline_markup(line: &str) -> String {
    let linked = without_brackets(line);
    let mut words: Vec<String> = Vec::new();
    for word in linked.split_whitespace() {
        let is_address = word.contains("://")
            || word.starts_with("www.")
            || (word.contains('@') && word.contains('.'));
        if is_address {
            // What closes after an address belongs to the words before it.
            let end = word.trim_end_matches(['.', ',', ';', '!', '?', ')']).len();
            if let (Some(end), Some(last)) = (word.get(end..), words.last_mut()) {
                last.push_str(end);
            }
            continue;
        }
        let kept: String = word
            .trim_matches('_')
            .chars()
            .filter(|letter| !matches!(letter, '*' | '`' | '~' | '|' | '\\'))
            .collect();
        if kept.starts_with(['.', ',', ';', ':', '!', '?']) && kept.len() == 1 {
            if let Some(last) = words.last_mut() {
                last.push_str(&kept);
            }
        } else if !kept.is_empty() && kept != "()" {
            words.push(kept);
        }
    }
    words.join(" ")
}

/// Replaces `[text](address)` by its text, and takes pictures and citations such as `[12]` away.
fn without_brackets(line: &str) -> String {
    let mut result = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find('[') {
        let (before, bracket) = rest.split_at(open);
        let Some(close) = bracket.find(']') else {
            break;
        };
        let inside = bracket.get(1..close).unwrap_or_default();
        let mut after = bracket.get(close + 1..).unwrap_or_default();
        let is_picture = before.ends_with('!');
        result.push_str(before.strip_suffix('!').unwrap_or(before));
        let mut is_link = false;
        if after.starts_with('(')
            && let Some(end) = after.find(')')
        {
            is_link = true;
            after = after.get(end + 1..).unwrap_or_default();
        }
        let is_citation =
            !is_link && (inside.chars().count() <= 3 || !inside.chars().any(char::is_alphabetic));
        if !is_picture && !is_citation {
            result.push_str(inside);
        } else if is_picture || before.ends_with(' ') {
            result.truncate(result.trim_end().len());
        }
        rest = after;
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_off() {
        for (marked, plain) in [
            (
                "See [the docs](https://a.b/c?d=1) now.",
                "See the docs now.",
            ),
            (
                "Salt comes from rocks [12]. It stays [1, 2].",
                "Salt comes from rocks. It stays.",
            ),
            (
                "**Bold** and `code` and _soft_ words.",
                "Bold and code and soft words.",
            ),
            ("Read more at https://example.org/x.", "Read more at."),
            (
                "It grows (see https://a.b/c). Slowly.",
                "It grows (see). Slowly.",
            ),
            ("Write to me@example.org today.", "Write to today."),
            ("A ![picture](x.png) here.", "A here."),
        ] {
            assert_eq!(without_inline_markup(marked), plain);
        }
    }

    #[test]
    fn blocks_end_at_blank_lines_marks_and_headings() {
        let text = "# The sea\n\nRivers carry salt to the sea, and it has been so for a very long\n\
                    time. It stays there.\n\nWhy it matters\n\n- Fish live in it.\n- 3.5 per cent is salt.\n\
                    1. First step here.\n```\ncode();\n```\n| a | b |";
        let blocks = blocks_of(text);
        let texts: Vec<&str> = blocks
            .iter()
            .filter(|block| !block.is_heading)
            .map(|block| block.text.as_str())
            .collect();
        assert_eq!(
            texts,
            [
                "Rivers carry salt to the sea, and it has been so for a very long time. It stays there.",
                "Fish live in it.",
                "3.5 per cent is salt.",
                "First step here.",
            ]
        );
        assert_eq!(blocks.iter().filter(|block| block.is_heading).count(), 2);
    }

    #[test]
    fn notes_without_full_stops_are_no_headings() {
        let blocks = blocks_of("Buy bread\nWater the flowers\nCall the school");
        assert_eq!(blocks.len(), 3);
        assert!(blocks.iter().all(|block| !block.is_heading));
    }
}
