//! Ranks the illustrations that a text speaks of.

use std::collections::{BTreeMap, HashMap};

use reelcraft_core::Language;

use super::artwork::Artwork;
use super::inflection::probes;
use super::lookalike::alike;
use super::motif::MOTIFS;
use super::tongue::{Reading, readings};
use super::vocabulary::{Entry, Source, Vocabulary};
use super::words;
use crate::card::seed::Seed;

/// What a card shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selection {
    /// The emoji of the illustration in the middle.
    pub(crate) main: &'static str,
    /// Up to four more around it, all different.
    pub(crate) others: Vec<&'static str>,
    /// Whether the text named nothing, so that neutral motifs are shown.
    pub(crate) neutral: bool,
}

/// How many illustrations go around the main one at most.
const OTHERS: usize = 4;

/// What the first to fifth illustration of a topic count.
const PLACE_WEIGHTS: [f32; 5] = [1.0, 0.42, 0.38, 0.34, 0.3];

/// Keywords that belong to more illustrations than this say too little.
const KEYWORD_SPREAD_LIMIT: usize = 12;

/// Scores below this are chance.
const LEAST_SCORE: f32 = 0.3;

/// With less than this, a word alone does not make its picture the main one.
const LEAST_NAMED: f32 = 1.2;

/// How much more the first thing counts that a text names: it is usually the subject.
const FIRST_THING: f32 = 2.0;

/// Main illustrations of other variants score at least this part of the best one.
const VARIANT_SCORE: f32 = 0.28;

/// Finds the illustrations for a text; another variant shows another one of them in the middle.
pub(crate) fn find(text: &str, language: &Language, variant: u32, seed: &Seed) -> Selection {
    let ranked = rank(text, language);
    let best = ranked.first().map_or(0.0, |(_, score)| *score);
    let fit: Vec<&'static str> = ranked
        .iter()
        .filter(|(_, score)| *score >= LEAST_SCORE)
        .map(|(picture, _)| *picture)
        .collect();
    let leaders = ranked
        .iter()
        .take(4)
        .filter(|(_, score)| *score >= LEAST_SCORE.max(best * VARIANT_SCORE))
        .count();

    let mut seed = seed.branch("motif");
    let motif = seed
        .pick(&MOTIFS)
        .copied()
        .unwrap_or(["💡", "✨", "📝", "🧩"]);
    let main = match leaders {
        0 => motif.first().copied().unwrap_or("💡"),
        leaders => fit.get(variant as usize % leaders).copied().unwrap_or("💡"),
    };
    let mut others: Vec<&'static str> = Vec::new();
    let fillers: &[&'static str] = if leaders == 0 { &motif } else { &["✨"] };
    for picture in fit.into_iter().chain(fillers.iter().copied()) {
        if others.len() < OTHERS && !others.iter().chain([&main]).any(|one| alike(one, picture)) {
            others.push(picture);
        }
    }
    Selection {
        main,
        others,
        neutral: leaders == 0,
    }
}

/// Something that words name and that an illustration shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The first of its words, by index.
    pub(crate) first: usize,
    /// The illustration.
    pub(crate) picture: &'static str,
}

/// What can be shown of some words, in their order; several words side by side may name one thing.
pub(crate) fn named(words: &[String], language: &Language) -> Vec<Named> {
    let plain: Vec<String> = words
        .iter()
        .map(|word| words::split(word).concat())
        .collect();
    let mut named = Vec::new();
    let Some(reading) = readings(&plain, language).into_iter().next() else {
        return named;
    };
    let mut next = 0;
    for (first, word) in reading.words.iter().enumerate() {
        let Some(word) = word.as_ref().filter(|_| first >= next) else {
            continue;
        };
        let mut hits = hits(&reading, first, &word.text);
        hits.retain(|hit| hit.length > 1 || !word.stop);
        let longest = hits.iter().map(|hit| hit.length).max().unwrap_or(1);
        let scores = best_scores(&hits, longest, false);
        let best = best(&scores).filter(|(_, score)| *score >= LEAST_NAMED);
        if let Some((picture, _)) = best {
            named.push(Named { first, picture });
            next = first + longest;
        }
    }
    named
}

/// All illustrations that a text speaks of with their scores, best first.
fn rank(text: &str, language: &Language) -> Vec<(&'static str, f32)> {
    let mut scores = Scores::default();
    for (place, picture) in Artwork::all_in(text).into_iter().take(8).enumerate() {
        // Who writes an emoji wants to see it.
        scores.add(picture, 6.0 / (1.0 + place as f32 * 0.5));
    }
    let words = words::split(text);
    for reading in readings(&words, language) {
        scores.add_reading(&reading);
    }
    scores.ranked()
}

/// Scores of illustrations in the order in which they were first met.
#[derive(Default)]
struct Scores {
    order: Vec<&'static str>,
    scores: HashMap<&'static str, f32>,
}

impl Scores {
    fn add(&mut self, picture: &'static str, score: f32) {
        let total = self.scores.entry(picture).or_insert_with(|| {
            self.order.push(picture);
            0.0
        });
        *total += score;
    }

