//! What of the captions is seen in a frame, and what that depends on.

use reelcraft_core::project::CaptionStyle;
use reelcraft_core::timeline::{CaptionTrack, Timeline};
use reelcraft_core::{DigestBuilder, FrameRange, FrameRate};

use super::spring::{is_at_rest, size_after};

/// The version of everything that decides what captions look like, fonts that are built in
/// included. It must be raised whenever the same timeline gives other captions than before.
pub(crate) const CAPTION_VERSION: u32 = 1;

/// What of the captions is seen in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CaptionState {
    /// The index of the page.
    pub(super) page: usize,
    /// The index of the word that is highlighted.
    pub(super) word: Option<usize>,
    /// How many frames ago a word began that still springs in.
    pub(super) age: Option<u64>,
}

/// What is seen in a frame; `None` where no caption is.
pub(super) fn state_at(track: &CaptionTrack, rate: FrameRate, frame: u64) -> Option<CaptionState> {
    let next = track
        .pages
        .partition_point(|page| page.frames.start <= frame);
    let page = next.checked_sub(1)?;
    let span = track
        .pages
        .get(page)
        .filter(|page| page.frames.contains(frame))?;
    let age = frame - span.frames.start;
    let springs = track.sheet.style == CaptionStyle::Pop && !is_at_rest(secs_of(age, rate));
    Some(CaptionState {
        page,
        word: (track.sheet.style == CaptionStyle::Word).then(|| span.spoken_word(frame)),
        age: springs.then_some(age),
    })
}

/// The size of a word that began so many frames ago, as a multiple of its own.
pub(super) fn size_at(age: u64, rate: FrameRate) -> f64 {
    size_after(secs_of(age, rate))
}

/// The middle of a frame, so that the first one is no smaller than it looks.
fn secs_of(age: u64, rate: FrameRate) -> f64 {
    rate.secs_at(age) + rate.secs_at(1) / 2.0
}

/// The runs of frames in which the same is seen.
fn runs(
    track: &CaptionTrack,
    rate: FrameRate,
    frames: FrameRange,
) -> Vec<(u64, Option<CaptionState>)> {
    let mut runs: Vec<(u64, Option<CaptionState>)> = Vec::new();
    for frame in frames.iter() {
        let state = state_at(track, rate, frame);
        if runs.last().is_none_or(|(_, last)| *last != state) {
            runs.push((frame - frames.start, state));
        }
    }
    runs
}

/// The frames from which on other words are seen, or another one is highlighted; the first one is
/// always among them.
pub(super) fn changes(track: &CaptionTrack, rate: FrameRate, frames: FrameRange) -> Vec<u64> {
    let at_rest = |state: CaptionState| CaptionState { age: None, ..state };
    let runs = runs(track, rate, frames).into_iter();
    let mut runs: Vec<_> = runs
        .map(|(at, state)| (frames.start + at, state.map(at_rest)))
        .collect();
    runs.dedup_by_key(|(_, state)| *state);
    runs.into_iter().map(|(frame, _)| frame).collect()
}

/// Whether the captions look the same in all of these frames.
pub(crate) fn are_still(timeline: &Timeline, frames: FrameRange) -> bool {
    let track = timeline.captions.as_ref();
    track.is_none_or(|track| runs(track, timeline.frame_rate, frames).len() <= 1)
}

/// Adds how the captions look in some frames; nothing where there are none.
pub(crate) fn add_captions(
    digest: DigestBuilder,
    timeline: &Timeline,
    frames: FrameRange,
) -> DigestBuilder {
    let Some(track) = &timeline.captions else {
        return digest;
    };
    let runs = runs(track, timeline.frame_rate, frames);
    if runs.iter().all(|(_, state)| state.is_none()) {
        return digest;
    }
    let digest = digest
        .field(format!("captions {CAPTION_VERSION}"))
        .json(&track.sheet)
        // Which of several forms of a letter is drawn depends on it.
        .field(&timeline.language);
    runs.iter().fold(digest, |digest, (at, state)| {
        let digest = digest.field(at.to_le_bytes());
        let Some(CaptionState { page, word, age }) = state else {
            return digest.field("none");
        };
        let words = track.pages.get(*page).map(|page| &page.words);
        let words = words.into_iter().flatten();
        let texts: Vec<(&str, bool)> = words
            .map(|word| (word.text.as_str(), word.has_space_before))
            .collect();
        digest.json(&texts).json(&(word, age))
    })
}

#[cfg(test)]
mod tests {
    use reelcraft_core::captions::CaptionSheet;
    use reelcraft_core::project::Captions;
    use reelcraft_core::timeline::{CaptionSpan, CaptionWord};

    use super::*;

    fn track(style: CaptionStyle) -> CaptionTrack {
        let captions = Captions {
            style,
            ..Captions::default()
        };
        let page = |start: u64| CaptionSpan {
            frames: FrameRange::new(start, start + 20),
            words: [0, 8]
                .map(|after| CaptionWord {
                    text: "word".to_owned(),
                    has_space_before: true,
                    start: start + after,
                })
                .into(),
        };
        CaptionTrack {
            sheet: CaptionSheet::of(&captions, None),
            pages: vec![page(10), page(40)],
        }
    }

    #[test]
    fn words_light_up_one_after_the_other() {
        let track = track(CaptionStyle::Word);
        let state = |frame| state_at(&track, FrameRate::whole(30), frame);
        assert_eq!((state(9), state(30), state(60)), (None, None, None));
        let of = |page, word| {
            Some(CaptionState {
                page,
                word: Some(word),
                age: None,
            })
        };
        assert_eq!(state(10), of(0, 0));
        assert_eq!(state(17), of(0, 0));
        assert_eq!(state(18), of(0, 1));
        assert_eq!(state(48), of(1, 1));
    }

    #[test]
    fn changes_are_told_at_rest() {
        let frames = FrameRange::new(0, 100);
        let of = |style| changes(&track(style), FrameRate::whole(30), frames);
        assert_eq!(of(CaptionStyle::Word), [0, 10, 18, 30, 40, 48, 60]);
        assert_eq!(of(CaptionStyle::Pop), [0, 10, 30, 40, 60]);
    }

    #[test]
    fn pop_moves_for_a_fifth_of_a_second() {
        let track = track(CaptionStyle::Pop);
        for rate in [24, 30, 60] {
            let rate = FrameRate::whole(rate);
            let ages = (10..30).filter(|frame| {
                state_at(&track, rate, *frame).is_some_and(|state| state.age.is_some())
            });
            let secs = rate.secs_at(ages.count() as u64);
            assert!((0.12..=0.22).contains(&secs), "{secs}");
        }
    }

    #[test]
    fn a_line_stands_still() {
        let track = track(CaptionStyle::Line);
        let rate = FrameRate::whole(30);
        assert_eq!(runs(&track, rate, FrameRange::new(0, 70)).len(), 5);
        assert_eq!(runs(&track, rate, FrameRange::new(10, 30)).len(), 1);
    }
}
