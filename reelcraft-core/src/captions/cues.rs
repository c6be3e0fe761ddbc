//! The captions of a project: what is shown, and when.

use serde::Serialize;

use super::pages::{PageRoom, file_text, pages};
use super::{CaptionSheet, words_of};
use crate::project::{Cue, FrameSize};
use crate::voiceover::spread_words;
use crate::{Language, LineSpan};

/// A word and when it is spoken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimedWord {
    /// What is shown.
    pub text: String,
    /// Whether a space stands before it, if it is not the first one of its row.
    pub has_space_before: bool,
    /// When it is spoken, in seconds of the video.
    pub span: LineSpan,
}

/// What is seen at a time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaptionPage {
    /// When it is seen, in seconds of the video.
    pub span: LineSpan,
    /// Its words, at least one.
    pub words: Vec<TimedWord>,
}

/// A caption as files of captions have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Caption {
    /// The index of the scene whose line it is of.
    pub scene: usize,
    /// When it is seen, in seconds of the video.
    pub span: LineSpan,
    /// What is shown; rows are divided by `\n`.
    pub text: String,
    /// What is seen one after the other: one page, or more where a text of the person's own does
    /// not fit on one.
    pub pages: Vec<CaptionPage>,
}

/// A page stays until the next one begins, unless that is more than this many seconds after its
/// last word.
const LONGEST_STAY_SECS: f64 = 0.7;
/// What it stays after its last word then, in seconds.
const STAY_SECS: f64 = 0.2;

/// What the captions of one scene are made of.
pub(crate) struct SceneWords<'a> {
    /// The index of the scene.
    pub(crate) scene: usize,
    /// When it is seen, in seconds of the video.
    pub(crate) seen: LineSpan,
    /// What is said.
    pub(crate) line: &'a str,
    /// When the line is spoken, in seconds of the video.
    pub(crate) spoken: LineSpan,
    /// When each of its words is spoken; where there is none, they are spread over the line.
    pub(crate) words: &'a [LineSpan],
    /// What the person shows instead.
    pub(crate) cues: &'a [Cue],
}

/// Makes the captions of a scene.
pub(crate) fn captions_of(
    scene: &SceneWords<'_>,
    sheet: &CaptionSheet,
    size: FrameSize,
    language: &Language,
) -> Vec<Caption> {
    let room = PageRoom::of(sheet, size);
    let line = timed(scene.line, scene.spoken, scene.words, language);
    if scene.cues.is_empty() {
        let pages = stayed(pages(&line, &room), scene.spoken.end);
        let caption = |page: CaptionPage| Caption {
            scene: scene.scene,
            span: page.span,
            text: file_text(&page.words),
            pages: vec![page],
        };
        return pages.into_iter().map(caption).collect();
    }
    let mut rest = line.as_slice();
    let cues = scene.cues.iter().filter(|cue| !cue.text.trim().is_empty());
    cues.map(|cue| {
        let span = LineSpan {
            start: scene.seen.start + cue.start,
            end: scene.seen.start + cue.end,
        };
        let words = words_of_cue(&cue.text, span, &mut rest, language);
        Caption {
            scene: scene.scene,
            span,
            text: cue.text.clone(),
            pages: stayed(pages(&words, &room), span.end)
                .into_iter()
                .enumerate()
                .map(|(index, page)| {
                    let start = if index == 0 {
                        span.start
                    } else {
                        page.span.start
                    };
                    let span = LineSpan { start, ..page.span };
                    CaptionPage { span, ..page }
                })
                .collect(),
        }
    })
    .collect()
}

/// The words of a cue: with the times of the line's own words where they are the same ones, else
/// spread over the cue.
fn words_of_cue(
    text: &str,
    span: LineSpan,
    rest: &mut &[TimedWord],
    language: &Language,
) -> Vec<TimedWord> {
    const NEAR_SECS: f64 = 0.1;
    let spread = timed(text, span, &[], language);
    let same = |at: usize| {
        let own = rest.get(at..at + spread.len())?;
        let is_same = own.iter().zip(&spread).all(|(own, word)| {
            own.text == word.text
                && own.span.start >= span.start - NEAR_SECS
                && own.span.start <= span.end
        });
        is_same.then_some(own)
    };
    let found = (0..rest.len()).find_map(|at| same(at).map(|own| (at, own.to_vec())));
    match found {
        Some((at, mut own)) => {
            *rest = rest.get(at + own.len()..).unwrap_or_default();
            for word in &mut own {
                word.span.start = word.span.start.max(span.start);
                word.span.end = word.span.end.clamp(word.span.start, span.end);
            }
            own
        }
        None => spread,
    }
}

