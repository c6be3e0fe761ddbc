//! What a picture becomes on its canvas.

use image::{Rgb, RgbImage, Rgba, RgbaImage};
use reelcraft_core::project::{Focus, FrameSize};
use reelcraft_render::YuvFrame;
use reelcraft_render::picture::{CanvasLayout, CanvasRect, Placement, decode, prepare};

use crate::files::{Folder, png};

const CANVAS: FrameSize = FrameSize::new(180, 320);

fn cover(x: f64, y: f64) -> CanvasLayout {
    CanvasLayout {
        canvas: CANVAS,
        placement: Placement::Cover(Focus { x, y }),
    }
}

fn contain() -> CanvasLayout {
    CanvasLayout {
        canvas: CANVAS,
        placement: Placement::Within(CanvasRect {
            left: 0,
            top: 0,
            size: CANVAS,
        }),
    }
}

fn prepared(bytes: Vec<u8>, layout: &CanvasLayout) -> YuvFrame {
    let folder = Folder::new();
    let picture = decode(&folder.write("picture.png", bytes)).unwrap();
    let canvas = prepare(picture, layout).unwrap();
    assert_eq!(canvas.size(), layout.canvas);
    canvas
}

fn luma(frame: &YuvFrame, x: usize, y: usize) -> i32 {
    i32::from(frame.y.samples[y * frame.y.width + x])
}

#[test]
fn the_focus_point_decides_what_is_cropped() {
    // A white column at 70 % of a dark, wide picture.
    let wide = RgbImage::from_fn(1000, 400, |x, _| {
        Rgb([if (690..710).contains(&x) { 255 } else { 20 }; 3])
    });
    let canvas = prepared(png(wide.clone()), &cover(0.7, 0.5));
    assert!(luma(&canvas, 90, 160) > 225, "the focus is in the middle");
    assert!(luma(&canvas, 40, 160) < 40);
    let canvas = prepared(png(wide.clone()), &cover(0.5, 0.5));
    assert!(
        (0..180).all(|x| luma(&canvas, x, 160) < 60),
        "it is outside of the frame"
    );
    // At the edge the picture's border stops the crop: 700 of 775 to 1000 is left of it.
    let canvas = prepared(png(wide), &cover(1.0, 0.5));
    assert!(luma(&canvas, 179, 10) < 40);
}

#[test]
fn a_contained_picture_is_seen_whole_over_its_own_blur() {
    // Bright, with a border of another colour that a crop would take away.
    let framed = RgbImage::from_fn(400, 200, |x, y| {
        let border = x < 10 || y < 10 || x >= 390 || y >= 190;
        Rgb(if border {
            [240, 240, 240]
        } else {
            [200, 60, 60]
        })
    });
    let canvas = prepared(png(framed), &contain());
    // 180 x 90 in the middle: rows 115 to 205.
    for (x, y) in [(1, 160), (178, 160), (90, 117), (90, 202)] {
        assert!(
            luma(&canvas, x, y) > 190,
            "the border at {x} {y}: {}",
            luma(&canvas, x, y)
        );
    }
    // Around it no black, darker than the picture, and smooth.
    for y in (0..105).chain(215..320) {
        for x in 0..180 {
            assert!(
                (30..130).contains(&luma(&canvas, x, y)),
                "{x} {y}: {}",
                luma(&canvas, x, y)
            );
            if x > 0 {
                assert!((luma(&canvas, x, y) - luma(&canvas, x - 1, y)).abs() <= 4);
            }
        }
    }
    // The shadow: darker beside the picture than far from it.
    assert!(luma(&canvas, 90, 112) + 8 < luma(&canvas, 90, 60));
}

#[test]
fn what_is_transparent_shows_the_pictures_own_colours() {
    let disc = RgbaImage::from_fn(300, 300, |x, y| {
        let inside = (x as f32 - 150.0).hypot(y as f32 - 150.0) < 60.0;
        Rgba(if inside {
            [60, 140, 230, 255]
        } else {
            [0, 0, 0, 0]
        })
    });
    for layout in [cover(0.5, 0.5), contain()] {
        let canvas = prepared(png(disc.clone()), &layout);
        let middle = luma(&canvas, 90, 160);
        for y in 0..320 {
            for x in 0..180 {
                let here = luma(&canvas, x, y);
                assert!(
                    here > 60 && here < middle + 16,
                    "{x} {y}: {here} of {middle}"
                );
            }
        }
        // Blue everywhere, in both chroma planes.
        assert!(canvas.u.samples.iter().all(|u| *u > 140));
        assert!(canvas.v.samples.iter().all(|v| *v < 120));
    }
}

#[test]
fn a_tiny_picture_is_enlarged_smoothly() {
    let tiny = RgbImage::from_fn(16, 16, |x, y| Rgb([(x * 16) as u8, (y * 16) as u8, 128]));
    let canvas = prepared(png(tiny), &cover(0.5, 0.5));
    for row in canvas.y.rows() {
        for pair in row.windows(2) {
            assert!(pair[0].abs_diff(pair[1]) <= 2, "{pair:?}");
        }
    }
}

#[test]
fn a_picture_of_the_canvas_size_is_not_filtered() {
    let checks = RgbImage::from_fn(180, 320, |x, y| {
        Rgb([if (x + y) % 2 == 0 { 255 } else { 0 }; 3])
    });
    let canvas = prepared(png(checks), &cover(0.5, 0.5));
    assert_eq!(luma(&canvas, 10, 10), 235);
    assert_eq!(luma(&canvas, 11, 10), 16);
}
