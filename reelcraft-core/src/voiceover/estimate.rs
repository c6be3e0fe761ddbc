//! How long a line takes to be spoken or read, judged by its letters.

use crate::Language;

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
}
