//! Laying captions over the frames of a segment.

use std::sync::Arc;

use super::Captions;
use super::bitmap::CaptionBitmap;
use super::raster::Drawing;
use super::state::{CaptionState, size_at, state_at};
use crate::YuvFrame;

/// Lays captions over frames one after the other. What is seen in several frames is drawn once.
#[derive(Debug)]
pub(crate) struct CaptionLayer {
    captions: Arc<Captions>,
    /// The page that was drawn last, nothing highlighted.
    page: Option<(usize, Option<Drawing>)>,
    /// What was laid over the last frame.
    shown: Option<(CaptionState, Option<CaptionBitmap>)>,
}

impl CaptionLayer {
    pub(crate) fn new(captions: Arc<Captions>) -> Self {
        Self {
            captions,
            page: None,
            shown: None,
        }
    }

    /// Lays what is seen in a frame of the timeline over it.
    pub(crate) fn lay_over(&mut self, frame: u64, into: &mut YuvFrame) {
        let Captions { track, rate, .. } = self.captions.as_ref();
        let Some(state) = state_at(track, *rate, frame) else {
            return;
        };
        if self.shown.as_ref().is_none_or(|(shown, _)| *shown != state) {
            let bitmap = self.draw(state).map(|drawing| drawing.bitmap());
            self.shown = Some((state, bitmap));
        }
        if let Some((_, Some(bitmap))) = &self.shown {
            bitmap.lay_over(into);
        }
    }

    /// Draws what is seen in a frame of the timeline, words at rest that still spring in there.
    pub(crate) fn at_rest(&mut self, frame: u64) -> Option<Drawing> {
        let Captions { track, rate, .. } = self.captions.as_ref();
        let state = state_at(track, *rate, frame)?;
        self.draw(CaptionState { age: None, ..state })
    }

    fn draw(&mut self, state: CaptionState) -> Option<Drawing> {
        let captions = Arc::clone(&self.captions);
        let layout = captions.layouts.get(state.page)?;
        let painter = captions.painter();
        let page = match &mut self.page {
            Some((page, drawing)) if *page == state.page => drawing,
            other => &mut other.insert((state.page, painter.page(layout))).1,
        };
        let page = page.as_ref()?;
        match (state.word, state.age) {
            (Some(word), _) => {
                let mut drawing = page.clone();
                painter.highlight(&mut drawing, layout, word);
                Some(drawing)
            }
            (_, Some(age)) => {
                let text = layout.text;
                let middle = (
                    f64::midpoint(text.left, text.right),
                    f64::midpoint(text.top, text.bottom),
                );
                page.scaled(size_at(age, captions.rate), middle)
            }
            _ => Some(page.clone()),
        }
    }
}
