//! One scene moves over the other, or pushes it out.

use super::blend;
use super::ease::{smooth, swift, weight};
use super::plane_grid::{PlaneGrid, planes};
use crate::{Plane, YuvFrame};

/// Length of the shadow that a sliding scene throws, relative to the frame's shorter side.
const SHADOW: f64 = 0.07;
/// How much of the light the shadow takes at the edge.
const SHADOW_DEPTH: f64 = 0.5;

/// Where the second scene moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Left,
    Right,
    Up,
    Down,
}

/// Moves the second frame over the first one, which stays and lies in its shadow.
pub(super) fn slide(
    progress: f64,
    direction: Direction,
    from: &YuvFrame,
    to: &YuvFrame,
    into: &mut YuvFrame,
) {
    let shorter = into.y.width.min(into.y.height) as f64;
    let reach = shorter * SHADOW;
    // The shadow comes and goes with the movement, so that neither end of it jumps.
    let depth = SHADOW_DEPTH * smooth(progress * 4.0) * smooth((1.0 - progress) * 4.0);
    let shade = |distance: f64| {
        let near = (1.0 - distance / reach).max(0.0);
        weight(depth * near * near)
    };
    move_in(progress, direction, false, from, to, into);
    for (grid, from, _, into) in planes(from, to, into) {
        let covered = covered_samples(progress, direction, grid, from);
        let samples = (reach / grid.step as f64).ceil() as usize;
        let weights: Vec<u16> = (0..samples)
            .map(|at| shade((at * grid.step) as f64 + 0.5))
            .collect();
        shade_beside(into, direction, covered, &weights, grid.black);
    }
}

/// Moves the second frame in while the first one moves out before it.
pub(super) fn push(
    progress: f64,
    direction: Direction,
    from: &YuvFrame,
    to: &YuvFrame,
    into: &mut YuvFrame,
) {
    move_in(progress, direction, true, from, to, into);
}

/// How many columns or rows of a plane the second frame covers; chroma always half of luma.
fn covered_samples(progress: f64, direction: Direction, grid: PlaneGrid, plane: &Plane) -> usize {
    let length = match direction {
        Direction::Left | Direction::Right => plane.width,
        Direction::Up | Direction::Down => plane.height,
    };
    let chroma_length = (length * grid.step / 2) as f64;
    let chroma = (swift(progress) * chroma_length).round() as usize;
    (chroma * 2 / grid.step).min(length)
}

fn move_in(
    progress: f64,
    direction: Direction,
    pushes: bool,
    from: &YuvFrame,
    to: &YuvFrame,
    into: &mut YuvFrame,
) {
    for (grid, from, to, into) in planes(from, to, into) {
        let covered = covered_samples(progress, direction, grid, from);
        match direction {
            Direction::Left | Direction::Right => {
                let leftward = direction == Direction::Left;
                for ((from, to), into) in from.rows().zip(to.rows()).zip(into.rows_mut()) {
                    join(from, to, covered, leftward, pushes, into);
                }
            }
            Direction::Up | Direction::Down => {
                let covered = covered * into.width;
                let upward = direction == Direction::Up;
                join(
                    &from.samples,
                    &to.samples,
                    covered,
                    upward,
                    pushes,
                    &mut into.samples,
                );
            }
        }
    }
}

/// Fills a run with `covered` samples of `to` at one end (the end, when it comes toward the
/// start) and the rest of `from`, either where it stood or pushed along.
fn join(from: &[u8], to: &[u8], covered: usize, toward_start: bool, pushes: bool, into: &mut [u8]) {
    let free = into.len().saturating_sub(covered);
    if toward_start {
        let (left, right) = into.split_at_mut(free);
        copy(left, from.get(if pushes { covered } else { 0 }..));
        copy(right, Some(to));
    } else {
        let (left, right) = into.split_at_mut(covered);
        copy(left, to.get(free..));
        copy(right, from.get(if pushes { 0 } else { covered }..));
    }
}

/// Copies as many samples as there is place for.
fn copy(into: &mut [u8], from: Option<&[u8]>) {
    if let Some(from) = from.and_then(|from| from.get(..into.len())) {
        into.copy_from_slice(from);
    }
}

/// Darkens what lies beside the covered part, `weights` counted from its edge.
fn shade_beside(
    plane: &mut Plane,
    direction: Direction,
    covered: usize,
    weights: &[u16],
    black: u8,
) {
    let (width, height) = (plane.width, plane.height);
    match direction {
        Direction::Left => {
            let edge = width - covered;
            let reach = weights.len().min(edge);
            let mirrored: Vec<u16> = weights.iter().take(reach).rev().copied().collect();
            for row in plane.rows_mut() {
                if let Some(beside) = row.get_mut(edge - reach..edge) {
                    blend::shade_each(beside, black, &mirrored);
                }
            }
        }
        Direction::Right => {
            for row in plane.rows_mut() {
                if let Some(beside) = row.get_mut(covered..) {
                    blend::shade_each(beside, black, weights);
                }
            }
        }
        Direction::Up | Direction::Down => {
            for (at, weight) in weights.iter().enumerate() {
                let row = if direction == Direction::Up {
                    (height - covered).checked_sub(at + 1)
                } else {
                    Some(covered + at)
                };
                if let Some(row) = row.and_then(|row| plane.row_mut(row)) {
                    blend::shade_each(row, black, &vec![*weight; width]);
                }
            }
        }
    }
}
