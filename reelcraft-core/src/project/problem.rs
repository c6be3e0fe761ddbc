//! One mistake of a project, with its place.

use std::fmt;

use serde::Serialize;

/// One mistake of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Which field: `reel.fps`, `scene[3].motion` (scenes count from 1); empty for the whole file.
    pub field: String,
    /// Where it stands in the file, where there is one.
    pub position: Option<Position>,
    /// What is wrong, with the value, without a full stop.
    pub message: String,
    /// The way out, where one is known.
    pub hint: Option<String>,
}

/// A place in a text file, both numbers from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Position {
    /// Finds the place of a byte offset in a text; an offset past the end gives the end.
    pub fn of_offset(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = text.get(..offset).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Position { line, column }) = self.position {
            write!(f, "line {line}, column {column}: ")?;
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let text = "a = 1\noʻz = \"x\"\n";
        let offset = text.find("\"x\"").unwrap();
        assert_eq!(
            Position::of_offset(text, offset),
            Position { line: 2, column: 7 }
        );
        assert_eq!(
            Position::of_offset(text, 10_000),
            Position { line: 3, column: 1 }
        );
    }
}
