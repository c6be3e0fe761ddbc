//! Recognises the inflected forms of dictionary words.
//!
//! A dictionary word is stored under its [`keys`]; a word of a text is looked up under its
//! [`probes`]. Both are chosen so that a form meets its own dictionary word and few others: a
//! stem counts only when what remains of the form is an ending of the language.

use super::tongue::Tongue;

/// A key to look a word up under, and how sure the match is, up to 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Probe {
    pub(crate) key: String,
    pub(crate) quality: f32,
}

impl Probe {
    fn new(key: impl Into<String>, quality: f32) -> Self {
        Self {
            key: key.into(),
            quality,
        }
    }
}

/// The keys of a dictionary word.
pub(crate) fn keys(tongue: Tongue, word: &str) -> Vec<String> {
    match tongue {
        Tongue::English => vec![word.to_owned()],
        Tongue::Russian => russian_keys(word),
        Tongue::Uzbek => uzbek_keys(word),
    }
}

/// The keys under which the dictionary word of a form may be found, surest first.
pub(crate) fn probes(tongue: Tongue, form: &str) -> Vec<Probe> {
    match tongue {
        Tongue::English => english_probes(form),
        Tongue::Russian => russian_probes(form),
        Tongue::Uzbek => uzbek_probes(form),
    }
}

