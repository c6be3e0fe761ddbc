//! Drawing the words of a page.

use reelcraft_core::captions::CaptionSheet;
use reelcraft_core::project::Color;
use tiny_skia::{
    FillRule, FilterQuality, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, PixmapPaint,
    Rect as SkiaRect, Shader, Stroke, Transform,
};

use super::bitmap::CaptionBitmap;
use super::blur::blurred_shadow;
use super::glyph::GlyphArt;
use super::layout::{PLATE_ABOVE, PLATE_BESIDE, PageLayout, PlacedGlyph, Rect};

/// How far the shadow is below the letters, and how soft it is, as multiples of their size.
const SHADOW_BELOW: f64 = 0.045;
const SHADOW_SOFTNESS: f64 = 0.09;
/// Radius of the corners of boxes and plates, as a multiple of the size of the letters.
const CORNER: f64 = 0.26;
/// Room around a word on its plate, as a multiple of the size of the letters.
const WORD_PLATE: (f64, f64) = (0.13, 0.06);

/// A picture of a part of the frame.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    pub(crate) picture: Pixmap,
    /// Where it lies in the frame, in pixels; even.
    pub(crate) left: i32,
    pub(crate) top: i32,
}

/// Draws pages by a sheet.
#[derive(Debug)]
pub(super) struct Painter<'a> {
    pub(super) sheet: &'a CaptionSheet,
}

impl Painter<'_> {
    /// Draws all of a page, no word highlighted; `None` where there is nothing to see.
    pub(super) fn page(&self, layout: &PageLayout) -> Option<Drawing> {
        let em = layout.em_px;
        let mut bounds = layout.text;
        if self.sheet.plate.is_visible() {
            bounds = plate_of(layout);
        }
        // Letters may reach out of their rows: accents, swashes, outlines, shadows.
        let around = em * (0.25 + self.sheet.outline + WORD_PLATE.0)
            + if self.sheet.shadow > 0.0 {
                em * (SHADOW_BELOW + 2.0 * SHADOW_SOFTNESS)
            } else {
                0.0
            };
        let mut drawing = Drawing::covering(bounds.grown(around, around))?;
        if self.sheet.shadow > 0.0 {
            self.draw_shadow(&mut drawing, layout);
        }
        if self.sheet.plate.is_visible() {
            drawing.round_rect(plate_of(layout), em * CORNER, self.sheet.plate);
        }
        self.draw_outlines(&mut drawing, layout, None);
        draw_letters(&mut drawing, layout, None, self.sheet.color);
        Some(drawing)
    }

    /// Draws the word that is spoken over a page.
    pub(super) fn highlight(&self, drawing: &mut Drawing, layout: &PageLayout, word: usize) {
        if self.sheet.word_plate.is_visible() {
            let em = layout.em_px;
            if let Some(place) = layout.words.get(word).copied().flatten() {
                // Without spaces there is no room for it.
                let beside = if layout.is_spaced { WORD_PLATE.0 } else { 0.02 };
                let plate = place.grown(em * beside, em * WORD_PLATE.1);
                drawing.round_rect(plate, em * CORNER * 0.8, self.sheet.word_plate);
            }
        } else if self.sheet.highlight == self.sheet.color {
            return;
        } else {
            self.draw_outlines(drawing, layout, Some(word));
        }
        draw_letters(drawing, layout, Some(word), self.sheet.highlight);
    }

    fn stroke(&self, layout: &PageLayout) -> Option<Stroke> {
        (self.sheet.outline > 0.0 && self.sheet.outline_color.is_visible()).then(|| Stroke {
            // A stroke lies half inside of the letter, where it is painted over.
            width: (2.0 * self.sheet.outline * layout.em_px / layout.scale) as f32,
            line_join: LineJoin::Round,
            line_cap: LineCap::Round,
            ..Stroke::default()
        })
    }

    fn draw_outlines(&self, drawing: &mut Drawing, layout: &PageLayout, word: Option<usize>) {
        let Some(stroke) = self.stroke(layout) else {
            return;
        };
        let paint = paint(self.sheet.outline_color);
        for glyph in glyphs_of(layout, word) {
            if let GlyphArt::Outline(path) = glyph.art.as_ref() {
                let transform = drawing.transform(glyph, layout.scale);
                drawing
                    .picture
                    .stroke_path(path, &paint, &stroke, transform, None);
            }
        }
    }

    /// Draws the shadow of letters and outlines.
    fn draw_shadow(&self, drawing: &mut Drawing, layout: &PageLayout) {
        let Some(mut shape) = drawing.blank() else {
            return;
        };
        self.draw_outlines(&mut shape, layout, None);
        draw_letters(&mut shape, layout, None, Color::BLACK);
        let below = (layout.em_px * SHADOW_BELOW).round() as usize;
        let softness = layout.em_px * SHADOW_SOFTNESS;
        blurred_shadow(
            &shape.picture,
            &mut drawing.picture,
            below,
            softness,
            self.sheet.shadow,
        );
    }
}

