//! Where the words of a line stand in the text that is spoken for it.

use std::ops::RangeInclusive;

use reelcraft_core::Language;

use super::spoken_text::spoken_text;

/// Where each word of a line begins in the spoken text, in characters from 0: at the first of
/// these, or behind the marks that open it. `None` where that is not known, or where nothing is
/// spoken for it.
///
/// How a word is read may depend on those after it and rarely on those before it, so that the
/// reading of a line from a word on is mostly the end of its whole reading: the word begins there.
/// Else it begins behind the reading of what stands since the last word that is known.
pub(super) fn word_places(
    line: &str,
    words: &[&str],
    language: &Language,
) -> Vec<Option<RangeInclusive<usize>>> {
    let spoken: Vec<char> = spoken_text(line, language).chars().collect();
    let Some(offsets) = offsets(line, words) else {
        return vec![None; words.len()];
    };
    let mut starts: Vec<Option<usize>> = Vec::with_capacity(words.len());
    // The place in the line, and in what is spoken, of the last word that is known.
    let mut known = (0, 0);
    for offset in offsets {
        let (rest, before) = (line.get(offset..), line.get(known.0..offset));
        let start = rest
            .and_then(|rest| start_of_end(&spoken, &spoken_text(rest, language)))
            .filter(|start| is_apart(&spoken, *start) || !follows_space(line, offset))
            .or_else(|| end_of_start(&spoken, known.1, &spoken_text(before?, language)))
            .filter(|start| *start >= known.1);
        if let Some(start) = start {
            known = (offset, start);
        }
        starts.push(start);
    }
    let mut end = spoken.len();
    let mut places: Vec<_> = starts
        .iter()
        .zip(words)
        .rev()
        .map(|(start, word)| {
            let start = (*start)?;
            let is_spoken = start < end && !spoken_text(word, language).is_empty();
            let letters = spoken.get(start..end).unwrap_or_default();
            let opening = letters
                .iter()
                .take_while(|letter| !letter.is_alphanumeric());
            let opening = opening.count();
            end = start;
            // A sign that stands alone is spoken itself.
            let opening = if opening == letters.len() { 0 } else { opening };
            is_spoken.then_some(start..=start + opening)
        })
        .collect();
    places.reverse();
    places
}

/// Where each word begins in the line, in bytes; `None` if they are not its words.
fn offsets(line: &str, words: &[&str]) -> Option<Vec<usize>> {
    let mut letters = line
        .char_indices()
        .filter(|(_, letter)| !letter.is_whitespace());
    words
        .iter()
        .map(|word| {
            let count = word
                .chars()
                .filter(|letter| !letter.is_whitespace())
                .count();
            let (offset, _) = letters.next()?;
            letters.by_ref().take(count.checked_sub(1)?).last();
            Some(offset)
        })
        .collect()
}

fn follows_space(line: &str, offset: usize) -> bool {
    let before = line.get(..offset).unwrap_or_default();
    before.ends_with(char::is_whitespace)
}

/// Whether no word goes on at a place.
fn is_apart(spoken: &[char], start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|before| spoken.get(before));
    !before.is_some_and(|letter| letter.is_alphanumeric())
}

/// Where a text begins that is the end of another one; `None` where it is not.
fn start_of_end(whole: &[char], end: &str) -> Option<usize> {
    let count = end.chars().count();
    let start = whole.len().checked_sub(count)?;
    let is_end = whole.iter().copied().skip(start).eq(end.chars());
    is_end.then_some(start)
}

/// Where the next word begins behind a part of a text that has whole words; `None` if it is no
/// part of it, from `start` on.
fn end_of_start(whole: &[char], start: usize, part: &str) -> Option<usize> {
    let count = part.chars().count();
    let rest = whole.get(start + count..)?;
    let is_part = whole
        .iter()
        .copied()
        .skip(start)
        .take(count)
        .eq(part.chars());
    let spaces = rest.iter().take_while(|letter| **letter == ' ').count();
    (is_part && spaces > 0).then_some(start + count + spaces)
}

#[cfg(test)]
mod tests {
    use reelcraft_core::captions::words_of;

