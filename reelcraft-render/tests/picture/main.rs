//! Pictures: what is read, what is refused, and what becomes of it on a canvas.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on fails"
)]

mod bad_files;
mod colours;
mod files;
mod good_files;
mod prepared;
