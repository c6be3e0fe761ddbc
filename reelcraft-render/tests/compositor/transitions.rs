//! Transitions: their starts, middles and ends.

use reelcraft_core::project::{FrameSize, Motion, TransitionEffect};
use reelcraft_render::YuvFrame;
use reelcraft_render::compositor::TransitionMixer;

use crate::world::{World, clip, compositor, difference, frame, timeline};

const SIZE: FrameSize = FrameSize::new(200, 320);

/// A frame of one colour.
fn flat([y, u, v]: [u8; 3]) -> YuvFrame {
    let mut frame = YuvFrame::black(SIZE);
    frame.y.samples.fill(y);
    frame.u.samples.fill(u);
    frame.v.samples.fill(v);
    frame
}

/// A frame with its own value everywhere, `turn` makes it another one.
fn varied(turn: usize) -> YuvFrame {
    let mut frame = YuvFrame::black(SIZE);
    for plane in frame.planes_mut() {
        let width = plane.width;
        for (at, sample) in plane.samples.iter_mut().enumerate() {
            let (x, y) = (at % width, at / width);
            *sample = (60 + (x * 2 + y * 3 + turn * 41) % 140) as u8;
        }
    }
    frame
}

fn mixed(effect: TransitionEffect, progress: f64, from: &YuvFrame, to: &YuvFrame) -> YuvFrame {
    // Full of what must be replaced.
    let mut into = flat([1, 2, 3]);
    TransitionMixer::default().mix(effect, progress, from, to, &mut into);
    into
}

fn luma(frame: &YuvFrame, x: usize, y: usize) -> u8 {
    frame.y.samples[y * frame.y.width + x]
}

fn chroma(frame: &YuvFrame, x: usize, y: usize) -> [u8; 2] {
    let at = y / 2 * frame.u.width + x / 2;
    [frame.u.samples[at], frame.v.samples[at]]
}

const A: [u8; 3] = [200, 90, 160];
const B: [u8; 3] = [50, 150, 100];

#[test]
fn every_effect_begins_with_the_first_and_ends_with_the_second() {
    let (from, to) = (varied(0), varied(1));
    for effect in TransitionEffect::ALL {
        assert_eq!(mixed(*effect, 0.0, &from, &to), from, "{effect}");
        assert_eq!(mixed(*effect, 1.0, &from, &to), to, "{effect}");
    }
}

#[test]
fn equal_scenes_stay_equal_where_nothing_moves_or_fades() {
    let scene = varied(0);
    for effect in [
        TransitionEffect::Crossfade,
        TransitionEffect::WipeLeft,
        TransitionEffect::WipeRight,
        TransitionEffect::Circle,
    ] {
        for step in 0..=10 {
            let progress = f64::from(step) / 10.0;
            assert_eq!(mixed(effect, progress, &scene, &scene), scene, "{effect}");
        }
    }
}

#[test]
fn a_crossfade_is_linear() {
    for (progress, share) in [(0.25, 0.25), (0.5, 0.5), (0.75, 0.75)] {
        let frame = mixed(TransitionEffect::Crossfade, progress, &flat(A), &flat(B));
        for (plane, (a, b)) in frame.planes().into_iter().zip(A.into_iter().zip(B)) {
            let wanted = f64::from(a) + (f64::from(b) - f64::from(a)) * share;
            assert!(
                plane
                    .samples
                    .iter()
                    .all(|s| (f64::from(*s) - wanted).abs() <= 0.5)
            );
        }
    }
}

#[test]
fn fades_go_through_black_and_white() {
    let (from, to) = (varied(0), varied(1));
    assert_eq!(
        mixed(TransitionEffect::FadeBlack, 0.5, &from, &to),
        flat([16, 128, 128])
    );
    assert_eq!(
        mixed(TransitionEffect::FadeWhite, 0.5, &from, &to),
        flat([235, 128, 128])
    );
    // Before the middle only the first scene is seen, after it only the second.
    let before = mixed(
        TransitionEffect::FadeBlack,
        0.4,
        &flat([200, 90, 160]),
        &flat([16, 128, 128]),
    );
    assert!(luma(&before, 10, 10) > 17 && luma(&before, 10, 10) < 100);
    let after = mixed(
        TransitionEffect::FadeBlack,
        0.6,
        &flat([16, 128, 128]),
        &flat([200, 90, 160]),
    );
    assert_eq!(before, after, "both halves mirror each other");
}

