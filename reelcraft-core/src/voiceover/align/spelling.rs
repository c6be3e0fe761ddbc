//! The sounds of a word, as far as they can be told from its letters and told apart in a
//! recording.

use crate::Language;

/// A broad class of sounds; those of one class look alike to the aligner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Loud, most of its power below 3 kHz.
    Vowel,
    /// l, m, n, r, w, y: as a vowel, less loud.
    Sonorant,
    /// p, t, k, b, d, g: a silence, and a burst.
    Stop,
    /// s, sh: most of its power above 3 kHz.
    Sibilant,
    /// z, zh, and an s that may be voiced.
    VoicedSibilant,
    /// f, h, kh, th: weak noise.
    Fricative,
    /// Letters whose sound is not known here.
    Other,
}

impl Class {
    /// The usual length at a calm rate, in seconds: rounded means of the inherent durations of
    /// Klatt, "Linguistic uses of segmental duration in English" (1976). Only their ratios
    /// matter, the rate is fitted to the recording.
    pub(super) fn secs(self) -> f64 {
        match self {
            Self::Vowel => 0.085,
            Self::Sonorant => 0.060,
            Self::Stop => 0.070,
            Self::Sibilant => 0.095,
            Self::VoicedSibilant | Self::Fricative | Self::Other => 0.075,
        }
    }
}

/// How much longer two vowel letters that stand for one sound are.
const LONG_VOWEL: f64 = 1.3;

