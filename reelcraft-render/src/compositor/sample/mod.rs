//! Sampling a canvas at sub-pixel positions.
//!
//! Each plane is filtered first along its rows and then down its columns with eight weights a
//! sample. The sums are integers, so that all kinds of instructions give the same bits. Where the camera is nearest,
//! the filter is a Lanczos kernel with three lobes; where the view is larger than the frame, the
//! kernel is stretched, so that nothing flickers. A flat colour stays exactly as it is, and between
//! two values of a soft gradient a fine pattern decides.

mod columns;
mod dither;
mod kernel;
mod rows;
mod sampler;

pub use sampler::Sampler;

/// Weights of one sample: they reach the four samples on each side that three lobes need up to a
/// step of 4/3.
const TAPS: usize = 8;
/// The longest step from sample to sample that can be filtered, in samples of the canvas.
const MAX_STEP: f64 = 2.0;
/// Fraction bits of a weight; 1 is `1 << 14`, and all weights of a sample add up to it.
const WEIGHT_BITS: u32 = 14;
/// Fraction bits of a sample between the two passes. Lobes take it up to a third beyond the 8
/// bits of a sample, and 16 bits hold that with its sign.
const BETWEEN_BITS: u32 = 6;
