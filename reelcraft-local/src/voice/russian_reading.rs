//! Russian text as espeak-ng's voice reads it rightly: it spells Roman numerals in English.

use super::digit_groups::with_joined_groups;
use super::uzbek_numbers::roman;

/// Writes centuries with digits and their ending, and joins groups of digits.
pub(super) fn russian_reading(line: &str) -> String {
    let grouped = with_joined_groups(line).replace("°C", "° Цельсия");
    let words: Vec<&str> = grouped.split(' ').collect();
    let mut result = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        result.push(century(word, next).unwrap_or_else(|| word.replace('°', " градусов")));
    }
    result.join(" ")
}

/// `XIX` before a form of "век", as an ordinal number of that case.
fn century(word: &str, next: &str) -> Option<String> {
    let number = roman(word)?;
    let form = next.trim_end_matches(|letter: char| !letter.is_alphabetic());
    let ending = match form.to_lowercase().as_str() {
        "век" | "столетие" => "й",
        "века" | "столетия" => "го",
        "веку" | "столетию" => "му",
        "веке" | "столетии" | "веком" | "столетием" => "м",
        _ => return None,
    };
    Some(format!("{number}-{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centuries_get_their_case() {
        for (written, read) in [
            ("XIX век", "19-й век"),
            ("в XIX веке, давно", "в 19-м веке, давно"),
            ("с XX века.", "с 20-го века."),
            ("Людовик XIV правил", "Людовик XIV правил"),
            ("100 000 лет", "100000 лет"),
            ("5 °C", "5  градусов Цельсия"),
        ] {
            assert_eq!(russian_reading(written), read);
        }
    }
}