fn draw_letters(drawing: &mut Drawing, layout: &PageLayout, word: Option<usize>, color: Color) {
    let paint = paint(color);
    for glyph in glyphs_of(layout, word) {
        let transform = drawing.transform(glyph, layout.scale);
        match glyph.art.as_ref() {
            GlyphArt::Outline(path) => {
                drawing
                    .picture
                    .fill_path(path, &paint, FillRule::Winding, transform, None);
            }
            GlyphArt::Picture { picture, left, top } => drawing.picture.draw_pixmap(
                0,
                0,
                picture.as_ref(),
                &PixmapPaint {
                    quality: FilterQuality::Bilinear,
                    ..PixmapPaint::default()
                },
                transform.pre_translate(*left, *top),
                None,
            ),
        }
    }
}

/// The box behind a text.
fn plate_of(layout: &PageLayout) -> Rect {
    let em = layout.em_px;
    layout.text.grown(PLATE_BESIDE * em, PLATE_ABOVE * em)
}

fn glyphs_of(layout: &PageLayout, word: Option<usize>) -> impl Iterator<Item = &PlacedGlyph> {
    let glyphs = layout.glyphs.iter();
    glyphs.filter(move |glyph| word.is_none_or(|word| glyph.word == word))
}

fn paint(color: Color) -> Paint<'static> {
    Paint {
        shader: Shader::SolidColor(tiny_skia::Color::from_rgba8(
            color.red,
            color.green,
            color.blue,
            color.alpha,
        )),
        anti_alias: true,
        ..Paint::default()
    }
}

impl Drawing {
    /// Makes it ready to be laid over frames.
    pub(crate) fn bitmap(&self) -> CaptionBitmap {
        CaptionBitmap::of(&self.picture, self.left, self.top)
    }

    /// An empty picture that covers a rectangle of the frame; its place and size are even.
    fn covering(rect: Rect) -> Option<Self> {
        let even_down = |value: f64| (value / 2.0).floor() as i32 * 2;
        let (left, top) = (even_down(rect.left), even_down(rect.top));
        let side = |from: i32, to: f64| even_down(to + 2.0) - from;
        let width = u32::try_from(side(left, rect.right)).ok()?;
        let height = u32::try_from(side(top, rect.bottom)).ok()?;
        Some(Self {
            picture: Pixmap::new(width, height)?,
            left,
            top,
        })
    }

    fn blank(&self) -> Option<Self> {
        Some(Self {
            picture: Pixmap::new(self.picture.width(), self.picture.height())?,
            ..*self
        })
    }

    /// From the pixels of a glyph to those of the picture.
    fn transform(&self, glyph: &PlacedGlyph, scale: f64) -> Transform {
        Transform::from_scale(scale as f32, scale as f32).post_translate(
            (glyph.x - f64::from(self.left)) as f32,
            (glyph.y - f64::from(self.top)) as f32,
        )
    }

    fn round_rect(&mut self, rect: Rect, radius: f64, color: Color) {
        let (left, top) = (f64::from(self.left), f64::from(self.top));
        let rect = SkiaRect::from_ltrb(
            (rect.left - left) as f32,
            (rect.top - top) as f32,
            (rect.right - left) as f32,
            (rect.bottom - top) as f32,
        );
        if let Some(path) = rect.and_then(|rect| round_rect(rect, radius as f32)) {
            let paint = paint(color);
            let transform = Transform::identity();
            self.picture
                .fill_path(&path, &paint, FillRule::Winding, transform, None);
        }
    }

    /// The same drawing, larger or smaller around a point of the frame.
    pub(super) fn scaled(&self, factor: f64, around: (f64, f64)) -> Option<Self> {
        let from = |at: i32, centre: f64| centre + (f64::from(at) - centre) * factor;
        let (left, top) = (from(self.left, around.0), from(self.top, around.1));
        let rect = Rect {
            left,
            top,
            right: left + f64::from(self.picture.width()) * factor,
            bottom: top + f64::from(self.picture.height()) * factor,
        };
        let mut scaled = Self::covering(rect)?;
        let transform = Transform::from_scale(factor as f32, factor as f32).post_translate(
            (left - f64::from(scaled.left)) as f32,
            (top - f64::from(scaled.top)) as f32,
        );
        let paint = PixmapPaint {
            quality: FilterQuality::Bilinear,
            ..PixmapPaint::default()
        };
        scaled
            .picture
            .draw_pixmap(0, 0, self.picture.as_ref(), &paint, transform, None);
        Some(scaled)
    }
}

/// A rectangle with quarter circles at its corners, each as a cubic curve.
fn round_rect(rect: SkiaRect, radius: f32) -> Option<Path> {
    /// How far the control points of a quarter circle are from its ends, as a part of the radius.
    const CIRCLE: f32 = 0.552_284_8;
    let r = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let c = r * (1.0 - CIRCLE);
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    let mut path = PathBuilder::new();
    path.move_to(left + r, top);
    path.line_to(right - r, top);
    path.cubic_to(right - c, top, right, top + c, right, top + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - c, right - c, bottom, right - r, bottom);
    path.line_to(left + r, bottom);
    path.cubic_to(left + c, bottom, left, bottom - c, left, bottom - r);
    path.line_to(left, top + r);
    path.cubic_to(left, top + c, left + c, top, left + r, top);
    path.close();
    path.finish()
}
