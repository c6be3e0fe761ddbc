//! Words from their starts: guesses between those that are known, and where each ends.

use reelcraft_core::LineSpan;
use reelcraft_core::voiceover::Pcm;

/// No word is shorter, in seconds, where the line is long enough.
const LEAST_SECS: f64 = 0.04;

/// Gives a time to those that have none: each run of them divides, with the word before it, what
/// is heard until the next one that is told. The first word begins with the first sound.
pub(super) fn with_guesses(starts: &[Option<f64>], letters: &[usize], sound: &Pcm) -> Vec<f64> {
    let mut all = Vec::with_capacity(starts.len());
    let mut at = 0;
    while at < starts.len() {
        let start = match starts.get(at).copied().flatten() {
            Some(start) if at > 0 => start,
            _ => 0.0,
        };
        let rest = starts.get(at + 1..).unwrap_or_default();
        let untold = rest.iter().take_while(|start| start.is_none()).count();
        let next = rest.get(untold).copied().flatten();
        let run = letters.get(at..=at + untold).unwrap_or_default();
        let end = end_of_sound(sound, start, next.unwrap_or_else(|| sound.secs()));
        let all_letters = run.iter().sum::<usize>().max(1) as f64;
        let mut letters_before = 0;
        for letters in run {
            all.push(start + (end - start) * letters_before as f64 / all_letters);
            letters_before += letters;
        }
        at += 1 + untold;
    }
    all
}

/// When what is heard from `start` on ends, at `next` at the latest.
fn end_of_sound(sound: &Pcm, start: f64, next: f64) -> f64 {
    let part = LineSpan { start, end: next };
    (start + sound.part(part).heard_span().end).min(next)
}

/// Makes spans of starts: none is too short, and each ends before the next.
pub(super) fn spans(starts: &[f64], sound: &Pcm) -> Vec<LineSpan> {
    let whole = sound.secs();
    let least = LEAST_SECS.min(whole / starts.len().max(1) as f64);
    let mut starts = starts.to_vec();
    let mut latest = whole;
    for start in starts.iter_mut().rev() {
        *start = start.min(latest - least);
        latest = *start;
    }
    let mut earliest = 0.0;
    for start in &mut starts {
        *start = start.max(earliest);
        earliest = *start + least;
    }
    let nexts = starts.iter().skip(1).copied().chain([whole]);
    starts
        .iter()
        .zip(nexts)
        .map(|(start, next)| LineSpan {
            start: *start,
            end: end_of_sound(sound, *start, next)
                .max(start + least)
                .min(next),
        })
        .collect()
}
