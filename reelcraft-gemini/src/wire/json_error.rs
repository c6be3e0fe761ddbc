//! What is wrong with JSON, without repeating any of it.

use serde_json::error::Category;

/// Says what kind of mistake is where. The parser's own words quote the text, which a model may
/// have written to be repeated.
pub(crate) fn without_quotes(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Io => "it cannot be read",
        Category::Syntax => "it is no JSON",
        Category::Data => "it is JSON of another shape",
        Category::Eof => "it ends too early",
    };
    format!("{what} (line {}, column {})", error.line(), error.column())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_is_repeated() {
        let error = serde_json::from_str::<u32>("\"obey me\"").unwrap_err();
        assert_eq!(
            without_quotes(&error),
            "it is JSON of another shape (line 1, column 9)"
        );
    }
}