/// For each moving effect: where the second scene is seen at the middle, and where the first.
#[test]
fn the_second_scene_comes_from_the_right_side() {
    let (left, right, top, bottom) = ((20, 160), (180, 160), (100, 30), (100, 290));
    let cases = [
        (TransitionEffect::SlideLeft, right, left),
        (TransitionEffect::SlideRight, left, right),
        (TransitionEffect::SlideUp, bottom, top),
        (TransitionEffect::SlideDown, top, bottom),
        (TransitionEffect::PushLeft, right, left),
        (TransitionEffect::PushRight, left, right),
        (TransitionEffect::WipeLeft, right, left),
        (TransitionEffect::WipeRight, left, right),
        (TransitionEffect::Circle, (100, 160), (3, 3)),
    ];
    for (effect, second, first) in cases {
        let frame = mixed(effect, 0.5, &flat(A), &flat(B));
        assert_eq!(luma(&frame, second.0, second.1), B[0], "{effect}");
        assert_eq!(chroma(&frame, second.0, second.1), [B[1], B[2]], "{effect}");
        assert_eq!(luma(&frame, first.0, first.1), A[0], "{effect}");
        assert_eq!(chroma(&frame, first.0, first.1), [A[1], A[2]], "{effect}");
    }
}

#[test]
fn a_slide_moves_the_second_scene_and_a_push_both() {
    let (from, to) = (varied(0), varied(1));
    // At the middle exactly half of the frame is covered.
    let slide = mixed(TransitionEffect::SlideLeft, 0.5, &from, &to);
    assert_eq!(luma(&slide, 100, 7), luma(&to, 0, 7));
    assert_eq!(luma(&slide, 199, 7), luma(&to, 99, 7));
    assert_eq!(
        luma(&slide, 3, 7),
        luma(&from, 3, 7),
        "the first scene stays"
    );
    let push = mixed(TransitionEffect::PushLeft, 0.5, &from, &to);
    assert_eq!(
        luma(&push, 3, 7),
        luma(&from, 103, 7),
        "the first scene moves too"
    );
    assert_eq!(luma(&push, 150, 7), luma(&to, 50, 7));
    let push = mixed(TransitionEffect::PushRight, 0.5, &from, &to);
    assert_eq!(luma(&push, 3, 7), luma(&to, 103, 7));
    assert_eq!(luma(&push, 150, 7), luma(&from, 50, 7));
    let up = mixed(TransitionEffect::SlideUp, 0.5, &from, &to);
    assert_eq!(luma(&up, 7, 160), luma(&to, 7, 0));
    let down = mixed(TransitionEffect::SlideDown, 0.5, &from, &to);
    assert_eq!(luma(&down, 7, 159), luma(&to, 7, 319));
    assert_eq!(chroma(&down, 8, 150), chroma(&to, 8, 310));
}

#[test]
fn a_slide_throws_a_shadow_on_the_first_scene_alone() {
    let frame = mixed(TransitionEffect::SlideLeft, 0.5, &flat(A), &flat(B));
    assert!(luma(&frame, 99, 50) < A[0] - 60, "{}", luma(&frame, 99, 50));
    assert!(luma(&frame, 94, 50) > luma(&frame, 99, 50));
    assert_eq!(luma(&frame, 80, 50), A[0]);
    assert_eq!(luma(&frame, 100, 50), B[0]);
    let frame = mixed(TransitionEffect::SlideDown, 0.5, &flat(A), &flat(B));
    assert!(luma(&frame, 50, 160) < A[0] - 60);
    assert_eq!(luma(&frame, 50, 159), B[0]);
}

#[test]
fn luma_and_chroma_edges_lie_at_the_same_place() {
    for effect in [
        TransitionEffect::SlideLeft,
        TransitionEffect::PushRight,
        TransitionEffect::SlideUp,
    ] {
        for step in 0..30 {
            let progress = (f64::from(step) + 0.5) / 30.0;
            let frame = mixed(effect, progress, &flat(A), &flat(B));
            for y in (0..320).step_by(2) {
                for x in (0..200).step_by(2) {
                    let is_second =
                        [luma(&frame, x, y), luma(&frame, x + 1, y + 1)].map(|s| s == B[0]);
                    assert_eq!(is_second[0], is_second[1]);
                    assert_eq!(
                        chroma(&frame, x, y) == [B[1], B[2]],
                        is_second[0],
                        "{effect} {x} {y}"
                    );
                }
            }
        }
    }
}

