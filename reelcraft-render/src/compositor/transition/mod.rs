//! Transitions: from two frames and the progress, one frame.
//!
//! Each effect begins with the first scene alone and ends with the second one alone. Both scenes
//! keep their own camera moves while it runs.

mod blend;
mod circle;
mod ease;
mod fade;
mod mixer;
mod plane_grid;
mod slide;
mod wipe;
mod zoom;

pub use mixer::TransitionMixer;
