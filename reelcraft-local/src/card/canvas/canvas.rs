//! The canvas: fills, lines, shadows and lights.

use resvg::tiny_skia::{
    FillRule, LineCap, LineJoin, Mask, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform,
};

use super::fill::Fill;
use super::placed::Shadow;
use crate::card::color::Rgb;
use crate::card::soft_shape::{Region, SoftShape};

/// An opaque picture in the making.
#[derive(Debug)]
pub(crate) struct Canvas {
    pub(super) pixmap: Pixmap,
    pub(super) clip: Option<Mask>,
}

impl Canvas {
    /// Makes a canvas of pixels; `None` when a side is 0 or memory would overflow.
    pub(crate) fn new(width: u32, height: u32) -> Option<Self> {
        Some(Self {
            pixmap: Pixmap::new(width, height)?,
            clip: None,
        })
    }

    /// The pixels, opaque RGBA row by row.
    pub(crate) fn data(&self) -> &[u8] {
        self.pixmap.data()
    }

    /// Width in pixels.
    pub(crate) fn width(&self) -> f32 {
        self.pixmap.width() as f32
    }

    /// Height in pixels.
    pub(crate) fn height(&self) -> f32 {
        self.pixmap.height() as f32
    }

    /// Covers everything with three colours from top to bottom, slanted by `slant` (the part of
    /// the height by which the right side lags).
    pub(crate) fn cover(&mut self, [top, middle, low]: [Rgb; 3], slant: f32) {
        const STEPS: usize = 1024;
        let table: Vec<[u8; 3]> = (0..STEPS)
            .map(|step| {
                let at = step as f32 / (STEPS - 1) as f32;
                let color = if at < 0.5 {
                    top.mix(middle, at * 2.0)
                } else {
                    middle.mix(low, at * 2.0 - 1.0)
                };
                color.bytes()
            })
            .collect();
        let (width, height) = (self.pixmap.width() as usize, self.height());
        let reach = 1.0 + slant.abs();
        let slope = slant / self.width() / reach * (STEPS - 1) as f32;
        let start = if slant < 0.0 { -slant / reach } else { 0.0 };
        let mut dither = 0_u32;
        for (y, row) in self
            .pixmap
            .data_mut()
            .chunks_exact_mut(width * 4)
            .enumerate()
        {
            let base = (start + y as f32 / height / reach) * (STEPS - 1) as f32;
            for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
                // A little chance in the place of each pixel breaks the bands of 8-bit colours.
                dither = dither.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let shake = (dither >> 24) as f32 / 256.0 * 9.0;
                let step = (base + x as f32 * slope + shake) as usize;
                if let (Some(color), [red, green, blue, alpha]) =
                    (table.get(step.min(STEPS - 1)), pixel)
                {
                    [*red, *green, *blue] = *color;
                    *alpha = 255;
                }
            }
        }
    }

    /// Fills a path.
    pub(crate) fn fill(&mut self, path: &Path, fill: &Fill) {
        self.fill_by(path, FillRule::Winding, fill);
    }

    /// Fills a path whose inner outlines are holes.
    pub(crate) fn fill_holed(&mut self, path: &Path, fill: &Fill) {
        self.fill_by(path, FillRule::EvenOdd, fill);
    }

    fn fill_by(&mut self, path: &Path, rule: FillRule, fill: &Fill) {
        let paint = fill.paint();
        let clip = self.clip.as_ref();
        self.pixmap
            .fill_path(path, &paint, rule, Transform::identity(), clip);
    }

    /// Fills a circle.
    pub(crate) fn disc(&mut self, middle: (f32, f32), radius: f32, fill: &Fill) {
        if let Some(path) = PathBuilder::from_circle(middle.0, middle.1, radius) {
            self.fill(&path, fill);
        }
    }

    /// Draws the outline of a path; `dashes` are the lengths of stroke and gap in pixels.
    pub(crate) fn stroke(
        &mut self,
        path: &Path,
        width: f32,
        (color, opacity): (Rgb, f32),
        dashes: Option<[f32; 2]>,
    ) {
        let stroke = Stroke {
            width,
            dash: dashes.and_then(|dashes| StrokeDash::new(dashes.to_vec(), 0.0)),
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        let paint = Fill::Solid(color, opacity).paint();
        let clip = self.clip.as_ref();
        self.pixmap
            .stroke_path(path, &paint, &stroke, Transform::identity(), clip);
    }

    /// Draws a circle's outline.
    pub(crate) fn ring(
        &mut self,
        middle: (f32, f32),
        radius: f32,
        width: f32,
        color: (Rgb, f32),
        dashes: Option<[f32; 2]>,
    ) {
        if let Some(path) = PathBuilder::from_circle(middle.0, middle.1, radius) {
            self.stroke(&path, width, color, dashes);
        }
    }

    /// Lets a path throw a shadow onto what is there.
    pub(crate) fn shade(&mut self, path: &Path, shadow: Shadow) {
        self.shade_by(path, FillRule::Winding, shadow, None);
    }

    /// Lets a path whose inner outlines are holes throw a shadow within a part of the card: where
    /// the path itself will lie, none is needed.
    pub(crate) fn shade_holed(&mut self, path: &Path, shadow: Shadow, region: Region) {
        self.shade_by(path, FillRule::EvenOdd, shadow, Some(region));
    }

    fn shade_by(&mut self, path: &Path, rule: FillRule, shadow: Shadow, region: Option<Region>) {
        let card = (self.pixmap.width(), self.pixmap.height());
        if let Some(shape) = SoftShape::of_path(path, rule, shadow.blur, card) {
            let shape = shape.moved(shadow.fall.0, shadow.fall.1);
            let (color, clip) = (shadow.color.bytes(), self.clip.as_ref());
            shape.lay_over(&mut self.pixmap, color, shadow.strength, region, clip);
        }
    }

    /// Lays a path on what is there as a sheet of paper: its shadow, then its fill.
    pub(crate) fn lay(&mut self, path: &Path, fill: &Fill, shadow: Shadow) {
        self.shade(path, shadow);
        self.fill(path, fill);
    }

    /// Lays a layer whose upper edge lies between two heights: its shadow falls only there.
    pub(crate) fn lay_ridge(
        &mut self,
        path: &Path,
        (top, bottom): (f32, f32),
        fill: &Fill,
        shadow: Shadow,
    ) {
        let reach = shadow.blur * 2.0 + shadow.fall.1.abs();
        let region = [f32::MIN, top - reach, f32::MAX, bottom + 2.0];
        self.shade_by(path, FillRule::Winding, shadow, Some(region));
        self.fill(path, fill);
    }

    /// Shines a light: strongest in the middle, gone at the radius.
    pub(crate) fn glow(&mut self, middle: (f32, f32), radius: f32, color: Rgb, strength: f32) {
        if let Some(path) = PathBuilder::from_circle(middle.0, middle.1, radius * 0.5) {
            self.shade(
                &path,
                Shadow {
                    fall: (0.0, 0.0),
                    blur: radius * 0.5,
                    color,
                    strength,
                },
            );
        }
    }

    /// Draws with everything outside a path left as it is.
    pub(crate) fn inside(&mut self, path: &Path, draw: impl FnOnce(&mut Self)) {
        let Some(mut mask) = Mask::new(self.pixmap.width(), self.pixmap.height()) else {
            return;
        };
        mask.fill_path(path, FillRule::Winding, true, Transform::identity());
        let outer = self.clip.replace(mask);
        draw(self);
        self.clip = outer;
    }
}

