//! Cancelling and failing.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use reelcraft_core::timeline::{Segment, Timeline};
use reelcraft_core::{Control, Error, ErrorKind, Event, FrameRate, Result};
use reelcraft_render::YuvFrame;
use reelcraft_render::video::{FrameSource, Halt, SegmentEncoder, SegmentFrames};

use super::support::{Rig, TestPattern, timeline};

fn long() -> Timeline {
    timeline(FrameRate::whole(30), &[90; 4], 15, &["a", "b", "c", "d"])
}

/// Fails or panics at one frame.
struct BadFrame<'a> {
    pattern: TestPattern<'a>,
    at: u64,
    panics: bool,
}

impl FrameSource for BadFrame<'_> {
    fn open(&self, segment: &Segment) -> Result<Box<dyn SegmentFrames + '_>> {
        Ok(Box::new(BadFrames {
            frames: self.pattern.open(segment)?,
            bad: self,
        }))
    }
}

struct BadFrames<'a> {
    frames: Box<dyn SegmentFrames + 'a>,
    bad: &'a BadFrame<'a>,
}

impl SegmentFrames for BadFrames<'_> {
    fn compose(&mut self, frame: u64, into: &mut YuvFrame) -> Result<()> {
        if frame == self.bad.at {
            assert!(!self.bad.panics, "on purpose");
            return Err(Error::media("the picture is gone"));
        }
        self.frames.compose(frame, into)
    }
}

fn encode(
    rig: &Rig,
    timeline: &Timeline,
    source: &dyn FrameSource,
    control: &Control,
) -> Result<()> {
    let encoder = rig.encoder(timeline);
    let segments = SegmentEncoder {
        source,
        encoder: &encoder,
        store: &rig.store,
        workers: NonZeroUsize::new(rig.workers).unwrap(),
        reuse: true,
    };
    let plan = rig.plan(timeline);
    let halt = Halt::new(control);
    segments.encode(&plan, &halt).map(drop)
}

fn assert_only_whole_segments(rig: &Rig) {
    for path in rig.stored() {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(
            !name.starts_with('.') && name.ends_with(".segment"),
            "{name}"
        );
    }
}

#[test]
fn cancelling_stops_between_two_frames_and_keeps_what_is_finished() {
    let timeline = long();
    for workers in [1, 4] {
        let rig = Rig {
            workers,
            ..Rig::new()
        };
        let pattern = TestPattern::new(&timeline);
        let slot: Arc<Mutex<Option<Control>>> = Arc::default();
        let seen = Arc::new(AtomicU64::new(0));
        let (inner, count) = (Arc::clone(&slot), Arc::clone(&seen));
        let control = Control::new(move |event: Event| {
            if let Event::Progress { done, .. } = event
                && done >= 150
                && let Some(control) = &*inner.lock().unwrap()
            {
                count.store(done, Ordering::Relaxed);
                control.cancel();
            }
        });
        *slot.lock().unwrap() = Some(control.clone());
        let error = encode(&rig, &timeline, &pattern, &control).unwrap_err();
        slot.lock().unwrap().take();
        assert!(error.is_cancelled());
        let after = pattern.composed.load(Ordering::Relaxed) - seen.load(Ordering::Relaxed);
        // Every other thread may be in the middle of one frame, or of one more.
        assert!(after <= 2 * workers as u64, "{after} frames more");
        assert_only_whole_segments(&rig);

        let kept = rig.stored().len();
        assert!(workers > 1 || kept >= 1);
        let (_, report) = rig.render(&timeline, "later.mp4");
        assert_eq!(report.reused, kept);
    }
}

#[test]
fn the_first_error_stops_everything_and_is_the_one_told() {
    let timeline = long();
    let rig = Rig {
        workers: 3,
        ..Rig::new()
    };
    let bad = |panics| BadFrame {
        pattern: TestPattern::new(&timeline),
        at: 100,
        panics,
    };
    let error = encode(&rig, &timeline, &bad(false), &Control::default()).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Media);
    assert_eq!(error.to_string(), "the picture is gone");
    assert_only_whole_segments(&rig);
    let error = encode(&rig, &timeline, &bad(true), &Control::default()).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Internal);
    assert_only_whole_segments(&rig);
}

#[test]
fn progress_counts_reused_frames_at_once() {
    let timeline = long();
    let rig = Rig::new();
    rig.render(&timeline, "first.mp4");
    std::fs::remove_file(&rig.stored()[0]).unwrap();
    let seen: Arc<Mutex<Vec<u64>>> = Arc::default();
    let sink = Arc::clone(&seen);
    let control = Control::new(move |event: Event| {
        if let Event::Progress { done, total, .. } = event {
            assert_eq!(total, 360);
            sink.lock().unwrap().push(done);
        }
    });
    let pattern = TestPattern::new(&timeline);
    encode(&rig, &timeline, &pattern, &control).unwrap();
    let composed = pattern.composed.load(Ordering::Relaxed);
    assert!(composed < 100, "{composed} frames were composed");
    let seen = seen.lock().unwrap();
    assert!(seen.is_sorted());
    assert_eq!(seen.last(), Some(&360));
}