/// The words of a text with their times.
fn timed(text: &str, span: LineSpan, times: &[LineSpan], language: &Language) -> Vec<TimedWord> {
    let words = words_of(text);
    let spread;
    let times = if times.len() == words.len() {
        times
    } else {
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        spread = spread_words(&texts, span, language);
        &spread
    };
    let word = |(word, span): (super::Word, &LineSpan)| TimedWord {
        text: word.text,
        has_space_before: word.has_space_before,
        span: *span,
    };
    words.into_iter().zip(times).map(word).collect()
}

/// Lets pages stay until the next one begins, where that is soon.
fn stayed(pages: Vec<Vec<TimedWord>>, end: f64) -> Vec<CaptionPage> {
    let start_of = |page: &Vec<TimedWord>| page.first().map(|word| word.span.start);
    let nexts: Vec<Option<f64>> = pages.iter().skip(1).map(start_of).chain([None]).collect();
    let page = |(words, next): (Vec<TimedWord>, Option<f64>)| {
        let first = words.first()?.span.start;
        let last = words.last()?.span.end;
        let until = match next {
            Some(next) if next - last > LONGEST_STAY_SECS => last + STAY_SECS,
            Some(next) => next,
            None => end,
        };
        let span = LineSpan {
            start: first,
            end: until.max(first),
        };
        Some(CaptionPage { span, words })
    };
    pages.into_iter().zip(nexts).filter_map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{CaptionStyle, Captions};

    fn captions(line: &str, words: &[LineSpan], cues: &[Cue]) -> Vec<Caption> {
        let scene = SceneWords {
            scene: 3,
            seen: LineSpan {
                start: 10.0,
                end: 16.0,
            },
            line,
            spoken: LineSpan {
                start: 10.2,
                end: 14.2,
            },
            words,
            cues,
        };
        let sheet = CaptionSheet::of(
            &Captions {
                style: CaptionStyle::Word,
                ..Captions::default()
            },
            None,
        );
        captions_of(
            &scene,
            &sheet,
            FrameSize::new(1080, 1920),
            &Language::default(),
        )
    }

    fn span(start: f64, end: f64) -> LineSpan {
        LineSpan { start, end }
    }

    #[test]
    fn captions_span_just_the_time_of_their_line() {
        let all = captions(
            "One two three four five six seven eight nine ten eleven",
            &[],
            &[],
        );
        assert!(all.len() >= 2, "{all:?}");
        assert!((all[0].span.start - 10.2).abs() < 1e-9);
        assert!((all[all.len() - 1].span.end - 14.2).abs() < 1e-9);
        for pair in all.windows(2) {
            assert!(
                (pair[0].span.end - pair[1].span.start).abs() < 1e-9,
                "no gap, no overlap"
            );
        }
        assert!(
            all.iter()
                .all(|caption| caption.scene == 3 && caption.pages.len() == 1)
        );
    }

    #[test]
    fn a_page_goes_before_a_long_pause() {
        let words = [
            span(10.2, 10.6),
            span(10.6, 11.0),
            span(13.0, 13.5),
            span(13.5, 14.2),
        ];
        let all = captions("Wait here. Now go.", &words, &[]);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].span, span(10.2, 11.2));
    }

    #[test]
    fn a_text_of_the_persons_own_keeps_its_times_and_its_words_theirs() {
        let words = [span(10.2, 11.0), span(11.0, 12.0), span(12.0, 14.2)];
        let cue = |start, end, text: &str| Cue {
            start,
            end,
            text: text.to_owned(),
        };
        let cues = [
            cue(0.15, 1.9, "Rivers carry"),
            cue(2.0, 5.5, "SALT to the sea"),
        ];
        let all = captions("Rivers carry salt", &words, &cues);
        assert_eq!(all[0].span, span(10.15, 11.9));
        assert_eq!(all[0].pages[0].words[1].span, span(11.0, 11.9));
        assert_eq!(all[1].span, span(12.0, 15.5));
        assert_eq!(all[1].text, "SALT to the sea");
        assert_eq!(all[1].pages[0].words.len(), 4);
    }

    #[test]
    fn a_text_that_is_too_long_is_shown_page_by_page() {
        let cue = Cue {
            start: 0.0,
            end: 6.0,
            text: "word ".repeat(60),
        };
        let all = captions("Something else", &[], &[cue]);
        assert_eq!(all.len(), 1);
        assert!(all[0].pages.len() > 3);
        let count: usize = all[0].pages.iter().map(|page| page.words.len()).sum();
        assert_eq!(count, 60);
        assert!((all[0].pages[0].span.start - all[0].span.start).abs() < 1e-9);
        assert!((all[0].pages.last().unwrap().span.end - 16.0).abs() < 1e-9);
    }
}
