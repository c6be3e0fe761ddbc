//! Before a sun, over layers of hills, waves, dunes or mountains.

use super::ridge::{Kind, Ridge};
use super::scene::Scene;
use super::scenery::{cloud, medallion, stars};
use crate::card::canvas::Placed;

pub(super) fn draw(scene: &mut Scene) {
    let stage = scene.stage;
    let slant = scene.seed.between(-0.12, 0.12);
    scene.canvas.cover(scene.palette.sky, slant);
    if scene.palette.is_dark {
        stars(scene, 46, 0.6);
    }

    let [.., near] = scene.palette.layers;
    let [far, further, ..] = scene.palette.layers;
    let backings = [scene.palette.sun, further, scene.palette.accent, near];
    let disc = Scene::backing(&scene.hero, &backings);
    medallion(scene, stage.focus, stage.part(0.37), disc);

    clouds(scene);
    let kind = Kind::for_palette(scene.palette.name, &mut scene.seed);
    let swing = if kind == Kind::Mountains { 0.1 } else { 0.06 };
    let others = scene.others.clone();
    let bases = [0.6, 0.675, 0.755, 0.86];
    let mut planted = 0;
    for (index, (base, color)) in bases.into_iter().zip(scene.palette.layers).enumerate() {
        let ridge = Ridge::new(kind, stage, base, swing, &mut scene.seed);
        // Each layer ends where the next one surely lies over it.
        let next = bases.get(index + 1).map_or(1.1, |next| next + 0.01);
        let bottom = stage.height * next + stage.part(swing);
        let shadow = scene.layer_shadow();
        ridge.lay(&mut scene.canvas, bottom, color, shadow);
        if index == 0 {
            let place = scene.hero_place();
            scene.draw_hero(Placed {
                middle: stage.beside_focus(0.0, -0.01),
                ..place
            });
        }
        // Smaller things stand on the layers in front, left and right in turns.
        if index == 1 || index == 2 {
            for side in [-1.0, 1.0] {
                let Some(artwork) = others.get(planted) else {
                    continue;
                };
                planted += 1;
                let spread = if index == 1 { 0.37 } else { 0.2 };
                let reach = (stage.width * spread).min(stage.part(spread * 1.5));
                let x =
                    stage.focus.0 + side * reach + scene.seed.between(-0.02, 0.02) * stage.short;
                let size = stage.part(if index == 1 { 0.15 } else { 0.17 });
                let place = (x, ridge.y(x) - size * 0.4);
                let placed = Placed::at(place, size).turned(scene.seed.between(-6.0, 6.0));
                let behind = if index == 1 { far } else { further };
                scene.draw_small(artwork, placed, behind);
            }
        }
    }
}

fn clouds(scene: &mut Scene) {
    let stage = scene.stage;
    let color = scene
        .palette
        .sky_at(0.7)
        .lighter(if scene.palette.is_dark { 0.08 } else { 0.5 });
    let first = scene.seed.sign();
    for (side, down, width) in [
        (first, 0.17, 0.3),
        (-first, 0.24, 0.22),
        (first, 0.335, 0.16),
    ] {
        let across = scene.seed.between(0.3, 0.44);
        let reach = (stage.width * across).min(stage.part(1.1));
        let place = (stage.focus.0 + side * reach, stage.height * down);
        cloud(scene, place, stage.part(width), color);
    }
}
