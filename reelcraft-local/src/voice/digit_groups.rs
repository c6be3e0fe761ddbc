//! Numbers written in groups of three digits.

/// Joins the groups of numbers such as `100 000`: one to three digits, then groups of exactly
/// three, each after one space of any kind.
pub(super) fn with_joined_groups(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at).copied() {
        let run = digits_from(&letters, at);
        let begins_number = !at
            .checked_sub(1)
            .and_then(|before| letters.get(before))
            .is_some_and(|before| before.is_alphanumeric() || matches!(before, '.' | ','));
        if run == 0 {
            result.push(letter);
            at += 1;
            continue;
        }
        result.extend(letters.iter().skip(at).take(run));
        at += run;
        if run > 3 || !begins_number {
            continue;
        }
        while letters.get(at).is_some_and(|space| is_group_space(*space))
            && digits_from(&letters, at + 1) == 3
            && !letters.get(at + 4).is_some_and(|next| next.is_alphabetic())
        {
            result.extend(letters.iter().skip(at + 1).take(3));
            at += 4;
        }
    }
    result
}

fn digits_from(letters: &[char], at: usize) -> usize {
    letters
        .iter()
        .skip(at)
        .take_while(|letter| letter.is_ascii_digit())
        .count()
}

fn is_group_space(letter: char) -> bool {
    matches!(letter, ' ' | '\u{00A0}' | '\u{2009}' | '\u{202F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_joined_and_lists_of_numbers_are_not() {
        for (text, expected) in [
            ("100 000 km", "100000 km"),
            ("2\u{00A0}500\u{202F}000", "2500000"),
            ("12 50", "12 50"),
            ("1961 500", "1961 500"),
            ("3,5 100", "3,5 100"),
            ("5 1000", "5 1000"),
            ("", ""),
        ] {
            assert_eq!(with_joined_groups(text), expected);
        }
    }
}
