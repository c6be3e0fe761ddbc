//! At the bottom of a cave of paper layers.

use std::f32::consts::TAU;

use resvg::tiny_skia::{PathBuilder, Rect};

use super::scene::Scene;
use super::scenery::blob;
use crate::card::canvas::{Fill, Placed};
use crate::card::color::Rgb;

/// How many layers lie over the bottom of the cave.
const LAYERS: usize = 6;

/// How much wider than its mean radius a hole is at its widest.
const WIDEST: f32 = 1.2;

/// The mean radius of the hole in a layer, as a part of the short side.
fn hole_radius(layer: usize) -> f32 {
    let layer = layer as f32;
    0.335 + 0.078 * layer + 0.011 * layer * layer
}

pub(super) fn draw(scene: &mut Scene) {
    let stage = scene.stage;
    let [far, further, nearer, near] = scene.palette.layers;
    let low = scene.palette.sky_at(0.95);
    let bottom = Scene::backing(
        &scene.hero,
        &[scene.palette.sun.mix(low, 0.25), low, further, near],
    );
    scene
        .canvas
        .cover([bottom, bottom.lighter(0.1), bottom], 0.0);
    scene
        .canvas
        .glow(stage.focus, stage.part(0.62), bottom.lighter(0.55), 0.7);

    // A cave in a light mood goes from light to dark outwards; in a dark one it glows inside.
    let top = scene.palette.sky_at(0.1);
    let steps = [
        low.mix(far, 0.45),
        far,
        far.mix(further, 0.6),
        further,
        nearer,
        near,
    ];
    let petals = [3.0, 4.0, 5.0];
    let waves = scene.seed.pick(&petals).copied().unwrap_or(4.0);
    let mut phase = scene.seed.between(0.0, TAU);
    let stretch = (stage.height / stage.width).clamp(0.72, 1.28);
    for (index, color) in steps.into_iter().enumerate().take(LAYERS) {
        let radius = stage.part(hole_radius(index));
        phase += scene.seed.between(0.25, 0.6);
        let shape = [
            (waves, 0.055 + 0.006 * index as f32, phase),
            (2.0, 0.045, phase * 1.7),
            (waves * 2.0 + 1.0, 0.016, phase * 0.6),
        ];
        let sides = (radius / stretch.sqrt(), radius * stretch.sqrt());
        let mut builder = blob(stage.focus, sides, &shape);
        // A sheet ends where the next one surely lies over it; the last one covers the card.
        let outer = if index + 1 == LAYERS {
            stage.reach() * 1.6
        } else {
            stage.part(hole_radius(index + 1)) * WIDEST
        };
        let (across, down) = (outer / stretch.sqrt(), outer * stretch.sqrt());
        let sheet = Rect::from_ltrb(
            stage.focus.0 - across,
            stage.focus.1 - down,
            stage.focus.0 + across,
            stage.focus.1 + down,
        );
        if let Some(sheet) = sheet {
            builder.push_oval(sheet);
        }
        layer(scene, builder, sides, color.mix(top, 0.08));
        if index == 0 {
            let place = scene.hero_place();
            scene.draw_hero(Placed {
                size: place.size * 0.94,
                ..place
            });
        }
    }
    for (artwork, place) in scene.others_in_corners() {
        let degrees = scene.seed.between(-12.0, 12.0);
        let placed = Placed::at(place, stage.part(0.165)).turned(degrees);
        scene.draw_small(&artwork, placed, further);
    }
}

fn layer(scene: &mut Scene, builder: PathBuilder, (across, down): (f32, f32), color: Rgb) {
    let stage = scene.stage;
    let Some(path) = builder.finish() else { return };
    let mut shadow = scene.shadow(0.02);
    shadow.strength += 0.08;
    let (x, y) = stage.focus;
    let region = [
        x - across * WIDEST,
        y - down * WIDEST,
        x + across * WIDEST,
        y + down * WIDEST,
    ];
    scene.canvas.shade_holed(&path, shadow, region);
    scene
        .canvas
        .fill_holed(&path, &Fill::lit(color, 0.0, stage.height, 0.1));
    // The cut edge of the sheet catches the light.
    scene
        .canvas
        .stroke(&path, stage.part(0.0022), (color.lighter(0.5), 0.5), None);
}
