//! Camera moves: smooth, sharp, true in colour.

use image::{Rgb, RgbImage};
use reelcraft_core::project::{Fit, Focus, FrameSize, Motion};
use reelcraft_render::compositor::CameraPlan;
use reelcraft_render::{Plane, YuvFrame};

use crate::world::{World, clip, compositor, difference, frame, timeline};

const FRAMES: u64 = 135;

/// The centre of what is brighter than the ground within 40 samples of a place, in pixels from
/// the plane's upper left corner.
fn centroid(plane: &Plane, near: (f64, f64), ground: u8) -> (f64, f64) {
    let (mut sum, mut sum_x, mut sum_y) = (0.0, 0.0, 0.0);
    for (y, row) in plane.rows().enumerate() {
        for (x, sample) in row.iter().enumerate() {
            let (at_x, at_y) = (x as f64 + 0.5, y as f64 + 0.5);
            if (at_x - near.0).abs() < 40.0 && (at_y - near.1).abs() < 40.0 {
                let weight = f64::from(*sample) - f64::from(ground);
                sum += weight;
                sum_x += weight * at_x;
                sum_y += weight * at_y;
            }
        }
    }
    (sum_x / sum, sum_y / sum)
}

/// Follows a soft dot through a camera move and compares its path with the ideal one.
fn follow_dot(motion: Motion, dot: (f64, f64)) {
    let world = World::new();
    let ground = 60u8;
    let bright = |x: u32, y: u32| {
        let (dx, dy) = (f64::from(x) + 0.5 - dot.0, f64::from(y) + 0.5 - dot.1);
        f64::from(ground) + 180.0 * (-(dx * dx + dy * dy) / (2.0 * 64.0)).exp()
    };
    let path = world.picture("dot.png", (1242, 2208), |x, y| {
        [bright(x, y).round() as u8; 3]
    });
    let plan = timeline(
        FrameSize::new(1080, 1920),
        vec![clip(&path, FRAMES, motion)],
        &[],
        0,
    );
    let camera = CameraPlan::new(&plan, &plan.clips[0], FrameSize::new(1242, 2208));
    let canvas = camera.layout.canvas;
    let compositor = compositor(plan);
    // The picture covers the canvas with its middle in the middle.
    let scale = (f64::from(canvas.width) / 1242.0).max(f64::from(canvas.height) / 2208.0);
    let on_canvas = (
        (dot.0 - 621.0) * scale + f64::from(canvas.width) / 2.0,
        (dot.1 - 1104.0) * scale + f64::from(canvas.height) / 2.0,
    );
    let mut seen = Vec::new();
    let mut ideal = Vec::new();
    for at in 0..FRAMES {
        let view = camera.view(at);
        let expected = (
            (on_canvas.0 - view.left) * 1080.0 / view.width,
            (on_canvas.1 - view.top) * 1920.0 / view.height,
        );
        let frame = frame(&compositor, at);
        let ground = frame.y.samples[0];
        seen.push(centroid(&frame.y, expected, ground));
        ideal.push(expected);
    }
    for (axis, pick) in [("x", 0), ("y", 1)] {
        let of = |point: &(f64, f64)| if pick == 0 { point.0 } else { point.1 };
        let path: Vec<f64> = seen.iter().map(of).collect();
        let wanted: Vec<f64> = ideal.iter().map(of).collect();
        let second: f64 = path
            .windows(3)
            .map(|p| (p[2] - 2.0 * p[1] + p[0]).abs())
            .sum::<f64>()
            / (path.len() - 2) as f64;
        assert!(
            second <= 0.02,
            "{motion} {axis}: second difference {second}"
        );
        let worst = path
            .iter()
            .zip(&wanted)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        assert!(worst <= 0.05, "{motion} {axis}: {worst} px off");
        let direction = (wanted[wanted.len() - 1] - wanted[0]).signum();
        let travel = (wanted[wanted.len() - 1] - wanted[0]).abs();
        if travel > 5.0 {
            for pair in path.windows(2) {
                assert!(
                    (pair[1] - pair[0]) * direction > 0.0,
                    "{motion} {axis}: steps back"
                );
            }
        }
        println!(
            "{motion} {axis}: second difference {second:.4}, {worst:.4} px off, {travel:.1} px"
        );
    }
}

#[test]
fn a_marker_moves_smoothly_through_a_zoom() {
    follow_dot(Motion::ZoomIn, (220.3, 400.7));
}

#[test]
fn a_marker_moves_smoothly_through_a_zoom_out() {
    follow_dot(Motion::ZoomOut, (1030.0, 1700.0));
}

#[test]
fn a_marker_moves_smoothly_through_pans() {
    follow_dot(Motion::PanLeft, (640.2, 900.4));
    follow_dot(Motion::PanDown, (500.5, 1200.1));
}

/// BT.709 by its definition (Rec. ITU-R BT.709-6, items 3 and 4), limited range.
fn bt709([red, green, blue]: [u8; 3]) -> [f64; 3] {
    let [red, green, blue] = [red, green, blue].map(|value| f64::from(value) / 255.0);
    let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    [
        16.0 + 219.0 * luma,
        128.0 + 224.0 * (blue - luma) / 1.8556,
        128.0 + 224.0 * (red - luma) / 1.5748,
    ]
}

