//! Uzbek text as espeak-ng's voice reads it rightly: ASCII apostrophes, Latin letters, numbers
//! and signs in words. The voice itself would read 1961 as "one nine six one".

use super::digit_groups::with_joined_groups;
use super::uzbek_numbers::{decimal, ordinal, roman, whole_number};
use crate::script::uzbek_letters::{is_apostrophe, to_latin, with_printed_apostrophes};

/// Writes a line in the way it is read aloud.
pub(super) fn uzbek_reading(line: &str) -> String {
    let latin = with_printed_apostrophes(&to_latin(line));
    let mut words: Vec<String> = Vec::new();
    let grouped = with_joined_groups(&latin);
    let separated = with_spaces_around_signs(&grouped);
    let mut tokens = separated.split_whitespace().peekable();
    while let Some(token) = tokens.next() {
        let next = tokens.peek().copied().unwrap_or_default();
        match sign(token) {
            // A currency stands before its number and is read after it.
            Some(name) if is_currency(token) && starts_with_digit(next) => {
                let number = tokens.next().unwrap_or_default();
                words.push(read_token(number, "", ""));
                words.push(name.to_owned());
            }
            Some(name) => {
                let end = token.trim_start_matches(|letter: char| !is_clause_mark(letter));
                words.push(format!("{name}{end}"));
            }
            None => {
                let after_next = tokens.clone().nth(1).unwrap_or_default();
                words.push(read_token(token, next, after_next));
            }
        }
        if ends_with_digit(token)
            && let Some((name, end)) = unit(next)
        {
            tokens.next();
            words.push(format!("{name}{end}"));
        }
    }
    with_joined_suffixes(&words)
        .chars()
        .map(|letter| if is_apostrophe(letter) { '\'' } else { letter })
        .collect()
}

/// Joins words with a space, but a suffix of case with the word before it: `3,5 % ni`.
fn with_joined_suffixes(words: &[String]) -> String {
    const SUFFIXES: [&str; 8] = ["ni", "ning", "ga", "da", "dan", "gacha", "li", "lik"];
    let mut result = String::new();
    for word in words {
        let is_suffix = SUFFIXES.contains(&word.trim_end_matches(is_clause_mark));
        let follows_sign = ["foiz", "daraja", "metr", "gramm", "litr", "dollar", "tonna"]
            .iter()
            .any(|name| result.ends_with(name));
        let is_joined = result.is_empty() || (is_suffix && follows_sign);
        if !is_joined {
            result.push(' ');
        }
        result.push_str(word);
    }
    result
}

/// Puts spaces around signs that are read as words.
fn with_spaces_around_signs(text: &str) -> String {
    let text = text.replace("°C", " ° ");
    let mut result = String::with_capacity(text.len());
    for letter in text.chars() {
        let mut buffer = [0; 4];
        if sign(letter.encode_utf8(&mut buffer)).is_some() {
            result.push(' ');
            result.push(letter);
            result.push(' ');
        } else {
            result.push(letter);
        }
    }
    // What ends a clause stays with the word before it.
    for mark in CLAUSE_MARKS {
        result = result.replace(&format!(" {mark} "), &format!("{mark} "));
        if let Some(head) = result.strip_suffix(&format!(" {mark}")) {
            result = format!("{head}{mark}");
        }
    }
    result
}

const CLAUSE_MARKS: [char; 6] = [',', '.', '!', '?', ';', ':'];

fn is_clause_mark(letter: char) -> bool {
    CLAUSE_MARKS.contains(&letter)
}

fn sign(token: &str) -> Option<&'static str> {
    Some(match token.trim_end_matches(is_clause_mark) {
        "%" => "foiz",
        "&" => "va",
        "+" => "plyus",
        "=" => "teng",
        "№" => "raqam",
        "°" => "daraja",
        "$" => "dollar",
        "€" => "yevro",
        "₽" => "rubl",
        _ => return None,
    })
}

fn is_currency(token: &str) -> bool {
    matches!(token, "$" | "€" | "₽")
}

/// The name of a unit after a number, and the mark that ends its clause.
fn unit(token: &str) -> Option<(&'static str, &str)> {
    let symbol = token.trim_end_matches(is_clause_mark);
    let name = match symbol {
        "km" => "kilometr",
        "m" => "metr",
        "sm" => "santimetr",
        "mm" => "millimetr",
        "kg" => "kilogramm",
        "g" => "gramm",
        "l" => "litr",
        "t" => "tonna",
        "mln" => "million",
        "mlrd" => "milliard",
        _ => return None,
    };
    Some((name, token.get(symbol.len()..).unwrap_or_default()))
}

