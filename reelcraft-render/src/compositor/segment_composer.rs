//! Composing the frames of one segment.

use std::sync::Arc;

use reelcraft_core::project::TransitionEffect;
use reelcraft_core::{Error, FrameRange, Result};

use super::picture_cache::PreparedClip;
use super::{Sampler, TransitionMixer};
use crate::YuvFrame;

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
}

impl SegmentComposer {
    pub(super) fn new(frames: FrameRange, scene: Scene) -> Self {
        Self {
            frames,
            scene,
            sampler: Sampler::default(),
            mixer: TransitionMixer::default(),
            pair: None,
        }
    }

    /// The frames it can compose.
    pub fn frames(&self) -> FrameRange {
        self.frames
    }

    /// Whether all its frames are the same, so that composing one of them is enough.
    pub fn is_still(&self) -> bool {
        match &self.scene {
            Scene::Body(clip) => clip.camera.is_still(),
            Scene::Transition { .. } => false,
        }
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
        Ok(())
    }
}
