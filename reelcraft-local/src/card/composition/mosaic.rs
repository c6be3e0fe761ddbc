//! On a plate among geometric tiles.

use std::sync::Arc;

use resvg::tiny_skia::{Path, PathBuilder, Rect, Transform};

use super::scene::Scene;
use super::scenery::{round_rect, star};
use crate::card::canvas::{Fill, Placed};
use crate::card::color::Rgb;
use crate::card::illustration::Artwork;

pub(super) fn draw(scene: &mut Scene) {
    let stage = scene.stage;
    let side = stage.part(0.25);
    let plate_cells = 3.0;
    // The grid is laid so that the plate covers whole tiles and its middle is the focus.
    let origin = (
        (stage.focus.0 - side * plate_cells / 2.0).rem_euclid(side) - side,
        (stage.focus.1 - side * plate_cells / 2.0).rem_euclid(side) - side,
    );
    let columns = ((stage.width - origin.0) / side).ceil() as usize;
    let rows = ((stage.height - origin.1) / side).ceil() as usize;
    scene.canvas.cover(scene.palette.sky, 0.0);
    let mut last = 0;
    for row in 0..rows {
        for column in 0..columns {
            let corner = (
                origin.0 + column as f32 * side,
                origin.1 + row as f32 * side,
            );
            // Neighbours differ, and the lower part is calmer.
            let calm = ((corner.1 / stage.height - 0.62) / 0.2).clamp(0.0, 1.0);
            last = (last + 1 + scene.seed.below(SHAPES - 1)) % SHAPES;
            tile(scene, corner, side, last, calm);
        }
    }

    let [far, further, _, near] = scene.palette.layers;
    let paper = scene.palette.sun.lighter(0.2);
    let color = Scene::backing(&scene.hero, &[paper, far, further, near]);
    let size = (side * plate_cells, side * plate_cells);
    if let Some(path) = round_rect(stage.focus, size, side * 0.42, 0.0) {
        let shadow = scene.shadow(0.03);
        let half = size.1 / 2.0;
        let fill = Fill::lit(color, stage.focus.1 - half, stage.focus.1 + half, 0.05);
        scene.canvas.lay(&path, &fill, shadow);
    }
    let ring = color.mix(scene.palette.accent, 0.22);
    scene
        .canvas
        .disc(stage.focus, side * 1.22, &Fill::solid(ring));
    let inner = Scene::backing(&scene.hero, &[color.mix(Rgb::WHITE, 0.5), color]);
    scene
        .canvas
        .disc(stage.focus, side * 1.04, &Fill::solid(inner));
    let place = scene.hero_place();
    scene.draw_hero(Placed {
        size: place.size * 0.92,
        ..place
    });

    let others = scene.others.clone();
    for (artwork, (across, down)) in others.iter().zip(cells(scene)) {
        let place = (stage.focus.0 + across * side, stage.focus.1 + down * side);
        picture_tile(scene, artwork, place, side);
    }
}

/// Tiles for the smaller illustrations, in tiles from the middle: beside the plate on wide cards,
/// above and below it on tall ones.
fn cells(scene: &Scene) -> [(f32, f32); 4] {
    if scene.stage.width > scene.stage.height * 1.2 {
        [(2.0, -1.0), (-2.0, 1.0), (-2.0, -1.0), (2.0, 1.0)]
    } else if scene.stage.height > scene.stage.width * 1.2 {
        [(1.0, -2.0), (-1.0, 2.0), (-1.0, -2.0), (1.0, 2.0)]
    } else {
        // Square cards have no free tiles: the pictures lie over the corners of the plate.
        [(1.32, -1.2), (-1.32, 1.2), (-1.32, -1.2), (1.32, 1.2)]
    }
}

fn picture_tile(scene: &mut Scene, artwork: &Arc<Artwork>, place: (f32, f32), side: f32) {
    let [_, further, _, near] = scene.palette.layers;
    let paper = scene.palette.sun.lighter(0.35);
    let color = Scene::backing(
        artwork,
        &[scene.palette.accent.lighter(0.15), paper, further, near],
    );
    if let Some(path) = round_rect(place, (side * 0.86, side * 0.86), side * 0.24, 0.0) {
        let shadow = scene.shadow(0.014);
        let fill = Fill::lit(color, place.1 - side * 0.4, place.1 + side * 0.4, 0.06);
        scene.canvas.lay(&path, &fill, shadow);
    }
    scene.draw_small(artwork, Placed::at(place, side * 0.56), color);
}