    fn ranked(self) -> Vec<(&'static str, f32)> {
        let mut ranked: Vec<_> = self
            .order
            .into_iter()
            .map(|picture| (picture, self.scores.get(picture).copied().unwrap_or(0.0)))
            .collect();
        // Stable: of equals, the one that was named first wins.
        ranked.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        ranked
    }

    fn add_reading(&mut self, reading: &Reading) {
        // A picture counts once for a word that speaks of it in several ways, and a word that is
        // said ten times does not drown the others.
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        let mut covered_until = 0;
        let mut subject = None;
        for (place, word) in reading.words.iter().enumerate() {
            let Some(word) = word else { continue };
            let repeats = seen.entry(&word.text).or_insert(0);
            *repeats += 1;
            let early = 1.0 / (1.0 + 0.04 * place.min(40) as f32);
            let weight = reading.weight * early / (*repeats * *repeats) as f32;
            let mut hits = hits(reading, place, &word.text);
            hits.retain(|hit| hit.length > 1 || !word.stop);
            // Inside "hot dog" there is no dog.
            let longest = hits.iter().map(|hit| hit.length).max().unwrap_or(1);
            let scores = best_scores(&hits, longest, place < covered_until);
            if scores.iter().any(|(_, score)| *score >= LEAST_NAMED) {
                subject.get_or_insert(place);
            }
            let best = best(&scores).filter(|_| subject == Some(place));
            for (picture, score) in scores {
                let is_subject = best.is_some_and(|(best, _)| best == picture);
                let boost = if is_subject { FIRST_THING } else { 1.0 };
                self.add(picture, score * weight * boost);
            }
            if longest > 1 {
                covered_until = covered_until.max(place + longest);
            }
        }
    }
}

/// A dictionary entry that a word, or a few words from it on, speak of.
struct Hit<'a> {
    entry: &'a Entry,
    quality: f32,
    length: usize,
}

fn hits<'a>(reading: &Reading, place: usize, word: &str) -> Vec<Hit<'a>> {
    let vocabulary = Vocabulary::of(reading.tongue);
    let probes = probes(reading.tongue, word);
    let by_key = probes.iter().flat_map(|probe| {
        vocabulary
            .with_key(&probe.key)
            .map(|entry| (entry, probe.quality))
    });
    let by_beginning = vocabulary.with_beginning(word).map(|entry| (entry, 0.9));
    by_key
        .chain(by_beginning)
        .filter(|(entry, _)| continues(reading, place, entry))
        .map(|(entry, quality)| Hit {
            entry,
            quality,
            length: 1 + entry.further.len(),
        })
        .collect()
}

/// Whether the words after the first one of an entry follow in the text, in any form.
fn continues(reading: &Reading, place: usize, entry: &Entry) -> bool {
    entry.further.iter().enumerate().all(|(index, wanted)| {
        let Some(Some(word)) = reading.words.get(place + 1 + index) else {
            return false;
        };
        let keys = super::inflection::keys(reading.tongue, wanted);
        probes(reading.tongue, &word.text)
            .iter()
            .any(|probe| keys.contains(&probe.key))
    })
}

/// The best of some scores; of equals the first, as in a ranking.
fn best(scores: &[(&'static str, f32)]) -> Option<(&'static str, f32)> {
    let scores = scores.iter().rev();
    scores.max_by(|(_, a), (_, b)| a.total_cmp(b)).copied()
}

/// The best score of each picture over the hits of one word. Where several words together speak
/// of something (`longest` of them), only that counts; words `inside` such a group count little.
fn best_scores(hits: &[Hit], longest: usize, inside: bool) -> Vec<(&'static str, f32)> {
    let has_topic = hits.iter().any(|hit| {
        matches!(hit.entry.source, Source::Topic | Source::WeakTopic) && hit.quality > 0.75
    });
    let mut best: Vec<(&'static str, f32)> = Vec::new();
    for hit in hits.iter().filter(|hit| hit.length == longest) {
        let spread = hit.entry.pictures.len();
        let base = match hit.entry.source {
            Source::Topic => 3.0,
            Source::WeakTopic => 1.1,
            // The topics know better than the names of emoji what people mean by a word.
            Source::Name if has_topic => 0.9,
            Source::Name => 2.2,
            Source::Flag => 1.0,
            Source::Keyword if spread > KEYWORD_SPREAD_LIMIT => 0.0,
            Source::Keyword if has_topic => 0.4 / (spread as f32).sqrt(),
            Source::Keyword => 1.3 / (spread as f32).sqrt(),
        };
        let together = if longest > 1 { 1.25 } else { 1.0 };
        let hidden = if inside && longest == 1 { 0.1 } else { 1.0 };
        for (place, picture) in hit.entry.pictures.iter().enumerate() {
            let place_weight = match hit.entry.source {
                Source::Topic | Source::WeakTopic => {
                    PLACE_WEIGHTS.get(place).copied().unwrap_or(0.25)
                }
                _ => 1.0,
            };
            let score = base * hit.quality * place_weight * together * hidden;
            match best.iter_mut().find(|(other, _)| other == picture) {
                Some((_, known)) => *known = known.max(score),
                None => best.push((picture, score)),
            }
        }
    }
    best
}
