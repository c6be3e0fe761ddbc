//! Small pictures of captions in all styles and many scripts, to be read by people.
//! `REELCRAFT_BLESS=1` writes them anew.

use std::sync::Arc;

use image::RgbImage;
use reelcraft_core::project::{CaptionLook, CaptionStyle, Captions};
use reelcraft_render::compositor::Compositor;

use crate::captions::{LINES, captioned};
use crate::references::{assert_looks_nearly_like, sheet, to_rgb};
use crate::world::{World, frame};

/// Another version of a system's font moves a few edges; another script would not pass.
const BOUNDS: (f64, u8) = (4.0, 255);

/// The part of a small frame in which captions are.
fn tile(world: &World, captions: Captions, language: &str, line: &str) -> RgbImage {
    let timeline = captioned(world, "640x360", captions, language, line);
    let page = &timeline.captions.as_ref().unwrap().pages[0];
    // In the middle of its time, where a word is highlighted and nothing springs.
    let at = u64::midpoint(page.frames.start, page.frames.end);
    let compositor = Compositor::new(Arc::new(timeline)).unwrap();
    let all = to_rgb(&frame(&compositor, at));
    let part = image::imageops::crop_imm(&all, 0, 120, 640, 120).to_image();
    image::imageops::thumbnail(&part, 200, 38)
}

#[test]
fn captions_look_as_they_did_in_every_script() {
    let world = World::new();
    for (name, language, line) in LINES {
        let styles = [
            (CaptionStyle::Line, CaptionLook::Clear, 1.6),
            (CaptionStyle::Word, CaptionLook::Marker, 1.4),
            (CaptionStyle::Pop, CaptionLook::Bold, 1.0),
        ];
        let tiles = styles.map(|(style, look, size)| {
            let captions = Captions {
                style,
                look,
                size: Some(size),
                height: Some(50.0),
                ..Captions::default()
            };
            tile(&world, captions, language, line)
        });
        assert_looks_nearly_like(&format!("captions/{name}.png"), &sheet(&tiles, 1), BOUNDS);
    }
}

#[test]
fn looks_look_as_they_did() {
    let world = World::new();
    let tiles: Vec<RgbImage> = CaptionLook::ALL
        .iter()
        .take(6)
        .map(|look| {
            let captions = Captions {
                style: CaptionStyle::Word,
                look: *look,
                size: Some(1.3),
                height: Some(50.0),
                ..Captions::default()
            };
            let tile = tile(&world, captions, "en", "Why is the sea salty?");
            image::imageops::thumbnail(&tile, 160, 30)
        })
        .collect();
    assert_looks_nearly_like("captions/looks.png", &sheet(&tiles, 1), BOUNDS);
}
