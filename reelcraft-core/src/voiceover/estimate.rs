//! How long a line takes to be spoken or read, judged by its letters.

use crate::{Language, LineSpan};

/// Letters and digits a second in calm narration.
///
/// Speech carries about the same information per second in all languages, so those that write
/// more letters per syllable are read faster letter by letter (Pellegrino, Coupé and Marsico,
/// "A cross-language perspective on speech information rate", 2011). Ideographs stand for a
/// syllable each.
fn letters_per_sec(language: &Language) -> f64 {
    match language.primary() {
        "zh" | "ja" | "ko" => 4.5,
        "ru" | "uk" | "be" | "kk" | "ky" | "tg" => 12.5,
        "uz" | "tr" | "az" => 12.0,
        _ => 13.5,
    }
}

/// Estimates how long a line takes to be spoken at speed 1, in seconds.
pub fn speaking_secs(line: &str, language: &Language) -> f64 {
    let letters = line.chars().filter(|c| c.is_alphanumeric()).count();
    // A digit is a word: "1420" is said as four.
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let pauses = line
        .chars()
        .filter(|c| matches!(c, ',' | ';' | ':' | '—' | '–'))
        .count();
    (letters + 4 * digits) as f64 / letters_per_sec(language) + 0.2 * pauses as f64 + 0.2
}

/// Estimates how long a line must stand to be read in silence, in seconds; never under 1.5.
pub fn reading_secs(line: &str, language: &Language) -> f64 {
    (speaking_secs(line, language) + 0.6).max(1.5)
}

/// Divides a span of speech among lines by their expected lengths. Empty lines are silent.
pub fn share_span(lines: &[String], language: &Language, span: LineSpan) -> Vec<Option<LineSpan>> {
    let expected: Vec<f64> = lines
        .iter()
        .map(|line| {
            if line.trim().is_empty() {
                0.0
            } else {
                speaking_secs(line, language)
            }
        })
        .collect();
    let total: f64 = expected.iter().sum();
    let mut start = span.start;
    expected
        .into_iter()
        .map(|secs| {
            if secs <= 0.0 || total <= 0.0 {
                return None;
            }
            let end = start + span.secs() * secs / total;
            let line = LineSpan { start, end };
            start = end;
            Some(line)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_takes_a_few_seconds() {
        let english = Language::default();
        let secs = speaking_secs("Rivers carry salt to the sea, a grain at a time.", &english);
        assert!((2.0..5.0).contains(&secs), "{secs}");
        assert!(reading_secs("Hi", &english) >= 1.5);
    }

    #[test]
    fn shares_cover_the_span() {
        let lines = [
            "One line.".to_owned(),
            String::new(),
            "A much longer line.".to_owned(),
        ];
        let span = LineSpan {
            start: 1.0,
            end: 9.0,
        };
        let shares = share_span(&lines, &Language::default(), span);
        assert_eq!(shares[1], None);
        assert!((shares[0].unwrap().start - 1.0).abs() < 1e-9);
        assert!((shares[2].unwrap().end - 9.0).abs() < 1e-9);
        assert!(shares[2].unwrap().secs() > shares[0].unwrap().secs());
    }
}
