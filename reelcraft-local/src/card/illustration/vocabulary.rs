//! The dictionary: which words speak of which illustrations.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::inflection::{keys, probes};
use super::tongue::Tongue;
use super::words::{russian, split};

/// Topics of short videos in our own words, see the head of the file.
const TOPICS: &str = include_str!("../../../data/topics.tsv");

/// Names and keywords of Unicode CLDR, made by `scripts/build-annotations.py`.
const ANNOTATIONS: &str = include_str!("../../../data/annotations.tsv");

/// Where a dictionary entry comes from, and so how far it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// Our own topics.
    Topic,
    /// Our own topics that are seldom what a text is about: "huge", "time", "people".
    WeakTopic,
    /// The name of an illustration.
    Name,
    /// The name of a country on its flag.
    Flag,
    /// A keyword of an illustration.
    Keyword,
}

/// What a word, or a few words side by side, speak of.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The words after the first one.
    pub(crate) further: Vec<String>,
    /// Where it comes from.
    pub(crate) source: Source,
    /// The illustrations, best first.
    pub(crate) pictures: Vec<&'static str>,
}

/// The entries of one language.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    entries: Vec<Entry>,
    /// Entries by the keys of their first word.
    by_key: HashMap<String, Vec<usize>>,
    /// Entries whose first word stands for all words that begin with it.
    beginnings: HashMap<String, Vec<usize>>,
}

static ALL: LazyLock<[Vocabulary; 3]> = LazyLock::new(|| Tongue::ALL.map(Vocabulary::load));

impl Vocabulary {
    /// The vocabulary of a language.
    pub(crate) fn of(tongue: Tongue) -> &'static Self {
        let [english, russian, uzbek] = &*ALL;
        match tongue {
            Tongue::English => english,
            Tongue::Russian => russian,
            Tongue::Uzbek => uzbek,
        }
    }

    /// The entries whose first word has this key.
    pub(crate) fn with_key(&self, key: &str) -> impl Iterator<Item = &Entry> {
        self.by_key
            .get(key)
            .into_iter()
            .flatten()
            .filter_map(|index| self.entries.get(*index))
    }

    /// The entries that stand for all words beginning as `word` does.
    pub(crate) fn with_beginning(&self, word: &str) -> impl Iterator<Item = &Entry> {
        word.char_indices()
            .map(|(at, _)| at)
            .skip(2)
            .chain([word.len()])
            .filter_map(|at| word.get(..at))
            .filter_map(|beginning| self.beginnings.get(beginning))
            .flatten()
            .filter_map(|index| self.entries.get(*index))
    }

    fn load(tongue: Tongue) -> Self {
        let mut vocabulary = Self::default();
        let column = 1 + Tongue::ALL
            .iter()
            .position(|other| *other == tongue)
            .unwrap_or(0);
        for line in lines(TOPICS) {
            let mut columns = line.split('\t');
            let (Some(pictures), Some(words)) = (columns.next(), columns.nth(column - 1)) else {
                continue;
            };
            let (source, pictures) = match pictures.strip_prefix('~') {
                Some(pictures) => (Source::WeakTopic, pictures),
                None => (Source::Topic, pictures),
            };
            let pictures: Vec<&str> = pictures.split_whitespace().collect();
            for word in words.split(',') {
                vocabulary.add(tongue, word, source, pictures.clone());
            }
        }
        let mut by_keyword: HashMap<&str, Vec<&'static str>> = HashMap::new();
        let mut order = Vec::new();
        for line in lines(ANNOTATIONS) {
            let mut columns = line.split('\t');
            let (Some(picture), Some(words)) = (columns.next(), columns.nth(column - 1)) else {
                continue;
            };
            for (place, word) in words.split('|').filter(|word| !word.is_empty()).enumerate() {
                if is_flag(picture) {
                    vocabulary.add(tongue, word, Source::Flag, vec![picture]);
                } else if place == 0 {
                    vocabulary.add(tongue, word, Source::Name, vec![picture]);
                } else {
                    let pictures = by_keyword.entry(word).or_default();
                    if pictures.is_empty() {
                        order.push(word);
                    }
                    pictures.push(picture);
                }
            }
        }
        for word in order {
            let pictures = by_keyword.remove(word).unwrap_or_default();
            vocabulary.add(tongue, word, Source::Keyword, pictures);
        }
        vocabulary
    }

    fn add(&mut self, tongue: Tongue, word: &str, source: Source, pictures: Vec<&'static str>) {
        let any_ending = word.ends_with('*');
        let plain = match tongue {
            Tongue::Russian => russian(word),
            Tongue::English | Tongue::Uzbek => word.to_owned(),
        };
        let mut words = split(&plain).into_iter();
        let Some(first) = words.next() else { return };
        let index = self.entries.len();
        self.entries.push(Entry {
            further: words.collect(),
            source,
            pictures,
        });
        if any_ending {
            self.beginnings.entry(first).or_default().push(index);
        } else {
            for key in keys(tongue, &first) {
                self.by_key.entry(key).or_default().push(index);
            }
        }
    }
}

