//! Cards: words in large letters, with or without a picture behind them.

use reelcraft_core::Result;
use reelcraft_core::captions::{CaptionPlace, CaptionSheet, words_of};
use reelcraft_core::project::{CaptionLook, CaptionStyle, Captions, Color, FrameSize};
use reelcraft_core::timeline::{CaptionWord, Card};
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

/// Writes the words of a card over a frame, in its middle.
pub(crate) fn write_card(card: &Card, language: &str, frame: &mut YuvFrame) -> Result<()> {
    let size = frame.size();
    let lines: Vec<&str> = card
        .text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let mut blocks = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let sheet = sheet(card, index == 0);
        let mut fonts = CaptionFonts::for_text(&sheet, std::iter::once(*line), language)?;
        let words: Vec<CaptionWord> = words_of(line)
            .into_iter()
            .map(|word| CaptionWord {
                text: word.text,
                has_space_before: word.has_space_before,
                start: 0,
            })
            .collect();
        let layout = lay_out(&mut fonts, &sheet, &words, size);
        for warning in fonts.warnings() {
            tracing::warn!(warning, "on a card");
        }
        blocks.push((sheet, layout));
    }
    let gap = GAP * f64::from(size.width.min(size.height));
    let height = |layout: &PageLayout| layout.text.bottom - layout.text.top;
    let heights: f64 = blocks.iter().map(|(_, layout)| height(layout)).sum();
    let whole = heights + gap * blocks.len().saturating_sub(1) as f64;
    let mut top = (f64::from(size.height) - whole) / 2.0;
    for (sheet, mut layout) in blocks {
        let height = height(&layout);
        layout.move_down(top - layout.text.top);
        top += height + gap;
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
