//! Under a pointed arch in a wall of star tiles, as on the portals of Samarkand.

use resvg::tiny_skia::{Path, PathBuilder, Rect};

use super::ridge::{Kind, Ridge};
use super::scene::Scene;
use super::scenery::{rays, star};
use crate::card::canvas::{Fill, Placed, Shadow};
use crate::card::color::Rgb;

pub(super) fn draw(scene: &mut Scene) {
    let stage = scene.stage;
    let [far, further, nearer, near] = scene.palette.layers;

    // Behind the arch: an evening sky, rays, and land.
    let low = scene.palette.sky_at(1.0);
    let light = Scene::backing(
        &scene.hero,
        &[scene.palette.sun.mix(low, 0.35), low, further, near],
    );
    scene.canvas.cover(
        [
            light.mix(scene.palette.sky_at(0.3), 0.55),
            light,
            light.lighter(0.3),
        ],
        0.0,
    );
    if let Some(path) = rays(stage.focus, 18, stage.part(1.2), 0.1) {
        scene
            .canvas
            .fill(&path, &Fill::Solid(light.lighter(0.5), 0.22));
    }
    scene
        .canvas
        .glow(stage.focus, stage.part(0.55), light.lighter(0.6), 0.6);
    for (base, swing, color) in [(0.2, 0.03, far), (0.255, 0.025, further)] {
        let base = (stage.focus.1 + stage.part(base)) / stage.height;
        let ridge = Ridge::new(Kind::Hills, stage, base, swing, &mut scene.seed);
        let bottom = stage.focus.1 + stage.part(0.45);
        let shadow = scene.layer_shadow();
        ridge.lay(&mut scene.canvas, bottom, color, shadow);
    }
    let place = scene.hero_place();
    let hero_middle = stage.beside_focus(0.0, 0.0);
    scene.draw_hero(Placed {
        middle: hero_middle,
        size: place.size * 0.88,
        ..place
    });

    wall(scene, nearer, near);
    frame(scene);

    for (index, (artwork, place)) in scene.others_in_corners().into_iter().enumerate() {
        // On tall cards the small things sit on the corners of the portal, as bosses.
        let (right, upper) = (place.0 > stage.focus.0, index % 2 == 0);
        let place = if stage.height > stage.width * 1.6 {
            let across = HALF_WIDTH + BAND;
            let down = if upper { -(0.46 + BAND) } else { 0.36 + BAND };
            stage.beside_focus(if right { across } else { -across }, down)
        } else {
            place
        };
        let color = Scene::backing(&artwork, &[scene.palette.sun.lighter(0.25), further, near]);
        medal(scene, place, stage.part(0.086), color);
        scene.draw_small(&artwork, Placed::at(place, stage.part(0.118)), color);
    }
}

/// Half the width of the opening, as a part of the short side.
const HALF_WIDTH: f32 = 0.285;

/// How far outside the opening the middle of the portal's band runs.
const BAND: f32 = 0.0585;

/// The opening of the arch, `grow` parts of the short side larger on all sides.
fn opening(scene: &Scene, grow: f32) -> PathBuilder {
    let stage = scene.stage;
    let half = stage.part(HALF_WIDTH + grow);
    let (x, y) = stage.focus;
    let spring = y - stage.part(0.08);
    let top = y - stage.part(0.42 + grow * 1.25);
    let sill = y + stage.part(0.36 + grow);
    let mut builder = PathBuilder::new();
    builder.move_to(x - half, sill);
    builder.line_to(x - half, spring);
    // Two arcs that meet in a keel, as Timurid arches do.
    builder.cubic_to(
        x - half,
        spring - half * 0.55,
        x - half * 0.5,
        top + half * 0.28,
        x,
        top,
    );
    builder.cubic_to(
        x + half * 0.5,
        top + half * 0.28,
        x + half,
        spring - half * 0.55,
        x + half,
        spring,
    );
    builder.line_to(x + half, sill);
    builder.close();
    builder
}

fn with_sheet(scene: &Scene, mut builder: PathBuilder) -> Option<Path> {
    let stage = scene.stage;
    let beyond = stage.part(0.2);
    builder.push_rect(Rect::from_ltrb(
        -beyond,
        -beyond,
        stage.width + beyond,
        stage.height + beyond,
    )?);
    builder.finish()
}

