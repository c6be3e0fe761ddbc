//! For tests: providers that cost nothing and misbehave on request, and the conformance checks
//! that every provider and renderer runs.
//!
//! The checks panic with the broken sentence of the contract, as assertions do.
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used
)]

mod conformance;
mod fakes;

pub use conformance::{
    check_cancelled_image_gen, check_image_gen, check_renderer, check_script_gen, check_tts,
};
pub use fakes::{FakeImages, FakeRenderer, FakeScript, FakeVoice, Log, MemoryStore, tiny_picture};
