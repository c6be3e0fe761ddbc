//! The fake of Gemini over plain HTTP: every rule, every flaw, every failure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod bodies;
mod caller;
mod failures;
mod lists;
mod pictures;
mod record;
mod refusals;
mod refused_bodies;
mod speech;
mod texts;
