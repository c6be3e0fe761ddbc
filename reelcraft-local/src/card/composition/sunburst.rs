//! On a badge before rays.

use std::f32::consts::TAU;

use resvg::tiny_skia::PathBuilder;

use super::ridge::{Kind, Ridge};
use super::scene::Scene;
use super::scenery::{blob, rays};
use crate::card::canvas::{Fill, Placed};

pub(super) fn draw(scene: &mut Scene) {
    let stage = scene.stage;
    scene.canvas.cover(scene.palette.sky, 0.0);
    let turn = scene.seed.between(0.0, 0.4);
    let count = 16 + 2 * scene.seed.below(4);
    let [far, further, nearer, near] = scene.palette.layers;
    if let Some(path) = rays(stage.focus, count, stage.reach() * 1.6, turn) {
        let strength = if scene.palette.is_dark { 0.5 } else { 0.34 };
        scene.canvas.fill(
            &path,
            &Fill::Radial {
                middle: stage.focus,
                radius: stage.reach(),
                inner: (far, strength * 1.5),
                outer: (far, strength * 0.5),
            },
        );
    }
    scene
        .canvas
        .glow(stage.focus, stage.part(0.8), scene.palette.sun, 0.6);
    halftone(scene);

    // A scalloped badge, a rim, and the plate.
    let color = Scene::backing(
        &scene.hero,
        &[scene.palette.sun.lighter(0.2), further, nearer, near],
    );
    let rim = if scene.palette.accent.distance(color) > 0.15 {
        scene.palette.accent
    } else {
        further
    };
    let (x, y) = stage.focus;
    let scallops = [(22.0, 0.022, 0.0)];
    for (radius, fill, height) in [(0.4, rim, 0.03), (0.352, color, 0.012)] {
        let radius = stage.part(radius);
        let shape: &[(f32, f32, f32)] = if fill == rim { &scallops } else { &[] };
        if let Some(path) = blob((x, y), (radius, radius), shape).finish() {
            let shadow = scene.shadow(height);
            scene.canvas.lay(
                &path,
                &Fill::lit(fill, y - radius, y + radius, 0.08),
                shadow,
            );
        }
    }
    let dots = [stage.part(0.0001), stage.part(0.021)];
    let ring = (color.mix(near, 0.3), 0.7);
    scene.canvas.ring(
        (x, y),
        stage.part(0.325),
        stage.part(0.007),
        ring,
        Some(dots),
    );
    let place = scene.hero_place();
    scene.draw_hero(Placed {
        size: place.size * 0.98,
        ..place
    });

    confetti(scene);
    let kind = if scene.seed.chance(0.5) {
        Kind::Waves
    } else {
        Kind::Hills
    };
    for (base, color) in [(0.79, further), (0.855, nearer), (0.925, near)] {
        let ridge = Ridge::new(kind, stage, base, 0.03, &mut scene.seed);
        let shadow = scene.layer_shadow();
        ridge.lay(&mut scene.canvas, stage.height * 1.1, color, shadow);
    }
    for (artwork, place) in scene.others_in_corners() {
        let degrees = scene.seed.between(-15.0, 15.0);
        let placed = Placed::at(place, stage.part(0.175)).turned(degrees);
        let behind = scene.palette.sky_at(place.1 / stage.height);
        scene.draw_small(&artwork, placed, behind);
    }
}

/// Dots around the badge that shrink outwards, as in old prints.
fn halftone(scene: &mut Scene) {
    let stage = scene.stage;
    let mut builder = PathBuilder::new();
    for ring in 0..7_u16 {
        let radius = stage.part(0.44 + 0.036 * f32::from(ring));
        let size = stage.part(0.0105 - 0.0013 * f32::from(ring));
        let count = 60;
        for index in 0..count {
            let angle = TAU * (index as f32 + 0.5 * f32::from(ring % 2)) / count as f32;
            builder.push_circle(
                stage.focus.0 + radius * angle.cos(),
                stage.focus.1 + radius * angle.sin(),
                size,
            );
        }
    }
    if let Some(path) = builder.finish() {
        let color = scene.palette.sun.lighter(0.2);
        scene.canvas.fill(&path, &Fill::Solid(color, 0.5));
    }
}

fn confetti(scene: &mut Scene) {
    let stage = scene.stage;
    let [far, .., near] = scene.palette.layers;
    let colors = [
        scene.palette.accent,
        scene.palette.sun,
        far.lighter(0.2),
        near.lighter(0.2),
    ];
    for index in 0..30 {
        let angle = scene.seed.between(0.0, TAU);
        let reach = scene.seed.between(0.5, 0.95);
        let place = stage.beside_focus(angle.cos() * reach, angle.sin() * reach * 0.9);
        let color = scene.seed.pick(&colors).copied().unwrap_or(far);
        let size = stage.part(scene.seed.between(0.006, 0.012));
        if index % 2 == 0 {
            scene.canvas.disc(place, size, &Fill::Solid(color, 0.9));
        } else {
            let degrees = scene.seed.between(0.0, 180.0);
            let bar = super::scenery::round_rect(place, (size * 3.2, size), size * 0.4, degrees);
            if let Some(path) = bar {
                scene.canvas.fill(&path, &Fill::Solid(color, 0.9));
            }
        }
    }
}
