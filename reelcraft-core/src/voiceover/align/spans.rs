//! From the places of the sounds to the spans of the lines, and how sure they are.

use super::costs::{FRAME_HOPS, FRAME_SECS, Place};
use super::features::{HOP_SECS, Heard, SPEECH_OVER_BACKGROUND_DB};
use super::{Match, Script};
use crate::LineSpan;

/// No span is shorter, in seconds: the contract of [`Tts`](crate::provider::Tts), and a little.
const LEAST_SECS: f64 = 0.0505;
/// A pause is looked for this far around the place where the alignment has it, in hops.
const SEARCH_HOPS: usize = 6;
/// A border without a pause as long as this, in hops, is uncertain: 30 ms.
const LEAST_PAUSE_HOPS: usize = 6;

// Measured by reelcraft-local/tests/alignment.rs, in which 1602 lines are found within 0.2 s, with
// and without noise: 98 percent of them keep all these limits. In 45 of 48 recordings with a line
// too few or too many, a line next to that place does not.

/// A border is uncertain when the way is not worse by this, in nats, with the line elsewhere.
const LEAST_MARGIN: f32 = 3.0;
/// How far the logarithm of a line's tempo may be from that of the others.
const MOST_TEMPO_DEVIATION: f64 = 0.4;
/// The most that the sounds of a line may cost, in nats a frame.
const WORST_FIT: f64 = 0.5;
/// The lengths of sounds over their usual length that a recording of these lines may have: of a
/// voice at twice and at half its usual speed, and some more.
const RATES: std::ops::RangeInclusive<f64> = 0.33..=2.5;

/// Where a line was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) span: Option<LineSpan>,
    pub(super) is_sure: bool,
}

/// Divides a sound in which nothing is found into equal parts.
pub(super) fn guessed(count: usize, secs: f64) -> Vec<Found> {
    let part = secs / count.max(1) as f64;
    let guess = |index: usize| LineSpan {
        start: part * index as f64,
        end: part * (index + 1) as f64,
    };
    repaired(
        (0..count).map(|index| (guess(index), false)).collect(),
        secs,
    )
}

/// The spans of the lines of a script that was matched with a recording.
pub(super) fn spans(script: &Script, matched: &Match, heard: &[Heard], secs: f64) -> Vec<Found> {
    let quiet = Quiet(heard);
    let borders: Vec<Border> = borders(script, matched)
        .into_iter()
        .zip(matched.margins.iter().chain([&f32::INFINITY]))
        .map(|(place, margin)| quiet.border(place, *margin))
        .collect();
    let is_speech_like = RATES.contains(&matched.rate);
    let tempos = tempos(script, matched);
    let usual_tempo = median(&tempos);
    let sides = borders.iter().zip(borders.iter().skip(1));
    let lines = script.lines.iter().zip(&tempos).zip(sides);
    let found = lines.map(|((line, tempo), (before, after))| {
        let span = LineSpan {
            start: before.pause.end as f64 * HOP_SECS,
            end: after.pause.start as f64 * HOP_SECS,
        };
        let is_like_the_others = (tempo / usual_tempo).ln().abs() <= MOST_TEMPO_DEVIATION;
        let is_sure = is_speech_like
            && is_like_the_others
            && before.is_sure
            && after.is_sure
            && fit(script, matched, line) <= WORST_FIT;
        (span, is_sure)
    });
    let mut found: Vec<(LineSpan, bool)> = found.collect();
    // Where most are uncertain, the others fit by chance.
    let sure = found.iter().filter(|(_, is_sure)| *is_sure).count();
    if sure * 2 < found.len() {
        for (_, is_sure) in &mut found {
            *is_sure = false;
        }
    }
    repaired(found, secs)
}

/// The stretches between the sounds of two lines, before the first and after the last, in hops.
fn borders(script: &Script, matched: &Match) -> Vec<Place> {
    let place = |unit: usize| matched.places.get(unit).copied().unwrap_or_default();
    let starts = script.lines.iter().map(|line| place(line.start).start);
    let ends = script.lines.iter().map(|line| place(line.end - 1).end);
    let frames = matched.costs.frames();
    std::iter::once(0)
        .chain(ends)
        .zip(starts.chain([frames]))
        .map(|(start, end)| Place {
            start: start * FRAME_HOPS,
            end: end.max(start) * FRAME_HOPS,
        })
        .collect()
}

