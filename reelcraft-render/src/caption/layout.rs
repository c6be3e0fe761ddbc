//! Where the words of a page stand in the frame.

use std::ops::Range;
use std::sync::Arc;

use reelcraft_core::captions::{CaptionPlace, CaptionSheet, SafeArea};
use reelcraft_core::project::FrameSize;
use reelcraft_core::timeline::CaptionWord;

use super::fonts::CaptionFonts;
use super::glyph::GlyphArt;

/// From line to line, as a multiple of the size of the letters, where no letter needs more.
const LEADING: f64 = 1.2;
/// Room between text and the edge of its box, as a multiple of the size of the letters.
pub(super) const PLATE_BESIDE: f64 = 0.42;
pub(super) const PLATE_ABOVE: f64 = 0.22;
/// Letters are made smaller in such steps until they fit.
const SHRINK: f64 = 0.96;
/// They never become smaller than this, as a part of their size: nothing that pages hold needs it.
const LEAST_SCALE: f64 = 0.05;

/// A glyph of a row.
#[derive(Debug, Clone)]
pub(super) struct ShapedGlyph {
    /// The index of the word that it is of.
    pub(super) word: usize,
    /// Where its origin is, in pixels from the left end of the row and from its base line.
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) art: Arc<GlyphArt>,
}

/// A row of glyphs from left to right.
#[derive(Debug, Clone, Default)]
pub(super) struct ShapedRow {
    pub(super) glyphs: Vec<ShapedGlyph>,
    /// All of it, in pixels.
    pub(super) width: f64,
    /// How far it reaches above and below the base line, in pixels.
    pub(super) ascent: f64,
    pub(super) descent: f64,
    /// The left and right end of each word, in pixels; nothing for one without glyphs.
    pub(super) words: Vec<Option<Range<f64>>>,
}

/// A rectangle in pixels of the frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    pub(super) fn grown(self, beside: f64, above: f64) -> Self {
        Self {
            left: self.left - beside,
            top: self.top - above,
            right: self.right + beside,
            bottom: self.bottom + above,
        }
    }
}

/// A glyph in the frame.
#[derive(Debug, Clone)]
pub(super) struct PlacedGlyph {
    pub(super) word: usize,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) art: Arc<GlyphArt>,
}

/// Where the words of a page stand.
#[derive(Debug, Clone)]
pub(super) struct PageLayout {
    /// Size of the letters in pixels, as they are drawn.
    pub(super) em_px: f64,
    /// What glyphs are scaled by.
    pub(super) scale: f64,
    pub(super) glyphs: Vec<PlacedGlyph>,
    /// The text, without outline.
    pub(super) text: Rect,
    /// The rectangle of each word.
    pub(super) words: Vec<Option<Rect>>,
    /// Whether spaces stand between the words.
    pub(super) is_spaced: bool,
}

impl PageLayout {
    /// Moves all of it.
    pub(super) fn move_down(&mut self, by: f64) {
        let words = self.words.iter_mut().flatten();
        for rect in words.chain([&mut self.text]) {
            rect.top += by;
            rect.bottom += by;
        }
        for glyph in &mut self.glyphs {
            glyph.y += by;
        }
    }
}

/// Lays the words of a page out.
pub(super) fn lay_out(
    fonts: &mut CaptionFonts,
    sheet: &CaptionSheet,
    words: &[CaptionWord],
    size: FrameSize,
) -> PageLayout {
    let area = SafeArea::of(size);
    let full_em = sheet.size * f64::from(size.width.min(size.height));
    let all: Vec<&CaptionWord> = words.iter().collect();
    let is_rtl = is_right_to_left(words);
    let measured = fonts.shape(&all, is_rtl, full_em);
    let widths = widths(&measured, words);
    let room = Room::of(sheet);
    let line = LEADING.max((measured.ascent + measured.descent) / full_em);
    let mut scale = 1.0;
    let rows = loop {
        let em = full_em * scale;
        let row_width = (area.width() - 2.0 * room.beside * em) / scale;
        let found = break_rows(&widths, row_width, sheet.max_lines.max(1));
        let fits = found.as_ref().is_some_and(|rows| {
            let height = rows.len() as f64 * line * em + 2.0 * room.above * em;
            height <= area.height()
        });
        if fits || scale < LEAST_SCALE {
            break found.unwrap_or_else(|| std::iter::once(0..words.len()).collect());
        }
        scale *= SHRINK;
    };
    let rows: Vec<(usize, ShapedRow)> = rows
        .into_iter()
        .map(|range| {
            let row = all.get(range.clone()).unwrap_or_default();
            (range.start, fonts.shape(row, is_rtl, full_em))
        })
        .collect();
    PageLayout {
        is_spaced: words.iter().skip(1).all(|word| word.has_space_before),
        ..place(&rows, words.len(), sheet, size, full_em, scale)
    }
}

/// Room that is needed around the letters, as multiples of their size.
struct Room {
    beside: f64,
    above: f64,
}

impl Room {
    fn of(sheet: &CaptionSheet) -> Self {
        let has_box = sheet.plate.is_visible();
        let has_plate = sheet.word_plate.is_visible();
        Self {
            beside: match (has_box, has_plate) {
                (true, _) => PLATE_BESIDE,
                (_, true) => 0.2,
                _ => sheet.outline,
            },
            above: if has_box { PLATE_ABOVE } else { sheet.outline },
        }
    }
}

/// How wide each word is, and the space before it.
fn widths(row: &ShapedRow, words: &[CaptionWord]) -> Vec<(f64, f64)> {
    let space = row.ascent.max(1.0) * 0.27;
    let ends = row.words.iter();
    ends.zip(words)
        .map(|(end, word)| {
            let width = end.as_ref().map_or(0.0, |end| end.end - end.start);
            (if word.has_space_before { space } else { 0.0 }, width)
        })
        .collect()
}

