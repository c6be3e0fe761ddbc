//! Composing the frames of one segment.

use std::sync::Arc;

use reelcraft_core::project::TransitionEffect;
use reelcraft_core::{Error, FrameRange, Result};

use super::picture_cache::PreparedClip;
use super::{Sampler, TransitionMixer};
use crate::YuvFrame;
use crate::caption::{CaptionBitmap, CaptionLayer};

/// What a segment shows, with the prepared pictures it needs.
#[derive(Debug)]
pub(super) enum Scene {
    /// One clip alone.
    Body(Arc<PreparedClip>),
    /// One clip becomes the next.
    Transition {
        /// The clip that ends.
        from: Arc<PreparedClip>,
        /// The clip that begins.
        to: Arc<PreparedClip>,
        /// What is seen.
        effect: TransitionEffect,
        /// All frames of the transition, also where the segment is a part of it.
        frames: FrameRange,
    },
}

/// Composes the frames of one segment. It holds the one or two prepared pictures it needs until
/// it is dropped, and belongs to one thread at a time.
#[derive(Debug)]
pub struct SegmentComposer {
    frames: FrameRange,
    scene: Scene,
    sampler: Sampler,
    mixer: TransitionMixer,
    /// Both scenes of a transition.
    pair: Option<[YuvFrame; 2]>,
    captions: Captioned,
}

/// What is seen over the scenes of a segment.
#[derive(Debug)]
pub(super) struct Captioned {
    /// The logo.
    pub(super) watermark: Option<Arc<CaptionBitmap>>,
    /// What is written.
    pub(super) layer: Option<CaptionLayer>,
    /// Whether it looks the same in all frames.
    pub(super) is_still: bool,
}

impl SegmentComposer {
    pub(super) fn new(frames: FrameRange, scene: Scene, captions: Captioned) -> Self {
        Self {
            frames,
            scene,
            sampler: Sampler::default(),
            mixer: TransitionMixer::default(),
            pair: None,
            captions,
        }
    }

    /// The frames it can compose.
    pub fn frames(&self) -> FrameRange {
        self.frames
    }

    /// Whether all its frames are the same, so that composing one of them is enough.
    pub fn is_still(&self) -> bool {
        let is_still = match &self.scene {
            Scene::Body(clip) => clip.camera.is_still(),
            Scene::Transition { .. } => false,
        };
        is_still && self.captions.is_still
    }

    /// Composes a frame of the segment, by its index on the timeline. Every sample of `into`,
    /// which has the size of the timeline, is replaced.
    pub fn compose(&mut self, frame: u64, into: &mut YuvFrame) -> Result<()> {
        if !self.frames.contains(frame) {
            return Err(Error::internal(format!(
                "frame {frame} is outside of the segment {} to {}",
                self.frames.start, self.frames.end
            )));
        }
        match &self.scene {
            Scene::Body(clip) => {
                self.sampler
                    .sample(&clip.canvas, clip.camera.view(frame), into);
            }
            Scene::Transition {
                from,
                to,
                effect,
                frames,
            } => {
                let size = into.size();
                let [first, second] = self
                    .pair
                    .get_or_insert_with(|| [YuvFrame::black(size), YuvFrame::black(size)]);
                self.sampler
                    .sample(&from.canvas, from.camera.view(frame), first);
                self.sampler
                    .sample(&to.canvas, to.camera.view(frame), second);
                let at = frame.saturating_sub(frames.start) as f64 + 0.5;
                let progress = at / frames.len().max(1) as f64;
                self.mixer.mix(*effect, progress, first, second, into);
            }
        }
        if let Some(watermark) = &self.captions.watermark {
            watermark.lay_over(into);
        }
        if let Some(captions) = &mut self.captions.layer {
            captions.lay_over(frame, into);
        }
        Ok(())
    }
}