/// How long the sounds of each line are over their usual length.
fn tempos(script: &Script, matched: &Match) -> Vec<f64> {
    let tempo = |line: &std::ops::Range<usize>| {
        let place = line_place(matched, line);
        let speech = matched.costs.speech_between(place) * FRAME_SECS;
        speech.max(0.01) / script.usual_secs(line).max(0.01)
    };
    script.lines.iter().map(tempo).collect()
}

fn line_place(matched: &Match, line: &std::ops::Range<usize>) -> Place {
    let places = matched.places.get(line.clone()).unwrap_or_default();
    Place {
        start: places.first().map_or(0, |place| place.start),
        end: places.last().map_or(0, |place| place.end),
    }
}

/// What the sounds of a line cost a frame.
fn fit(script: &Script, matched: &Match, line: &std::ops::Range<usize>) -> f64 {
    let units = script.units.get(line.clone()).unwrap_or_default();
    let places = matched.places.get(line.clone()).unwrap_or_default();
    let costs = units.iter().zip(places);
    let cost: f64 = costs
        .map(|(unit, place)| matched.costs.cost_of(unit, *place))
        .sum();
    let place = line_place(matched, line);
    cost / (place.end - place.start).max(1) as f64
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(1.0)
}

/// What lies between two lines.
struct Border {
    pause: Place,
    is_sure: bool,
}

/// The silence of a recording.
struct Quiet<'a>(&'a [Heard]);

impl Quiet<'_> {
    fn is_quiet(&self, hop: usize) -> bool {
        let heard = self.0.get(hop);
        heard.is_some_and(|heard| heard.over_background_db < SPEECH_OVER_BACKGROUND_DB)
    }

    /// The pause that a border lies in.
    fn border(&self, place: Place, margin: f32) -> Border {
        let count = self.0.len();
        let is_edge = place.start == 0 || place.end >= count;
        match self.pause_at(place) {
            Some(pause) => Border {
                pause,
                is_sure: margin >= LEAST_MARGIN,
            },
            None => Border {
                pause: place,
                is_sure: is_edge && margin >= LEAST_MARGIN,
            },
        }
    }

    /// The pause that has most in common with a place, and of such the longest.
    fn pause_at(&self, place: Place) -> Option<Place> {
        let mut at = place.start.saturating_sub(SEARCH_HOPS);
        while at > 0 && self.is_quiet(at) && self.is_quiet(at - 1) {
            at -= 1;
        }
        let last = place.end + SEARCH_HOPS;
        let mut best: Option<(usize, usize, Place)> = None;
        while at < last {
            let start = at;
            while self.is_quiet(at) {
                at += 1;
            }
            let common = at.min(place.end).saturating_sub(start.max(place.start));
            let pause = Place { start, end: at };
            let better =
                best.is_none_or(|(most, longest, _)| (common, at - start) > (most, longest));
            if at - start >= LEAST_PAUSE_HOPS && better {
                best = Some((common, at - start, pause));
            }
            at += 1;
        }
        best.map(|(_, _, pause)| pause)
    }
}

/// Makes spans keep the contract; those that had to be moved are not sure.
fn repaired(lines: Vec<(LineSpan, bool)>, secs: f64) -> Vec<Found> {
    let count = lines.len();
    if secs < LEAST_SECS * count as f64 {
        let nothing = Found {
            span: None,
            is_sure: false,
        };
        return vec![nothing; count];
    }
    let mut earliest: f64 = 0.0;
    let mut found: Vec<(LineSpan, bool)> = Vec::with_capacity(count);
    for (span, is_sure) in lines {
        let start = span.start.max(earliest);
        let end = span.end.max(start + LEAST_SECS);
        found.push((
            LineSpan { start, end },
            is_sure && (start, end) == (span.start, span.end),
        ));
        earliest = end;
    }
    let mut latest = secs;
    for (span, is_sure) in found.iter_mut().rev() {
        let end = span.end.min(latest);
        let start = span.start.min(end - LEAST_SECS).max(0.0);
        *is_sure &=
            (start - span.start).abs() < HOP_SECS && (end - span.end).abs() < 2.0 * HOP_SECS;
        *span = LineSpan { start, end };
        latest = start;
    }
    found
        .into_iter()
        .map(|(span, is_sure)| Found {
            span: Some(span),
            is_sure,
        })
        .collect()
}
