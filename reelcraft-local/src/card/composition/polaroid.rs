//! On a photograph among others on a table.

use resvg::tiny_skia::{Path, Transform};

use super::ridge::{Kind, Ridge};
use super::scene::Scene;
use super::scenery::{blob, round_rect};
use super::stage::Stage;
use crate::card::canvas::{Fill, Placed};
use crate::card::color::Rgb;

pub(super) fn draw(scene: &mut Scene) {
    let stage = scene.stage;
    table(scene);

    let side = scene.seed.sign();
    let [far, further, ..] = scene.palette.layers;
    let paper = Rgb::hex(0xFF_FC_F5);
    let (width, height) = (stage.part(0.66), stage.part(0.76));
    let middle = (stage.focus.0, stage.focus.1 + stage.part(0.02));
    for (turn, across, down, color) in [
        (-11.0, -0.07, 0.02, far.mix(paper, 0.55)),
        (9.0, 0.06, -0.015, scene.palette.accent.mix(paper, 0.35)),
    ] {
        let place = (
            middle.0 + stage.part(across) * side,
            middle.1 + stage.part(down),
        );
        if let Some(path) = round_rect(place, (width, height), stage.part(0.018), turn * side) {
            let shadow = scene.shadow(0.02);
            let fill = Fill::lit(color, place.1 - height / 2.0, place.1 + height / 2.0, 0.06);
            scene.canvas.lay(&path, &fill, shadow);
        }
    }

    let tilt = scene.seed.between(1.5, 3.5) * -side;
    if let Some(path) = round_rect(middle, (width, height), stage.part(0.018), tilt) {
        let shadow = scene.shadow(0.03);
        let fill = Fill::lit(
            paper,
            middle.1 - height / 2.0,
            middle.1 + height / 2.0,
            0.03,
        );
        scene.canvas.lay(&path, &fill, shadow);
    }
    // The photograph sits a little above the middle of its card.
    let turn = Transform::from_rotate_at(tilt, middle.0, middle.1);
    let window = (width * 0.88, height * 0.78);
    let window_middle = turned(turn, (middle.0, middle.1 - height * 0.05));
    if let Some(path) = round_rect(window_middle, window, stage.part(0.008), tilt) {
        photograph(scene, &path, window_middle, window);
    }
    let size = scene.hero_place().size * 0.94;
    scene.draw_hero(Placed::at(window_middle, size).turned(tilt));

    tape(
        scene,
        turned(turn, (middle.0, middle.1 - height / 2.0)),
        tilt - 4.0 * side,
        further,
    );
    for (artwork, place) in scene.others_in_corners() {
        let degrees = scene.seed.between(-16.0, 16.0);
        let placed = Placed::at(outwards(stage, place), stage.part(0.16)).turned(degrees);
        let shadow = scene.shadow(0.014);
        scene
            .canvas
            .sticker(&artwork, placed, (Rgb::WHITE, stage.part(0.013)), shadow);
    }
}

/// Moves a place a little away from the middle: the photograph is wide.
fn outwards(stage: Stage, (x, y): (f32, f32)) -> (f32, f32) {
    let limit = stage.part(0.12);
    let x = (x + (x - stage.focus.0) * 0.12).clamp(limit, stage.width - limit);
    (x, y + (y - stage.focus.1) * 0.08)
}

fn turned(transform: Transform, (x, y): (f32, f32)) -> (f32, f32) {
    let mut point = resvg::tiny_skia::Point::from_xy(x, y);
    transform.map_point(&mut point);
    (point.x, point.y)
}

/// A tabletop of large soft shapes of paper.
fn table(scene: &mut Scene) {
    let stage = scene.stage;
    let slant = scene.seed.between(-0.4, 0.4);
    scene.canvas.cover(scene.palette.sky, slant);
    let [far, further, ..] = scene.palette.layers;
    let [_, middle, low] = scene.palette.sky;
    let spots = [
        (0.05, 0.06, far),
        (1.0, 0.2, low),
        (0.0, 0.72, further.mix(middle, 0.4)),
        (0.95, 0.86, far),
        (0.4, 1.02, low),
    ];
    for (across, down, color) in spots {
        let radius = stage.part(scene.seed.between(0.3, 0.46));
        let shape = [
            (
                2.0,
                scene.seed.between(0.05, 0.14),
                scene.seed.between(0.0, 6.0),
            ),
            (
                3.0,
                scene.seed.between(0.03, 0.1),
                scene.seed.between(0.0, 6.0),
            ),
        ];
        let middle = stage.at(across, down);
        if let Some(path) = blob(middle, (radius * 1.15, radius), &shape).finish() {
            let shadow = scene.shadow(0.016);
            let fill = Fill::lit(color, middle.1 - radius, middle.1 + radius, 0.07);
            scene.canvas.lay(&path, &fill, shadow);
        }
    }
    let accents = [scene.palette.accent, scene.palette.sun];
    for _ in 0..34 {
        let place = stage.at(scene.seed.unit(), scene.seed.unit());
        let color = scene.seed.pick(&accents).copied().unwrap_or(far);
        let radius = stage.part(scene.seed.between(0.004, 0.011));
        scene.canvas.disc(place, radius, &Fill::Solid(color, 0.6));
    }
}

fn photograph(scene: &mut Scene, window: &Path, middle: (f32, f32), (_, height): (f32, f32)) {
    let stage = scene.stage;
    let [top, middle_sky, low] = scene.palette.sky;
    let [far, further, nearer, near] = scene.palette.layers;
    let sun = Scene::backing(
        &scene.hero,
        &[scene.palette.sun, scene.palette.accent, further, near],
    );
    let mut canvas_seed = scene.seed.branch("photograph");
    let kind = Kind::for_palette(scene.palette.name, &mut canvas_seed);
    scene.canvas.inside(window, |canvas| {
        let fill = Fill::Linear {
            from: (0.0, middle.1 - height / 2.0),
            to: (0.0, middle.1 + height / 2.0),
            colors: [top.mix(middle_sky, 0.5), low],
        };
        canvas.fill(window, &fill);
        canvas.disc(middle, stage.part(0.3), &Fill::Solid(sun, 0.25));
        canvas.disc(middle, stage.part(0.25), &Fill::solid(sun));
        for (down, color) in [(0.24, far), (0.32, further), (0.41, nearer)] {
            let base = (middle.1 + height * down) / stage.height;
            let ridge = Ridge::new(kind, stage, base, 0.026, &mut canvas_seed);
            if let Some(path) = ridge.path(middle.1 + height) {
                canvas.fill(&path, &Fill::solid(color));
            }
        }
    });
    scene
        .canvas
        .stroke(window, stage.part(0.003), (near, 0.25), None);
}

/// A strip of translucent tape.
fn tape(scene: &mut Scene, middle: (f32, f32), degrees: f32, color: Rgb) {
    let stage = scene.stage;
    let size = (stage.part(0.2), stage.part(0.05));
    if let Some(path) = round_rect(middle, size, stage.part(0.002), degrees) {
        let shadow = scene.shadow(0.005);
        scene.canvas.shade(&path, shadow);
        let color = scene.palette.accent.mix(color, 0.15).lighter(0.25);
        scene.canvas.fill(&path, &Fill::Solid(color, 0.82));
    }
}