    use super::*;

    /// The words of a line, each with the spoken text from where it begins to the next one that
    /// is known.
    fn read(line: &str, language: &str) -> Vec<(String, Option<String>)> {
        let language: Language = language.parse().unwrap();
        let words: Vec<String> = words_of(line).into_iter().map(|word| word.text).collect();
        let texts: Vec<&str> = words.iter().map(String::as_str).collect();
        let places = word_places(line, &texts, &language);
        assert_eq!(places.len(), words.len());
        let spoken: Vec<char> = spoken_text(line, &language).chars().collect();
        let mut end = spoken.len();
        let mut read: Vec<_> = places.into_iter().zip(words).rev().collect();
        for (place, _) in &mut read {
            if let Some(place) = place {
                assert!(*place.start() < end, "{line}: {place:?}");
                let next = *place.start();
                *place = next..=end;
                end = next;
            }
        }
        let text = |place: RangeInclusive<usize>| {
            let letters: String = spoken[*place.start()..*place.end()].iter().collect();
            letters.trim().to_owned()
        };
        let read = read.into_iter().rev();
        read.map(|(place, word)| (word, place.map(text))).collect()
    }

    fn check(line: &str, language: &str, expected: &[(&str, Option<&str>)]) {
        let read = read(line, language);
        let read: Vec<(&str, Option<&str>)> = read
            .iter()
            .map(|(word, text)| (word.as_str(), text.as_deref()))
            .collect();
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn uzbek_words_are_found_with_their_numbers_and_apostrophes() {
        check(
            "1420-yilda oʻgʻli, 5 km yurdi.",
            "uz",
            &[
                ("1420-yilda", Some("bir ming to'rt yuz yigirmanchi yilda")),
                ("oʻgʻli,", Some("o'g'li,")),
                ("5", Some("besh")),
                ("km", Some("kilometr")),
                ("yurdi.", Some("yurdi.")),
            ],
        );
        check(
            "Ўзбекистон 1991 йилда, 3,5 %",
            "uz-Cyrl",
            &[
                ("Ўзбекистон", Some("O'zbekiston")),
                ("1991", Some("bir ming to'qqiz yuz to'qson birinchi")),
                ("йилда,", Some("yilda,")),
                ("3,5", Some("uch butun o'ndan besh")),
                ("%", Some("foiz")),
            ],
        );
    }

    #[test]
    fn russian_digits_and_quotes_are_found() {
        check(
            "В XIX веке — «Восток», 100 000 лет.",
            "ru",
            &[
                ("В", Some("В")),
                ("XIX", Some("19-м")),
                ("веке —", Some("веке —")),
                ("«Восток»,", Some("«Восток»,")),
                ("100", Some("100000")),
                ("000", None),
                ("лет.", Some("лет.")),
            ],
        );
    }

    #[test]
    fn pictures_are_not_spoken_and_hyphens_are_inside_of_words() {
        check(
            "🎉 A well-known “tea” 🍵 isn't [hot] 🔥",
            "en",
            &[
                ("🎉", None),
                ("A", Some("A")),
                ("well-known", Some("well-known")),
                ("“tea”", Some("“tea”")),
                ("🍵", None),
                ("isn't", Some("isn't")),
                ("[hot]", Some("(hot)")),
                ("🔥", None),
            ],
        );
    }

    #[test]
    fn words_of_another_line_have_no_place() {
        let language: Language = "en".parse().unwrap();
        assert_eq!(
            word_places("Tea.", &["Tea", "is", "hot."], &language),
            [None, None, None]
        );
        assert!(word_places("", &[], &language).is_empty());
    }

    #[test]
    fn a_word_may_begin_behind_the_marks_that_open_it() {
        let language: Language = "en".parse().unwrap();
        let places = word_places(
            "A (“well”) 5 % $5",
            &["A", "(“well”)", "5", "%", "$5"],
            &language,
        );
        assert_eq!(
            places,
            [
                Some(0..=0),
                Some(2..=4),
                Some(11..=11),
                Some(13..=13),
                Some(15..=16)
            ]
        );
    }
}