#[test]
fn colours_stay_true_in_every_frame_of_every_move() {
    let world = World::new();
    let colours = [
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
        [255, 255, 255],
        [0, 0, 0],
        [128, 128, 128],
        [200, 150, 120],
        [20, 90, 140],
    ];
    for (number, colour) in colours.into_iter().enumerate() {
        let path = world.picture(&format!("{number}.png"), (300, 500), |_, _| colour);
        for motion in [Motion::None, Motion::ZoomIn, Motion::PanUp] {
            for fit in [Fit::Fill, Fit::Contain] {
                let mut clip = clip(&path, 10, motion);
                clip.fit = fit;
                let compositor = compositor(timeline(FrameSize::new(180, 320), vec![clip], &[], 0));
                let frame = frame(&compositor, 6);
                // The middle, where the picture itself is in both fits.
                for (plane, wanted) in frame.planes().into_iter().zip(bt709(colour)) {
                    let sample = f64::from(
                        plane.samples[plane.width * (plane.height / 2) + plane.width / 2],
                    );
                    assert!(
                        (sample - wanted).abs() <= 1.0,
                        "{colour:?} {motion}: {sample} for {wanted}"
                    );
                }
                if fit == Fit::Fill {
                    for plane in frame.planes() {
                        assert!(
                            plane
                                .samples
                                .iter()
                                .all(|sample| *sample == plane.samples[0])
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn a_still_scene_is_the_same_in_every_frame_and_says_so() {
    let world = World::new();
    let path = world.picture("p.png", (400, 700), |x, y| {
        [(x % 256) as u8, (y % 256) as u8, 90]
    });
    let compositor = compositor(timeline(
        FrameSize::new(180, 320),
        vec![clip(&path, 20, Motion::None)],
        &[],
        0,
    ));
    let segments = compositor.timeline().segments();
    assert!(compositor.segment(&segments[0]).unwrap().is_still());
    assert_eq!(frame(&compositor, 0), frame(&compositor, 19));
}

#[test]
fn every_other_move_changes_every_frame() {
    let world = World::new();
    let path = world.picture("p.png", (400, 700), |x, y| {
        [
            (x * 3 % 256) as u8,
            (y * 2 % 256) as u8,
            ((x / 8 + y / 8) % 2 * 200) as u8,
        ]
    });
    for motion in Motion::ALL.iter().skip(2) {
        let compositor = compositor(timeline(
            FrameSize::new(180, 320),
            vec![clip(&path, 60, *motion)],
            &[],
            0,
        ));
        let frames: Vec<YuvFrame> = (0..60).map(|at| frame(&compositor, at)).collect();
        for pair in frames.windows(2) {
            assert!(difference(&pair[0], &pair[1]) > 0.05, "{motion}");
        }
    }
}

#[test]
fn a_zoom_ends_where_the_focus_is() {
    let world = World::new();
    // A bright square at 30 % and 25 % of a dark picture.
    let path = world.picture("p.png", (1000, 1778), |x, y| {
        let near = x.abs_diff(300) < 30 && y.abs_diff(444) < 30;
        [if near { 250 } else { 20 }; 3]
    });
    let mut zoom = clip(&path, 60, Motion::ZoomIn);
    zoom.strength = 1.0;
    zoom.focus = Focus { x: 0.3, y: 0.25 };
    let compositor = compositor(timeline(FrameSize::new(180, 320), vec![zoom], &[], 0));
    let distance = |at| {
        let frame = frame(&compositor, at);
        let (x, y) = {
            let (mut sum, mut sum_x, mut sum_y) = (0.0, 0.0, 0.0);
            for (y, row) in frame.y.rows().enumerate() {
                for (x, sample) in row.iter().enumerate().filter(|(_, sample)| **sample > 120) {
                    sum += f64::from(*sample);
                    sum_x += f64::from(*sample) * x as f64;
                    sum_y += f64::from(*sample) * y as f64;
                }
            }
            (sum_x / sum, sum_y / sum)
        };
        (x - 89.5).hypot(y - 159.5)
    };
    let (first, last) = (distance(0), distance(59));
    assert!(last < first * 0.85, "{first} to {last}");
}

#[test]
fn detail_survives_the_move() {
    let world = World::new();
    let path = world.path("stripes.png");
    // Stripes of four pixels: far below what the frame can show at its nearest.
    RgbImage::from_fn(1242, 2208, |x, _| {
        Rgb([if x / 4 % 2 == 0 { 200 } else { 50 }; 3])
    })
    .save(&path)
    .unwrap();
    let compositor = compositor(timeline(
        FrameSize::new(1080, 1920),
        vec![clip(&path, FRAMES, Motion::ZoomIn)],
        &[],
        0,
    ));
    for at in [0, 30, 67, 100, 134] {
        let frame = frame(&compositor, at);
        let row = frame.y.row(960).unwrap();
        // Contrast between the brightest and the darkest of each 16 samples.
        let contrast: f64 = row
            .chunks_exact(16)
            .map(|part| f64::from(part.iter().max().unwrap() - part.iter().min().unwrap()))
            .sum::<f64>()
            / (row.len() / 16) as f64;
        assert!(contrast > 115.0, "frame {at}: contrast {contrast} of 129");
    }
}
