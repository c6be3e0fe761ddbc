//! Uzbek numbers in words, in Latin letters with U+02BB.

const ONES: [&str; 10] = [
    "nol", "bir", "ikki", "uch", "toʻrt", "besh", "olti", "yetti", "sakkiz", "toʻqqiz",
];
const TENS: [&str; 10] = [
    "", "oʻn", "yigirma", "oʻttiz", "qirq", "ellik", "oltmish", "yetmish", "sakson", "toʻqson",
];
const SCALES: [(u64, &str); 4] = [
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "milliard"),
    (1_000_000, "million"),
    (1_000, "ming"),
];
/// Numbers from here on are read digit by digit.
const TOO_LARGE: u64 = 1_000_000_000_000_000;

/// "Besh", "bir yuz yigirma". A lone hundred or thousand goes without "bir".
pub(super) fn cardinal(number: u64) -> String {
    match number {
        0 => ONES[0].to_owned(),
        100 => "yuz".to_owned(),
        1000 => "ming".to_owned(),
        TOO_LARGE.. => digits(&number.to_string()),
        _ => {
            let mut words = Vec::new();
            let mut rest = number;
            for (scale, name) in SCALES {
                if rest >= scale {
                    push_below_thousand(&mut words, rest / scale);
                    words.push(name);
                    rest %= scale;
                }
            }
            push_below_thousand(&mut words, rest);
            words.join(" ")
        }
    }
}

fn push_below_thousand(words: &mut Vec<&'static str>, number: u64) {
    let word = |names: &[&'static str; 10], digit: u64| names.get(digit as usize).copied();
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    if hundreds > 0 {
        words.extend(word(&ONES, hundreds));
        words.push("yuz");
    }
    if tens > 0 {
        words.extend(word(&TENS, tens));
    }
    if ones > 0 {
        words.extend(word(&ONES, ones));
    }
}

/// "Beshinchi", "yigirmanchi".
pub(super) fn ordinal(number: u64) -> String {
    let mut words = cardinal(number);
    words.push_str(if words.ends_with(['a', 'i']) {
        "nchi"
    } else {
        "inchi"
    });
    words
}

/// "Oʻttiz besh butun oʻndan besh": a whole part and the digits after the comma.
pub(super) fn decimal(whole: &str, fraction: &str) -> String {
    let part = match fraction.len() {
        1 => "oʻndan",
        2 => "yuzdan",
        3 => "mingdan",
        _ => return format!("{} butun {}", whole_number(whole), digits(fraction)),
    };
    format!(
        "{} butun {part} {}",
        whole_number(whole),
        cardinal(fraction.parse().unwrap_or(0))
    )
}

/// A run of digits as a number; with zeros before it, digit by digit.
pub(super) fn whole_number(text: &str) -> String {
    match text.parse::<u64>() {
        Ok(number) if text == "0" || !text.starts_with('0') => cardinal(number),
        _ => digits(text),
    }
}

/// Every digit as a word.
pub(super) fn digits(text: &str) -> String {
    let words: Vec<&str> = text
        .chars()
        .filter_map(|digit| ONES.get(digit.to_digit(10)? as usize).copied())
        .collect();
    words.join(" ")
}

/// The value of a Roman numeral of capitals in its usual form, 1 to 39; `None` for other words.
pub(super) fn roman(text: &str) -> Option<u64> {
    (1..=39).find(|number| roman_of(*number) == text)
}

fn roman_of(number: u64) -> String {
    const PARTS: [(u64, &str); 5] = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut text = String::new();
    for (value, letters) in PARTS {
        while rest >= value {
            text.push_str(letters);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cardinals() {
        for (number, words) in [
            (0, "nol"),
            (7, "yetti"),
            (10, "oʻn"),
            (35, "oʻttiz besh"),
            (100, "yuz"),
            (101, "bir yuz bir"),
            (1000, "ming"),
            (1420, "bir ming toʻrt yuz yigirma"),
            (1961, "bir ming toʻqqiz yuz oltmish bir"),
            (100_000, "bir yuz ming"),
            (2_000_001, "ikki million bir"),
            (
                36_799_000_000,
                "oʻttiz olti milliard yetti yuz toʻqson toʻqqiz million",
            ),
        ] {
            assert_eq!(cardinal(number), words);
        }
    }

    #[test]
    fn ordinals() {
        for (number, words) in [
            (1, "birinchi"),
            (2, "ikkinchi"),
            (6, "oltinchi"),
            (20, "yigirmanchi"),
            (1961, "bir ming toʻqqiz yuz oltmish birinchi"),
            (40, "qirqinchi"),
        ] {
            assert_eq!(ordinal(number), words);
        }
    }

    #[test]
    fn decimals_and_odd_digits() {
        assert_eq!(decimal("35", "5"), "oʻttiz besh butun oʻndan besh");
        assert_eq!(decimal("3", "14"), "uch butun yuzdan oʻn toʻrt");
        assert_eq!(decimal("0", "12345"), "nol butun bir ikki uch toʻrt besh");
        assert_eq!(whole_number("007"), "nol nol yetti");
        assert_eq!(whole_number(&"9".repeat(30)).split(' ').count(), 30);
    }

    #[test]
    fn roman_numerals() {
        assert_eq!(roman("XIX"), Some(19));
        assert_eq!(roman("IV"), Some(4));
        assert_eq!(roman("IIX"), None);
        assert_eq!(roman(""), None);
    }

    proptest::proptest! {
        #[test]
        fn every_number_has_words_of_its_own(one in 0u64..2_000_000, other in 0u64..2_000_000) {
            proptest::prop_assert_eq!(one == other, cardinal(one) == cardinal(other));
        }
    }
}
