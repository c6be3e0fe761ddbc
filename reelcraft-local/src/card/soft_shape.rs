//! Blurred shapes for shadows and glows: drawn small, blurred small, spread over the card.
//!
//! A blur of many pixels has no detail, so that a mask of a quarter of the resolution or less
//! loses nothing and costs a tenth.

use resvg::tiny_skia::{FillRule, Mask, Path, Pixmap, Transform};

use super::spread::{Grid, Ramp};

/// A blurred mask in its own resolution.
#[derive(Debug)]
pub(crate) struct SoftShape {
    /// Opacities row by row, 0 to 255.
    alpha: Vec<u8>,
    width: usize,
    height: usize,
    /// Pixels of the card along one pixel of the mask.
    step: f32,
    /// Where the mask's left upper corner is on the card, in pixels.
    origin: (f32, f32),
    /// The opacity (0 to 1) from which on the shape is solid; `None` leaves it soft.
    solid_from: Option<f32>,
}

/// A part of a card in pixels: left, top, right, bottom.
pub(crate) type Region = [f32; 4];

/// Pixels of the mask over which a blur reaches: enough for a smooth slope.
const BLUR_RADIUS: usize = 3;

impl SoftShape {
    /// The shape of a path on a card of the given size, blurred over about `blur_px` pixels.
    pub(crate) fn of_path(
        path: &Path,
        rule: FillRule,
        blur_px: f32,
        card: (u32, u32),
    ) -> Option<Self> {
        let step = (blur_px / BLUR_RADIUS as f32).max(1.0);
        let reach = blur_px * 2.0 + step * 2.0;
        let bounds = path.bounds();
        let left = (bounds.left() - reach).max(-reach * 2.0);
        let top = (bounds.top() - reach).max(-reach * 2.0);
        let right = (bounds.right() + reach).min(card.0 as f32 + reach * 2.0);
        let bottom = (bounds.bottom() + reach).min(card.1 as f32 + reach * 2.0);
        let width = ((right - left) / step).ceil().max(1.0) as u32;
        let height = ((bottom - top) / step).ceil().max(1.0) as u32;
        let mut mask = Mask::new(width, height)?;
        let transform = Transform::from_scale(1.0 / step, 1.0 / step).pre_translate(-left, -top);
        mask.fill_path(path, rule, true, transform);
        let shape = Self {
            alpha: mask.take(),
            width: width as usize,
            height: height as usize,
            step,
            origin: (left, top),
            solid_from: None,
        };
        Some(shape.blurred(BLUR_RADIUS))
    }

    /// The shape of what `draw` draws into the middle of a box `side_px` wide around `middle`,
    /// blurred over about `blur_px` pixels. `draw` is given the pixmap and its scale.
    pub(crate) fn of_drawing(
        middle: (f32, f32),
        side_px: f32,
        blur_px: f32,
        draw: impl FnOnce(&mut Pixmap, f32),
    ) -> Option<Self> {
        let step = (blur_px / BLUR_RADIUS as f32).max(1.0);
        let side = ((side_px + blur_px * 4.0) / step).ceil() as u32 + 4;
        let mut pixmap = Pixmap::new(side, side)?;
        draw(&mut pixmap, 1.0 / step);
        let half = side as f32 * step / 2.0;
        let shape = Self {
            alpha: pixmap.pixels().iter().map(|pixel| pixel.alpha()).collect(),
            width: side as usize,
            height: side as usize,
            step,
            origin: (middle.0 - half, middle.1 - half),
            solid_from: None,
        };
        Some(shape.blurred(BLUR_RADIUS))
    }

    /// The same shape elsewhere.
    pub(crate) fn moved(mut self, across_px: f32, down_px: f32) -> Self {
        self.origin.0 += across_px;
        self.origin.1 += down_px;
        self
    }

    /// The same shape grown to everything that is at least `level` (0 to 1) opaque: the blurred
    /// outline becomes a rounded border.
    pub(crate) fn hardened(mut self, level: f32) -> Self {
        self.solid_from = Some(level);
        self
    }

