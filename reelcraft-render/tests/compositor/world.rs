//! Timelines and pictures made for the tests.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{Rgb, RgbImage};
use reelcraft_core::project::{Fit, Focus, FrameSize, Motion, TransitionEffect};
use reelcraft_core::timeline::{Clip, CoverSource, Timeline, TransitionSpan};
use reelcraft_core::{Digest, FrameRange, FrameRate};
use reelcraft_render::YuvFrame;
use reelcraft_render::compositor::Compositor;

/// A folder with pictures.
pub(crate) struct World(tempfile::TempDir);

impl World {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Saves a picture as PNG.
    pub(crate) fn picture(
        &self,
        name: &str,
        size: (u32, u32),
        pixel: impl Fn(u32, u32) -> [u8; 3],
    ) -> PathBuf {
        let path = self.path(name);
        RgbImage::from_fn(size.0, size.1, |x, y| Rgb(pixel(x, y)))
            .save(&path)
            .unwrap();
        path
    }
}

/// A clip alone from the first frame on.
pub(crate) fn clip(picture: &Path, frames: u64, motion: Motion) -> Clip {
    Clip {
        picture: picture.to_path_buf(),
        picture_digest: Digest::of_file(picture)
            .map_or_else(|_| "missing".to_owned(), |digest| digest.to_string()),
        frames: FrameRange::new(0, frames),
        visible: FrameRange::new(0, frames),
        motion,
        strength: 0.5,
        fit: Fit::Fill,
        focus: Focus::default(),
        card: None,
    }
}

/// Puts clips one after the other, joined by transitions of the given effects and length.
pub(crate) fn timeline(
    size: FrameSize,
    mut clips: Vec<Clip>,
    effects: &[TransitionEffect],
    length: u64,
) -> Timeline {
    let mut at = 0;
    for clip in &mut clips {
        let frames = FrameRange::new(at, at + clip.frames.len());
        at = frames.end;
        clip.frames = frames;
        clip.visible = frames;
    }
    let mut transitions = Vec::new();
    for (from, effect) in effects.iter().enumerate() {
        let cut = clips[from].frames.end;
        let frames = FrameRange::new(cut - length / 2, cut - length / 2 + length);
        clips[from].visible.end = frames.end;
        clips[from + 1].visible.start = frames.start;
        transitions.push(TransitionSpan {
            from,
            effect: *effect,
            frames,
        });
    }
    Timeline {
        title: "Test".into(),
        language: "en".into(),
        size,
        frame_rate: FrameRate::whole(30),
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

pub(crate) fn compositor(timeline: Timeline) -> Compositor {
    Compositor::new(Arc::new(timeline)).unwrap()
}

pub(crate) fn frame(compositor: &Compositor, at: u64) -> YuvFrame {
    let mut frame = YuvFrame::black(compositor.timeline().size);
    compositor.compose(at, &mut frame).unwrap();
    frame
}

/// The mean absolute difference of luma.
pub(crate) fn difference(a: &YuvFrame, b: &YuvFrame) -> f64 {
    let sum: u64 =
        a.y.samples
            .iter()
            .zip(&b.y.samples)
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum();
    sum as f64 / a.y.samples.len() as f64
}
