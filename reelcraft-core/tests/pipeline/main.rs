//! The pipeline over fake providers and a real project file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on fails"
)]

mod captions;
mod kept;
mod recordings;
mod runs;
mod scenes;
mod script;
mod voice;
mod world;
