//! Cards: words in large letters, with or without a picture behind them.

use reelcraft_core::Result;
use reelcraft_core::captions::{CaptionPlace, CaptionSheet, SafeArea, words_of};
use reelcraft_core::project::{CaptionLook, CaptionStyle, Captions, Color, FrameSize};
use reelcraft_core::timeline::{CaptionWord, Card, Timeline};
use tiny_skia::{GradientStop, LinearGradient, Paint, Pixmap, Point, Rect, SpreadMode, Transform};

use super::bitmap::CaptionBitmap;
use super::fonts::CaptionFonts;
use super::layout::{PageLayout, lay_out};
use super::raster::Painter;
use crate::YuvFrame;

/// Size of the letters of the first line and of all others, as parts of the frame's shorter side.
const SIZES: (f64, f64) = (0.115, 0.058);
/// Room between two lines of the text, as a part of the frame's shorter side.
const GAP: f64 = 0.03;
/// Letters are never smaller than this, as a multiple of their usual size.
const LEAST_SCALE: f64 = 0.1;
/// Rows that one line of the text may take.
const MOST_ROWS: u8 = 6;

/// A ground of one colour, a little lighter above and darker below; sides must be even.
pub(crate) fn ground(size: FrameSize, color: Color) -> YuvFrame {
    let mut frame = YuvFrame::black(size);
    let shade = |factor: f32| {
        let part = |value: u8| (f32::from(value) * factor).min(255.0) as u8;
        tiny_skia::Color::from_rgba8(part(color.red), part(color.green), part(color.blue), 255)
    };
    let (width, height) = (size.width as f32, size.height as f32);
    let gradient = LinearGradient::new(
        Point::from_xy(0.0, 0.0),
        Point::from_xy(0.0, height),
        vec![
            GradientStop::new(0.0, shade(1.25)),
            GradientStop::new(1.0, shade(0.75)),
        ],
        SpreadMode::Pad,
        Transform::identity(),
    );
    let area = Rect::from_xywh(0.0, 0.0, width, height);
    if let (Some(shader), Some(area), Some(mut picture)) =
        (gradient, area, Pixmap::new(size.width, size.height))
    {
        let paint = Paint {
            shader,
            ..Paint::default()
        };
        picture.fill_rect(area, &paint, Transform::identity(), None);
        CaptionBitmap::of(&picture, 0, 0).lay_over(&mut frame);
    }
    frame
}

/// The lines of a card, laid out one above the other.
struct Blocks {
    lines: Vec<(CaptionSheet, PageLayout)>,
    gap: f64,
    warnings: Vec<String>,
}

impl Blocks {
    /// Lays the lines out, letters so many times as large as usual.
    fn of(card: &Card, language: &str, size: FrameSize, scale: f64) -> Result<Self> {
        let lines = card.text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty());
        let mut blocks = Vec::new();
        let mut warnings = Vec::new();
        for (index, line) in lines.enumerate() {
            let usual = sheet(card, index == 0);
            let sheet = CaptionSheet {
                size: usual.size * scale,
                ..usual
            };
            let mut fonts = CaptionFonts::for_text(&sheet, std::iter::once(line), language)?;
            let words: Vec<CaptionWord> = words_of(line)
                .into_iter()
                .map(|word| CaptionWord {
                    text: word.text,
                    has_space_before: word.has_space_before,
                    start: 0,
                })
                .collect();
            let layout = lay_out(&mut fonts, &sheet, &words, size);
            warnings.extend(fonts.warnings());
            blocks.push((sheet, layout));
        }
        Ok(Self {
            lines: blocks,
            gap: GAP * scale * f64::from(size.width.min(size.height)),
            warnings,
        })
    }

    /// The same, as large as they are whole in the middle of the frame.
    fn fitting(card: &Card, language: &str, size: FrameSize) -> Result<Self> {
        let area = SafeArea::of(size);
        let middle = f64::from(size.height) / 2.0;
        let room = 2.0 * (middle - area.top).min(area.bottom - middle);
        let mut scale = 1.0;
        loop {
            let blocks = Self::of(card, language, size, scale)?;
            if blocks.height() <= room || scale < LEAST_SCALE {
                return Ok(blocks);
            }
            // Rows become fewer, too, where letters are smaller.
            scale *= (room / blocks.height()).clamp(0.5, 0.95);
        }
    }

    fn height(&self) -> f64 {
        let heights = self.lines.iter().map(|(_, layout)| height(layout));
        heights.sum::<f64>() + self.gap * self.lines.len().saturating_sub(1) as f64
    }
}