    /// Lays `color` over a card of opaque RGBA pixels, `strength` (0 to 1) times the shape, only
    /// in `region`, and only where `clip` is.
    pub(crate) fn lay_over(
        &self,
        card: &mut Pixmap,
        color: [u8; 3],
        strength: f32,
        region: Option<Region>,
        clip: Option<&Mask>,
    ) {
        let card_width = card.width() as usize;
        let grid = Grid {
            origin: self.origin,
            step: self.step,
            points: (self.width, self.height),
        };
        let (columns, rows) = grid.spans((card_width, card.height() as usize), region);
        let (cells, advance) = (grid.cells(&columns), grid.advance());
        let opacities = self.opacities(strength);
        let color = color.map(u16::from);
        let mut line = vec![0_u32; self.width];
        let data = card.data_mut();
        for y in rows {
            let (above, share) = grid.above(y);
            let (Some(upper), Some(lower)) = (self.row(above), self.row(above + 1)) else {
                continue;
            };
            for (out, (a, b)) in line.iter_mut().zip(upper.iter().zip(lower)) {
                *out = u32::from(*a) * (256 - share) + u32::from(*b) * share;
            }
            let (start, end) = (y * card_width + columns.start, y * card_width + columns.end);
            let Some(pixels) = data.get_mut(start * 4..end * 4) else {
                continue;
            };
            let clip = clip.and_then(|mask| mask.data().get(start..end));
            for (cell, ends) in cells.iter().zip(line.windows(2)) {
                let &[a, b] = ends else { continue };
                let inside = cell.pixels.start * 4..cell.pixels.end * 4;
                // Most of a mask is empty: it is the shadow of an edge.
                let Some(pixels) = pixels.get_mut(inside).filter(|_| a | b > 0) else {
                    continue;
                };
                let clip = clip.and_then(|clip| clip.get(cell.pixels.clone()));
                let mut ramp = Ramp::new(a, b, cell, advance);
                for (index, pixel) in pixels.chunks_exact_mut(4).enumerate() {
                    let opacity = ramp.next() as usize;
                    let mut alpha = opacities.get(opacity).copied().unwrap_or(0);
                    if let Some(clip) = clip {
                        alpha = alpha * clip.get(index).copied().map_or(0, u16::from) / 255;
                    }
                    for (part, color) in pixel.iter_mut().zip(color) {
                        let blend = u16::from(*part) * (256 - alpha) + color * alpha + 128;
                        *part = (blend >> 8) as u8;
                    }
                }
            }
        }
    }

    /// What is laid over for each opacity of the mask, 0 to 256.
    fn opacities(&self, strength: f32) -> [u16; 256] {
        // The slope of a solid edge is about a pixel and a half of the card wide.
        let slope = 1.5 / (self.step * BLUR_RADIUS as f32);
        let mut opacities = [0; 256];
        for (value, opacity) in opacities.iter_mut().enumerate() {
            let value = value as f32 / 255.0;
            let value = match self.solid_from {
                Some(level) => ((value - level) / (slope * level.max(0.05)) + 0.5).clamp(0.0, 1.0),
                None => value,
            };
            *opacity = (value * strength.clamp(0.0, 1.0) * 256.0 + 0.5) as u16;
        }
        opacities
    }

    fn row(&self, y: usize) -> Option<&[u8]> {
        self.alpha.get(y * self.width..(y + 1) * self.width)
    }

    /// Three passes of a box are close to a Gaussian.
    fn blurred(mut self, radius: usize) -> Self {
        let mut turned = vec![0; self.alpha.len()];
        for _ in 0..3 {
            box_blur_turned(&self.alpha, &mut turned, self.width, radius.div_ceil(2));
            box_blur_turned(&turned, &mut self.alpha, self.height, radius.div_ceil(2));
        }
        self
    }
}