#[test]
fn wipes_have_a_soft_edge_that_only_moves_on() {
    let mut before = 0;
    for step in 0..=40 {
        let frame = mixed(
            TransitionEffect::WipeRight,
            f64::from(step) / 40.0,
            &flat(A),
            &flat(B),
        );
        let row = frame.y.row(100).unwrap();
        assert!(
            row.windows(2).all(|pair| pair[0] <= pair[1]),
            "from second to first"
        );
        assert!(
            row.windows(2).all(|pair| pair[1] - pair[0] <= 45),
            "no hard edge"
        );
        let covered: usize = row.iter().filter(|sample| **sample < 125).count();
        assert!(covered >= before);
        before = covered;
    }
    assert_eq!(before, 200);
}

#[test]
fn the_circle_is_round_and_soft() {
    let frame = mixed(TransitionEffect::Circle, 0.35, &flat(A), &flat(B));
    let radius = |dx: f64, dy: f64| {
        (0..400)
            .map(|step| f64::from(step) / 2.0)
            .find(|r| {
                let (x, y) = ((100.0 + dx * r) as usize, (160.0 + dy * r) as usize);
                luma(&frame, x.min(199), y.min(319)) > 125
            })
            .unwrap()
    };
    let reach = radius(0.0, 1.0);
    for angle in 0..32 {
        let angle = f64::from(angle) * std::f64::consts::TAU / 32.0;
        let here = radius(angle.cos(), angle.sin());
        assert!((here - reach).abs() <= 1.5, "{here} for {reach}");
    }
}

#[test]
fn nothing_jumps_where_a_transition_begins_and_ends() {
    let world = World::new();
    let soft = |phase: f64| {
        move |x: u32, y: u32| {
            let wave = |f: f64| {
                120.0 + 60.0 * ((f64::from(x) / 60.0 + f64::from(y) / 90.0) * f + phase).sin()
            };
            [wave(1.0) as u8, wave(1.4) as u8, wave(0.7) as u8]
        }
    };
    let a = world.picture("a.png", (300, 480), soft(0.0));
    let b = world.picture("b.png", (300, 480), soft(2.0));
    for effect in TransitionEffect::ALL.iter().skip(1) {
        let clips = vec![clip(&a, 40, Motion::ZoomIn), clip(&b, 40, Motion::PanLeft)];
        let compositor = compositor(timeline(SIZE, clips, &[*effect], 15));
        let span = compositor.timeline().transitions[0].frames;
        let frames: Vec<YuvFrame> = (span.start - 2..span.end + 2)
            .map(|at| frame(&compositor, at))
            .collect();
        let steps: Vec<f64> = frames
            .windows(2)
            .map(|pair| difference(&pair[0], &pair[1]))
            .collect();
        let most = steps.iter().copied().fold(0.0, f64::max);
        // Into and out of the transition is one of the smaller steps.
        assert!(
            steps[1] <= most * 0.75,
            "{effect} begins with {:.2}: {steps:.1?}",
            steps[1]
        );
        assert!(
            steps[steps.len() - 2] <= most * 0.75,
            "{effect} ends: {steps:.1?}"
        );
        let mean = steps.iter().sum::<f64>() / steps.len() as f64;
        assert!(most <= mean * 3.5, "{effect}: {steps:.1?}");
    }
}

#[test]
fn both_cameras_move_on_under_a_transition() {
    let world = World::new();
    let stripes = |x: u32, _: u32| [if (x / 10).is_multiple_of(2) { 230 } else { 30 }; 3];
    let a = world.picture("a.png", (400, 640), stripes);
    let b = world.picture("b.png", (400, 640), |_, _| [128; 3]);
    let clips = vec![clip(&a, 60, Motion::PanLeft), clip(&b, 60, Motion::None)];
    let compositor = compositor(timeline(SIZE, clips, &[TransitionEffect::WipeLeft], 20));
    let span = compositor.timeline().transitions[0].frames;
    // Left of the edge only the first scene is seen, and it moves.
    let (first, second) = (
        frame(&compositor, span.start),
        frame(&compositor, span.start + 1),
    );
    let left = |frame: &YuvFrame| frame.y.row(100).unwrap()[..60].to_vec();
    assert_ne!(left(&first), left(&second));
}
