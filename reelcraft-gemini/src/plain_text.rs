//! Text as it can be shown in a line: without what is hidden in it.

/// The longest thing in angle brackets that is taken for a mark and not for text.
const MAX_MARK_CHARS: usize = 32;

/// One line of text without control characters, marks that turn the direction of writing, and
/// invisible letters, in which orders to a model can be hidden.
pub(crate) fn clean(text: &str) -> String {
    let shown = |c: char| match c {
        '\u{AD}'
        | '\u{2060}'..='\u{2064}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => None,
        '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'
        | '\u{200E}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2065}'..='\u{206F}'
        | '\u{FEFF}' => Some(' '),
        c if c.is_control() => Some(' '),
        c => Some(c),
    };
    let text: String = text.chars().filter_map(shown).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same of something that is only of use when it is short; `None` where nothing is left.
pub(crate) fn short(text: Option<&str>, most_chars: usize) -> Option<String> {
    let text: String = clean(text?).chars().take(most_chars).collect();
    (!text.is_empty()).then_some(text)
}

/// A text without marks such as `<laugh>` and `</b>`. Other angle brackets stay.
pub(crate) fn without_marks(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        kept.push_str(before);
        let mark = after.split_once('>').filter(|(mark, _)| is_mark(mark));
        if let Some((_, after)) = mark {
            kept.push(' ');
            rest = after;
        } else {
            kept.push('<');
            rest = after;
        }
    }
    kept + rest
}

fn is_mark(inner: &str) -> bool {
    let name = inner.strip_prefix('/').unwrap_or(inner);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && inner.chars().count() <= MAX_MARK_CHARS
        && inner
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '/' | '-' | '_' | '=' | '"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_is_left() {
        for (text, shown) in [
            ("A\u{202E}line\nbreak\u{0}", "A line break"),
            ("soft\u{AD}hyphen", "softhyphen"),
            ("a\u{E0041}\u{E0042}b", "ab"),
            ("\u{FEFF}\u{200F} x \u{2066}y", "x y"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ] {
            assert_eq!(clean(text), shown);
        }
        assert_eq!(short(Some("  calm,\nwarm "), 4).as_deref(), Some("calm"));
        assert_eq!(short(Some("\u{200B}"), 9), None);
    }

    #[test]
    fn marks_go_whole_and_comparisons_stay() {
        for (text, left) in [
            ("Hello <short pause>you", "Hello  you"),
            ("a < b > c", "a < b > c"),
            ("1 <2> 3 <", "1 <2> 3 <"),
            ("<b>bold</b>", " bold "),
        ] {
            assert_eq!(without_marks(text), left);
        }
    }
}
