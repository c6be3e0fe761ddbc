//! Things that several compositions put into their backgrounds.

use std::f32::consts::TAU;

use resvg::tiny_skia::{Path, PathBuilder};

use super::scene::Scene;
use crate::card::canvas::Fill;
use crate::card::color::Rgb;

/// Puts stars of different size and brightness over the upper part of the card, down to `low`
/// (a part of the height).
pub(crate) fn stars(scene: &mut Scene, count: usize, low: f32) {
    let stage = scene.stage;
    let area = (stage.width * stage.height / (stage.short * stage.short)).min(4.0);
    for _ in 0..(count as f32 * area) as usize {
        let place = (
            scene.seed.unit() * stage.width,
            scene.seed.unit() * stage.height * low,
        );
        let size = stage.part(0.0012 + 0.0032 * scene.seed.unit().powi(3));
        let bright = scene.seed.between(0.25, 0.9);
        let color = scene.palette.sun.lighter(0.5);
        scene
            .canvas
            .disc(place, size.max(0.7), &Fill::Solid(color, bright));
    }
    for _ in 0..(count as f32 * area / 26.0) as usize {
        let place = (
            scene.seed.unit() * stage.width,
            scene.seed.unit() * stage.height * low,
        );
        let size = stage.part(scene.seed.between(0.008, 0.016));
        if let Some(path) = sparkle(place, size) {
            let color = scene.palette.sun.lighter(0.4);
            scene.canvas.fill(&path, &Fill::Solid(color, 0.85));
        }
    }
}

/// A four-pointed star.
pub(crate) fn sparkle((x, y): (f32, f32), size: f32) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let waist = size * 0.1;
    builder.move_to(x, y - size);
    builder.quad_to(x + waist, y - waist, x + size, y);
    builder.quad_to(x + waist, y + waist, x, y + size);
    builder.quad_to(x - waist, y + waist, x - size, y);
    builder.quad_to(x - waist, y - waist, x, y - size);
    builder.close();
    builder.finish()
}

/// A star of straight lines with `points` points; `inner` is the inner radius.
pub(crate) fn star(
    middle: (f32, f32),
    points: usize,
    (outer, inner): (f32, f32),
    turn: f32,
) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for index in 0..points * 2 {
        let radius = if index % 2 == 0 { outer } else { inner };
        let angle = TAU * index as f32 / (points * 2) as f32 + turn;
        let (x, y) = (
            middle.0 + radius * angle.sin(),
            middle.1 - radius * angle.cos(),
        );
        if index == 0 {
            builder.move_to(x, y);
        } else {
            builder.line_to(x, y);
        }
    }
    builder.close();
    builder.finish()
}

/// A round outline that swells and shrinks: `waves` times around by `swing` of the radius.
pub(crate) fn blob(
    middle: (f32, f32),
    (across, down): (f32, f32),
    shape: &[(f32, f32, f32)],
) -> PathBuilder {
    let mut builder = PathBuilder::new();
    let steps = 220;
    for index in 0..steps {
        let angle = TAU * index as f32 / steps as f32;
        let swell: f32 = shape
            .iter()
            .map(|(waves, swing, phase)| (angle * waves + phase).sin() * swing)
            .sum();
        let (x, y) = (
            middle.0 + across * (1.0 + swell) * angle.cos(),
            middle.1 + down * (1.0 + swell) * angle.sin(),
        );
        if index == 0 {
            builder.move_to(x, y);
        } else {
            builder.line_to(x, y);
        }
    }
    builder.close();
    builder
}

/// A rectangle with round corners, turned by `degrees` around its middle.
pub(crate) fn round_rect(
    (x, y): (f32, f32),
    (width, height): (f32, f32),
    radius: f32,
    degrees: f32,
) -> Option<Path> {
    let (w, h) = (width / 2.0, height / 2.0);
    let r = radius.min(w).min(h);
    // Control points of a quarter circle as a cubic curve: 0.5523 of the radius.
    let k = r * (1.0 - 0.5523);
    let mut builder = PathBuilder::new();
    builder.move_to(-w + r, -h);
    builder.line_to(w - r, -h);
    builder.cubic_to(w - k, -h, w, -h + k, w, -h + r);
    builder.line_to(w, h - r);
    builder.cubic_to(w, h - k, w - k, h, w - r, h);
    builder.line_to(-w + r, h);
    builder.cubic_to(-w + k, h, -w, h - k, -w, h - r);
    builder.line_to(-w, -h + r);
    builder.cubic_to(-w, -h + k, -w + k, -h, -w + r, -h);
    builder.close();
    let turn = resvg::tiny_skia::Transform::from_translate(x, y).pre_rotate(degrees);
    builder.finish()?.transform(turn)
}

/// A cloud of paper, `width` wide.
pub(crate) fn cloud(scene: &mut Scene, (x, y): (f32, f32), width: f32, color: Rgb) {
    let mut builder = PathBuilder::new();
    let h = width * 0.16;
    for (across, up, radius) in [
        (-0.34, 0.0, 0.16),
        (-0.12, 0.1, 0.22),
        (0.14, 0.06, 0.19),
        (0.36, 0.0, 0.14),
    ] {
        builder.push_circle(x + across * width, y - up * width, radius * width);
    }
    if let Some(base) = round_rect((x, y + h * 0.45), (width, h * 1.3), h * 0.65, 0.0) {
        builder.push_path(&base);
    }
    if let Some(path) = builder.finish() {
        let fill = Fill::lit(color, y - width * 0.3, y + width * 0.2, 0.1);
        let shadow = scene.shadow(0.012);
        scene.canvas.lay(&path, &fill, shadow);
    }
}

/// A disc of paper behind the main illustration: shadow, light from above, thin rings around.
pub(crate) fn medallion(scene: &mut Scene, middle: (f32, f32), radius: f32, color: Rgb) {
    let light = if scene.palette.is_dark { 0.4 } else { 0.55 };
    scene
        .canvas
        .glow(middle, radius * 1.9, color.lighter(0.2), light);
    for (ring, strength) in [(1.34, 0.10), (1.17, 0.16)] {
        scene.canvas.disc(
            middle,
            radius * ring,
            &Fill::Solid(color.lighter(0.3), strength),
        );
    }
    if let Some(path) = PathBuilder::from_circle(middle.0, middle.1, radius) {
        let fill = Fill::lit(color, middle.1 - radius, middle.1 + radius, 0.08);
        let shadow = scene.shadow(0.02);
        scene.canvas.lay(&path, &fill, shadow);
    }
}

/// Rays from a point, every second one filled, far beyond the card.
pub(crate) fn rays((x, y): (f32, f32), count: usize, reach: f32, turn: f32) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let half = TAU / (count * 2) as f32 / 2.0;
    for index in 0..count {
        let angle = TAU * index as f32 / count as f32 + turn;
        builder.move_to(x, y);
        builder.line_to(
            x + reach * (angle - half).cos(),
            y + reach * (angle - half).sin(),
        );
        builder.line_to(
            x + reach * (angle + half).cos(),
            y + reach * (angle + half).sin(),
        );
        builder.close();
    }
    builder.finish()
}
