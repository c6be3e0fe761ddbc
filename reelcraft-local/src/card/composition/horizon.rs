//! At the end of a road, under the rays of a low sun.

use resvg::tiny_skia::PathBuilder;

use super::ridge::{Kind, Ridge};
use super::scene::Scene;
use super::scenery::{rays, stars};
use crate::card::canvas::{Fill, Placed, Shadow};

/// Height of the horizon, as a part of the card's.
const HORIZON: f32 = 0.545;

pub(super) fn draw(scene: &mut Scene) {
    let stage = scene.stage;
    let horizon = stage.height * HORIZON;
    scene.canvas.cover(scene.palette.sky, 0.0);
    if scene.palette.is_dark {
        stars(scene, 40, HORIZON);
    }
    sun(scene, horizon);

    let [far, further, nearer, near] = scene.palette.layers;
    let haze = scene.palette.sky_at(0.9);
    for (base, swing, color) in [
        (HORIZON - 0.035, 0.055, far.mix(haze, 0.55)),
        (HORIZON - 0.012, 0.03, far.mix(haze, 0.2)),
    ] {
        let ridge = Ridge::new(Kind::Mountains, stage, base, swing, &mut scene.seed);
        if let Some(path) = ridge.path(horizon + stage.part(0.05)) {
            scene
                .canvas
                .fill(&path, &Fill::lit(color, ridge.top(), horizon, 0.08));
        }
    }

    ground(scene, horizon);
    avenue(scene, horizon);

    // The main thing stands where the road begins; its shadow falls towards the eye.
    let size = stage.hero_size();
    let place = scene.hero_place();
    let foot = place.middle.1 + size * 0.5 / scene.hero.aspect().max(1.0);
    let lift = (horizon + stage.part(0.075) - foot).max(0.0);
    let placed = Placed {
        middle: (place.middle.0, place.middle.1 + lift),
        ..place
    };
    if let Some(path) = ellipse((placed.middle.0, foot + lift), size * 0.42, size * 0.06) {
        let shadow = Shadow {
            fall: (0.0, 0.0),
            blur: stage.part(0.03),
            color: near.darker(0.4),
            strength: 0.6,
        };
        scene.canvas.shade(&path, shadow);
    }
    let behind = Scene::backing(&scene.hero, &[scene.palette.sun, nearer, further]);
    scene.canvas.glow(placed.middle, size * 0.85, behind, 0.35);
    scene.draw_hero(placed);
}

fn sun(scene: &mut Scene, horizon: f32) {
    let stage = scene.stage;
    let middle = (stage.focus.0, horizon - stage.part(0.12));
    let sun = Scene::backing(
        &scene.hero,
        &[
            scene.palette.sun,
            scene.palette.accent,
            scene.palette.layers[1],
        ],
    );
    let turn = scene.seed.between(0.0, 0.3);
    if let Some(path) = rays(middle, 14, stage.reach() * 1.6, turn) {
        let strength = if scene.palette.is_dark { 0.07 } else { 0.16 };
        scene
            .canvas
            .fill(&path, &Fill::Solid(scene.palette.sun, strength));
    }
    scene
        .canvas
        .glow(middle, stage.part(0.85), scene.palette.sun, 0.55);
    let radius = stage.part(0.36);
    scene
        .canvas
        .disc(middle, radius * 1.13, &Fill::Solid(sun.lighter(0.2), 0.25));
    let fill = Fill::Linear {
        from: (0.0, middle.1 - radius),
        to: (0.0, middle.1 + radius),
        colors: [sun.lighter(0.15), sun.mix(scene.palette.sky_at(1.0), 0.35)],
    };
    scene.canvas.disc(middle, radius, &fill);
}

fn ground(scene: &mut Scene, horizon: f32) {
    let stage = scene.stage;
    let [_, further, nearer, near] = scene.palette.layers;
    let beyond = stage.part(0.1);
    let mut builder = PathBuilder::new();
    builder.move_to(-beyond, horizon);
    builder.quad_to(
        stage.focus.0,
        horizon - stage.part(0.025),
        stage.width + beyond,
        horizon,
    );
    builder.line_to(stage.width + beyond, stage.height + beyond);
    builder.line_to(-beyond, stage.height + beyond);
    builder.close();
    if let Some(path) = builder.finish() {
        let fill = Fill::Linear {
            from: (0.0, horizon),
            to: (0.0, stage.height),
            colors: [further.lighter(0.12), near],
        };
        let shadow = scene.layer_shadow();
        scene
            .canvas
            .lay_ridge(&path, (horizon - stage.part(0.025), horizon), &fill, shadow);
    }
    // Furrows run to the vanishing point, and the road between them.
    let vanishing = (stage.focus.0, horizon - stage.part(0.01));
    let mut wedge = |from: f32, to: f32, color, opacity: f32| {
        let mut builder = PathBuilder::new();
        builder.move_to(vanishing.0, vanishing.1);
        builder.line_to(stage.focus.0 + stage.part(from), stage.height + beyond);
        builder.line_to(stage.focus.0 + stage.part(to), stage.height + beyond);
        builder.close();
        if let Some(path) = builder.finish() {
            scene.canvas.fill(&path, &Fill::Solid(color, opacity));
        }
    };
    for furrow in -9_i16..=9 {
        let from = f32::from(furrow) * 0.62;
        wedge(from, from + 0.3, nearer, 0.22);
    }
    let road = scene.palette.sun.mix(nearer, 0.35);
    wedge(-0.25, 0.25, nearer.darker(0.15), 0.5);
    wedge(-0.22, 0.22, road, 0.8);
    wedge(-0.012, 0.012, nearer, 0.5);
}

/// The smaller things repeat along the road, larger and clearer as they come nearer.
fn avenue(scene: &mut Scene, horizon: f32) {
    let stage = scene.stage;
    let others = scene.others.clone();
    if others.is_empty() {
        return;
    }
    let haze = scene.palette.layers[0].mix(scene.palette.sky_at(0.9), 0.4);
    let [_, further, ..] = scene.palette.layers;
    // Depth, and how far from the road: staggered, so that none hides another.
    let rows: [(f32, f32); 3] = [(0.04, 0.45), (0.4, 0.34), (0.95, 0.425)];
    let mut next = scene.seed.below(others.len());
    for (depth, aside) in rows {
        for side in [-1.0, 1.0] {
            let Some(artwork) = others.get(next % others.len()) else {
                continue;
            };
            next += 1;
            let size = stage.part(0.06 + 0.12 * depth);
            let wide = (stage.width / stage.short).min(1.6);
            let x = stage.focus.0 + side * stage.part(aside) * wide;
            let foot = horizon + stage.height * (0.012 + 0.165 * depth.powf(1.5));
            let middle = (x, foot - size * 0.45);
            if let Some(path) = ellipse((x, foot), size * 0.4, size * 0.08) {
                let mut shadow = scene.shadow(0.01);
                shadow.fall = (0.0, 0.0);
                scene.canvas.shade(&path, shadow);
            }
            let placed = Placed::at(middle, size).hazy(haze, 0.5 * (1.0 - depth).powi(2));
            scene.draw_small(artwork, placed, further);
        }
    }
}

fn ellipse((x, y): (f32, f32), across: f32, down: f32) -> Option<resvg::tiny_skia::Path> {
    let rect = resvg::tiny_skia::Rect::from_xywh(x - across, y - down, across * 2.0, down * 2.0)?;
    PathBuilder::from_oval(rect)
}
