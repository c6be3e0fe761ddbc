//! The first scene rushes nearer and lets the second one appear.

use super::blend;
use super::ease::{smooth, weight};
use crate::YuvFrame;
use crate::compositor::{Sampler, View};

/// How large the first scene becomes.
const NEAREST: f64 = 3.0;
/// How large the second scene appears at first.
const BEGINS: f64 = 1.22;

/// What is kept from frame to frame.
#[derive(Debug, Default)]
pub(super) struct ZoomScratch {
    sampler: Sampler,
    nearer: Option<YuvFrame>,
}

/// Enlarges the first frame exponentially, faster and faster, while the second one fades in and
/// settles from slightly larger to its own size.
pub(super) fn zoom(
    progress: f64,
    from: &YuvFrame,
    to: &YuvFrame,
    into: &mut YuvFrame,
    scratch: &mut ZoomScratch,
) {
    let size = into.size();
    let ZoomScratch { sampler, nearer } = scratch;
    if nearer.as_ref().is_none_or(|frame| frame.size() != size) {
        *nearer = None;
    }
    let nearer = nearer.get_or_insert_with(|| YuvFrame::black(size));
    let rush = NEAREST.powf(progress.powf(1.7));
    let settle = BEGINS.powf((1.0 - progress).powi(2));
    sampler.sample(from, View::whole(size).magnified(rush), nearer);
    sampler.sample(to, View::whole(size).magnified(settle), into);
    let first_share = weight(1.0 - smooth((progress - 0.15) / 0.75));
    for (into, nearer) in into.planes_mut().into_iter().zip(nearer.planes()) {
        blend::mix_in_place(&mut into.samples, &nearer.samples, first_share);
    }
}