/// Blurs each row by a box and writes it as a column, so that two calls blur both ways.
fn box_blur_turned(from: &[u8], to: &mut [u8], width: usize, radius: usize) {
    let height = from.len() / width.max(1);
    let window = (2 * radius + 1) as u32;
    for (y, row) in from.chunks_exact(width.max(1)).enumerate() {
        // Beyond its ends a row goes on as it ends: a layer that leaves the card has no edge there.
        let (first, last) = (row.first().copied(), row.last().copied());
        let (first, last) = (u32::from(first.unwrap_or(0)), u32::from(last.unwrap_or(0)));
        let at = |x: usize| row.get(x).map_or(last, |value| u32::from(*value));
        let mut sum = first * (radius as u32 + 1) + (0..radius).map(|x| at(x + 1)).sum::<u32>();
        for (x, out) in to.iter_mut().skip(y).step_by(height.max(1)).enumerate() {
            *out = (sum / window) as u8;
            let leaving = if x >= radius { at(x - radius) } else { first };
            sum = sum + at(x + radius + 1) - leaving;
        }
    }
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::{Color, PathBuilder, Rect};

    use super::*;

    fn white(side: u32) -> Pixmap {
        let mut pixmap = Pixmap::new(side, side).unwrap();
        pixmap.fill(Color::WHITE);
        pixmap
    }

    fn value(pixmap: &Pixmap, x: u32, y: u32) -> u8 {
        pixmap.pixel(x, y).unwrap().red()
    }

    #[test]
    fn a_blurred_square_is_dark_inside_and_fades_outside() {
        let path = PathBuilder::from_rect(Rect::from_ltrb(60.0, 60.0, 140.0, 140.0).unwrap());
        let shape = SoftShape::of_path(&path, FillRule::Winding, 12.0, (200, 200)).unwrap();
        let mut card = white(200);
        shape.lay_over(&mut card, [0, 0, 0], 1.0, None, None);
        assert!(value(&card, 100, 100) < 8);
        assert!(value(&card, 20, 20) == 255);
        let edge = value(&card, 60, 100);
        assert!((90..170).contains(&edge), "{edge}");
        assert!(value(&card, 52, 100) > edge && value(&card, 68, 100) < edge);
    }

    #[test]
    fn strength_and_clip_hold_it_back() {
        let path = PathBuilder::from_rect(Rect::from_ltrb(-50.0, -50.0, 250.0, 250.0).unwrap());
        let shape = SoftShape::of_path(&path, FillRule::Winding, 9.0, (200, 200)).unwrap();
        let mut card = white(200);
        let mut clip = Mask::new(200, 200).unwrap();
        let left = PathBuilder::from_rect(Rect::from_ltrb(0.0, 0.0, 100.0, 200.0).unwrap());
        clip.fill_path(&left, FillRule::Winding, false, Transform::identity());
        shape.lay_over(&mut card, [0, 0, 0], 0.5, None, Some(&clip));
        assert!(value(&card, 50, 100).abs_diff(128) <= 2);
        assert_eq!(value(&card, 150, 100), 255);
        // A shape that reaches beyond the card covers it to the corners.
        assert!(value(&card, 0, 0).abs_diff(128) <= 2 && value(&card, 0, 199).abs_diff(128) <= 2);
    }

    #[test]
    fn nothing_is_laid_outside_the_region() {
        let path = PathBuilder::from_rect(Rect::from_ltrb(0.0, 0.0, 200.0, 200.0).unwrap());
        let shape = SoftShape::of_path(&path, FillRule::Winding, 9.0, (200, 200)).unwrap();
        let mut card = white(200);
        shape.lay_over(
            &mut card,
            [0, 0, 0],
            1.0,
            Some([50.0, 60.0, 150.0, 140.0]),
            None,
        );
        assert!(value(&card, 100, 100) < 4);
        for (x, y) in [(49, 100), (151, 100), (100, 59), (100, 141)] {
            assert_eq!(value(&card, x, y), 255);
        }
    }

    #[test]
    fn hardening_grows_the_shape() {
        let path = PathBuilder::from_circle(100.0, 100.0, 40.0).unwrap();
        let shape = SoftShape::of_path(&path, FillRule::Winding, 12.0, (200, 200)).unwrap();
        let mut card = white(200);
        shape
            .hardened(0.1)
            .lay_over(&mut card, [0, 0, 0], 1.0, None, None);
        assert!(value(&card, 100, 100) < 4 && value(&card, 100, 56) < 60);
        assert_eq!(value(&card, 100, 30), 255);
    }
}