/// The apostrophes of Uzbek and English words; a right quotation mark stands for one.
pub(super) fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{02BB}' | '\u{02BC}' | '`'
    )
}

/// The sounds of a word in lower case, with their lengths as parts of the usual.
pub(super) fn sounds_of_word(word: &str, language: &Language) -> Vec<(Class, f64)> {
    let letters: Vec<char> = word
        .chars()
        .filter(|letter| !is_apostrophe(*letter) && !matches!(letter, '\u{0300}'..='\u{036F}'))
        .collect();
    let is_english = language.primary() == "en";
    let mut sounds: Vec<(Class, f64)> = Vec::new();
    let mut rest = letters.as_slice();
    let mut before = None;
    while let Some((first, _)) = rest.split_first() {
        let english = if is_english {
            english_spelling(rest, before, &sounds)
        } else {
            None
        };
        let (length, found) = english.unwrap_or_else(|| common_spelling(rest));
        sounds.extend(found);
        before = rest.get(length - 1).or(Some(first)).copied();
        rest = rest.get(length..).unwrap_or_default();
    }
    sounds
}

type Spelling = (usize, Vec<(Class, f64)>);

/// The letters of alphabets that are written as they are spoken: how many, and their sounds.
fn common_spelling(letters: &[char]) -> Spelling {
    use Class::{Fricative, Sibilant, Sonorant, Stop, VoicedSibilant, Vowel};
    let affricate = vec![(Stop, 0.6), (Sibilant, 0.7)];
    match letters {
        ['s', 'h', ..] => (2, vec![(Sibilant, 1.0)]),
        ['c', 'h', ..] => (2, affricate),
        ['n', 'g', ..] => (2, vec![(Sonorant, 1.3)]),
        ['p' | 'k' | 't', 'h', ..] => (2, vec![(Fricative, 1.0)]),
        ['ц' | 'ч', ..] => (1, affricate),
        ['щ', ..] => (1, vec![(Sibilant, 1.3)]),
        ['x', ..] => (1, vec![(Fricative, 1.0)]),
        ['ь' | 'ъ', ..] => (1, Vec::new()),
        [letter, ..] => {
            let class = class_of(*letter);
            let syllable = matches!(*letter, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}');
            if syllable {
                (1, vec![(Class::Other, 1.0), (Vowel, 1.6)])
            } else {
                (1, vec![(class, 1.0)])
            }
        }
        [] => (1, vec![(VoicedSibilant, 0.0)]),
    }
}

fn class_of(letter: char) -> Class {
    match letter {
        'a'
        | 'e'
        | 'i'
        | 'o'
        | 'u'
        | 'à'..='æ'
        | 'è'..='ï'
        | 'ò'..='ö'
        | 'ø'
        | 'ù'..='ü'
        | 'ā'
        | 'ă'
        | 'ą'
        | 'ē'
        | 'ę'
        | 'ě'
        | 'ı'
        | 'ī'
        | 'ō'
        | 'ő'
        | 'ū'
        | 'ű'
        | 'ů'
        | 'ə'
        | 'а'
        | 'е'
        | 'ё'
        | 'и'
        | 'о'
        | 'у'
        | 'ы'
        | 'э'
        | 'ю'
        | 'я'
        | 'і'
        | 'ї'
        | 'є'
        | 'ў'
        | 'ү'
        | 'ұ'
        | 'ө'
        | 'ә' => Class::Vowel,
        'l' | 'm' | 'n' | 'r' | 'w' | 'y' | 'v' | 'ñ' | 'ł' | 'л' | 'м' | 'н' | 'р' | 'й' | 'в'
        | 'ң' => Class::Sonorant,
        'b' | 'd' | 'g' | 'k' | 'p' | 'q' | 't' | 'c' | 'б' | 'д' | 'г' | 'к' | 'п' | 'т' | 'қ' => {
            Class::Stop
        }
        's' | 'ş' | 'š' | 'ś' | 'ß' | 'ç' | 'с' | 'ш' => Class::Sibilant,
        'z' | 'j' | 'ž' | 'ż' | 'ź' | 'з' | 'ж' => Class::VoicedSibilant,
        'f' | 'h' | 'ğ' | 'ф' | 'х' | 'ғ' | 'ҳ' => Class::Fricative,
        _ => Class::Other,
    }
}

/// English letters that are not spoken one by one; `None` where they are.
fn english_spelling(
    letters: &[char],
    before: Option<char>,
    sounds: &[(Class, f64)],
) -> Option<Spelling> {
    use Class::{Fricative, Sibilant, Sonorant, Stop, VoicedSibilant, Vowel};
    let is_vowel = |letter: Option<char>| letter.is_some_and(|c| "aeiouy".contains(c));
    let has_vowel = sounds.iter().any(|(class, _)| *class == Vowel);
    let is_front = |letter: &char| matches!(letter, 'e' | 'i' | 'y');
    let affricate = vec![(Stop, 0.6), (Sibilant, 0.7)];
    let spelling = match letters {
        ['t', 'i', 'o', 'n', ..] => (4, vec![(Sibilant, 1.0), (Vowel, 0.7), (Sonorant, 1.0)]),
        ['t', 'c', 'h', ..] => (3, affricate),
        ['t' | 'p', 'h', ..] => (2, vec![(Fricative, 1.0)]),
        ['g', 'h', ..] if before.is_some() => (2, Vec::new()),
        ['w', 'h' | 'r', ..] => (2, vec![(Sonorant, 1.0)]),
        ['k', 'n', ..] if before.is_none() => (2, vec![(Sonorant, 1.0)]),
        ['c', 'k', ..] => (2, vec![(Stop, 1.0)]),
        ['q', 'u', ..] => (2, vec![(Stop, 1.0), (Sonorant, 0.7)]),
        ['s', 'c', front, ..] if is_front(front) => (2, vec![(Sibilant, 1.0)]),
        ['c', front, ..] if is_front(front) => (1, vec![(Sibilant, 1.0)]),
        ['g', 'e', ..] | ['j', ..] => (1, vec![(Stop, 0.5), (VoicedSibilant, 0.7)]),
        ['x', ..] => (1, vec![(Stop, 0.7), (Sibilant, 0.8)]),
        ['e', 'd'] if has_vowel && !matches!(before, Some('t' | 'd')) => (2, vec![(Stop, 0.8)]),
        ['e'] | ['e', 's'] if has_vowel && !is_vowel(before) => (1, Vec::new()),
        // Between vowels and at the end it is mostly spoken as z.
        ['s'] if is_vowel(before) => (1, vec![(VoicedSibilant, 1.0)]),
        ['s', next] | ['s', next, ..] if is_vowel(before) && is_vowel(Some(*next)) => {
            (1, vec![(VoicedSibilant, 1.0)])
        }
        ['y', ..] if before.is_some() => (1, vec![(Vowel, 1.0)]),
        [first, second, ..] if first == second && !is_vowel(Some(*first)) => {
            (2, vec![(class_of(*first), 1.1)])
        }
        [first, second, ..]
            if is_vowel(Some(*first))
                && is_vowel(Some(*second))
                && *first != 'y'
                && *first != 'i' =>
        {
            (2, vec![(Vowel, LONG_VOWEL)])
        }
        _ => return None,
    };
    Some(spelling)
}
