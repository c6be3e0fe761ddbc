//! The compositor: from timelines of real files to frames.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on fails"
)]

mod caption_sheet;
mod captions;
mod checks;
mod focus;
mod motion;
mod overlays;
mod references;
mod segments;
mod transitions;
mod world;