#[cfg(test)]
mod tests {
    use super::super::Placed;
    use super::*;
    use crate::card::illustration::Artwork;

    fn color_at(canvas: &Canvas, x: u32, y: u32) -> [u8; 3] {
        let pixel = canvas.pixmap.pixel(x, y).unwrap();
        [pixel.red(), pixel.green(), pixel.blue()]
    }

    #[test]
    fn cover_goes_from_top_to_bottom() {
        let mut canvas = Canvas::new(64, 128).unwrap();
        let colors = [
            Rgb::hex(0x10_20_80),
            Rgb::hex(0x80_80_80),
            Rgb::hex(0xF0_E0_20),
        ];
        canvas.cover(colors, 0.0);
        assert!(color_at(&canvas, 5, 0)[2].abs_diff(0x80) < 8);
        assert!(color_at(&canvas, 60, 127)[0] > 0xE8);
        assert!(color_at(&canvas, 30, 64)[1].abs_diff(0x80) < 8);
        assert!(
            canvas
                .pixmap
                .pixels()
                .iter()
                .all(|pixel| pixel.alpha() == 255)
        );
        for slant in [-0.6, 0.6] {
            canvas.cover(colors, slant);
            assert!(
                canvas
                    .pixmap
                    .pixels()
                    .iter()
                    .all(|pixel| pixel.alpha() == 255)
            );
        }
    }

    #[test]
    fn drawing_inside_leaves_the_outside() {
        let mut canvas = Canvas::new(100, 100).unwrap();
        canvas.cover([Rgb::WHITE; 3], 0.0);
        let half = PathBuilder::from_circle(50.0, 50.0, 20.0).unwrap();
        canvas.inside(&half, |canvas| {
            canvas.disc((50.0, 50.0), 90.0, &Fill::solid(Rgb::BLACK));
            let star = Artwork::of("⭐").unwrap();
            canvas.illustrate(&star, Placed::at((5.0, 5.0), 30.0));
        });
        assert_eq!(color_at(&canvas, 50, 50), [0; 3]);
        assert_eq!(color_at(&canvas, 5, 5), [255; 3]);
    }
}