/// The wall with its opening, covered with eight-pointed stars and crosses.
fn wall(scene: &mut Scene, nearer: Rgb, near: Rgb) {
    let stage = scene.stage;
    let Some(path) = with_sheet(scene, opening(scene, 0.0)) else {
        return;
    };
    let mut shadow = scene.shadow(0.03);
    shadow.strength += 0.1;
    let (x, y) = stage.focus;
    let (half, up) = (stage.part(HALF_WIDTH + 0.01), stage.part(0.44));
    let opening = [x - half, y - up, x + half, y + stage.part(0.38)];
    scene.canvas.shade_holed(&path, shadow, opening);
    let fill = Fill::Linear {
        from: (0.0, 0.0),
        to: (0.0, stage.height),
        colors: [nearer.lighter(0.05), near],
    };
    scene.canvas.fill_holed(&path, &fill);

    let side = stage.part(0.145);
    let across = (stage.width / side / 2.0).ceil() as i32 + 1;
    let (up, down) = (stage.focus.1 / side, (stage.height - stage.focus.1) / side);
    let (up, down) = (up.ceil() as i32 + 1, down.ceil() as i32 + 1);
    let mut stars = PathBuilder::new();
    let mut hearts = PathBuilder::new();
    let mut knots = PathBuilder::new();
    for row in -up..=down {
        for column in -across..=across {
            let middle = (
                stage.focus.0 + column as f32 * side,
                stage.focus.1 + row as f32 * side,
            );
            if inside_frame(scene, middle, side * 0.5) {
                continue;
            }
            // Two squares, one turned by an eighth: the star of Islamic ornament. The inner
            // radius of such a star is 0.765 of the outer one.
            let outer = side * 0.47;
            stars.extend_star(middle, outer, 0.765);
            hearts.extend_star(middle, outer * 0.5, 0.765);
            let knot = (middle.0 + side / 2.0, middle.1 + side / 2.0);
            knots.extend_star(knot, side * 0.13, 0.5);
        }
    }
    let tile = scene.palette.sky_at(0.15).mix(nearer, 0.45);
    let lines = scene.palette.sun.mix(nearer, 0.25);
    // The ornament fades downwards, where the captions are.
    let fade = |color: Rgb, strength: f32| Fill::Radial {
        middle: (stage.focus.0, stage.focus.1 - stage.part(0.1)),
        radius: stage.reach(),
        inner: (color, strength),
        outer: (color, 0.0),
    };
    for (builder, color, strength) in [
        (stars, tile, 0.75),
        (hearts, lines, 0.8),
        (knots, scene.palette.accent, 0.75),
    ] {
        let Some(path) = builder.finish() else {
            continue;
        };
        let relief = Shadow {
            fall: (0.0, stage.part(0.003)),
            blur: stage.part(0.008),
            color: near.darker(0.5),
            strength: 0.35,
        };
        if color == tile {
            scene.canvas.shade(&path, relief);
        }
        scene.canvas.fill(&path, &fade(color, strength));
    }
}

/// Whether a tile would touch the frame of the opening.
fn inside_frame(scene: &Scene, (x, y): (f32, f32), half: f32) -> bool {
    let stage = scene.stage;
    let across = (x - stage.focus.0).abs() - half;
    let down = y - stage.focus.1;
    across < stage.part(HALF_WIDTH + 0.086)
        && down - half < stage.part(0.446)
        && down + half > -stage.part(0.546)
}

