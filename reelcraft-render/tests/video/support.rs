//! Timelines with a test pattern, and what FFmpeg's own programs say about the videos.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use reelcraft_core::project::{Fit, Focus, FrameSize, Motion, TransitionEffect};
use reelcraft_core::provider::Quality;
use reelcraft_core::timeline::{
    Clip, CoverSource, Segment, SegmentContent, Timeline, TransitionSpan,
};
use reelcraft_core::{Control, FrameRange, FrameRate, Result};
use reelcraft_render::YuvFrame;
use reelcraft_render::video::{
    EncodeReport, Encoder, EncoderSettings, FrameSource, Halt, PlannedSegment, SegmentEncoder,
    SegmentFrames, SegmentStore, join, plan_segments,
};

pub(crate) const SIZE: FrameSize = FrameSize::new(128, 224);

/// Makes a timeline of scenes of so many frames, with a crossfade of `transition` frames at each
/// cut; 0 is a hard cut. `pictures` names what each scene shows.
pub(crate) fn timeline(
    frame_rate: FrameRate,
    scenes: &[u64],
    transition: u64,
    pictures: &[&str],
) -> Timeline {
    let mut clips = Vec::new();
    let mut transitions = Vec::new();
    let (before, after) = (transition / 2, transition.div_ceil(2));
    let mut at = 0;
    for (index, frames) in scenes.iter().enumerate() {
        let end = at + frames;
        let is_last = index + 1 == scenes.len();
        clips.push(Clip {
            picture: PathBuf::from("somewhere.png"),
            picture_digest: pictures[index].to_owned(),
            frames: FrameRange::new(at, end),
            visible: FrameRange::new(
                if index == 0 { 0 } else { at - before },
                if is_last { end } else { end + after },
            ),
            motion: Motion::ZoomIn,
            strength: 0.5,
            fit: Fit::Fill,
            focus: Focus::default(),
            card: None,
        });
        if transition > 0 && !is_last {
            transitions.push(TransitionSpan {
                from: index,
                effect: TransitionEffect::Crossfade,
                frames: FrameRange::new(end - before, end + after),
            });
        }
        at = end;
    }
    Timeline {
        title: "Why the sea is salty".to_owned(),
        language: "uz-Cyrl".to_owned(),
        size: SIZE,
        frame_rate,
        clips,
        transitions,
        watermark: None,
        cover: CoverSource::Any,
        captions: None,
        voice: None,
        music: None,
        length: at,
    }
}

/// Soft waves that move a little in each frame, other ones for each picture.
pub(crate) struct TestPattern<'a> {
    pub(crate) timeline: &'a Timeline,
    pub(crate) composed: AtomicU64,
}

impl<'a> TestPattern<'a> {
    pub(crate) fn new(timeline: &'a Timeline) -> Self {
        Self {
            timeline,
            composed: AtomicU64::new(0),
        }
    }

    pub(crate) fn frame(&self, index: u64) -> YuvFrame {
        let segments = self.timeline.segments();
        let segment = segments
            .iter()
            .find(|segment| segment.frames.contains(index))
            .unwrap();
        let mut frame = YuvFrame::black(self.timeline.size);
        self.open(segment)
            .unwrap()
            .compose(index, &mut frame)
            .unwrap();
        frame
    }
}

impl FrameSource for TestPattern<'_> {
    fn open(&self, segment: &Segment) -> Result<Box<dyn SegmentFrames + '_>> {
        Ok(Box::new(PatternFrames {
            pattern: self,
            content: segment.content,
        }))
    }
}

struct PatternFrames<'a> {
    pattern: &'a TestPattern<'a>,
    content: SegmentContent,
}

impl SegmentFrames for PatternFrames<'_> {
    fn compose(&mut self, frame: u64, into: &mut YuvFrame) -> Result<()> {
        self.pattern.composed.fetch_add(1, Ordering::Relaxed);
        let timeline = self.pattern.timeline;
        let (first, second, share) = match self.content {
            SegmentContent::Body(clip) => (clip, clip, 0.0),
            SegmentContent::Transition(index) => {
                let span = &timeline.transitions[index];
                let share = (frame - span.frames.start) as f64 + 0.5;
                (span.from, span.from + 1, share / span.frames.len() as f64)
            }
        };
        let waves = |clip: usize, plane: usize, width: usize, height: usize| {
            let clip = &timeline.clips[clip];
            let seed = clip.picture_digest.bytes().map(f64::from).sum::<f64>();
            let scale = if plane == 0 { 1.0 } else { 2.0 };
            let time = (frame - clip.visible.start) as f64;
            let phase = seed * (1.0 + plane as f64) + time * 0.05;
            let across = (0..width).map(|x| (x as f64 * scale * 0.05 + phase).sin());
            let down = (0..height).map(|y| (y as f64 * scale * 0.04 - phase).cos());
            (across.collect::<Vec<f64>>(), down.collect::<Vec<f64>>())
        };
        for (number, plane) in into.planes_mut().into_iter().enumerate() {
            let (width, height) = (plane.width, plane.height);
            let one = waves(first, number, width, height);
            let other = waves(second, number, width, height);
            for (y, row) in plane.rows_mut().enumerate() {
                for (x, sample) in row.iter_mut().enumerate() {
                    let value =
                        one.0[x] * one.1[y] * (1.0 - share) + other.0[x] * other.1[y] * share;
                    *sample = (126.0 + 90.0 * value).round() as u8;
                }
            }
        }
        Ok(())
    }
}

