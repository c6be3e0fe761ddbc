//! In the middle of a system of planets.

use std::f32::consts::TAU;

use super::scene::Scene;
use super::scenery::{medallion, stars};
use crate::card::canvas::{Fill, Placed};
use crate::card::color::Rgb;

/// Radii of the orbits, as parts of the short side.
const ORBITS: [f32; 5] = [0.36, 0.47, 0.62, 0.82, 1.06];

pub(super) fn draw(scene: &mut Scene) {
    let stage = scene.stage;
    let slant = scene.seed.between(-0.25, 0.25);
    scene.canvas.cover(scene.palette.sky, slant);
    nebulae(scene);
    stars(scene, if scene.palette.is_dark { 70 } else { 26 }, 1.0);

    let line = if scene.palette.is_dark {
        scene.palette.sun
    } else {
        Rgb::WHITE
    };
    for (index, radius) in ORBITS.into_iter().enumerate() {
        let radius = stage.part(radius);
        if index < 3 {
            scene
                .canvas
                .disc(stage.focus, radius, &Fill::Solid(line, 0.04));
        }
        let dashes = (index % 2 == 1).then(|| [stage.part(0.004), stage.part(0.018)]);
        let width = stage.part(if index % 2 == 1 { 0.0045 } else { 0.003 });
        scene
            .canvas
            .ring(stage.focus, radius, width, (line, 0.55), dashes);
    }

    let [_, further, _, near] = scene.palette.layers;
    let disc = Scene::backing(
        &scene.hero,
        &[scene.palette.sun, further, scene.palette.accent, near],
    );
    medallion(scene, stage.focus, stage.part(0.31), disc);
    planets(scene);
    let place = scene.hero_place();
    scene.draw_hero(Placed {
        size: place.size * 0.9,
        ..place
    });

    for (artwork, place) in scene.others_in_corners() {
        let radius = stage.part(0.095);
        let color = Scene::backing(&artwork, &[scene.palette.sun.lighter(0.3), further, near]);
        plate(scene, place, radius, color);
        let placed = Placed::at(place, radius * 1.42).turned(scene.seed.between(-10.0, 10.0));
        scene.draw_small(&artwork, placed, color);
    }
}

/// A small round plate under an illustration.
pub(super) fn plate(scene: &mut Scene, middle: (f32, f32), radius: f32, color: Rgb) {
    if let Some(path) = resvg::tiny_skia::PathBuilder::from_circle(middle.0, middle.1, radius) {
        let shadow = scene.shadow(0.016);
        let fill = Fill::lit(color, middle.1 - radius, middle.1 + radius, 0.1);
        scene.canvas.lay(&path, &fill, shadow);
        let width = radius * 0.05;
        scene.canvas.ring(
            middle,
            radius * 0.9,
            width,
            (color.mix(Rgb::WHITE, 0.6), 0.6),
            None,
        );
    }
}

fn nebulae(scene: &mut Scene) {
    let stage = scene.stage;
    let colors = [
        scene.palette.accent,
        scene.palette.layers[0],
        scene.palette.sky[2],
    ];
    for color in colors {
        let place = stage.at(scene.seed.unit(), scene.seed.unit());
        let radius = stage.part(scene.seed.between(0.5, 0.9));
        scene.canvas.glow(place, radius, color, 0.22);
    }
}

/// Small planets with a bright and a dark side on the orbits.
fn planets(scene: &mut Scene) {
    let stage = scene.stage;
    let [far, _, nearer, _] = scene.palette.layers;
    let colors = [
        scene.palette.accent,
        scene.palette.sun,
        far.lighter(0.2),
        nearer.lighter(0.25),
    ];
    for (index, orbit) in ORBITS.into_iter().enumerate().skip(1) {
        for turn in 0..2 {
            let angle = scene.seed.between(0.0, TAU * 0.5) + turn as f32 * TAU * 0.5;
            let radius = stage.part(scene.seed.between(0.011, 0.024) + 0.003 * index as f32);
            let orbit = stage.part(orbit);
            let middle = (
                stage.focus.0 + orbit * angle.cos(),
                stage.focus.1 + orbit * angle.sin(),
            );
            let color = scene.seed.pick(&colors).copied().unwrap_or(far);
            let fill = Fill::Radial {
                middle: (middle.0 - radius * 0.4, middle.1 - radius * 0.5),
                radius: radius * 1.7,
                inner: (color.lighter(0.35), 1.0),
                outer: (color.darker(0.35), 1.0),
            };
            scene.canvas.disc(middle, radius, &fill);
        }
    }
}
