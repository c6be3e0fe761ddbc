//! Numbers as they are said, so that their sounds can be looked for.

use crate::Language;

/// The words that a language builds its numbers of.
struct NumberWords {
    /// From 0 to 9, or to 19.
    ones: &'static [&'static str],
    /// From 10 to 90.
    tens: [&'static str; 9],
    /// From 100 to 900; empty where it is said as ones and `hundred`.
    hundreds: &'static [&'static str],
    hundred: &'static str,
    /// The powers of 1000.
    scales: [&'static str; 4],
    /// Whether 100 and 1000 go without "one".
    drops_one: bool,
}

const ENGLISH: NumberWords = NumberWords {
    ones: &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
    tens: [
        "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ],
    hundreds: &[],
    hundred: "hundred",
    scales: ["thousand", "million", "billion", "trillion"],
    drops_one: false,
};

const RUSSIAN: NumberWords = NumberWords {
    ones: &[
        "ноль",
        "один",
        "два",
        "три",
        "четыре",
        "пять",
        "шесть",
        "семь",
        "восемь",
        "девять",
        "десять",
        "одиннадцать",
        "двенадцать",
        "тринадцать",
        "четырнадцать",
        "пятнадцать",
        "шестнадцать",
        "семнадцать",
        "восемнадцать",
        "девятнадцать",
    ],
    tens: [
        "десять",
        "двадцать",
        "тридцать",
        "сорок",
        "пятьдесят",
        "шестьдесят",
        "семьдесят",
        "восемьдесят",
        "девяносто",
    ],
    hundreds: &[
        "сто",
        "двести",
        "триста",
        "четыреста",
        "пятьсот",
        "шестьсот",
        "семьсот",
        "восемьсот",
        "девятьсот",
    ],
    hundred: "",
    scales: ["тысяч", "миллион", "миллиард", "триллион"],
    drops_one: true,
};

const UZBEK: NumberWords = NumberWords {
    ones: &[
        "nol", "bir", "ikki", "uch", "toʻrt", "besh", "olti", "yetti", "sakkiz", "toʻqqiz",
    ],
    tens: [
        "oʻn", "yigirma", "oʻttiz", "qirq", "ellik", "oltmish", "yetmish", "sakson", "toʻqson",
    ],
    hundreds: &[],
    hundred: "yuz",
    scales: ["ming", "million", "milliard", "trillion"],
    drops_one: true,
};

/// Numbers of more digits are said digit by digit.
const MOST_DIGITS: usize = 15;

/// Says a run of decimal digits, in words divided by spaces; `None` where the words of the
/// language are not known here.
pub(super) fn spoken_number(digits: &str, language: &Language) -> Option<String> {
    let words = match language.primary() {
        "en" => &ENGLISH,
        "ru" => &RUSSIAN,
        "uz" => &UZBEK,
        _ => return None,
    };
    let mut said = Vec::new();
    match digits.parse::<u64>() {
        Ok(number) if digits.len() <= MOST_DIGITS && (number == 0 || !digits.starts_with('0')) => {
            words.say(number, &mut said);
        }
        _ => said.extend(digits.chars().filter_map(|digit| {
            let digit = digit.to_digit(10)?;
            words.ones.get(digit as usize).copied()
        })),
    }
    Some(said.join(" "))
}

impl NumberWords {
    fn say(&self, number: u64, said: &mut Vec<&'static str>) {
        // English years, and other numbers of hundreds: "nineteen sixty-one".
        let is_teens_of_hundreds = self.ones.len() == 20 && self.hundreds.is_empty();
        if is_teens_of_hundreds && (1100..2000).contains(&number) {
            self.say_below_thousand(number / 100, said);
            said.push(self.hundred);
            self.say_below_thousand(number % 100, said);
            return;
        }
        if number == 0 {
            said.extend(self.ones.first());
        }
        let mut rest = number;
        for (power, scale) in (1u32..).zip(self.scales).collect::<Vec<_>>().iter().rev() {
            let value = 1000u64.pow(*power);
            let count = rest / value;
            if count > 0 {
                if !(self.drops_one && count == 1) {
                    self.say_below_thousand(count, said);
                }
                said.push(scale);
            }
            rest %= value;
        }
        self.say_below_thousand(rest, said);
    }

    fn say_below_thousand(&self, number: u64, said: &mut Vec<&'static str>) {
        let (hundreds, mut rest) = (number / 100, number % 100);
        if hundreds > 0 {
            match self.hundreds.get(hundreds as usize - 1) {
                Some(word) => said.push(word),
                None => {
                    if hundreds > 1 || !self.drops_one {
                        said.extend(self.ones.get(hundreds as usize));
                    }
                    said.push(self.hundred);
                }
            }
        }
        if rest >= self.ones.len() as u64 {
            said.extend(
                (rest / 10)
                    .checked_sub(1)
                    .and_then(|at| self.tens.get(at as usize)),
            );
            rest %= 10;
        }
        if rest > 0 {
            said.extend(self.ones.get(rest as usize));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_in_each_first_language() {
        for (language, digits, said) in [
            ("en", "0", "zero"),
            ("en", "35", "thirty five"),
            ("en", "1961", "nineteen hundred sixty one"),
            ("en", "2024", "two thousand twenty four"),
            ("en", "12000", "twelve thousand"),
            ("en", "007", "zero zero seven"),
            ("ru", "1961", "тысяч девятьсот шестьдесят один"),
            ("ru", "212", "двести двенадцать"),
            ("uz", "1420", "ming toʻrt yuz yigirma"),
            ("uz-Cyrl", "10", "oʻn"),
        ] {
            let language = language.parse().unwrap();
            assert_eq!(spoken_number(digits, &language).unwrap(), said);
        }
        assert_eq!(spoken_number("5", &"de".parse().unwrap()), None);
    }

    #[test]
    fn every_number_is_said() {
        for language in ["en", "ru", "uz"] {
            let language = language.parse().unwrap();
            for number in (0..3000).chain([u64::MAX, 10u64.pow(15), 10u64.pow(14)]) {
                assert!(
                    !spoken_number(&number.to_string(), &language)
                        .unwrap()
                        .is_empty()
                );
            }
        }
    }
}
