//! Crossfade, and fades through black and white.

use super::blend;
use super::ease::{smooth, weight};
use super::plane_grid::{PlaneGrid, planes};
use crate::YuvFrame;

/// What a fade goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    Black,
    White,
}

/// Mixes both frames, the second one linearly more.
pub(super) fn crossfade(progress: f64, from: &YuvFrame, to: &YuvFrame, into: &mut YuvFrame) {
    let weight = weight(progress);
    for (_, from, to, into) in planes(from, to, into) {
        blend::mix_all(&from.samples, &to.samples, weight, &mut into.samples);
    }
}

/// Goes from the first frame to black or white in the first half, and to the second frame in
/// the second half.
pub(super) fn fade(
    progress: f64,
    through: Through,
    from: &YuvFrame,
    to: &YuvFrame,
    into: &mut YuvFrame,
) {
    let covered = smooth(1.0 - (2.0 * progress - 1.0).abs());
    for (grid, from, to, into) in planes(from, to, into) {
        let PlaneGrid { black, white, .. } = grid;
        let value = if through == Through::Black {
            black
        } else {
            white
        };
        let seen = if progress < 0.5 { from } else { to };
        blend::mix_with(&seen.samples, value, weight(covered), &mut into.samples);
    }
}
