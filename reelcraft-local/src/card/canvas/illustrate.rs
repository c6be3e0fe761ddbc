//! Illustrations on a canvas.

use resvg::tiny_skia::{FilterQuality, Pixmap, PixmapPaint, Transform};

use super::canvas::Canvas;
use super::placed::{Placed, Shadow};
use crate::card::color::Rgb;
use crate::card::illustration::Artwork;
use crate::card::soft_picture;
use crate::card::soft_shape::SoftShape;

impl Canvas {
    /// Draws an illustration.
    pub(crate) fn illustrate(&mut self, artwork: &Artwork, placed: Placed) {
        let side = (placed.size * 1.45).ceil().max(2.0) as u32;
        let Some(mut drawing) = Pixmap::new(side, side) else {
            return;
        };
        artwork.draw(&mut drawing, placed.size, placed.degrees);
        model(&mut drawing, placed.haze);
        let paint = PixmapPaint {
            opacity: placed.opacity,
            quality: FilterQuality::Nearest,
            ..PixmapPaint::default()
        };
        let half = side as f32 / 2.0;
        let left = (placed.middle.0 - half).round() as i32;
        let top = (placed.middle.1 - half).round() as i32;
        let clip = self.clip.as_ref();
        let target = &mut self.pixmap;
        target.draw_pixmap(
            left,
            top,
            drawing.as_ref(),
            &paint,
            Transform::identity(),
            clip,
        );
    }

    /// Draws an illustration out of focus: as if it were `blur_px` pixels unsharp.
    pub(crate) fn illustrate_blurred(&mut self, artwork: &Artwork, placed: Placed, blur_px: f32) {
        let step = (blur_px / 3.0).max(1.0);
        let side = (placed.size * 1.45 / step + 8.0).ceil() as u32;
        let Some(mut drawing) = Pixmap::new(side, side) else {
            return;
        };
        artwork.draw(&mut drawing, placed.size / step, placed.degrees);
        model(&mut drawing, placed.haze);
        soften(&mut drawing);
        let half = (side as f32 - 1.0) * step / 2.0;
        let origin = (placed.middle.0 - half, placed.middle.1 - half);
        soft_picture::lay_over(&drawing, &mut self.pixmap, origin, step, placed.opacity);
    }

    /// Lets an illustration throw a shadow.
    pub(crate) fn shade_illustration(&mut self, artwork: &Artwork, placed: Placed, shadow: Shadow) {
        let shape = outline_of(artwork, placed, shadow.blur);
        if let Some(shape) = shape {
            let shape = shape.moved(shadow.fall.0, shadow.fall.1);
            let color = shadow.color.bytes();
            shape.lay_over(
                &mut self.pixmap,
                color,
                shadow.strength,
                None,
                self.clip.as_ref(),
            );
        }
    }

    /// Draws an illustration as a sticker: a border of `border` pixels around it, and a shadow.
    pub(crate) fn sticker(
        &mut self,
        artwork: &Artwork,
        placed: Placed,
        (color, border): (Rgb, f32),
        shadow: Shadow,
    ) {
        self.shade_illustration(artwork, placed, shadow);
        if let Some(shape) = outline_of(artwork, placed, border * 1.6) {
            let shape = shape.hardened(0.12);
            shape.lay_over(
                &mut self.pixmap,
                color.bytes(),
                1.0,
                None,
                self.clip.as_ref(),
            );
        }
        self.illustrate(artwork, placed);
    }
}

fn outline_of(artwork: &Artwork, placed: Placed, blur_px: f32) -> Option<SoftShape> {
    SoftShape::of_drawing(
        placed.middle,
        placed.size * 1.42,
        blur_px,
        |pixmap, scale| {
            artwork.draw(pixmap, placed.size * scale, placed.degrees);
        },
    )
}

/// Gives flat colours a little body: light from above, and haze where it is asked for.
fn model(drawing: &mut Pixmap, haze: Option<(Rgb, f32)>) {
    let (width, height) = (drawing.width() as usize, drawing.height() as usize);
    let ([red, green, blue], share) = match haze {
        Some((color, share)) => (color.bytes().map(u32::from), (share * 256.0) as u32),
        None => ([0; 3], 0),
    };
    for (y, row) in drawing.data_mut().chunks_exact_mut(width * 4).enumerate() {
        let light = (1.06 - 0.16 * y as f32 / height as f32) * 256.0;
        let light = light as u32;
        for pixel in row.chunks_exact_mut(4) {
            let [r, g, b, alpha] = pixel else { continue };
            if *alpha == 0 {
                continue;
            }
            // Parts are multiplied by the opacity already, and stay below it.
            let opacity = u32::from(*alpha);
            for (part, target) in [(r, red), (g, green), (b, blue)] {
                let lit = ((u32::from(*part) * light) >> 8).min(opacity);
                let target = target * opacity / 255;
                *part = ((lit * (256 - share) + target * share) >> 8) as u8;
            }
        }
    }
}

/// Blurs a small drawing over about three of its pixels: the binomial 1, 4, 6, 4, 1 both ways.
fn soften(drawing: &mut Pixmap) {
    let width = drawing.width() as usize;
    for stride in [4, width * 4] {
        let from = drawing.data().to_vec();
        let reach = 2 * stride;
        let Some(inner) = from.len().checked_sub(2 * reach) else {
            return;
        };
        let to = drawing.data_mut().iter_mut().skip(reach).take(inner);
        let taps = [0, 1, 2, 3, 4].map(|tap| from.iter().skip(tap * stride));
        let [a, b, c, d, e] = taps;
        for (out, ((a, b), (c, (d, e)))) in to.zip(a.zip(b).zip(c.zip(d.zip(e)))) {
            let [a, b, c, d, e] = [a, b, c, d, e].map(|part| u32::from(*part));
            *out = ((a + e + 4 * (b + d) + 6 * c + 8) / 16) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color_at(canvas: &Canvas, x: u32, y: u32) -> [u8; 3] {
        let pixel = canvas.pixmap.pixel(x, y).unwrap();
        [pixel.red(), pixel.green(), pixel.blue()]
    }

    #[test]
    fn a_sticker_has_a_border_of_its_color() {
        let mut canvas = Canvas::new(300, 300).unwrap();
        canvas.cover([Rgb::hex(0x20_60_40); 3], 0.0);
        let moon = Artwork::of("🌑").unwrap();
        let shadow = Shadow {
            fall: (0.0, 4.0),
            blur: 12.0,
            color: Rgb::BLACK,
            strength: 0.3,
        };
        canvas.sticker(
            &moon,
            Placed::at((150.0, 150.0), 200.0),
            (Rgb::WHITE, 10.0),
            shadow,
        );
        let across: Vec<u8> = (0..300).map(|x| color_at(&canvas, x, 150)[0]).collect();
        let white = across.iter().filter(|red| **red > 240).count();
        assert!((10..40).contains(&white), "{white}");
        assert!(across[150] < 0xC0);
    }

    #[test]
    fn haze_hides_the_colors() {
        let mut canvas = Canvas::new(100, 100).unwrap();
        canvas.cover([Rgb::WHITE; 3], 0.0);
        let apple = Artwork::of("🍎").unwrap();
        let placed = Placed::at((50.0, 50.0), 90.0).hazy(Rgb::hex(0x40_50_90), 1.0);
        canvas.illustrate(&apple, placed);
        let [red, green, blue] = color_at(&canvas, 50, 60);
        assert!(red.abs_diff(0x40) < 4 && green.abs_diff(0x50) < 4 && blue.abs_diff(0x90) < 4);
    }
}