/// How many letters the longest stem has under which a dictionary knows a word; 0 for a word that
/// it does not know or knows by two letters, which are found in too many words. The word is in
/// small letters, an Uzbek one in Latin.
pub(crate) fn stem_letters(tongue: Tongue, word: &str) -> usize {
    let vocabulary = Vocabulary::of(tongue);
    let word = match (tongue, split(word).into_iter().next()) {
        (_, None) => return 0,
        (Tongue::Russian, Some(word)) => russian(&word),
        (_, Some(word)) => word,
    };
    let stems = probes(tongue, &word)
        .into_iter()
        .filter(|probe| vocabulary.with_key(&probe.key).next().is_some());
    let letters = |key: &str| {
        let stem = key.rsplit(':').next().unwrap_or(key);
        stem.chars().filter(|letter| letter.is_alphabetic()).count()
    };
    let beginning = vocabulary
        .with_beginning(&word)
        .next()
        .map(|_| word.chars().count());
    stems
        .map(|probe| letters(&probe.key))
        .chain(beginning)
        .filter(|letters| *letters > 2)
        .max()
        .unwrap_or(0)
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether an emoji is the flag of a country: two regional indicator letters.
fn is_flag(emoji: &str) -> bool {
    emoji
        .chars()
        .all(|letter| ('\u{1f1e6}'..='\u{1f1ff}').contains(&letter))
}

#[cfg(test)]
mod tests {
    use twemoji_assets::svg::SvgTwemojiAsset;

    use super::*;

    #[test]
    fn every_picture_of_the_data_files_exists() {
        let mut count = 0;
        for tongue in Tongue::ALL {
            for entry in &Vocabulary::of(tongue).entries {
                for picture in &entry.pictures {
                    let known = SvgTwemojiAsset::from_emoji(picture).is_some();
                    assert!(known, "{picture} {:?}", entry.source);
                    count += 1;
                }
            }
        }
        assert!(count > 10_000, "{count}");
    }

    #[test]
    fn every_topic_has_words_in_every_language() {
        for line in lines(TOPICS) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 4, "{line}");
            assert!(
                columns.iter().all(|column| !column.trim().is_empty()),
                "{line}"
            );
        }
    }

    #[test]
    fn entries_are_found_by_key_and_by_beginning() {
        let english = Vocabulary::of(Tongue::English);
        assert!(
            english
                .with_key("coffee")
                .any(|entry| entry.pictures.first() == Some(&"☕"))
        );
        assert!(
            english
                .with_beginning("travelled")
                .any(|entry| entry.pictures.contains(&"🧳"))
        );
        assert_eq!(english.with_key("xyzzy").count(), 0);
    }
}