fn starts_with_digit(token: &str) -> bool {
    token.starts_with(|first: char| first.is_ascii_digit())
}

fn ends_with_digit(token: &str) -> bool {
    token.ends_with(|last: char| last.is_ascii_digit())
}

/// Whether the number before `next` counts years and names none: `1500 yillik`, `1000 yil oldin`,
/// but `1961 yil aprelda`.
fn counts_years(next: &str, after_next: &str) -> bool {
    const AFTER_SPAN: [&str; 9] = [
        "oldin", "avval", "ilgari", "muqaddam", "burun", "ichida", "davomida", "keyin", "soʻng",
    ];
    const MORE_OR_LESS: [&str; 4] = ["ortiq", "koʻproq", "kamroq", "oshiq"];
    let is_followed_by = |words: &[&str]| words.iter().any(|word| after_next.starts_with(word));
    next.starts_with("yillik")
        || next.starts_with("yillig")
        || next.starts_with("yilcha")
        || (next == "yil" && is_followed_by(&AFTER_SPAN))
        || (next == "yildan" && is_followed_by(&MORE_OR_LESS))
}

/// Reads one word; `next` and `after_next` are those after it.
fn read_token(token: &str, next: &str, after_next: &str) -> String {
    let (before, core, after) = bare(token);
    if let Some(number) = roman_century(core, next) {
        return format!("{before}{number}{after}");
    }
    if !core.contains(|letter: char| letter.is_ascii_digit()) {
        return token.to_owned();
    }
    let is_year = core.len() == 4
        && after.is_empty()
        && next.starts_with("yil")
        && !counts_years(next, after_next);
    if let Some(year) = core
        .parse::<u64>()
        .ok()
        .filter(|year| is_year && (1000..2200).contains(year))
    {
        return format!("{before}{}", ordinal(year));
    }
    let minus = if before.ends_with(['-', '−']) {
        "minus "
    } else {
        ""
    };
    let before = before.trim_end_matches(['-', '−']);
    format!("{before}{minus}{}{after}", read_number(core))
}

/// A word without the punctuation around it.
fn bare(token: &str) -> (&str, &str, &str) {
    let start = token.find(char::is_alphanumeric).unwrap_or(0);
    let end = token
        .char_indices()
        .rev()
        .find(|(_, letter)| letter.is_alphanumeric() || is_apostrophe(*letter))
        .map_or(token.len(), |(at, letter)| at + letter.len_utf8());
    let end = end.max(start);
    (
        token.get(..start).unwrap_or_default(),
        token.get(start..end).unwrap_or_default(),
        token.get(end..).unwrap_or_default(),
    )
}

/// "XIX" before "asr", or "XIX-asr".
fn roman_century(core: &str, next: &str) -> Option<String> {
    let (numeral, rest) = core.split_once('-').unwrap_or((core, ""));
    let is_century = rest.starts_with("asr") || (rest.is_empty() && next.starts_with("asr"));
    let number = is_century.then(|| roman(numeral)).flatten()?;
    Some(if rest.is_empty() {
        ordinal(number)
    } else {
        format!("{} {rest}", ordinal(number))
    })
}

/// Reads runs of digits and what ties them together.
fn read_number(core: &str) -> String {
    let pieces = pieces_of(core);
    // With more than one point it is a date or a version and no decimal.
    let is_single = pieces
        .iter()
        .filter(|piece| matches!(**piece, "." | ","))
        .count()
        == 1;
    let mut result = String::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at).copied() {
        if !starts_with_digit(piece) {
            result.push_str(piece);
            at += 1;
            continue;
        }
        let joint = pieces.get(at + 1).copied().unwrap_or_default();
        let next = pieces.get(at + 2).copied().unwrap_or_default();
        match joint {
            "," | "." if starts_with_digit(next) && is_single => {
                // 12.500 is twelve thousand five hundred, 0.125 and 12,500 are decimals.
                let is_grouped = joint == "." && next.len() == 3 && piece != "0" && piece.len() < 4;
                if is_grouped {
                    result.push_str(&whole_number(&format!("{piece}{next}")));
                } else {
                    result.push_str(&decimal(piece, next));
                }
                at += 3;
            }
            "-" | "–" if starts_with_digit(next) => {
                result.push_str(&whole_number(piece));
                result.push(' ');
                at += 2;
            }
            "-" | "–" if next.starts_with(char::is_alphabetic) => {
                let number = piece.parse().map_or_else(|_| whole_number(piece), ordinal);
                result.push_str(&number);
                result.push(' ');
                at += 2;
            }
            ":" | "/" | "." | "," => {
                result.push_str(&whole_number(piece));
                result.push(' ');
                at += 2;
            }
            _ => {
                result.push_str(&whole_number(piece));
                at += 1;
            }
        }
    }
    result
}

