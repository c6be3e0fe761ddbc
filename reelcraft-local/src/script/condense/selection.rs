//! Choosing the sentences that say most, without saying things twice.

use std::collections::{HashMap, HashSet};

use unicode_segmentation::UnicodeSegmentation;

use super::pointers::{is_dangling, points_back};
use super::sentences::{Sentence, sentences_of};
use super::shorten::{Spoken, forced, shortened, spoken_length};
use crate::script::stop_words::Vocabulary;
use crate::script::writing_language::WritingLanguage;

/// Sentences beyond this are not looked at: it is a book and no article.
const MOST_SENTENCES: usize = 2000;
/// How much a sentence loses for saying what a chosen one says (maximal marginal relevance,
/// Carbonell and Goldstein 1998).
const REDUNDANCY_WEIGHT: f64 = 0.6;
/// What a sentence is worth that points at one which is not chosen.
const POINTER_FACTOR: f64 = 0.7;
/// Two sentences with this much in common say the same.
const SAME: f64 = 0.75;

/// A sentence that may become a line.
struct Candidate {
    /// Its place among all sentences.
    at: usize,
    spoken: Spoken,
    stems: HashSet<String>,
    score: f64,
    is_dangling: bool,
    points_back: bool,
    /// Whether the first line begins with a word for something said before it.
    fits: bool,
}

/// Gives at most `count` lines of a text, in its order except for the first one, which is the
/// strongest that stands alone.
pub(in crate::script) fn condense(
    text: &str,
    language: Option<WritingLanguage>,
    count: usize,
) -> Vec<String> {
    let mut sentences = sentences_of(text);
    sentences.truncate(MOST_SENTENCES);
    let candidates = candidates_of(&sentences, language);
    let chosen = choose(&candidates, count);
    if chosen.is_empty() {
        let all: Vec<&str> = sentences
            .iter()
            .map(|sentence| sentence.text.as_str())
            .collect();
        return forced(&all.join(" "), count);
    }
    in_order(&candidates, chosen)
}

fn candidates_of(sentences: &[Sentence], language: Option<WritingLanguage>) -> Vec<Candidate> {
    let vocabulary = Vocabulary::of(language);
    let stems_of = |text: &str| -> Vec<String> {
        text.unicode_words()
            .filter(|word| vocabulary.is_content(word))
            .map(|word| vocabulary.stem(word))
            .collect()
    };
    let all: Vec<Vec<String>> = sentences
        .iter()
        .map(|sentence| stems_of(&sentence.text))
        .collect();
    let mut frequency: HashMap<&str, usize> = HashMap::new();
    for stem in all.iter().flatten() {
        *frequency.entry(stem).or_default() += 1;
    }
    sentences
        .iter()
        .zip(&all)
        .enumerate()
        .map(|(at, (sentence, stems))| {
            let spoken = shortened(&sentence.text, language);
            let line = match (&spoken.whole, &spoken.halves) {
                (Some(line), _) | (None, Some([line, _])) => line.as_str(),
                (None, None) => "",
            };
            let stems: HashSet<String> = stems.iter().cloned().collect();
            let weight: f64 = stems
                .iter()
                .map(|stem| (1.0 + *frequency.get(stem.as_str()).unwrap_or(&0) as f64).ln())
                .sum();
            // Divided by a root of the count, or long sentences would always win.
            let mut score = weight / (stems.len().max(1) as f64).powf(0.6);
            let is_question = asks(line);
            // Questions are short, and keep people listening.
            score *= if is_question {
                1.1
            } else {
                length_factor(spoken_length(line))
            };
            if at == 0 {
                score *= 1.25;
            } else if sentence.begins_paragraph {
                score *= 1.1;
            }
            Candidate {
                at,
                is_dangling: is_dangling(line, language),
                points_back: points_back(line, language),
                fits: says_something(line) && !sentence.text.trim_end().ends_with(':'),
                spoken,
                stems,
                score,
            }
        })
        .collect()
}

fn asks(line: &str) -> bool {
    line.ends_with(['?', '？', '؟'])
}

