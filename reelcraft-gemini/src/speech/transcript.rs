//! The text that a model reads aloud.

use crate::plain_text::{clean, without_marks};

/// A line without what a model obeys as a mark: tags in angle brackets go with what is in them;
/// of other brackets and bars only the signs go.
pub(super) fn spoken(line: &str) -> String {
    let plain = |c: char| match c {
        '<' | '>' | '|' | '[' | ']' | '{' | '}' => ' ',
        // One form of the apostrophe of oʻ, gʻ and tutuq belgisi.
        '`' | 'ʻ' | 'ʼ' | '‘' | '’' => '\'',
        c => c,
    };
    let text: String = without_marks(&clean(line)).chars().map(plain).collect();
    clean(&text)
}

/// Whether there is anything in it to speak.
pub(super) fn is_spoken(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_not_obeyed() {
        for (line, text) in [
            ("Hello <laugh> | [sigh] you", "Hello sigh you"),
            ("<short pause>\u{202E}Now\u{E0041}", "Now"),
            ("2 < 3 and 5 > 4", "2 3 and 5 4"),
            ("<<laugh>>", ""),
            ("Oʻzbekiston gʼalaba", "O'zbekiston g'alaba"),
        ] {
            assert_eq!(spoken(line), text);
        }
        assert!(is_spoken("2026") && !is_spoken(&spoken("<laugh> …")));
    }
}