/// How many tile patterns there are.
const SHAPES: usize = 7;

fn tile(scene: &mut Scene, (x, y): (f32, f32), side: f32, shape: usize, calm: f32) {
    let stage = scene.stage;
    let [far, further, nearer, near] = scene.palette.layers;
    let [top, middle, low] = scene.palette.sky;
    let grounds = [top, middle, low, far, further, far.mix(middle, 0.5)];
    let inks = [
        further,
        nearer,
        scene.palette.accent,
        scene.palette.sun,
        near,
        far,
    ];
    let ground = scene.seed.pick(&grounds).copied().unwrap_or(middle);
    let mut ink = scene.seed.pick(&inks).copied().unwrap_or(further);
    if ink.distance(ground) < 0.12 {
        ink = if ground.lightness() > 0.6 {
            nearer
        } else {
            scene.palette.sun
        };
    }
    let base = nearer.mix(near, 0.3);
    let (ground, ink) = (ground.mix(base, calm * 0.72), ink.mix(base, calm * 0.8));
    let turn = [0.0, 90.0, 180.0, 270.0];
    let turn = scene.seed.pick(&turn).copied().unwrap_or(0.0);
    let place = Transform::from_rotate_at(turn, x + side / 2.0, y + side / 2.0).pre_translate(x, y);
    // Half a pixel more on all sides leaves no seam.
    if let Some(rect) = Rect::from_xywh(x - 0.5, y - 0.5, side + 1.0, side + 1.0) {
        scene
            .canvas
            .fill(&PathBuilder::from_rect(rect), &Fill::solid(ground));
    }
    let Some(square) = Rect::from_xywh(x, y, side, side) else {
        return;
    };
    let square = PathBuilder::from_rect(square);
    let mut paint = |path: Option<Path>, color: Rgb| {
        if let Some(path) = path.and_then(|path| path.transform(place)) {
            scene.canvas.fill(&path, &Fill::solid(color));
        }
    };
    let half = side / 2.0;
    match shape {
        0 => {
            paint(quarter(side, side), ink);
            paint(quarter(side, side * 0.55), ground.mix(ink, 0.25));
        }
        1 => {
            paint(PathBuilder::from_circle(half, half, half * 0.72), ink);
            paint(PathBuilder::from_circle(half, half, half * 0.38), ground);
        }
        2 => paint(leaf(side), ink),
        3 => {
            let mut builder = PathBuilder::new();
            builder.move_to(0.0, 0.0);
            builder.line_to(side, 0.0);
            builder.line_to(0.0, side);
            builder.close();
            paint(builder.finish(), ink);
        }
        4 => paint(star((half, half), 8, (half * 0.86, half * 0.62), 0.0), ink),
        5 => {
            for step in 0..3 {
                let at = side * (0.17 + 0.33 * step as f32);
                for other in 0..3 {
                    let down = side * (0.17 + 0.33 * other as f32);
                    paint(PathBuilder::from_circle(at, down, side * 0.07), ink);
                }
            }
        }
        _ => {
            let mut builder = PathBuilder::new();
            builder.move_to(0.0, half);
            builder.quad_to(half, -half * 0.9, side, half);
            builder.close();
            paint(builder.finish(), ink);
            let mut builder = PathBuilder::new();
            builder.move_to(0.0, side);
            builder.quad_to(half, half * 0.1, side, side);
            builder.close();
            paint(builder.finish(), ink.mix(ground, 0.35));
        }
    }
    let edge = (near, 0.10);
    scene.canvas.stroke(&square, stage.part(0.002), edge, None);
}

/// A quarter of a disc in the left upper corner.
fn quarter(_side: f32, radius: f32) -> Option<Path> {
    let k = radius * 0.5523;
    let mut builder = PathBuilder::new();
    builder.move_to(0.0, 0.0);
    builder.line_to(radius, 0.0);
    builder.cubic_to(radius, k, k, radius, 0.0, radius);
    builder.close();
    builder.finish()
}

/// A leaf from corner to corner.
fn leaf(side: f32) -> Option<Path> {
    let k = side * (1.0 - 0.5523);
    let mut builder = PathBuilder::new();
    builder.move_to(0.0, side);
    builder.cubic_to(0.0, k, k, 0.0, side, 0.0);
    builder.cubic_to(side, side - k, side - k, side, 0.0, side);
    builder.close();
    builder.finish()
}
