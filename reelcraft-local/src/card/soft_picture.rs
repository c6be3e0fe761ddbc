//! Pictures out of focus: drawn small, spread over the card.

use resvg::tiny_skia::Pixmap;

use super::spread::{Grid, Ramp};

/// Lays a small drawing over a card of opaque RGBA pixels, `step` pixels of the card for each of
/// its own, its left upper corner at `origin`, with an opacity of 0 to 1.
pub(crate) fn lay_over(
    drawing: &Pixmap,
    card: &mut Pixmap,
    origin: (f32, f32),
    step: f32,
    opacity: f32,
) {
    let width = drawing.width() as usize;
    let grid = Grid {
        origin,
        step,
        points: (width, drawing.height() as usize),
    };
    let card_width = card.width() as usize;
    let (columns, rows) = grid.spans((card_width, card.height() as usize), None);
    let (cells, advance) = (grid.cells(&columns), grid.advance());
    let opacity = (opacity.clamp(0.0, 1.0) * 256.0) as u32;
    let row = |y: usize| drawing.data().get(y * width * 4..(y + 1) * width * 4);
    let mut line = vec![[0_u32; 4]; width];
    let data = card.data_mut();
    for y in rows {
        let (above, share) = grid.above(y);
        let (Some(upper), Some(lower)) = (row(above), row(above + 1)) else {
            continue;
        };
        for (out, (a, b)) in line
            .iter_mut()
            .zip(upper.chunks_exact(4).zip(lower.chunks_exact(4)))
        {
            for (out, (a, b)) in out.iter_mut().zip(a.iter().zip(b)) {
                *out = ((u32::from(*a) * (256 - share) + u32::from(*b) * share) * opacity) >> 8;
            }
        }
        let (start, end) = (y * card_width + columns.start, y * card_width + columns.end);
        let Some(pixels) = data.get_mut(start * 4..end * 4) else {
            continue;
        };
        for (cell, ends) in cells.iter().zip(line.windows(2)) {
            let &[[r0, g0, b0, a0], [r1, g1, b1, a1]] = ends else {
                continue;
            };
            let inside = cell.pixels.start * 4..cell.pixels.end * 4;
            let Some(pixels) = pixels.get_mut(inside).filter(|_| a0 | a1 > 0) else {
                continue;
            };
            let ramp = |from: u32, to: u32| Ramp::new(from, to, cell, advance);
            let mut alpha = ramp(a0, a1);
            let mut parts = [ramp(r0, r1), ramp(g0, g1), ramp(b0, b1)];
            for pixel in pixels.chunks_exact_mut(4) {
                let rest = 255 - alpha.next();
                for (part, source) in pixel.iter_mut().zip(&mut parts) {
                    let known = (u32::from(*part) * rest * 257 + 32768) >> 16;
                    *part = (source.next() + known).min(255) as u8;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::Color;

    use super::*;

    #[test]
    fn a_drawing_is_spread_over_its_place() {
        let mut small = Pixmap::new(9, 9).unwrap();
        small.fill(Color::from_rgba8(255, 0, 0, 255));
        let mut card = Pixmap::new(100, 100).unwrap();
        card.fill(Color::from_rgba8(0, 0, 255, 255));
        lay_over(&small, &mut card, (10.0, 10.0), 10.0, 0.5);
        let at = |x, y| {
            let pixel = card.pixel(x, y).unwrap();
            [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]
        };
        assert_eq!(at(5, 50), [0, 0, 255, 255]);
        let [red, green, blue, alpha] = at(50, 50);
        assert!(red.abs_diff(127) <= 2 && green == 0 && blue.abs_diff(127) <= 2 && alpha == 255);
        assert_eq!(at(95, 50), [0, 0, 255, 255]);
    }
}
