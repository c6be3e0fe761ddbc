//! Dividing the words of a line among pages: what is seen at a time.

use super::width::width_em;
use super::{CaptionSheet, SafeArea, TimedWord};
use crate::project::FrameSize;

/// What a page holds.
pub(super) struct PageRoom {
    /// How wide a row of text may be, in ems.
    row_em: f64,
    max_rows: usize,
    max_words: usize,
    is_upper_case: bool,
}

/// Room beside the text for outline and plates, in ems.
const BESIDE_EM: f64 = 0.3;
/// What every page costs, so that there are few.
const PAGE_COST: f64 = 1.0;
/// What an empty page would cost more than a full one.
const EMPTY_COST: f64 = 0.8;
/// A page that stands for less, in seconds, can hardly be read, and costs this.
const SHORT: (f64, f64) = (0.5, 1.0);
/// What it costs that a page ends where nothing ends, or a part of a sentence.
const BREAK_COSTS: (f64, f64) = (0.7, 0.25);
/// What it costs more that a page ends with a word of one or two letters.
const SHORT_WORD_COST: f64 = 0.4;
/// What it costs that a sentence, or a part of it, ends within a page.
const INSIDE_COSTS: (f64, f64) = (2.2, 0.15);
/// What a pause of this many seconds or more takes off a break in it, and costs within a page.
const PAUSE: (f64, f64) = (0.3, 0.5);

impl PageRoom {
    pub(super) fn of(sheet: &CaptionSheet, size: FrameSize) -> Self {
        let em_px = sheet.size * f64::from(size.width.min(size.height));
        let beside = BESIDE_EM + 2.0 * sheet.outline;
        Self {
            row_em: (SafeArea::of(size).width() / em_px - beside).max(2.0),
            max_rows: sheet.max_lines.max(1),
            max_words: sheet.max_words.unwrap_or(usize::MAX),
            is_upper_case: sheet.upper_case,
        }
    }

    fn width(&self, word: &str) -> f64 {
        // Heavy capitals are wider than small letters.
        width_em(word) * if self.is_upper_case { 1.25 } else { 1.0 }
    }

    /// The widths of rows when each is filled before the next one begins.
    fn rows(&self, words: &[TimedWord]) -> Vec<f64> {
        let mut rows: Vec<f64> = Vec::new();
        for word in words {
            let width = self.width(&word.text);
            let space = if word.has_space_before { 0.28 } else { 0.0 };
            match rows.last_mut() {
                Some(row) if *row + space + width <= self.row_em => *row += space + width,
                _ => rows.push(width),
            }
        }
        rows
    }

    /// How much of the room some words fill, 0 to 1; `None` where they do not fit.
    fn fill(&self, words: &[TimedWord]) -> Option<f64> {
        let rows = self.rows(words);
        let is_alone = words.len() == 1;
        let fits = is_alone || words.len() <= self.max_words && rows.len() <= self.max_rows;
        let by_width = rows.iter().sum::<f64>() / (self.row_em * self.max_rows as f64);
        let by_count = words.len() as f64 / self.max_words as f64;
        fits.then_some(by_width.max(by_count).min(1.0))
    }
}

/// How much ends with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Nothing,
    Part,
    Sentence,
}

fn end_of(word: &TimedWord) -> End {
    let last = word
        .text
        .chars()
        .rev()
        .find(|letter| !"\"'”»’)]}」』】》〉".contains(*letter));
    match last {
        Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।') => {
            End::Sentence
        }
        Some(',' | ';' | ':' | '—' | '–' | '、' | '，' | '；' | '：' | '،' | '؛') => {
            End::Part
        }
        _ => End::Nothing,
    }
}

fn cost_of_break(before: &TimedWord, after: &TimedWord) -> f64 {
    let cost = match end_of(before) {
        End::Sentence => 0.0,
        End::Part => BREAK_COSTS.1,
        // A preposition belongs to what follows it.
        End::Nothing if before.text.chars().count() <= 2 => BREAK_COSTS.0 + SHORT_WORD_COST,
        End::Nothing => BREAK_COSTS.0,
    };
    cost - pause_between(before, after) * PAUSE.1
}

fn cost_inside(before: &TimedWord, after: &TimedWord) -> f64 {
    let cost = match end_of(before) {
        End::Sentence => INSIDE_COSTS.0,
        End::Part => INSIDE_COSTS.1,
        End::Nothing => 0.0,
    };
    cost + pause_between(before, after) * PAUSE.1
}

/// 0 for no pause to 1 for a long one.
fn pause_between(before: &TimedWord, after: &TimedWord) -> f64 {
    ((after.span.start - before.span.end) / PAUSE.0).clamp(0.0, 1.0)
}

