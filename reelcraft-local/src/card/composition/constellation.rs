//! As the largest star of a constellation.

use resvg::tiny_skia::PathBuilder;

use super::orbits::plate;
use super::ridge::{Kind, Ridge};
use super::scene::Scene;
use super::scenery::{sparkle, star, stars};
use crate::card::canvas::{Fill, Placed};
use crate::card::color::Rgb;

pub(super) fn draw(scene: &mut Scene) {
    let stage = scene.stage;
    scene.canvas.cover(scene.palette.sky, 0.15);
    milky_way(scene);
    stars(scene, if scene.palette.is_dark { 90 } else { 40 }, 0.95);

    let line = if scene.palette.is_dark {
        scene.palette.sun
    } else {
        Rgb::WHITE
    };
    let nodes = scene.others_in_corners();
    let small = extra_stars(scene);
    for (_, place) in &nodes {
        link(scene, stage.focus, *place, line);
    }
    for ((_, from), to) in nodes.iter().zip(small) {
        link(scene, *from, to, line);
    }
    for place in small {
        if let Some(path) = sparkle(place, stage.part(0.022)) {
            scene.canvas.glow(place, stage.part(0.05), line, 0.5);
            scene.canvas.fill(&path, &Fill::solid(line.lighter(0.3)));
        }
    }

    let [_, further, _, near] = scene.palette.layers;
    let color = Scene::backing(
        &scene.hero,
        &[scene.palette.sun, further, scene.palette.accent, near],
    );
    scene
        .canvas
        .glow(stage.focus, stage.part(0.7), color.lighter(0.2), 0.55);
    if let Some(path) = star(stage.focus, 16, (stage.part(0.395), stage.part(0.335)), 0.0) {
        let shadow = scene.shadow(0.02);
        let (x, y) = stage.focus;
        let fill = Fill::Linear {
            from: (x, y - stage.part(0.39)),
            to: (x, y + stage.part(0.39)),
            colors: [color.lighter(0.1), color.darker(0.08)],
        };
        scene.canvas.lay(&path, &fill, shadow);
    }
    let ring = (color.mix(near, 0.35), 0.4);
    scene.canvas.ring(
        stage.focus,
        stage.part(0.315),
        stage.part(0.003),
        ring,
        None,
    );
    let place = scene.hero_place();
    scene.draw_hero(Placed {
        size: place.size * 0.94,
        ..place
    });

    for (artwork, place) in nodes {
        let color = Scene::backing(&artwork, &[scene.palette.sun.lighter(0.3), further, near]);
        plate(scene, place, stage.part(0.1), color);
        scene.draw_small(&artwork, Placed::at(place, stage.part(0.142)), color);
    }
    for (base, swing, index) in [(0.86, 0.05, 2_usize), (0.93, 0.04, 3)] {
        let ridge = Ridge::new(Kind::Hills, stage, base, swing, &mut scene.seed);
        let color = scene.palette.layers.get(index).copied().unwrap_or(near);
        let shadow = scene.layer_shadow();
        ridge.lay(&mut scene.canvas, stage.height * 1.1, color, shadow);
    }
}

/// Stars without a picture, farther out than those with one.
fn extra_stars(scene: &mut Scene) -> [(f32, f32); 4] {
    let stage = scene.stage;
    [(0.62, 0.1), (0.3, 0.79), (0.12, 0.17), (0.9, 0.72)].map(|(across, down)| {
        let shake = scene.seed.between(-0.04, 0.04);
        stage.at(across + shake, down + shake * 0.5)
    })
}

fn link(scene: &mut Scene, from: (f32, f32), to: (f32, f32), color: Rgb) {
    let mut builder = PathBuilder::new();
    builder.move_to(from.0, from.1);
    builder.line_to(to.0, to.1);
    if let Some(path) = builder.finish() {
        let width = scene.stage.part(0.004);
        let dashes = Some([scene.stage.part(0.012), scene.stage.part(0.012)]);
        scene.canvas.stroke(&path, width, (color, 0.75), dashes);
    }
}

/// A slanted band of faint light.
fn milky_way(scene: &mut Scene) {
    let stage = scene.stage;
    let side = scene.seed.sign();
    let color = scene.palette.sky[2].lighter(0.25);
    for step in 0..7 {
        let along = step as f32 / 6.0;
        let across = 0.5 + side * (along - 0.5) * 1.1;
        let place = stage.at(across + scene.seed.between(-0.05, 0.05), along * 0.95);
        scene
            .canvas
            .glow(place, stage.part(scene.seed.between(0.4, 0.6)), color, 0.2);
    }
}
