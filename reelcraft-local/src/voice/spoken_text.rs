//! Lines as espeak-ng may have them: plain words, nothing that it would obey.

use reelcraft_core::Language;

use super::digit_groups::with_joined_groups;
use super::russian_reading::russian_reading;
use super::uzbek_reading::uzbek_reading;
use crate::script::clean_text::one_line;

/// Makes a line safe and readable.
///
/// espeak-ng reads phonemes between `[[` and `]]`, and commands after the control character 1;
/// emoji it would read by name. None of them is left. Tags are only text to it without `-m`.
pub(super) fn spoken_text(line: &str, language: &Language) -> String {
    let plain: String = one_line(line)
        .chars()
        .filter(|letter| !is_emoji(*letter))
        .map(|letter| match letter {
            '[' => '(',
            ']' => ')',
            other => other,
        })
        .collect();
    let plain = one_line(&plain);
    match language.primary() {
        "uz" => uzbek_reading(&plain),
        "ru" => russian_reading(&plain),
        _ => with_joined_groups(&plain),
    }
}

/// Whether a character is a picture or shapes one.
fn is_emoji(letter: char) -> bool {
    matches!(letter,
        '\u{200D}' | '\u{20E3}' | '\u{FE00}'..='\u{FE0F}' | '\u{2190}'..='\u{21FF}'
        | '\u{2300}'..='\u{23FF}' | '\u{2500}'..='\u{27BF}' | '\u{2900}'..='\u{297F}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FBFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_to_obey() {
        let language: Language = "en".parse().unwrap();
        for (line, spoken) in [
            ("[[p'a]] said\nhe", "((p'a)) said he"),
            ("fast \u{0001}100S now", "fast 100S now"),
            ("\u{1F389} party \u{2764}\u{FE0F}", "party"),
            ("-v en", "-v en"),
        ] {
            assert_eq!(spoken_text(line, &language), spoken);
        }
    }
}
