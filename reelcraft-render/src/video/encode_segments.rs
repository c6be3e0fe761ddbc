//! Composing and encoding the segments that are not there yet, on several threads.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, ScopedJoinHandle};
use std::time::{Duration, Instant};

use reelcraft_core::timeline::Segment;
use reelcraft_core::{Digest, Error, ErrorKind, Result};

use super::frame_progress::FrameProgress;
use super::segment_file::SegmentWriter;
use super::{EncodedSegment, Encoder, FrameSource, Halt, PlannedSegment, SegmentStore};
use crate::YuvFrame;
use crate::libav::H264Encoder;

/// How many segments a thread is kept busy with at the end; see [`in_order_of_work`].
const TAIL_PER_WORKER: usize = 3;

/// Encodes segments into a store.
pub struct SegmentEncoder<'a> {
    /// Where the frames come from.
    pub source: &'a dyn FrameSource,
    /// How frames become packets.
    pub encoder: &'a Encoder,
    /// Where segments are kept.
    pub store: &'a SegmentStore,
    /// Threads; each has one encoder.
    pub workers: NonZeroUsize,
    /// Whether segments that the store already has are taken from it.
    pub reuse: bool,
}

/// What encoding took.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct EncodeReport {
    /// Segments that the store already had.
    pub reused: usize,
    /// Time spent preparing pictures, over all threads.
    pub pictures: Duration,
    /// Time spent composing, over all threads.
    pub compose: Duration,
    /// Time spent encoding, over all threads.
    pub encode: Duration,
}

impl EncodeReport {
    fn add(&mut self, other: Self) {
        self.reused += other.reused;
        self.pictures += other.pictures;
        self.compose += other.compose;
        self.encode += other.encode;
    }
}

/// A segment to encode, and the frames of all places of the video where it is seen.
struct Work<'a> {
    segment: &'a PlannedSegment,
    frames_in_video: u64,
}

impl SegmentEncoder<'_> {
    /// Sees to it that the store has all segments of the plan.
    ///
    /// Progress is reported in frames of the plan; those of segments that are already there
    /// count at once. The source is checked for all others before the first frame is composed.
    /// The first error stops all threads between two frames, as `halt` does; segments that are
    /// finished by then stay in the store.
    pub fn encode(&self, plan: &[PlannedSegment], halt: &Halt) -> Result<EncodeReport> {
        let total = plan.iter().map(|segment| segment.frames().len()).sum();
        let progress = FrameProgress::new(halt.control(), total);
        let (work, reused) = self.find_missing(plan, &progress, halt)?;
        let mut report = EncodeReport {
            reused,
            ..EncodeReport::default()
        };
        if work.is_empty() {
            return Ok(report);
        }
        let parts = work.iter().flat_map(|work| &work.segment.parts);
        let missing: Vec<Segment> = parts.copied().collect();
        timed(&mut report.pictures, || {
            self.source.check(&missing, halt.control())
        })?;
        let workers = self.workers.get().min(work.len());
        let work = in_order_of_work(work, workers);
        let pool = Pool {
            segments: self,
            work: &work,
            next: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            failure: Mutex::new(None),
            progress: &progress,
            halt,
        };
        for spent in pool.run(workers)? {
            report.add(spent);
        }
        Ok(report)
    }

    /// Encodes one segment into the store; once more, when somebody empties the store's folder
    /// just then.
    pub(super) fn encode_segment(
        &self,
        segment: &PlannedSegment,
        frame: &mut YuvFrame,
        between_frames: &mut dyn FnMut() -> Result<()>,
    ) -> Result<EncodeReport> {
        let (mut report, file) = self.encode_into_file(segment, frame, between_frames)?;
        match file.commit() {
            Err(error) if *error.kind() == ErrorKind::NotFound => {
                let (again, file) = self.encode_into_file(segment, frame, between_frames)?;
                report.add(again);
                file.commit()?;
            }
            committed => committed?,
        }
        Ok(report)
    }

    /// The segment of a plan in the store, if it is there and of this encoder.
    pub(super) fn find(&self, segment: &PlannedSegment) -> Option<EncodedSegment> {
        self.store.segment(&segment.key).filter(|found| {
            found.is_complete(segment.frames().len())
                && found.extradata() == self.encoder.extradata()
        })
    }

    fn encode_into_file(
        &self,
        segment: &PlannedSegment,
        frame: &mut YuvFrame,
        between_frames: &mut dyn FnMut() -> Result<()>,
    ) -> Result<(EncodeReport, SegmentWriter)> {
        let mut report = EncodeReport::default();
        let mut encoder = timed(&mut report.encode, || {
            H264Encoder::open(self.encoder.settings())
        })?;
        let extradata = encoder.extradata();
        let mut file = self.store.create_segment(&segment.key, &extradata)?;
        for part in &segment.parts {
            let mut frames = timed(&mut report.pictures, || self.source.open(part))?;
            for index in part.frames.iter() {
                if index == part.frames.start || !frames.is_still() {
                    timed(&mut report.compose, || frames.compose(index, frame))?;
                }
                timed(&mut report.encode, || {
                    encoder.encode(frame, &mut |packet| file.packet(packet))
                })?;
                between_frames()?;
            }
        }
        timed(&mut report.encode, || {
            encoder.finish(&mut |packet| file.packet(packet))
        })?;
        Ok((report, file))
    }

    /// Finds the segments that the store does not have, each once, and counts the others.
    fn find_missing<'p>(
        &self,
        plan: &'p [PlannedSegment],
        progress: &FrameProgress<'_>,
        halt: &Halt,
    ) -> Result<(Vec<Work<'p>>, usize)> {
        let mut work: Vec<Work<'p>> = Vec::new();
        let mut places: HashMap<&Digest, usize> = HashMap::new();
        let mut reused = 0;
        for segment in plan {
            halt.check()?;
            let frames = segment.frames().len();
            if let Some(known) = places
                .get(&segment.key)
                .and_then(|place| work.get_mut(*place))
            {
                known.frames_in_video += frames;
            } else if self.reuse && self.find(segment).is_some() {
                reused += 1;
                progress.reuse(frames);
            } else {
                places.insert(&segment.key, work.len());
                work.push(Work {
                    segment,
                    frames_in_video: frames,
                });
            }
        }
        Ok((work, reused))
    }
}