/// 1 for lines that take about four seconds, less for short and long ones.
fn length_factor(length: usize) -> f64 {
    (1.0 - (length as f64 - 75.0).abs() / 180.0).max(0.4)
}

/// Whether a line has words enough for a scene.
fn says_something(line: &str) -> bool {
    line.unicode_words().count() >= 3 && spoken_length(line) >= 14
}

/// Chooses candidates one by one until the lines are used up.
fn choose(candidates: &[Candidate], count: usize) -> Vec<(usize, Vec<String>)> {
    let mut chosen: Vec<(usize, Vec<String>)> = Vec::new();
    let mut left = count;
    while left > 0 {
        let is_chosen = |at: usize| chosen.iter().any(|(other, _)| *other == at);
        let best = candidates
            .iter()
            .filter(|candidate| candidate.fits && !is_chosen(candidate.at))
            .filter(|candidate| {
                !candidate.is_dangling || candidate.at.checked_sub(1).is_some_and(is_chosen)
            })
            .filter_map(|candidate| {
                let lines = lines_of(&candidate.spoken, left)?;
                let likeness = chosen
                    .iter()
                    .filter_map(|(at, _)| candidates.get(*at))
                    .map(|other| likeness(&candidate.stems, &other.stems))
                    .fold(0.0, f64::max);
                let mut worth = candidate.score * (1.0 - REDUNDANCY_WEIGHT * likeness);
                if candidate.points_back && !candidate.at.checked_sub(1).is_some_and(is_chosen) {
                    worth *= POINTER_FACTOR;
                }
                (likeness < SAME).then_some((worth, candidate.at, lines))
            })
            .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        let Some((_, at, lines)) = best else {
            break;
        };
        left -= lines.len();
        chosen.push((at, lines));
    }
    chosen.sort_by_key(|(at, _)| *at);
    chosen
}

/// The lines of a sentence in the room that is left; `None` when there is none for it.
fn lines_of(spoken: &Spoken, left: usize) -> Option<Vec<String>> {
    match spoken {
        Spoken {
            halves: Some(halves),
            ..
        } if left >= 2 => Some(halves.to_vec()),
        Spoken {
            whole: Some(line), ..
        } => Some(vec![line.clone()]),
        Spoken { .. } => None,
    }
}

/// How much two sentences have in common, 0 to 1: the cosine of their sets of stems.
fn likeness(one: &HashSet<String>, other: &HashSet<String>) -> f64 {
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let common = one.intersection(other).count() as f64;
    common / ((one.len() * other.len()) as f64).sqrt()
}

/// Puts the strongest line that stands alone before the others.
fn in_order(candidates: &[Candidate], chosen: Vec<(usize, Vec<String>)>) -> Vec<String> {
    let leads = |at: usize| {
        chosen.iter().any(|(other, _)| {
            *other == at + 1 && candidates.get(*other).is_some_and(|next| next.is_dangling)
        })
    };
    let first = chosen.first().map(|(at, _)| *at);
    let hook = chosen
        .iter()
        .filter(|(at, lines)| {
            // What stands first already may lead: nothing moves.
            let may_move = !leads(*at) || first == Some(*at);
            lines.len() == 1
                && may_move
                && candidates
                    .get(*at)
                    .is_some_and(|candidate| !candidate.is_dangling)
        })
        .filter_map(|(at, lines)| {
            let candidate = candidates.get(*at)?;
            let line = lines.first()?;
            let mut strength = candidate.score;
            if asks(line) {
                strength *= 1.4;
            }
            if spoken_length(line) <= 80 {
                strength *= 1.1;
            }
            // What the writer put first is meant to be read first.
            if candidate.at == 0 {
                strength *= 1.2;
            }
            Some((strength, *at))
        })
        .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)))
        .map(|(_, at)| at);
    let (first, rest): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|(at, _)| Some(*at) == hook);
    first
        .into_iter()
        .chain(rest)
        .flat_map(|(_, lines)| lines)
        .collect()
}
