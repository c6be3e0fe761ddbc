//! Segments encoded, kept, found again, and joined: checked on the decoded video.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on fails"
)]

mod caption_files;
mod joins;
mod reuse;
mod stopping;
mod support;
