//! Uzbek letters: the apostrophes of the Latin alphabet, and rules between Latin and Cyrillic.

/// The turned comma of `oʻ` and `gʻ`, U+02BB.
const TURNED_COMMA: char = '\u{02BB}';
/// The apostrophe that holds a syllable, U+02BC.
const APOSTROPHE: char = '\u{02BC}';

/// Whether a character is typed as an apostrophe somewhere.
pub(crate) fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '´' | '‘' | '’' | '‛' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʹ' | 'ˈ' | '′' | '＇'
    )
}

/// Writes the apostrophes of Uzbek Latin words as they are printed: U+02BB after `o` and `g`,
/// U+02BC elsewhere. An apostrophe that touches no letter on its left is a quote and stays.
pub(crate) fn with_printed_apostrophes(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let is_followed = letters.peek().is_some_and(|next| next.is_alphabetic());
        let printed = match before {
            'o' | 'O' | 'g' | 'G' if is_apostrophe(letter) => TURNED_COMMA,
            _ if is_apostrophe(letter) && before.is_alphabetic() && is_followed => APOSTROPHE,
            _ => letter,
        };
        result.push(printed);
        before = printed;
    }
    result
}

/// Whether most letters of a text are Cyrillic; `None` when it has neither Cyrillic nor Latin.
pub(crate) fn is_mostly_cyrillic(text: &str) -> Option<bool> {
    let cyrillic = text.chars().filter(|letter| is_cyrillic(*letter)).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    (cyrillic + latin > 0).then_some(cyrillic > latin)
}

/// Whether a letter is Cyrillic.
pub(crate) fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{0400}'..='\u{052F}')
}

/// Russian loan words whose Cyrillic spelling cannot be told from the Latin one: Latin stem, and
/// Cyrillic stem. A `ь` at the end is dropped before a suffix.
const LOANS: [(&str, &str); 14] = [
    ("yanvar", "январь"),
    ("fevral", "февраль"),
    ("aprel", "апрель"),
    ("iyun", "июнь"),
    ("iyul", "июль"),
    ("sentabr", "сентябрь"),
    ("oktabr", "октябрь"),
    ("noyabr", "ноябрь"),
    ("dekabr", "декабрь"),
    ("albom", "альбом"),
    ("film", "фильм"),
    ("sirk", "цирк"),
    ("sement", "цемент"),
    ("sentner", "центнер"),
];

/// Writes Uzbek Latin text in Cyrillic letters; everything else stays.
pub(crate) fn to_cyrillic(text: &str) -> String {
    let text = with_printed_apostrophes(text);
    let mut result = String::with_capacity(text.len() * 2);
    let mut word = String::new();
    for letter in text.chars() {
        if letter.is_alphabetic() || matches!(letter, TURNED_COMMA | APOSTROPHE) {
            word.push(letter);
        } else {
            push_cyrillic_word(&mut result, &word);
            word.clear();
            result.push(letter);
        }
    }
    push_cyrillic_word(&mut result, &word);
    result
}