fn height(layout: &PageLayout) -> f64 {
    layout.text.bottom - layout.text.top
}

/// What the person should know of the cards of a timeline: letters that no font has, a font that
/// is not there.
pub(crate) fn card_warnings(timeline: &Timeline) -> Result<Vec<String>> {
    let mut warnings = Vec::new();
    for card in timeline.clips.iter().filter_map(|clip| clip.card.as_ref()) {
        let made = Blocks::of(card, &timeline.language, timeline.size, 1.0)?.warnings;
        for warning in made {
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
    }
    Ok(warnings)
}

/// Writes the words of a card over a frame, in its middle.
pub(crate) fn write_card(card: &Card, language: &str, frame: &mut YuvFrame) -> Result<()> {
    let size = frame.size();
    let blocks = Blocks::fitting(card, language, size)?;
    let mut top = (f64::from(size.height) - blocks.height()) / 2.0;
    for (sheet, mut layout) in blocks.lines {
        let height = height(&layout);
        layout.move_down(top - layout.text.top);
        top += height + blocks.gap;
        if let Some(drawing) = (Painter { sheet: &sheet }).page(&layout) {
            drawing.bitmap().lay_over(frame);
        }
    }
    Ok(())
}

fn sheet(card: &Card, is_title: bool) -> CaptionSheet {
    // On a light ground letters are dark; over a picture they have an outline.
    let is_light = card.background.is_some_and(|color| {
        2126 * u32::from(color.red) + 7152 * u32::from(color.green) + 722 * u32::from(color.blue)
            > 10_000 * 150
    });
    let has_picture = card.background.is_none();
    let captions = Captions {
        style: CaptionStyle::Line,
        look: CaptionLook::Clear,
        weight: Some(if is_title { 900 } else { 700 }),
        color: Some(if is_light {
            Color::rgb(20, 22, 30)
        } else {
            Color::WHITE
        }),
        outline: Some(if has_picture { 6.0 } else { 0.0 }),
        shadow: Some(if has_picture { 0.6 } else { 0.0 }),
        max_lines: Some(MOST_ROWS),
        ..Captions::default()
    };
    CaptionSheet {
        size: if is_title { SIZES.0 } else { SIZES.1 },
        max_lines: usize::from(MOST_ROWS),
        place: CaptionPlace::Middle,
        ..CaptionSheet::of(&captions, Some(card.font.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_of_many_lines_is_whole() {
        let text = |lines: usize| {
            let lines: Vec<String> = (0..lines).map(|line| format!("Line {line}")).collect();
            lines.join("\n")
        };
        for size in [FrameSize::new(1080, 1920), FrameSize::new(1920, 1080)] {
            let area = SafeArea::of(size);
            let heights = [1, 10, 20, 60].map(|lines| {
                let card = Card {
                    text: text(lines),
                    background: None,
                    font: reelcraft_core::captions::CaptionFont::Bundled,
                };
                let blocks = Blocks::fitting(&card, "en", size).unwrap();
                assert_eq!(blocks.lines.len(), lines);
                blocks.height()
            });
            let most = area.bottom - area.top;
            assert!(heights.iter().all(|height| *height <= most), "{heights:?}");
            assert!(
                heights[1] > heights[0] * 3.0,
                "few lines are large: {heights:?}"
            );
        }
    }
}