/// Splits into runs of digits, runs of letters, and single marks.
fn pieces_of(core: &str) -> Vec<&str> {
    let class = |letter: char| {
        if letter.is_ascii_digit() {
            0
        } else if letter.is_alphanumeric() || is_apostrophe(letter) {
            1
        } else {
            2
        }
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, letter) in core.char_indices() {
        let this = class(letter);
        if before.is_some_and(|before| before != this || this == 2) {
            pieces.extend(core.get(start..at));
            start = at;
        }
        before = Some(this);
    }
    pieces.extend(core.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_words() {
        for (written, read) in [
            ("1420-yil", "bir ming to'rt yuz yigirmanchi yil"),
            (
                "1961-yilda uchdi.",
                "bir ming to'qqiz yuz oltmish birinchi yilda uchdi.",
            ),
            ("1961 йилда", "bir ming to'qqiz yuz oltmish birinchi yilda"),
            ("100 yil", "yuz yil"),
            (
                "1961 yil aprelda",
                "bir ming to'qqiz yuz oltmish birinchi yil aprelda",
            ),
            ("1961 yil.", "bir ming to'qqiz yuz oltmish birinchi yil."),
            (
                "1991 yildan keyin",
                "bir ming to'qqiz yuz to'qson birinchi yildan keyin",
            ),
            ("1500 yillik tarix", "bir ming besh yuz yillik tarix"),
            ("1500 yilligi", "bir ming besh yuz yilligi"),
            ("1000 yil oldin", "ming yil oldin"),
            ("1000 yil avval", "ming yil avval"),
            ("2000 yil ichida", "ikki ming yil ichida"),
            ("1200 yil davomida", "bir ming ikki yuz yil davomida"),
            ("1000 йил кейин.", "ming yil keyin."),
            ("1000 yil so'ng", "ming yil so'ng"),
            ("1500 yildan ortiq", "bir ming besh yuz yildan ortiq"),
            ("35,5 %", "o'ttiz besh butun o'ndan besh foiz"),
            ("Bu 100% toʻgʻri.", "Bu yuz foiz to'g'ri."),
            (
                "3,5 % ni tashkil qiladi",
                "uch butun o'ndan besh foizni tashkil qiladi",
            ),
            ("20 km dan oshdi", "yigirma kilometrdan oshdi"),
            ("Aniq 50%.", "Aniq ellik foiz."),
            ("100 000 km yoʻl", "bir yuz ming kilometr yo'l"),
            ("5–6 kun", "besh olti kun"),
            ("20ta olma", "yigirmata olma"),
            ("soat 10:30 da", "soat o'n o'ttiz da"),
            ("XIX asrda", "o'n to'qqizinchi asrda"),
            ("XX аср", "yigirmanchi asr"),
            ("$5", "besh dollar"),
            ("−5 °C", "minus besh daraja"),
            ("(12.500)", "(o'n ikki ming besh yuz)"),
            ("0.125", "nol butun mingdan bir yuz yigirma besh"),
            (
                "01.09.1991",
                "nol bir nol to'qqiz bir ming to'qqiz yuz to'qson bir",
            ),
            ("COVID-19", "COVID-o'n to'qqiz"),
            ("A4", "Ato'rt"),
        ] {
            assert_eq!(uzbek_reading(written), read, "{written}");
        }
    }

    #[test]
    fn letters_become_those_the_voice_knows() {
        for written in [
            "Oʻzbek sanʼati",
            "O'zbek san'ati",
            "O‘zbek san’ati",
            "Oʼzbek sanʻati",
            "Ўзбек санъати",
        ] {
            assert_eq!(uzbek_reading(written), "O'zbek san'ati");
        }
    }
}
