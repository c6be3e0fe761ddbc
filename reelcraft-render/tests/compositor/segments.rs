//! Segments, threads, and memory.

use reelcraft_core::project::{FrameSize, Motion, TransitionEffect};
use reelcraft_core::timeline::{Segment, SegmentContent, Timeline};
use reelcraft_core::{ErrorKind, FrameRange};
use reelcraft_render::YuvFrame;

use crate::world::{World, clip, compositor, frame, timeline};

const SIZE: FrameSize = FrameSize::new(128, 224);

fn reel(world: &World) -> Timeline {
    let motions = [
        Motion::ZoomIn,
        Motion::PanLeft,
        Motion::None,
        Motion::ZoomOut,
    ];
    let clips = motions
        .iter()
        .enumerate()
        .map(|(number, motion)| {
            let path = world.picture(&format!("{number}.png"), (200, 350), |x, y| {
                [(x + 40 * number as u32) as u8, y as u8, (x * y / 50) as u8]
            });
            clip(&path, 30, *motion)
        })
        .collect();
    let effects = [
        TransitionEffect::Crossfade,
        TransitionEffect::Zoom,
        TransitionEffect::Circle,
    ];
    timeline(SIZE, clips, &effects, 10)
}

#[test]
fn a_frame_is_the_same_however_it_is_asked_for() {
    let world = World::new();
    let compositor = compositor(reel(&world));
    let length = compositor.timeline().length;
    let alone: Vec<YuvFrame> = (0..length).map(|at| frame(&compositor, at)).collect();
    // By segments, on several threads, into one dirty frame each, with another compositor.
    let other = crate::world::compositor(reel(&world));
    let segments = other.timeline().segments();
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let (segments, other, alone) = (&segments, &other, &alone);
            scope.spawn(move || {
                let mut into = YuvFrame::black(SIZE);
                for segment in segments.iter().skip(worker).step_by(2) {
                    let mut composer = other.segment(segment).unwrap();
                    for at in segment.frames.iter() {
                        composer.compose(at, &mut into).unwrap();
                        assert_eq!(into, alone[at as usize], "frame {at}");
                    }
                }
            });
        }
    });
}

#[test]
fn a_part_of_a_transition_keeps_its_progress() {
    let world = World::new();
    let compositor = compositor(reel(&world));
    let span = compositor.timeline().transitions[0].frames;
    let part = Segment {
        frames: FrameRange::new(span.start + 4, span.start + 6),
        content: SegmentContent::Transition(0),
    };
    let mut into = YuvFrame::black(SIZE);
    let mut composer = compositor.segment(&part).unwrap();
    assert_eq!(composer.frames(), part.frames);
    composer.compose(span.start + 5, &mut into).unwrap();
    assert_eq!(into, frame(&compositor, span.start + 5));
    let outside = composer.compose(span.start, &mut into).unwrap_err();
    assert_eq!(*outside.kind(), ErrorKind::Internal);
}

#[test]
fn what_is_not_there_is_an_error() {
    let world = World::new();
    let compositor = compositor(reel(&world));
    let mut into = YuvFrame::black(SIZE);
    let error = compositor.compose(120, &mut into).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    let mut small = YuvFrame::black(FrameSize::new(2, 2));
    assert!(compositor.compose(0, &mut small).is_err());
    let nowhere = Segment {
        frames: FrameRange::new(0, 1),
        content: SegmentContent::Body(9),
    };
    assert!(compositor.segment(&nowhere).is_err());
}

#[test]
fn segments_name_the_clips_they_show() {
    let world = World::new();
    let compositor = compositor(reel(&world));
    assert_eq!(compositor.clips_of(SegmentContent::Body(2)), [2]);
    assert_eq!(compositor.clips_of(SegmentContent::Transition(1)), [1, 2]);
    assert!(
        compositor
            .clips_of(SegmentContent::Transition(7))
            .is_empty()
    );
}