/// Divides words among as few rows as they need, of about the same width; `None` where they need
/// more than `most` rows, or a word is too wide.
fn break_rows(widths: &[(f64, f64)], row_width: f64, most: usize) -> Option<Vec<Range<usize>>> {
    let widest = widths.iter().map(|(_, width)| *width).fold(0.0, f64::max);
    if widest > row_width {
        return None;
    }
    let rows = filled(widths, row_width);
    if rows.len() > most {
        return None;
    }
    // The narrowest rows of which there are no more.
    let (mut low, mut high) = (widest, row_width);
    for _ in 0..24 {
        let middle = f64::midpoint(low, high);
        if filled(widths, middle).len() <= rows.len() {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(filled(widths, high))
}

/// Fills each row before the next one begins.
fn filled(widths: &[(f64, f64)], row_width: f64) -> Vec<Range<usize>> {
    let mut rows: Vec<Range<usize>> = Vec::new();
    let mut width = 0.0;
    for (index, (space, word)) in widths.iter().enumerate() {
        match rows.last_mut() {
            Some(row) if width + space + word <= row_width + 1e-6 => {
                row.end = index + 1;
                width += space + word;
            }
            _ => {
                rows.push(index..index + 1);
                width = *word;
            }
        }
    }
    rows
}

fn place(
    rows: &[(usize, ShapedRow)],
    word_count: usize,
    sheet: &CaptionSheet,
    size: FrameSize,
    full_em: f64,
    scale: f64,
) -> PageLayout {
    let em = full_em * scale;
    let room = Room::of(sheet);
    let heights: Vec<f64> = rows
        .iter()
        .map(|(_, row)| ((row.ascent + row.descent) * scale).max(LEADING * em))
        .collect();
    let height: f64 = heights.iter().sum();
    let top = top_of(sheet.place, height, room.above * em, size);
    let middle = f64::from(size.width) / 2.0;
    let mut layout = PageLayout {
        em_px: em,
        scale,
        glyphs: Vec::new(),
        text: Rect {
            left: middle,
            top,
            right: middle,
            bottom: top + height,
        },
        words: vec![None; word_count],
        is_spaced: true,
    };
    let mut row_top = top;
    for ((first, row), height) in rows.iter().zip(heights) {
        let width = row.width * scale;
        let left = middle - width / 2.0;
        let extra = height - (row.ascent + row.descent) * scale;
        let base = row_top + extra / 2.0 + row.ascent * scale;
        layout.text.left = layout.text.left.min(left);
        layout.text.right = layout.text.right.max(left + width);
        layout
            .glyphs
            .extend(row.glyphs.iter().map(|glyph| PlacedGlyph {
                word: first + glyph.word,
                x: left + glyph.x * scale,
                y: base + glyph.y * scale,
                art: Arc::clone(&glyph.art),
            }));
        let places = layout.words.iter_mut().skip(*first);
        for (place, word) in places.zip(&row.words) {
            *place = word.as_ref().map(|word| Rect {
                left: left + word.start * scale,
                top: base - 0.86 * em,
                right: left + word.end * scale,
                bottom: base + 0.26 * em,
            });
        }
        row_top += height;
    }
    layout
}

/// The upper edge of a text of some height.
fn top_of(place: CaptionPlace, height: f64, above: f64, size: FrameSize) -> f64 {
    let area = SafeArea::of(size);
    let (highest, lowest) = (area.top + above, area.bottom - above - height);
    let wanted = match place {
        CaptionPlace::Upper => highest,
        CaptionPlace::Middle => (f64::from(size.height) - height) / 2.0,
        CaptionPlace::Lower => lowest,
        CaptionPlace::Height(part) => f64::from(size.height) * part - height / 2.0,
    };
    wanted.min(lowest).max(highest)
}

/// Whether the first letter with a direction is one of a script from right to left.
fn is_right_to_left(words: &[CaptionWord]) -> bool {
    let letters = words.iter().flat_map(|word| word.text.chars());
    let first = letters.into_iter().find(|letter| letter.is_alphabetic());
    first.is_some_and(|letter| {
        matches!(u32::from(letter),
            0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF
            | 0x1E800..=0x1EFFF)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_of_about_the_same_width() {
        let words = |widths: &[f64]| -> Vec<(f64, f64)> {
            widths.iter().map(|width| (10.0, *width)).collect()
        };
        assert_eq!(
            break_rows(&words(&[100.0, 100.0, 100.0, 100.0]), 340.0, 2),
            Some(vec![0..2, 2..4])
        );
        let rows = break_rows(&words(&[50.0, 50.0]), 340.0, 2);
        assert_eq!(rows.map(|rows| rows.len()), Some(1));
        assert_eq!(break_rows(&words(&[100.0; 9]), 340.0, 2), None);
        assert_eq!(break_rows(&words(&[400.0]), 340.0, 2), None);
    }

    #[test]
    fn text_keeps_to_its_place_in_every_format() {
        for (width, height) in [(1080, 1920), (1080, 1350), (1080, 1080), (1920, 1080)] {
            let size = FrameSize::new(width, height);
            let area = SafeArea::of(size);
            for place in [
                CaptionPlace::Upper,
                CaptionPlace::Middle,
                CaptionPlace::Lower,
                CaptionPlace::Height(0.0),
                CaptionPlace::Height(1.0),
            ] {
                let top = top_of(place, 200.0, 12.0, size);
                assert!(top - 12.0 >= area.top - 1e-9, "{place:?}");
                assert!(top + 212.0 <= area.bottom + 1e-9, "{place:?}");
            }
        }
    }
}
