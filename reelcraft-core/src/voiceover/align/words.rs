//! Finding when each word of a line is spoken.

use super::costs::FRAME_SECS;
use super::sounds::{Gap, Unit, sounds_of_words};
use super::{Script, features};
use crate::voiceover::Pcm;
use crate::{Language, LineSpan};

/// No word is shorter, in seconds.
const LEAST_SECS: f64 = 0.04;

/// Finds when each word of a line is spoken in the sound of that line alone.
///
/// There is one span a word: inside the sound, ascending, not overlapping. The letters of the
/// words, the usual lengths of their sounds and the pauses that are heard decide together, as
/// they do for lines. A sound in which nothing can be told apart is divided as by
/// [`spread_words`].
pub fn align_words(audio: &Pcm, words: &[&str], language: &Language) -> Vec<LineSpan> {
    let whole = LineSpan {
        start: 0.0,
        end: audio.secs(),
    };
    let sounds = sounds_of_words(words, language);
    let is_spoken = sounds.iter().any(|units| !units.is_empty());
    let Some(heard) = features::listen(audio).filter(|_| is_spoken) else {
        return spread_words(words, whole, language);
    };
    let units = sounds.concat();
    let script = Script::new(std::iter::once(units.as_slice()));
    let matched = script.match_with(&heard);
    // The first unit is the edge before the line.
    let mut next = 1;
    let spans = sounds.iter().map(|units| {
        let places = matched.places.get(next..next + units.len());
        next += units.len();
        let spoken = units.iter().zip(places.unwrap_or_default());
        let mut spoken = spoken.filter(|(unit, _)| matches!(unit, Unit::Sound(..)));
        let (_, first) = spoken.next()?;
        let last = spoken.next_back().map_or(first, |(_, place)| place);
        Some(LineSpan {
            start: first.start as f64 * FRAME_SECS,
            end: last.end as f64 * FRAME_SECS,
        })
    });
    in_order(&spans.collect::<Vec<_>>(), whole)
}

/// Divides a span among words by the usual lengths of their sounds and pauses, where nobody can
/// be heard.
pub fn spread_words(words: &[&str], span: LineSpan, language: &Language) -> Vec<LineSpan> {
    let secs = |unit: &Unit| match unit {
        Unit::Sound(_, secs) => *secs,
        Unit::Gap(Gap::Phrase) => 0.2,
        Unit::Gap(Gap::Sentence) => 0.4,
        Unit::Gap(_) => 0.0,
    };
    let sounds = sounds_of_words(words, language);
    let lengths: Vec<(f64, f64)> = sounds
        .iter()
        .map(|units| {
            let (gaps, sounds): (Vec<&Unit>, Vec<&Unit>) =
                units.iter().partition(|unit| matches!(unit, Unit::Gap(_)));
            let sum = |units: Vec<&Unit>| units.into_iter().map(secs).sum::<f64>();
            (sum(gaps), sum(sounds).max(LEAST_SECS))
        })
        .collect();
    let all: f64 = lengths.iter().map(|(gap, sound)| gap + sound).sum();
    let scale = span.secs() / all.max(1e-9);
    let mut at = span.start;
    let spans = lengths.into_iter().map(|(gap, sound)| {
        let start = at + gap * scale;
        at = start + sound * scale;
        Some(LineSpan { start, end: at })
    });
    in_order(&spans.collect::<Vec<_>>(), span)
}

/// Gives words that are not heard, or too short a time, a place between their neighbours.
fn in_order(spans: &[Option<LineSpan>], whole: LineSpan) -> Vec<LineSpan> {
    let count = spans.len();
    let least = LEAST_SECS.min(whole.secs() / count.max(1) as f64);
    let mut end = whole.start;
    let mut starts: Vec<f64> = spans
        .iter()
        .enumerate()
        .map(|(index, span)| {
            // A line begins with the first sound of its first word.
            let start = match span {
                _ if index == 0 => whole.start,
                Some(span) => span.start.max(end),
                None => end,
            };
            end = start + least;
            start
        })
        .collect();
    // From the end, so that the last ones stay inside.
    let mut latest = whole.end;
    for start in starts.iter_mut().rev() {
        *start = start.min(latest - least).max(whole.start);
        latest = *start;
    }
    let nexts = starts.iter().skip(1).copied().chain([whole.end]);
    starts
        .iter()
        .zip(nexts)
        .zip(spans)
        .map(|((start, next), span)| LineSpan {
            start: *start,
            end: span.map_or(next, |span| {
                span.end.clamp(start + least, next.max(start + least))
            }),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn english() -> Language {
        "en".parse().unwrap()
    }

    /// A hum of a tenth of a second a letter, silent where a `_` stands.
    fn hum(text: &str) -> Pcm {
        let rate = 8000;
        let letter = |(at, letter): (usize, char)| {
            (0..800).map(move |i| match letter {
                '_' => 0.0,
                _ => ((at * 800 + i) as f32 * 0.3).sin() * 0.4,
            })
        };
        Pcm {
            samples: text.chars().enumerate().flat_map(letter).collect(),
            sample_rate_hz: rate,
        }
    }

    #[test]
    fn a_pause_after_a_comma_is_no_part_of_a_word() {
        let words = ["mamama,", "lalala", "nanana."];
        let spans = align_words(&hum("mamama____lalalananana"), &words, &english());
        for (span, (start, end)) in spans.iter().zip([(0.0, 0.6), (1.0, 1.6), (1.6, 2.2)]) {
            assert!((span.start - start).abs() < 0.1, "{spans:?}");
            assert!((span.end - end).abs() < 0.1, "{spans:?}");
        }
    }

    #[test]
    fn long_words_get_more_time_than_short_ones() {
        let whole = LineSpan {
            start: 2.0,
            end: 5.0,
        };
        let spans = spread_words(&["I", "understand,", "🎉", "do"], whole, &english());
        assert!(spans[1].secs() > 3.0 * spans[0].secs(), "{spans:?}");
        assert!((spans[0].start - 2.0).abs() < 1e-9 && (spans[3].end - 5.0).abs() < 1e-9);
        let pause = spans[3].start - spans[1].end;
        assert!(pause > 0.3, "a comma takes time: {spans:?}");
    }

    proptest! {
        #[test]
        fn spans_are_inside_ascending_and_apart(
            words in prop::collection::vec("\\PC{1,12}", 1..30),
            secs in 0.01f64..20.0,
            noise in any::<u32>(),
        ) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let count = (secs * 8000.0) as u32;
            let samples = (0..count).map(|i| ((i ^ noise).wrapping_mul(2_654_435_761) >> 16) as f32 / 65536.0 - 0.5);
            let audio = Pcm { samples: samples.collect(), sample_rate_hz: 8000 };
            for spans in [
                align_words(&audio, &words, &english()),
                spread_words(&words, LineSpan { start: 0.0, end: audio.secs() }, &english()),
            ] {
                prop_assert_eq!(spans.len(), words.len());
                let mut before = 0.0;
                for span in spans {
                    prop_assert!(span.start >= before - 1e-9 && span.end >= span.start, "{:?}", span);
                    before = span.end;
                }
                prop_assert!(before <= audio.secs() + 1e-9);
            }
        }
    }
}
