//! Says whether a text has one of some words, in any form and language.

use std::collections::HashSet;

use super::inflection::{keys, probes};
use super::tongue::Tongue;
use super::words::{Alphabet, russian, split, uzbek_latin};

/// The words of a text, ready to be asked for.
#[derive(Debug)]
pub(crate) struct WordFinder {
    /// One set of keys a language, in the order of [`Tongue::ALL`].
    keys: [HashSet<String>; 3],
    words: Vec<String>,
}

impl WordFinder {
    /// Reads a text.
    pub(crate) fn new(text: &str) -> Self {
        let mut words = split(text);
        let keys = Tongue::ALL.map(|tongue| {
            let mut found = HashSet::new();
            for word in &words {
                let form = match (tongue, Alphabet::of(word)) {
                    (Tongue::English | Tongue::Uzbek, Alphabet::Latin) => word.clone(),
                    (Tongue::Russian, Alphabet::Cyrillic) => russian(word),
                    (Tongue::Uzbek, Alphabet::Cyrillic) => uzbek_latin(word),
                    _ => continue,
                };
                let probes = probes(tongue, &form).into_iter();
                found.extend(
                    probes
                        .filter(|probe| probe.quality > 0.75)
                        .map(|probe| probe.key),
                );
            }
            found
        });
        let others: Vec<String> = words
            .iter()
            .filter(|word| Alphabet::of(word) == Alphabet::Cyrillic)
            .flat_map(|word| [uzbek_latin(word), russian(word)])
            .collect();
        words.extend(others);
        Self { keys, words }
    }

    /// How many of some words the text has; the words are given for each language, separated by
    /// spaces, and `*` at the end stands for any ending.
    pub(crate) fn count(&self, wanted: &[&str; 3]) -> usize {
        Tongue::ALL
            .into_iter()
            .zip(wanted)
            .zip(&self.keys)
            .flat_map(|((tongue, wanted), known)| {
                wanted
                    .split_whitespace()
                    .filter(move |word| match word.strip_suffix('*') {
                        Some(start) => self.words.iter().any(|word| word.starts_with(start)),
                        None => keys(tongue, word).iter().any(|key| known.contains(key)),
                    })
            })
            .count()
    }

    /// Whether the text has any of some words, given as for [`count`](Self::count).
    pub(crate) fn has_any(&self, wanted: &[&str; 3]) -> bool {
        self.count(wanted) > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_in_three_languages_are_found() {
        const SEA: [&str; 3] = ["sea", "море", "dengiz"];
        for text in [
            "The seas are deep",
            "Мы на море",
            "Dengizlarimiz",
            "Денгизда",
            "Она у моря",
        ] {
            assert_eq!(WordFinder::new(text).count(&SEA), 1, "{text}");
        }
        assert!(!WordFinder::new("A seal").has_any(&SEA));
        assert!(WordFinder::new("ecological").has_any(&["eco*", "", ""]));
    }
}
