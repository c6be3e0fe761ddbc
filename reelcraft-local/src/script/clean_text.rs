//! Text from outside made plain: no markup, no control characters.

use unicode_segmentation::UnicodeSegmentation;

/// Takes HTML tags and comments out of a text; `a < b` stays.
pub(crate) fn without_tags(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        result.push_str(before);
        let opens = tag
            .chars()
            .nth(1)
            .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'));
        match tag.find('>') {
            Some(end) if opens => {
                result.push(' ');
                rest = tag.get(end + 1..).unwrap_or_default();
            }
            _ => {
                result.push('<');
                rest = tag.get(1..).unwrap_or_default();
            }
        }
    }
    result.push_str(rest);
    result
}

/// Whether a character is invisible and steers how text is shown or read.
pub(crate) fn is_control(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFD}'
            | '\u{E0000}'..='\u{E007F}')
}

/// Makes one line of a text: runs of spaces, line breaks and control characters become one
/// space.
pub(crate) fn one_line(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for letter in text.chars() {
        // A zero-width joiner shapes letters and emoji and is no control here.
        let is_space = letter.is_whitespace() || letter.is_control();
        if is_space {
            if !result.is_empty() && !result.ends_with(' ') {
                result.push(' ');
            }
        } else if letter == '\u{200C}' || letter == '\u{200D}' || !is_control(letter) {
            result.push(letter);
        }
    }
    result.truncate(result.trim_end().len());
    result
}

/// Makes the first letter a capital when its whole word is in small letters.
pub(crate) fn with_capital(text: &str) -> String {
    let Some((at, first)) = text
        .char_indices()
        .find(|(_, letter)| letter.is_alphanumeric())
    else {
        return text.to_owned();
    };
    let word = text
        .get(at..)
        .unwrap_or_default()
        .split(|letter: char| letter.is_whitespace())
        .next()
        .unwrap_or_default();
    if !first.is_lowercase() || word.chars().any(char::is_uppercase) {
        return text.to_owned();
    }
    let mut result = text.get(..at).unwrap_or_default().to_owned();
    result.extend(first.to_uppercase());
    result.push_str(text.get(at + first.len_utf8()..).unwrap_or_default());
    result
}

/// The words of a text in small letters.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    text.unicode_words().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_comparisons_stay() {
        assert_eq!(
            one_line(&without_tags("a <b>bold</b> <br/>x < y > z")),
            "a bold x < y > z"
        );
        assert_eq!(without_tags("open <b"), "open <b");
    }

    #[test]
    fn one_line_has_no_control_characters() {
        assert_eq!(one_line(" a\r\n\tb\u{202E}c\u{0001}d\u{200B}e "), "a bc de");
    }

    #[test]
    fn only_plain_words_get_a_capital() {
        for (text, expected) in [
            ("choy", "Choy"),
            ("iPhone", "iPhone"),
            ("чай", "Чай"),
            ("5 habits", "5 habits"),
            ("“quote”", "“Quote”"),
        ] {
            assert_eq!(with_capital(text), expected);
        }
    }
}