/// Divides words among pages so that each one fits, and they end where sentences, parts of them
/// and pauses do.
pub(super) fn pages(words: &[TimedWord], room: &PageRoom) -> Vec<Vec<TimedWord>> {
    // The cheapest way to the end of each word: what it costs, and where its last page begins.
    let mut best: Vec<(f64, usize)> = vec![(0.0, 0)];
    for end in 1..=words.len() {
        let mut cheapest = (f64::INFINITY, end - 1);
        let mut inside = 0.0;
        for start in (0..end).rev() {
            let Some(page) = words.get(start..end) else {
                continue;
            };
            let Some(fill) = room.fill(page) else {
                break;
            };
            if let [first, second, ..] = page {
                inside += cost_inside(first, second);
            }
            let before = best.get(start).map_or(f64::INFINITY, |(cost, _)| *cost);
            let cost = before + inside + page_cost(words, start, end, fill);
            if cost < cheapest.0 {
                cheapest = (cost, start);
            }
        }
        best.push(cheapest);
    }
    let mut pages = Vec::new();
    let mut end = words.len();
    while end > 0 {
        let start = best.get(end).map_or(0, |(_, start)| *start);
        pages.push(words.get(start..end).unwrap_or_default().to_vec());
        end = start;
    }
    pages.reverse();
    pages
}

fn page_cost(words: &[TimedWord], start: usize, end: usize, fill: f64) -> f64 {
    let at = |index: usize| words.get(index);
    let mut cost = PAGE_COST + EMPTY_COST * (1.0 - fill).powi(2);
    if let (Some(last), Some(next)) = (at(end - 1), at(end)) {
        cost += cost_of_break(last, next);
    }
    let until = at(end).map_or_else(
        || at(end - 1).map_or(0.0, |word| word.span.end),
        |next| next.span.start,
    );
    let from = at(start).map_or(0.0, |word| word.span.start);
    if until - from < SHORT.0 {
        cost += SHORT.1;
    }
    cost
}

/// The text of words as a file of captions has it: in two rows of about the same length where
/// one would be longer than players show well.
pub(super) fn file_text(words: &[TimedWord]) -> String {
    /// The most that one row should hold, in ems: about 42 letters.
    const ROW_EM: f64 = 24.0;
    let text = |words: &[TimedWord]| {
        super::text_of(
            words
                .iter()
                .map(|word| (word.text.as_str(), word.has_space_before)),
        )
    };
    let whole = text(words);
    if width_em(&whole) <= ROW_EM || words.len() < 2 {
        return whole;
    }
    let split = (1..words.len()).min_by(|a, b| {
        let longer = |at: usize| {
            let (upper, lower) = words.split_at(at);
            width_em(&text(upper)).max(width_em(&text(lower)))
        };
        longer(*a).total_cmp(&longer(*b))
    });
    let (upper, lower) = words.split_at(split.unwrap_or(words.len()));
    format!("{}\n{}", text(upper), text(lower))
}

#[cfg(test)]
mod tests {
    use super::super::words_of;
    use super::*;
    use crate::LineSpan;
    use crate::project::{CaptionStyle, Captions};

    /// The words of a line, 0.35 s each.
    fn timed(line: &str) -> Vec<TimedWord> {
        let words = words_of(line).into_iter().enumerate();
        let word = |(index, word): (usize, super::super::Word)| TimedWord {
            text: word.text,
            has_space_before: word.has_space_before,
            span: LineSpan {
                start: index as f64 * 0.35,
                end: index as f64 * 0.35 + 0.35,
            },
        };
        words.map(word).collect()
    }

    fn shown(line: &str, style: CaptionStyle, size: FrameSize) -> Vec<String> {
        let captions = Captions {
            style,
            ..Captions::default()
        };
        let room = PageRoom::of(&CaptionSheet::of(&captions, None), size);
        let pages = pages(&timed(line), &room);
        pages.iter().map(|page| file_text(page)).collect()
    }

    const REEL: FrameSize = FrameSize::new(1080, 1920);

    #[test]
    fn pages_end_with_sentences_and_parts_of_them() {
        let line = "Rain is a little sour. It eats the rocks, grain by grain, for years.";
        assert_eq!(
            shown(line, CaptionStyle::Word, REEL),
            [
                "Rain is a little sour.",
                "It eats the rocks,",
                "grain by grain, for years."
            ],
        );
    }

    #[test]
    fn pop_shows_one_to_three_words() {
        let line = "On the sea floor, hot springs add more salt from deep inside the Earth.";
        let pages = shown(line, CaptionStyle::Pop, REEL);
        assert!(
            pages.iter().all(|page| page.split(' ').count() <= 3),
            "{pages:?}"
        );
        assert!(
            pages.iter().any(|page| page.ends_with("floor,")),
            "{pages:?}"
        );
        assert!(pages.len() < 10, "{pages:?}");
    }

    #[test]
    fn a_wide_frame_holds_more() {
        let line = "The pressure at the bottom of the deepest trench is over a thousand times \
                    that at the surface and would crush a car";
        let tall = shown(line, CaptionStyle::Line, REEL);
        let wide = shown(line, CaptionStyle::Line, FrameSize::new(1920, 1080));
        assert!(wide.len() < tall.len(), "{tall:?} {wide:?}");
        assert!(wide.iter().any(|text| text.contains('\n')), "{wide:?}");
    }

    #[test]
    fn no_word_is_lost_however_small_the_frame() {
        let line = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk und mehr";
        for style in [CaptionStyle::Line, CaptionStyle::Word, CaptionStyle::Pop] {
            for size in [FrameSize::new(128, 4096), FrameSize::new(4096, 128), REEL] {
                let words: String = shown(line, style, size).concat();
                let letters = |text: &str| text.replace([' ', '\n'], "");
                assert_eq!(letters(&words), letters(line));
            }
        }
    }
}
