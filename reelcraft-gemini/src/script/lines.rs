//! The lines that a model wrote: without what is not spoken, and looked at.

use crate::plain_text::{clean, without_marks};
use crate::reading::Reading;

/// The longest line that is asked for, in characters: about nine seconds of speech.
pub(super) const GOOD_LINE_CHARS: usize = 160;
/// The longest line that is taken where a second answer has no shorter one, in characters. It is
/// too long to be good, and still a line.
const MAX_LINE_CHARS: usize = 2 * GOOD_LINE_CHARS;

/// Takes a script: every line has words, and there are as many as there should be.
pub(super) fn check_script(
    lines: &[String],
    least: usize,
    most: usize,
) -> Result<Reading<Vec<String>>, String> {
    if lines.len() < least || lines.len() > most {
        return Err(format!(
            "it has {} lines, and {most} are wanted",
            lines.len()
        ));
    }
    let lines = plain_lines(lines);
    let mut flaw = None;
    for (number, line) in (1..).zip(&lines) {
        flaw = flaw.or(check_length(number, line)?);
    }
    Ok(match flaw {
        None => Reading::Good(lines),
        Some(flaw) => Reading::Poor { value: lines, flaw },
    })
}

/// Takes a line that was written anew for the one at `index`.
pub(super) fn check_rewritten(
    line: &str,
    index: usize,
    before: &str,
) -> Result<Reading<String>, String> {
    let number = index + 1;
    let plain = plain_line(line);
    let line = without_number(&plain, number).map_or(plain.clone(), plain_line);
    let flaw = check_length(number, &line)?;
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    if letters(&line) == letters(before) {
        return Err("it is the line there was".to_owned());
    }
    Ok(match flaw {
        None => Reading::Good(line),
        Some(flaw) => Reading::Poor { value: line, flaw },
    })
}

/// Refuses a line without words or far too long; says what is wrong with one that will do.
fn check_length(number: usize, line: &str) -> Result<Option<String>, String> {
    if !line.chars().any(char::is_alphanumeric) {
        return Err(format!("line {number} has no words"));
    }
    let chars = line.chars().count();
    let flaw = format!("line {number} has {chars} characters, and {GOOD_LINE_CHARS} are the most");
    if chars <= GOOD_LINE_CHARS {
        Ok(None)
    } else if chars <= MAX_LINE_CHARS {
        Ok(Some(flaw))
    } else {
        Err(flaw)
    }
}

/// Lines without markup, and without numbers where all of them are numbered in order: "1969: a
/// man…" alone begins with a year.
fn plain_lines(lines: &[String]) -> Vec<String> {
    let lines: Vec<String> = lines.iter().map(|line| plain_line(line)).collect();
    let numbered = (1..).zip(&lines);
    let without: Option<Vec<String>> = numbered
        .map(|(number, line)| without_number(line, number).map(plain_line))
        .collect();
    without.unwrap_or(lines)
}

/// What follows the number of a line: `3. `, `3) `.
fn without_number(line: &str, number: usize) -> Option<&str> {
    if number > 99 {
        return None;
    }
    let rest = line.strip_prefix(&number.to_string())?;
    rest.strip_prefix(['.', ')'])?.strip_prefix(' ')
}

/// A line without bullets, markup and quotation marks around it.
fn plain_line(line: &str) -> String {
    let line = without_markup(&clean(&without_marks(line)));
    let bullet = line
        .strip_prefix(['-', '–', '—', '•'])
        .filter(|rest| rest.starts_with(' '));
    let line = bullet.unwrap_or(&line).trim();
    let quoted = [('"', '"'), ('“', '”'), ('«', '»'), ('„', '“')]
        .into_iter()
        .find_map(|(open, close)| line.strip_prefix(open)?.strip_suffix(close));
    quoted
        .filter(|inner| !inner.contains(['"', '“', '«']))
        .unwrap_or(line)
        .trim()
        .to_owned()
}

/// A line without the signs of markup. A sharp after a letter, as in C#, and a backtick within a
/// word, which some write for the apostrophe, belong to the words.
fn without_markup(line: &str) -> String {
    let mut plain = String::new();
    let mut letters = line.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let is_within = before.is_alphanumeric();
        let goes_on = letters.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '`' if is_within && goes_on => plain.push('\''),
            '*' | '`' => {}
            '#' if !is_within => {}
            '_' if !is_within || !goes_on => {}
            '_' | '<' | '>' | '|' => plain.push(' '),
            c => plain.push(c),
        }
        before = c;
    }
    clean(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn lines_lose_what_is_not_spoken() {
        for (written, spoken) in [
            ("**Rivers** carry _salt_.", "Rivers carry salt."),
            ("- \"Who salted the sea?\"", "Who salted the sea?"),
            ("«Кто посолил море?»", "Кто посолил море?"),
            ("A\u{202E}line\nbreak", "A line break"),
            ("<short pause> Now", "Now"),
            ("## A heading", "A heading"),
            ("All about #salt", "All about salt"),
            ("`salt` and o`zbek", "salt and o'zbek"),
        ] {
            assert_eq!(plain_line(written), spoken);
        }
    }

    #[test]
    fn words_that_look_like_marks_stay() {
        for line in [
            "-40 °C is where both scales meet.",
            "1969: a man walks on the moon.",
            "2024 was a warm year.",
            "7.5 litres a day",
            "C# was born in 2000.",
            "1. April ist kein Feiertag.",
        ] {
            assert_eq!(plain_lines(&lines(&[line, "Another one."]))[0], line);
        }
    }

    #[test]
    fn numbers_go_where_all_lines_have_them_in_order() {
        let numbered = lines(&["1. **One**", "2) Two", "3. 3.5 is more"]);
        assert_eq!(plain_lines(&numbered), ["One", "Two", "3.5 is more"]);
        let others = lines(&["1. One", "3. Three"]);
        assert_eq!(plain_lines(&others), others);
        let years = lines(&["1: One", "2: Two"]);
        assert_eq!(plain_lines(&years), years);
    }

    #[test]
    fn lines_are_counted() {
        let script = |count: usize| vec!["Some words.".to_owned(); count];
        assert!(check_script(&script(3), 3, 3).is_ok());
        assert!(check_script(&script(2), 3, 3).is_err());
        assert!(check_script(&script(2), 1, 3).is_ok());
        assert!(check_script(&script(4), 1, 3).is_err());
        assert!(check_script(&lines(&["…"]), 1, 1).is_err());
    }

    #[test]
    fn long_lines_are_poor_and_endless_ones_are_none() {
        let of = |chars: usize| check_script(&["a".repeat(chars)], 1, 1);
        assert!(matches!(of(160), Ok(Reading::Good(_))));
        assert!(matches!(of(161), Ok(Reading::Poor { .. })));
        assert!(matches!(of(320), Ok(Reading::Poor { .. })));
        assert!(of(321).is_err());
    }

    #[test]
    fn a_line_that_is_rewritten_is_another_one() {
        let check = |line: &str| check_rewritten(line, 2, "The sea is salty.");
        assert!(check("the SEA is salty!").is_err());
        assert_eq!(
            check("3. \"Salt fills the sea.\""),
            Ok(Reading::Good("Salt fills the sea.".to_owned()))
        );
        assert!(check(" … ").is_err());
    }
}