/// The portal around the opening: a panel, a band, and the rim of the arch.
fn frame(scene: &mut Scene) {
    let stage = scene.stage;
    let [_, further, nearer, near] = scene.palette.layers;
    let (x, y) = stage.focus;
    let rect = |grow: f32| {
        Rect::from_ltrb(
            x - stage.part(HALF_WIDTH + grow),
            y - stage.part(0.46 + grow),
            x + stage.part(HALF_WIDTH + grow),
            y + stage.part(0.36 + grow),
        )
    };
    let panels = [
        (0.086, scene.palette.accent.mix(nearer, 0.12), 0.028),
        (0.073, near.mix(nearer, 0.3), 0.0),
        (0.044, scene.palette.accent.mix(nearer, 0.25), 0.0),
        (0.037, further.mix(nearer, 0.45), 0.0),
    ];
    for (grow, color, height) in panels {
        let Some(outline) = rect(grow) else { continue };
        let mut builder = opening(scene, 0.0);
        builder.push_rect(outline);
        let Some(path) = builder.finish() else {
            continue;
        };
        if height > 0.0 {
            let shadow = scene.shadow(height);
            let reach = stage.part(0.1);
            let around = [
                outline.left() - reach,
                outline.top() - reach,
                outline.right() + reach,
                outline.bottom() + reach,
            ];
            scene.canvas.shade_holed(&path, shadow, around);
        }
        let fill = if height > 0.0 {
            Fill::lit(color, y - stage.part(0.5), y + stage.part(0.5), 0.1)
        } else {
            Fill::solid(color)
        };
        scene.canvas.fill_holed(&path, &fill);
    }
    dots(scene, BAND);
    for side in [-1.0, 1.0] {
        let place = (x + side * stage.part(0.208), y - stage.part(0.368));
        for (radius, color) in [
            (0.062, scene.palette.sun),
            (0.04, nearer),
            (0.022, scene.palette.accent),
        ] {
            let radius = stage.part(radius);
            if let Some(path) = star(place, 8, (radius, radius * 0.765), 0.0) {
                scene.canvas.fill(&path, &Fill::Solid(color, 0.9));
            }
        }
    }
    if let Some(path) = opening(scene, 0.004).finish() {
        let rim = (scene.palette.sun.lighter(0.1), 0.95);
        scene.canvas.stroke(&path, stage.part(0.012), rim, None);
    }
}

/// Small rhombs along the band of the portal.
fn dots(scene: &mut Scene, grow: f32) {
    let stage = scene.stage;
    let (x, y) = stage.focus;
    let (half, top, bottom) = (HALF_WIDTH + grow, -(0.46 + grow), 0.36 + grow);
    let mut builder = PathBuilder::new();
    let step = 0.0385;
    let mut add = |across: f32, down: f32| {
        let (x, y) = (x + stage.part(across), y + stage.part(down));
        let size = stage.part(0.0095);
        builder.move_to(x, y - size);
        builder.line_to(x + size, y);
        builder.line_to(x, y + size);
        builder.line_to(x - size, y);
        builder.close();
    };
    let count = (half * 2.0 / step).round() as i32;
    for index in 0..=count {
        let across = -half + half * 2.0 * index as f32 / count as f32;
        add(across, top);
        add(across, bottom);
    }
    let count = ((bottom - top) / step).round() as i32;
    for index in 1..count {
        let down = top + (bottom - top) * index as f32 / count as f32;
        add(-half, down);
        add(half, down);
    }
    if let Some(path) = builder.finish() {
        let color = scene.palette.sun.lighter(0.2);
        scene.canvas.fill(&path, &Fill::Solid(color, 0.9));
    }
}

/// A star-shaped plate for a smaller illustration.
fn medal(scene: &mut Scene, middle: (f32, f32), radius: f32, color: Rgb) {
    for (size, fill, height) in [(1.22, scene.palette.accent, 0.016), (1.12, color, 0.0)] {
        let outer = radius * size;
        let Some(path) = star(middle, 8, (outer, outer * 0.84), 0.0) else {
            continue;
        };
        if height > 0.0 {
            let shadow = scene.shadow(height);
            scene.canvas.shade(&path, shadow);
        }
        let fill = Fill::lit(fill, middle.1 - radius, middle.1 + radius, 0.08);
        scene.canvas.fill(&path, &fill);
    }
}

/// Adds eight-pointed stars to a path.
trait ExtendStar {
    fn extend_star(&mut self, middle: (f32, f32), outer: f32, inner_share: f32);
}

impl ExtendStar for PathBuilder {
    fn extend_star(&mut self, middle: (f32, f32), outer: f32, inner_share: f32) {
        if let Some(path) = star(middle, 8, (outer, outer * inner_share), 0.0) {
            self.push_path(&path);
        }
    }
}
