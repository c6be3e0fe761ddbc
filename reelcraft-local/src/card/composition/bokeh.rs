//! Sharp before a picture out of focus.

use std::sync::Arc;

use super::scene::Scene;
use super::scenery::sparkle;
use crate::card::canvas::{Fill, Placed};
use crate::card::color::Rgb;

pub(super) fn draw(scene: &mut Scene) {
    let stage = scene.stage;
    let slant = scene.seed.between(-0.5, 0.5);
    scene.canvas.cover(scene.palette.sky, slant);
    let side = scene.seed.sign();

    // The same thing, huge and far behind, cropped by the edges.
    let hero = Arc::clone(&scene.hero);
    let haze = scene.palette.sky_at(0.45);
    let ghost = Placed::at(stage.beside_focus(0.3 * side, -0.1), stage.part(1.5))
        .turned(-14.0 * side)
        .hazy(haze, 0.72);
    let blur = stage.part(0.045);
    scene.canvas.illustrate_blurred(
        &hero,
        Placed {
            opacity: 0.7,
            ..ghost
        },
        blur,
    );
    for (index, artwork) in scene.others.clone().iter().enumerate().take(2) {
        let (across, down) = if index == 0 {
            (-0.5 * side, 0.62)
        } else {
            (0.52 * side, 0.7)
        };
        let placed = Placed::at(stage.beside_focus(across, down), stage.part(0.5))
            .turned(18.0 * side)
            .hazy(scene.palette.sky_at(0.9), 0.5);
        scene.canvas.illustrate_blurred(
            artwork,
            Placed {
                opacity: 0.7,
                ..placed
            },
            blur * 0.9,
        );
    }

    lights(scene);
    let light = Scene::backing(
        &hero,
        &[
            scene.palette.sun,
            scene.palette.layers[1],
            scene.palette.layers[3],
        ],
    );
    scene
        .canvas
        .glow(stage.focus, stage.part(0.62), light, 0.75);

    let size = scene.hero_place().size * 1.08;
    let placed = Placed::at(stage.focus, size).turned(scene.seed.between(-5.0, 5.0));
    let shadow = scene.shadow(0.035);
    if hero.contrast(light) < 0.16 {
        scene
            .canvas
            .sticker(&hero, placed, (Rgb::WHITE, stage.part(0.014)), shadow);
    } else {
        scene.canvas.shade_illustration(&hero, placed, shadow);
        scene.canvas.illustrate(&hero, placed);
    }

    for (artwork, place) in scene.others_in_corners() {
        let degrees = scene.seed.between(-14.0, 14.0);
        let placed = Placed::at(place, stage.part(0.165)).turned(degrees);
        let behind = scene.palette.sky_at(place.1 / stage.height);
        scene.draw_small(&artwork, placed, behind);
    }
    for _ in 0..7 {
        let angle = scene.seed.between(0.0, std::f32::consts::TAU);
        let reach = scene.seed.between(0.3, 0.46);
        let place = stage.beside_focus(angle.cos() * reach, angle.sin() * reach);
        let size = stage.part(scene.seed.between(0.012, 0.03));
        if let Some(path) = sparkle(place, size) {
            scene
                .canvas
                .fill(&path, &Fill::Solid(scene.palette.sun.lighter(0.5), 0.9));
        }
    }
}

/// Discs of light as a wide lens draws points: even inside, brighter at the rim.
fn lights(scene: &mut Scene) {
    let stage = scene.stage;
    let colors = [
        scene.palette.sun,
        scene.palette.accent,
        scene.palette.sky[2],
        Rgb::WHITE,
    ];
    for index in 0..26 {
        let place = stage.at(scene.seed.unit(), scene.seed.unit());
        let radius =
            stage.part(scene.seed.between(0.025, 0.13) * if index % 5 == 0 { 1.3 } else { 1.0 });
        let color = scene.seed.pick(&colors).copied().unwrap_or(Rgb::WHITE);
        let strength = scene.seed.between(0.08, 0.24);
        scene
            .canvas
            .disc(place, radius, &Fill::Solid(color, strength));
        let rim = radius * 0.045;
        scene
            .canvas
            .ring(place, radius - rim, rim, (color, strength * 1.1), None);
    }
}