/// Threads that take segments from one list until it is empty.
struct Pool<'a> {
    segments: &'a SegmentEncoder<'a>,
    work: &'a [Work<'a>],
    next: AtomicUsize,
    stop: AtomicBool,
    failure: Mutex<Option<Error>>,
    progress: &'a FrameProgress<'a>,
    halt: &'a Halt,
}

impl Pool<'_> {
    fn run(&self, workers: usize) -> Result<Vec<EncodeReport>> {
        let mut reports = Vec::with_capacity(workers);
        std::thread::scope(|scope| {
            let threads: Vec<ScopedJoinHandle<'_, EncodeReport>> = (0..workers)
                .map_while(|number| {
                    let thread = Builder::new().name(format!("reelcraft-encode-{number}"));
                    thread
                        .spawn_scoped(scope, || self.work_off())
                        .map_err(|error| {
                            let message = "cannot start a thread to encode on";
                            self.fail(Error::unavailable(message).because(error));
                        })
                        .ok()
                })
                .collect();
            // One that panics has told so itself.
            reports.extend(threads.into_iter().filter_map(|thread| thread.join().ok()));
        });
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        match failure.clone() {
            Some(error) => Err(error),
            None => Ok(reports),
        }
    }

    fn work_off(&self) -> EncodeReport {
        let _tell = TellOfPanic(self);
        let mut sum = EncodeReport::default();
        let mut frame = YuvFrame::black(self.segments.encoder.settings().size);
        while !self.stop.load(Ordering::Relaxed) {
            let Some(work) = self.work.get(self.next.fetch_add(1, Ordering::Relaxed)) else {
                break;
            };
            match self.encode(work, &mut frame) {
                Ok(spent) => sum.add(spent),
                Err(error) => {
                    self.fail(error);
                    break;
                }
            }
        }
        sum
    }

    fn encode(&self, work: &Work<'_>, frame: &mut YuvFrame) -> Result<EncodeReport> {
        self.halt.check()?;
        let mut between_frames = || {
            self.progress.advance(1);
            if self.stop.load(Ordering::Relaxed) {
                return Err(Error::cancelled());
            }
            self.halt.check()
        };
        let report = self
            .segments
            .encode_segment(work.segment, frame, &mut between_frames)?;
        let elsewhere = work.frames_in_video - work.segment.frames().len();
        self.progress.advance(elsewhere);
        Ok(report)
    }

    /// Stops all threads; the first error is the one that is told.
    fn fail(&self, error: Error) {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.get_or_insert(error);
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Lets the other threads stop soon when one of them panics.
struct TellOfPanic<'a>(&'a Pool<'a>);

impl Drop for TellOfPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0
                .fail(Error::internal("a thread that encodes has panicked"));
        }
    }
}

/// Puts the last few segments longest first; the others stay in the order of the video, in which
/// neighbours share pictures. So all threads end at nearly the same time: a long segment that is
/// begun last would leave the others idle.
fn in_order_of_work(mut work: Vec<Work<'_>>, workers: usize) -> Vec<Work<'_>> {
    let tail = work.len().saturating_sub(workers * TAIL_PER_WORKER);
    if let Some(tail) = work.get_mut(tail..) {
        tail.sort_by_key(|work| std::cmp::Reverse(work.segment.frames().len()));
    }
    work
}

fn timed<T>(sum: &mut Duration, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = work();
    *sum += begun.elapsed();
    result
}