fn english_probes(form: &str) -> Vec<Probe> {
    let word = form.strip_suffix("'s").unwrap_or(form);
    let mut probes = vec![Probe::new(word, 1.0)];
    let mut push = |key: String| {
        if key.len() >= 3 {
            probes.push(Probe { key, quality: 0.95 });
        }
    };
    if let Some(stem) = word.strip_suffix("ies") {
        push(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("ves") {
        push(format!("{stem}f"));
    }
    if let Some(stem) = word.strip_suffix("es") {
        push(stem.to_owned());
    }
    if let Some(stem) = word.strip_suffix('s').filter(|stem| !stem.ends_with('s')) {
        push(stem.to_owned());
    }
    for ending in ["ing", "ed"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 3) {
            push(stem.to_owned());
            push(format!("{stem}e"));
            let mut letters = stem.chars();
            if letters.next_back() == letters.clone().next_back() {
                push(letters.as_str().to_owned());
            }
        }
    }
    probes
}

/// Endings of Russian nouns, the longest ones last; ё is written е.
const RUSSIAN_NOUN_ENDINGS: [&str; 27] = [
    "", "а", "я", "о", "е", "ы", "и", "ь", "й", "у", "ю", "ой", "ей", "ом", "ем", "ам", "ям", "ах",
    "ях", "ов", "ев", "ью", "ою", "ею", "ами", "ями", "ьми",
];

/// Endings of Russian adjectives.
const RUSSIAN_ADJECTIVE_ENDINGS: [&str; 24] = [
    "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ым", "им",
    "ом", "ем", "ых", "их", "ую", "юю", "ей", "ыми", "ими",
];

/// Nouns are kept under `noun:` and their stem, adjectives under `adjective:`, so that Китая
/// (of China) does not become an adjective of кит (whale).
fn russian_keys(word: &str) -> Vec<String> {
    let adjective = ["ый", "ий", "ой", "ая", "ое", "ые", "ие"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .filter(|stem| stem.chars().count() >= 3);
    let stem = word
        .strip_suffix(['а', 'я', 'о', 'е', 'ы', 'и', 'ь', 'й', 'у', 'ю'])
        .unwrap_or(word);
    let mut keys = vec![word.to_owned(), format!("noun:{stem}")];
    keys.extend(adjective.map(|stem| format!("adjective:{stem}")));
    keys.extend(
        without_last_vowel(
            stem,
            &["ок", "ек", "ец", "ер", "ел", "ол", "он", "ен", "от"],
        )
        .map(|stem| format!("noun:{stem}")),
    );
    keys
}

fn russian_probes(form: &str) -> Vec<Probe> {
    let mut probes = vec![Probe::new(form, 1.0)];
    let stems = |endings: &[&str]| -> Vec<String> {
        endings
            .iter()
            .filter_map(|ending| form.strip_suffix(ending))
            .filter(|stem| stem.chars().count() >= 2)
            .map(str::to_owned)
            .collect()
    };
    for stem in stems(&RUSSIAN_NOUN_ENDINGS) {
        let quality = if stem.chars().count() >= 3 { 0.95 } else { 0.8 };
        probes.push(Probe::new(format!("noun:{stem}"), quality));
    }
    for stem in stems(&RUSSIAN_ADJECTIVE_ENDINGS) {
        probes.push(Probe::new(format!("adjective:{stem}"), 0.95));
    }
    probes
}

/// Suffixes that follow an Uzbek noun, one after the other: number, possession, case, likeness
/// and the commonest derivations.
const UZBEK_SUFFIXES: [&str; 33] = [
    "lar", "ning", "ni", "ga", "ka", "qa", "da", "dan", "dagi", "gacha", "m", "im", "ng", "ing",
    "i", "si", "imiz", "miz", "ingiz", "ngiz", "cha", "dek", "day", "li", "siz", "lik", "ligi",
    "chi", "dir", "mi", "gina", "niki", "lab",
];

/// The most suffixes on one word; longer chains are grammatical, but nobody says them.
const LONGEST_SUFFIX_CHAIN: usize = 6;

fn uzbek_keys(word: &str) -> Vec<String> {
    let mut keys = vec![word.to_owned()];
    // Before a vowel k and q become voiced: yurak → yuragi, qishloq → qishlogʻi.
    if word.chars().count() > 3 {
        keys.extend(word.strip_suffix('k').map(|stem| format!("{stem}g")));
        keys.extend(word.strip_suffix('q').map(|stem| format!("{stem}g'")));
    }
    // A last short vowel falls out before a vowel: shahar → shahri, ogʻiz → ogʻzi.
    keys.extend(without_last_vowel(
        word,
        &["ar", "or", "ir", "un", "iz", "il", "in", "ul", "iq"],
    ));
    // Many people leave the apostrophes out.
    let without: Vec<String> = keys
        .iter()
        .filter(|key| key.contains('\'') && key.len() >= 6)
        .map(|key| key.replace('\'', ""))
        .collect();
    keys.extend(without);
    keys
}

fn uzbek_probes(form: &str) -> Vec<Probe> {
    let mut probes = vec![Probe::new(form, 1.0)];
    let mut borders: Vec<usize> = form.char_indices().map(|(at, _)| at).skip(2).collect();
    borders.reverse();
    for at in borders {
        if let Some((stem, rest)) = form.split_at_checked(at)
            && is_suffix_chain(rest, LONGEST_SUFFIX_CHAIN)
        {
            // Two letters are a word of their own more often than a stem.
            let quality = if stem.chars().count() >= 3 { 0.95 } else { 0.7 };
            probes.push(Probe::new(stem, quality));
        }
    }
    probes
}

/// Whether a text is nothing but suffixes, 1 to `limit` of them.
fn is_suffix_chain(text: &str, limit: usize) -> bool {
    limit > 0
        && UZBEK_SUFFIXES.iter().any(|suffix| {
            text.strip_prefix(suffix)
                .is_some_and(|rest| rest.is_empty() || is_suffix_chain(rest, limit - 1))
        })
}

/// A stem without its last vowel, where it ends in a vowel and consonant that are known to do so.
fn without_last_vowel(stem: &str, endings: &[&str]) -> Option<String> {
    let ending = endings.iter().find(|ending| stem.ends_with(**ending))?;
    let consonant = ending.chars().next_back()?;
    let root = stem
        .strip_suffix(ending)
        .filter(|root| root.chars().count() >= 2)?;
    Some(format!("{root}{consonant}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(tongue: Tongue, form: &str, word: &str) -> bool {
        let keys = keys(tongue, word);
        probes(tongue, form)
            .iter()
            .any(|probe| keys.contains(&probe.key))
    }

    #[test]
    fn forms_meet_their_words() {
        for (tongue, form, word) in [
            (Tongue::English, "rivers", "river"),
            (Tongue::English, "cities", "city"),
            (Tongue::English, "leaves", "leaf"),
            (Tongue::English, "running", "run"),
            (Tongue::English, "dancing", "dance"),
            (Tongue::English, "sun's", "sun"),
            (Tongue::Russian, "звезды", "звезда"),
            (Tongue::Russian, "морем", "море"),
            (Tongue::Russian, "рынка", "рынок"),
            (Tongue::Russian, "ветром", "ветер"),
            (Tongue::Russian, "историю", "история"),
            (Tongue::Russian, "солнечная", "солнечный"),
            (Tongue::Russian, "ночью", "ночь"),
            (Tongue::Russian, "китая", "китай"),
            (Tongue::Uzbek, "yulduzlarni", "yulduz"),
            (Tongue::Uzbek, "kitoblarimizdan", "kitob"),
            (Tongue::Uzbek, "yuragi", "yurak"),
            (Tongue::Uzbek, "qishlog'imiz", "qishloq"),
            (Tongue::Uzbek, "shahrida", "shahar"),
            (Tongue::Uzbek, "ozbekistonda", "o'zbekiston"),
        ] {
            assert!(meet(tongue, form, word), "{form} {word}");
        }
    }

    #[test]
    fn other_words_do_not_meet() {
        for (tongue, form, word) in [
            (Tongue::English, "king", "k"),
            (Tongue::English, "bus", "bu"),
            (Tongue::Russian, "китая", "кит"),
            (Tongue::Russian, "части", "час"),
            (Tongue::Uzbek, "kitob", "kit"),
            (Tongue::Uzbek, "toshkent", "tosh"),
            (Tongue::Uzbek, "qishloq", "qish"),
            (Tongue::Uzbek, "o'tdi", "o't"),
        ] {
            assert!(!meet(tongue, form, word), "{form} {word}");
        }
    }
}
