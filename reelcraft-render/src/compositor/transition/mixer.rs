//! Choosing the effect.

use reelcraft_core::project::TransitionEffect;

use super::fade::Through;
use super::slide::Direction;
use super::zoom::ZoomScratch;
use super::{circle, fade, slide, wipe, zoom};
use crate::YuvFrame;

/// Joins two frames by a transition; it keeps its buffers from frame to frame.
#[derive(Debug, Default)]
pub struct TransitionMixer {
    zoom: ZoomScratch,
}

impl TransitionMixer {
    /// Fills `into` with what is seen at a progress of 0 (the first frame alone) to 1 (the
    /// second one alone). All frames have the same size.
    ///
    /// The result is a pure function of the arguments. [`TransitionEffect::Cut`] shows the
    /// second frame from the middle on.
    pub fn mix(
        &mut self,
        effect: TransitionEffect,
        progress: f64,
        from: &YuvFrame,
        to: &YuvFrame,
        into: &mut YuvFrame,
    ) {
        match effect {
            TransitionEffect::Cut => into.copy_from(if progress < 0.5 { from } else { to }),
            TransitionEffect::Crossfade => fade::crossfade(progress, from, to, into),
            TransitionEffect::FadeBlack => fade::fade(progress, Through::Black, from, to, into),
            TransitionEffect::FadeWhite => fade::fade(progress, Through::White, from, to, into),
            TransitionEffect::SlideLeft => slide::slide(progress, Direction::Left, from, to, into),
            TransitionEffect::SlideRight => {
                slide::slide(progress, Direction::Right, from, to, into);
            }
            TransitionEffect::SlideUp => slide::slide(progress, Direction::Up, from, to, into),
            TransitionEffect::SlideDown => slide::slide(progress, Direction::Down, from, to, into),
            TransitionEffect::PushLeft => slide::push(progress, Direction::Left, from, to, into),
            TransitionEffect::PushRight => slide::push(progress, Direction::Right, from, to, into),
            TransitionEffect::WipeLeft => wipe::wipe(progress, true, from, to, into),
            TransitionEffect::WipeRight => wipe::wipe(progress, false, from, to, into),
            TransitionEffect::Zoom => zoom::zoom(progress, from, to, into, &mut self.zoom),
            TransitionEffect::Circle => circle::circle(progress, from, to, into),
        }
    }
}
