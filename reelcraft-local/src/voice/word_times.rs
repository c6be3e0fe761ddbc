//! When the words of a line are spoken, from what espeak-ng's library says of the spoken text.

use reelcraft_core::captions::words_of;
use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Language, LineSpan};

use super::spoken_text::spoken_text;
use super::word_events::WordEvents;
use super::word_places::word_places;
use super::word_spans::{spans, with_guesses};

/// The sound and what is told of it are of one length, or they are of different things.
const MOST_DIFFERENCE_SECS: f64 = 0.02;
/// How many words of a line have a place at most; a longer line is no line of a caption.
const MOST_WORDS: usize = 400;

/// Why nothing can be said of the words of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Untold {
    #[error("the sound and what is told of it differ in length")]
    AnotherSound,
    #[error("the line has too many words")]
    TooLong,
    #[error("fewer than half of the words are told")]
    TooFew,
    #[error("a word is told to begin after the end of the sound, or before the one before it")]
    Disorder,
}

/// Finds when each word of a line is spoken, in the order of
/// [`words_of`](reelcraft_core::captions::words_of), in seconds from the first sound that is heard
/// on; ascending, not overlapping, and inside of what is heard.
///
/// A word that is told begins when it is told to. The few that are not, because they are spoken
/// together with the one before them or not at all, divide the time of that one by their letters.
/// A word ends where the next one begins, or where a pause before that is heard.
pub(super) fn word_times(
    line: &str,
    language: &Language,
    audio: &Pcm,
    told: &WordEvents,
) -> Result<Vec<LineSpan>, Untold> {
    let is_of_sound = (told.secs - audio.secs()).abs() <= MOST_DIFFERENCE_SECS;
    if !is_of_sound {
        return Err(Untold::AnotherSound);
    }
    let words = words_of(line);
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    if words.len() > MOST_WORDS {
        return Err(Untold::TooLong);
    }
    let heard = audio.heard_span();
    let sound = audio.part(heard);
    let starts = told_starts(line, &words, language, told, heard)?;
    let letters: Vec<usize> = words
        .iter()
        .map(|word| letters_of(&spoken_text(word, language)))
        .collect();
    Ok(spans(&with_guesses(&starts, &letters, &sound), &sound))
}

/// When each word is told to begin, from the first sound on.
fn told_starts(
    line: &str,
    words: &[&str],
    language: &Language,
    told: &WordEvents,
    heard: LineSpan,
) -> Result<Vec<Option<f64>>, Untold> {
    let mut events = told.words.as_slice();
    let mut before = 0.0;
    let mut starts = Vec::with_capacity(words.len());
    for place in word_places(line, words, language) {
        let found =
            place.and_then(|place| events.iter().position(|event| place.contains(&event.at)));
        let Some((event, rest)) = found.and_then(|at| events.get(at..)?.split_first()) else {
            starts.push(None);
            continue;
        };
        events = rest;
        let start = (event.secs - heard.start).clamp(0.0, f64::INFINITY);
        if !(before..heard.secs()).contains(&start) {
            return Err(Untold::Disorder);
        }
        before = start;
        starts.push(Some(start));
    }
    let is_word = |word: &&&str| letters_of(&spoken_text(word, language)) > 0;
    let spoken = words.iter().filter(is_word).count();
    if starts.iter().flatten().count() * 2 < spoken.max(1) {
        return Err(Untold::TooFew);
    }
    Ok(starts)
}