fn push_cyrillic_word(result: &mut String, word: &str) {
    let lower = word.to_lowercase();
    let loan = LOANS.iter().find_map(|(latin, cyrillic)| {
        // No suffix of a noun begins with an a: `sirka` is vinegar and no form of `sirk`.
        let suffix = lower
            .strip_prefix(latin)
            .filter(|suffix| !suffix.starts_with('a'))?;
        let stem = if suffix.is_empty() {
            cyrillic
        } else {
            cyrillic.trim_end_matches('ь')
        };
        Some((latin.len(), stem))
    });
    let (at, mut previous) = match loan {
        Some((length, stem)) => {
            push_cased(
                result,
                stem,
                word.chars().next().is_some_and(char::is_uppercase),
            );
            (length, 'б')
        }
        None => (0, ' '),
    };
    let letters: Vec<char> = word.get(at..).unwrap_or_default().chars().collect();
    let mut rest = letters.as_slice();
    while let [first, ..] = rest {
        let (length, cyrillic) = cyrillic_of(rest, previous);
        push_cased(result, cyrillic, first.is_uppercase());
        previous = rest
            .get(length - 1)
            .copied()
            .unwrap_or(' ')
            .to_ascii_lowercase();
        if previous == TURNED_COMMA {
            previous = 'o';
        }
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// Appends `letters`, the first one as a capital if asked.
fn push_cased(result: &mut String, letters: &str, is_capital: bool) {
    let mut letters = letters.chars();
    match letters.next() {
        Some(first) if is_capital => result.extend(first.to_uppercase()),
        Some(first) => result.push(first),
        None => {}
    }
    result.extend(letters);
}

/// The Cyrillic letters for the beginning of `rest`, which is not empty, and how many Latin
/// letters they stand for. `previous` is the small letter before, or a space.
fn cyrillic_of(rest: &[char], previous: char) -> (usize, &'static str) {
    let at = |index: usize| rest.get(index).copied().unwrap_or(' ').to_ascii_lowercase();
    let after_vowel_or_start = matches!(previous, ' ' | 'a' | 'e' | 'i' | 'o' | 'u');
    match (at(0), at(1), at(2)) {
        ('o', TURNED_COMMA, _) => (2, "ў"),
        ('g', TURNED_COMMA, _) => (2, "ғ"),
        ('s', APOSTROPHE, 'h') => (2, "с"),
        ('s', 'h', _) => (2, "ш"),
        ('c', 'h', _) => (2, "ч"),
        ('y', 'o', TURNED_COMMA) => (1, "й"),
        ('y', 'o', _) => (2, "ё"),
        ('y', 'u', _) => (2, "ю"),
        ('y', 'a', _) => (2, "я"),
        ('y', 'e', _) if previous == 'b' => (2, "ъе"),
        ('y', 'e', _) if !after_vowel_or_start => (2, "ье"),
        ('y', 'e', _) => (2, "е"),
        ('t', 's', _) if is_loan_ts(rest, previous) => (2, "ц"),
        ('e', ..) if after_vowel_or_start => (1, "э"),
        (APOSTROPHE, ..) => (1, "ъ"),
        _ => (1, single_cyrillic(rest.first().copied().unwrap_or(' '))),
    }
}

/// Whether `ts` is the one sound of loan words, and not `t` before a suffix as in `aytsa`.
fn is_loan_ts(rest: &[char], previous: char) -> bool {
    let tail: String = rest.iter().skip(2).collect::<String>().to_lowercase();
    previous == ' '
        || tail.is_empty()
        || ["iy", "io", "ent", "ept", "ess", "ey", "er"]
            .iter()
            .any(|start| tail.starts_with(start))
}

fn single_cyrillic(letter: char) -> &'static str {
    match letter.to_ascii_lowercase() {
        'a' => "а",
        'b' => "б",
        'd' => "д",
        'e' => "е",
        'f' => "ф",
        'g' => "г",
        'h' => "ҳ",
        'i' => "и",
        'j' => "ж",
        'k' => "к",
        'l' => "л",
        'm' => "м",
        'n' => "н",
        'o' => "о",
        'p' => "п",
        'q' => "қ",
        'r' => "р",
        'c' | 's' => "с",
        't' => "т",
        'u' => "у",
        'v' | 'w' => "в",
        'x' => "х",
        'y' => "й",
        'z' => "з",
        _ => "",
    }
}

/// Writes Uzbek Cyrillic text in Latin letters; everything else stays.
pub(crate) fn to_latin(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    for (index, letter) in letters.iter().enumerate() {
        let previous = index.checked_sub(1).and_then(|at| letters.get(at)).copied();
        let next = letters.get(index + 1).copied();
        let small = letter.to_lowercase().next().unwrap_or(*letter);
        let Some(latin) = latin_of(small, previous, next) else {
            result.push(*letter);
            continue;
        };
        let is_among_capitals = match next {
            Some(next) if next.is_alphabetic() => next.is_uppercase(),
            _ => previous.is_some_and(char::is_uppercase),
        };
        if letter.is_uppercase() && is_among_capitals {
            result.push_str(&latin.to_uppercase());
        } else {
            push_cased(&mut result, latin, letter.is_uppercase());
        }
    }
    result
}

/// The Latin letters of one small Cyrillic letter; `None` for other characters.
fn latin_of(letter: char, previous: Option<char>, next: Option<char>) -> Option<&'static str> {
    let small = |letter: Option<char>| {
        letter.map_or(' ', |letter| letter.to_lowercase().next().unwrap_or(letter))
    };
    let (previous, next) = (small(previous), small(next));
    let after_vowel = "аеёиоуўэюяы".contains(previous);
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'е' if !is_cyrillic(previous) || after_vowel || matches!(previous, 'ъ' | 'ь') => "ye",
        'е' | 'э' => "e",
        'ё' => "yo",
        'ж' => "j",
        'з' => "z",
        'и' | 'ы' => "i",
        'й' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' if previous == 'ь' => "yo",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' if next == 'ҳ' => "s\u{02BC}",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "x",
        'ц' if after_vowel => "ts",
        'с' | 'ц' => "s",
        'ч' => "ch",
        'ш' | 'щ' => "sh",
        'ъ' if matches!(next, 'е' | 'ё' | 'ю' | 'я') => "",
        'ъ' => "\u{02BC}",
        'ь' => "",
        'ю' => "yu",
        // Only in the names of two months: sentabr, oktabr.
        'я' if previous == 'т' && next == 'б' => "a",
        'я' => "ya",
        'ў' => "o\u{02BB}",
        'қ' => "q",
        'ғ' => "g\u{02BB}",
        'ҳ' => "h",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_typed_apostrophe_becomes_the_printed_one() {
        for mark in ['\'', '`', '´', '‘', '’', 'ʻ', 'ʼ', '′'] {
            let typed = format!("O{mark}zbek tog{mark}i, san{mark}at");
            assert_eq!(with_printed_apostrophes(&typed), "Oʻzbek togʻi, sanʼat");
        }
        assert_eq!(with_printed_apostrophes("‘Salom’ dedi"), "‘Salom’ dedi");
    }

    #[test]
    fn latin_becomes_cyrillic() {
        for (latin, cyrillic) in [
            ("Oʻzbekiston togʻlari", "Ўзбекистон тоғлари"),
            ("shahar choy dengiz", "шаҳар чой денгиз"),
            ("yoʻl yosh yulduz yangi yer", "йўл ёш юлдуз янги ер"),
            ("Eshik eʼlon poeziya aeroport", "Эшик эълон поэзия аэропорт"),
            ("maʼno sanʼat Isʼhoq", "маъно санъат Исҳоқ"),
            (
                "millatsiya konstitutsiya protsent",
                "миллация конституция процент",
            ),
            ("aytsa ketsin otsiz", "айтса кетсин отсиз"),
            ("SHAHAR Shahar CHOY", "ШАҲАР Шаҳар ЧОЙ"),
            ("sentabr sentabrda sirk", "сентябрь сентябрда цирк"),
            ("Sirkaning foydalari", "Сирканинг фойдалари"),
            ("sirka sirkka sirklarda", "сирка циркка циркларда"),
            ("xalq qor hamma juda gʻoz", "халқ қор ҳамма жуда ғоз"),
            ("tajriba, 1420-yil; obyekt.", "тажриба, 1420-йил; объект."),
            ("dunyoda boʻyicha keyin", "дунёда бўйича кейин"),
        ] {
            assert_eq!(to_cyrillic(latin), cyrillic);
        }
    }

    #[test]
    fn cyrillic_becomes_latin() {
        for (cyrillic, latin) in [
            ("Ўзбекистон тоғлари", "Oʻzbekiston togʻlari"),
            ("йўл ёш юлдуз янги ер", "yoʻl yosh yulduz yangi yer"),
            ("Эшик эълон поэзия", "Eshik eʼlon poeziya"),
            ("маъно санъат Исҳоқ объект", "maʼno sanʼat Isʼhoq obyekt"),
            ("конституция цирк лицей", "konstitutsiya sirk litsey"),
            ("ШАҲАР Шаҳар Ш", "SHAHAR Shahar Sh"),
            ("сентябрь, 1420 йил", "sentabr, 1420 yil"),
            ("премьера батальон", "premyera batalyon"),
        ] {
            assert_eq!(to_latin(cyrillic), latin);
        }
    }

    #[test]
    fn there_and_back_keeps_common_words() {
        let text = "Choy ichish uchun eng yaxshi vaqt qachon? Bogʻda oʻtirib, doʻst bilan suhbat qurganda.";
        assert_eq!(to_latin(&to_cyrillic(text)), text);
    }
}
