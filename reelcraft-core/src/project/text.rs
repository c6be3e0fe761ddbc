//! The text of a file, and how it was written: mark, line ends.

use crate::{Error, Result};

/// The largest project file that is read, in bytes.
const MAX_BYTES: usize = 4 << 20;

/// A text, and what must be kept when it is written back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ProjectText {
    /// The text without byte order mark, with `\n` at the ends of lines.
    pub(super) text: String,
    has_mark: bool,
    has_crlf: bool,
}

impl ProjectText {
    /// Reads UTF-8, with or without byte order mark.
    pub(super) fn decode(bytes: Vec<u8>) -> Result<Self> {
        if bytes.len() > MAX_BYTES {
            return Err(Error::invalid_input(format!(
                "{} bytes are too many for a project file, {MAX_BYTES} is the most",
                bytes.len()
            )));
        }
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Err(Error::invalid_input("the file is UTF-16, not UTF-8")
                .hint("save it again with the encoding UTF-8"));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..valid).unwrap_or_default();
            let line = before.split(|byte| *byte == b'\n').count();
            Error::invalid_input(format!("line {line} is not UTF-8"))
                .hint("save the file again with the encoding UTF-8")
        })?;
        let (text, has_mark) = match text.strip_prefix('\u{feff}') {
            Some(rest) => (rest.to_owned(), true),
            None => (text, false),
        };
        let ends = text.matches('\n').count();
        let has_crlf = ends > 0 && text.matches("\r\n").count() == ends;
        let text = if has_crlf {
            text.replace("\r\n", "\n")
        } else {
            text
        };
        Ok(Self {
            text,
            has_mark,
            has_crlf,
        })
    }

    /// Gives the bytes of another text in the same manner.
    pub(super) fn encode(&self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() + 3);
        if self.has_mark {
            bytes.extend("\u{feff}".as_bytes());
        }
        if self.has_crlf {
            bytes.extend(text.replace('\n', "\r\n").as_bytes());
        } else {
            bytes.extend(text.as_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_and_line_ends_survive() {
        let bytes = "\u{feff}a = 1\r\nb = 2\r\n".as_bytes().to_vec();
        let read = ProjectText::decode(bytes.clone()).unwrap();
        assert_eq!(read.text, "a = 1\nb = 2\n");
        assert_eq!(read.encode(&read.text), bytes);
    }

    #[test]
    fn other_encodings_are_refused_with_a_hint() {
        let utf16 = vec![0xFF, 0xFE, b'a', 0];
        let latin = b"a = 1\nb = \"\xE9\"\n".to_vec();
        for bytes in [utf16, latin] {
            let error = ProjectText::decode(bytes).unwrap_err();
            assert!(error.hint_text().unwrap().contains("UTF-8"));
        }
        assert!(ProjectText::decode(vec![b'a'; MAX_BYTES + 1]).is_err());
    }
}