/// Everything that a render needs beside the timeline.
pub(crate) struct Rig {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) store: SegmentStore,
    pub(crate) workers: usize,
    pub(crate) reuse: bool,
    pub(crate) quality: Quality,
}

impl Rig {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SegmentStore::open(&folder.path().join("store"), 1 << 30).unwrap();
        Self {
            folder,
            store,
            workers: 2,
            reuse: true,
            quality: Quality::Standard,
        }
    }

    pub(crate) fn encoder(&self, timeline: &Timeline) -> Encoder {
        let settings = EncoderSettings::x264(self.quality, timeline.size, timeline.frame_rate);
        Encoder::try_out(settings).unwrap()
    }

    pub(crate) fn plan(&self, timeline: &Timeline) -> Vec<PlannedSegment> {
        plan_segments(timeline, self.encoder(timeline).fingerprint())
    }

    /// Renders to a file of this name; `between` is called when all segments are encoded.
    pub(crate) fn render_with(
        &self,
        timeline: &Timeline,
        name: &str,
        sound: Option<&Path>,
        between: impl FnOnce(),
    ) -> (PathBuf, EncodeReport) {
        let source = TestPattern::new(timeline);
        let encoder = self.encoder(timeline);
        let segments = SegmentEncoder {
            source: &source,
            encoder: &encoder,
            store: &self.store,
            workers: NonZeroUsize::new(self.workers).unwrap(),
            reuse: self.reuse,
        };
        let plan = plan_segments(timeline, encoder.fingerprint());
        let halt = Halt::new(&Control::default());
        let report = segments.encode(&plan, &halt).unwrap();
        between();
        let output = self.folder.path().join(name);
        join(timeline, &plan, &segments, sound, &output, &halt).unwrap();
        (output, report)
    }

    pub(crate) fn render(&self, timeline: &Timeline, name: &str) -> (PathBuf, EncodeReport) {
        self.render_with(timeline, name, None, || {})
    }

    /// The files of the store, temporary ones included, without its lock.
    pub(crate) fn stored(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.store.folder())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| !path.ends_with(".lock"))
            .collect();
        files.sort();
        files
    }
}

/// Decodes all frames of a video.
pub(crate) fn decode(video: &Path) -> Vec<YuvFrame> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(video)
        .args(["-map", "0:v", "-fps_mode", "passthrough"])
        .args(["-f", "rawvideo", "-pix_fmt", "yuv420p", "-"])
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    let (width, height) = (SIZE.width as usize, SIZE.height as usize);
    let frames = output.stdout.chunks(width * height * 3 / 2).map(|bytes| {
        let mut frame = YuvFrame::black(SIZE);
        let (y, chroma) = bytes.split_at(width * height);
        let (u, v) = chroma.split_at(width * height / 4);
        for (plane, bytes) in frame.planes_mut().into_iter().zip([y, u, v]) {
            plane.samples.copy_from_slice(bytes);
        }
        frame
    });
    frames.collect()
}

/// The peak signal-to-noise ratio of the luma of two frames, in decibels.
pub(crate) fn psnr(a: &YuvFrame, b: &YuvFrame) -> f64 {
    let pairs = a.y.samples.iter().zip(&b.y.samples);
    let squares: f64 = pairs.map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2)).sum();
    let mean = squares / a.y.samples.len() as f64;
    10.0 * (255.0 * 255.0 / mean.max(1e-9)).log10()
}

/// Asks ffprobe for everything about a video.
pub(crate) fn probe(video: &Path, arguments: &[&str]) -> serde_json::Value {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-of", "json"])
        .args(arguments)
        .arg(video)
        .output()
        .unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What ffmpeg warns of when it plays a video.
pub(crate) fn warnings(video: &Path) -> String {
    let output = Command::new("ffmpeg")
        .args(["-v", "warning", "-xerror", "-i"])
        .arg(video)
        .args(["-f", "null", "-"])
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}
