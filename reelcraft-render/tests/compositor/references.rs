//! Small pictures of what effects look like, to be read by people. `REELCRAFT_BLESS=1` writes
//! them anew.

use std::path::{Path, PathBuf};

use image::{Rgb, RgbImage};
use reelcraft_core::project::{Fit, FrameSize, Motion, TransitionEffect};
use reelcraft_render::YuvFrame;

use crate::world::{World, clip, compositor, frame, timeline};

/// Mean and largest allowed difference of a channel, of 255. Only the rounding of curves may
/// differ between machines.
const MEAN_BOUND: f64 = 0.5;
const WORST_BOUND: u8 = 10;

/// BT.709 limited range to RGB; each chroma sample serves four pixels, which is near enough to
/// look at.
pub(crate) fn to_rgb(frame: &YuvFrame) -> RgbImage {
    let FrameSize { width, height } = frame.size();
    RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as usize, y as usize);
        let at = y / 2 * frame.u.width + x / 2;
        let luma = (f64::from(frame.y.samples[y * frame.y.width + x]) - 16.0) / 219.0;
        let blue = (f64::from(frame.u.samples[at]) - 128.0) / 224.0 * 1.8556;
        let red = (f64::from(frame.v.samples[at]) - 128.0) / 224.0 * 1.5748;
        let green = -(0.2126 * red + 0.0722 * blue) / 0.7152;
        Rgb([red, green, blue].map(|part| ((luma + part) * 255.0).round().clamp(0.0, 255.0) as u8))
    })
}

/// Puts pictures of one size in rows.
pub(crate) fn sheet(tiles: &[RgbImage], columns: usize) -> RgbImage {
    let (width, height) = tiles[0].dimensions();
    let rows = tiles.len().div_ceil(columns);
    let mut sheet = RgbImage::new(width * columns as u32, height * rows as u32);
    for (at, tile) in tiles.iter().enumerate() {
        let (x, y) = (
            (at % columns) as u32 * width,
            (at / columns) as u32 * height,
        );
        image::imageops::replace(&mut sheet, tile, i64::from(x), i64::from(y));
    }
    sheet
}

fn assert_looks_like(name: &str, seen: &RgbImage) {
    assert_looks_nearly_like(name, seen, (MEAN_BOUND, WORST_BOUND));
}

/// The same with other bounds for the mean and the largest difference.
pub(crate) fn assert_looks_nearly_like(name: &str, seen: &RgbImage, bounds: (f64, u8)) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "references", name]
        .iter()
        .collect();
    if std::env::var_os("REELCRAFT_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        seen.save(&path).unwrap();
    }
    let wanted = image::open(&path).unwrap().into_rgb8();
    assert_eq!(seen.dimensions(), wanted.dimensions());
    let differences: Vec<u8> = seen
        .iter()
        .zip(wanted.iter())
        .map(|(a, b)| a.abs_diff(*b))
        .collect();
    let mean = differences.iter().map(|d| f64::from(*d)).sum::<f64>() / differences.len() as f64;
    let worst = differences.iter().max().unwrap();
    assert!(
        mean <= bounds.0 && *worst <= bounds.1,
        "{name}: mean {mean}, worst {worst}"
    );
    assert!(std::fs::metadata(&path).unwrap().len() <= 20 * 1024);
}

/// A sky over hills with a sun, in two moods.
fn scenery(world: &World, name: &str, is_night: bool) -> PathBuf {
    world.picture(name, (320, 180), |x, y| {
        let (x, y) = (f64::from(x), f64::from(y));
        let hill = 120.0 + 18.0 * (x / 40.0).sin() + 8.0 * (x / 13.0).cos();
        let sun = (x - 230.0).hypot(y - 50.0) < 22.0;
        match (is_night, sun, y > hill) {
            (false, true, _) => [255, 240, 170],
            (false, _, true) => [60, 130, 70],
            (false, ..) => [120 + (y * 0.6) as u8, 180, 235],
            (true, true, _) => [230, 230, 245],
            (true, _, true) => [30, 40, 70],
            (true, ..) => [40, 30 + (y * 0.3) as u8, 90],
        }
    })
}

#[test]
fn transitions_look_as_they_did() {
    let world = World::new();
    let (day, night) = (
        scenery(&world, "day.png", false),
        scenery(&world, "night.png", true),
    );
    let tiles: Vec<RgbImage> = TransitionEffect::ALL
        .iter()
        .skip(1)
        .map(|effect| {
            let clips = vec![clip(&day, 20, Motion::None), clip(&night, 20, Motion::None)];
            let plan = timeline(FrameSize::new(128, 72), clips, &[*effect], 10);
            let compositor = compositor(plan);
            let at = compositor.timeline().transitions[0].frames.start + 4;
            let small = to_rgb(&frame(&compositor, at));
            image::imageops::thumbnail(&small, 80, 44)
        })
        .collect();
    assert_looks_like("transitions.png", &sheet(&tiles, 4));
}

#[test]
fn contained_and_transparent_pictures_look_as_they_did() {
    let world = World::new();
    let day = scenery(&world, "day.png", false);
    let badge = world.path("badge.png");
    image::RgbaImage::from_fn(200, 200, |x, y| {
        let away = (f64::from(x) - 100.0).hypot(f64::from(y) - 100.0);
        let alpha = ((80.0 - away) * 64.0).clamp(0.0, 255.0) as u8;
        image::Rgba([230, (x / 2 + 60) as u8, 60, alpha])
    })
    .save(&badge)
    .unwrap();
    let tile = |path: &Path, fit: Fit| {
        let mut clip = clip(path, 10, Motion::None);
        clip.fit = fit;
        let compositor = compositor(timeline(FrameSize::new(128, 228), vec![clip], &[], 0));
        image::imageops::thumbnail(&to_rgb(&frame(&compositor, 0)), 80, 142)
    };
    let tiles = [
        tile(&day, Fit::Fill),
        tile(&day, Fit::Contain),
        tile(&badge, Fit::Fill),
        tile(&badge, Fit::Contain),
    ];
    assert_looks_like("fits.png", &sheet(&tiles, 4));
}