fn letters_of(text: &str) -> usize {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::word_events::WordEvent;
    use super::*;

    const RATE: u32 = 8000;

    /// A tenth of a second a letter after 0.1 s of silence, silent where a `_` stands.
    fn hum(text: &str) -> Pcm {
        let letter = |(at, letter): (usize, char)| {
            (0..800).map(move |i| match letter {
                '_' => 0.0,
                _ => ((at * 800 + i) as f32 * 0.9 + 1.0).sin() * 0.4,
            })
        };
        let text = format!("_{text}");
        Pcm {
            samples: text.chars().enumerate().flat_map(letter).collect(),
            sample_rate_hz: RATE,
        }
    }

    /// Words at characters of the text, each with its time in the sound.
    fn told(audio: &Pcm, words: &[(usize, f64)]) -> WordEvents {
        WordEvents {
            words: words
                .iter()
                .map(|(at, secs)| WordEvent {
                    at: *at,
                    length: 1,
                    secs: *secs,
                })
                .collect(),
            secs: audio.secs(),
        }
    }

    fn times(
        line: &str,
        language: &str,
        audio: &Pcm,
        words: &[(usize, f64)],
    ) -> Result<Vec<(f64, f64)>, Untold> {
        let found = word_times(line, &language.parse().unwrap(), audio, &told(audio, words))?;
        assert_eq!(found.len(), words_of(line).len());
        let rounded = |secs: f64| (secs * 100.0).round() / 100.0;
        Ok(found
            .iter()
            .map(|span| (rounded(span.start), rounded(span.end)))
            .collect())
    }

    #[test]
    fn words_begin_when_they_are_told_to_and_end_before_a_pause() {
        let audio = hum("teateatea__ishot");
        assert_eq!(
            times("Tea, is hot", "en", &audio, &[(0, 0.1), (5, 1.2), (8, 1.4)]),
            Ok(vec![(0.0, 0.9), (1.1, 1.3), (1.3, 1.6)])
        );
    }

    #[test]
    fn a_word_that_is_spoken_with_another_divides_its_time_by_letters() {
        let audio = hum("ofthesea");
        assert_eq!(
            times("Of the sea", "en", &audio, &[(0, 0.1), (7, 0.6)]),
            Ok(vec![(0.0, 0.2), (0.2, 0.5), (0.5, 0.8)])
        );
    }

    #[test]
    fn a_number_begins_with_the_first_of_its_words() {
        let audio = hum("bir.ming.to'rt.yilda.bo'ldi.");
        let words = [
            (0, 0.1),
            (4, 0.5),
            (9, 1.0),
            (15, 1.3),
            (19, 1.6),
            (31, 2.0),
            (37, 2.4),
        ];
        assert_eq!(
            times("1420-yilda boʻldi", "uz", &audio, &words),
            Ok(vec![(0.0, 2.3), (2.3, 2.8)])
        );
        // Places inside of digits are told again and again.
        let words = [(0, 0.1), (1, 0.5), (1, 0.9), (6, 1.5), (9, 1.8)];
        assert_eq!(
            times("1961 «я» мы", "ru", &audio, &words),
            Ok(vec![(0.0, 1.4), (1.4, 1.7), (1.7, 2.8)])
        );
    }

    #[test]
    fn pictures_stand_at_the_end_of_the_word_before_them() {
        let audio = hum("party__now");
        assert_eq!(
            times("Party 🎉 now", "en", &audio, &[(0, 0.1), (6, 0.8)]),
            Ok(vec![(0.0, 0.5), (0.5, 0.54), (0.7, 1.0)])
        );
        assert_eq!(
            times("🎉 Party now", "en", &audio, &[(0, 0.1), (6, 0.8)]),
            Ok(vec![(0.0, 0.04), (0.04, 0.5), (0.7, 1.0)])
        );
    }

    #[test]
    fn what_does_not_fit_is_not_believed() {
        let audio = hum("teaishot");
        let line = "Tea is hot";
        for (words, why) in [
            (&[(0, 0.1)][..], Untold::TooFew),
            (&[(1, 0.1), (5, 0.4), (8, 0.6)], Untold::TooFew),
            (&[], Untold::TooFew),
            (&[(0, 0.1), (4, 0.6), (7, 0.4)], Untold::Disorder),
            (&[(0, 0.1), (4, 0.6), (7, 4.0)], Untold::Disorder),
            (&[(0, 0.1), (4, f64::NAN), (7, 0.4)], Untold::Disorder),
        ] {
            assert_eq!(times(line, "en", &audio, words), Err(why), "{words:?}");
        }
        let language: Language = "en".parse().unwrap();
        for secs in [0.0, audio.secs() + 0.03, audio.secs() - 0.03, f64::NAN] {
            let told = WordEvents {
                secs,
                ..told(&audio, &[(0, 0.1), (4, 0.4), (7, 0.6)])
            };
            assert_eq!(
                word_times(line, &language, &audio, &told),
                Err(Untold::AnotherSound)
            );
        }
        let long = "tea ".repeat(MOST_WORDS + 1);
        assert_eq!(times(&long, "en", &audio, &[]), Err(Untold::TooLong));
    }

    proptest! {
        #[test]
        fn spans_ascend_inside_of_the_line(
            line in "[a-z0-9 ,.—«»🎉'-]{1,60}",
            events in proptest::collection::vec((0usize..60, 0.0f64..2.0), 0..20),
        ) {
            let audio = hum("tea__is___hot");
            let words: Vec<(usize, f64)> = events;
            let language: Language = "en".parse().unwrap();
            if let Ok(found) = word_times(&line, &language, &audio, &told(&audio, &words)) {
                prop_assert_eq!(found.len(), words_of(&line).len());
                let mut before = 0.0;
                for span in found {
                    prop_assert!(span.start >= before - 1e-9 && span.end > span.start);
                    before = span.end;
                }
                prop_assert!(before <= audio.heard_span().secs() + 1e-9);
            }
        }
    }
}
