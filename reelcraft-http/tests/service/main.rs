//! The service over real connections, with the local providers or fakes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on fails"
)]

mod archives;
mod assets;
mod captions;
mod costs;
mod door;
mod hostile;
mod jobs;
mod pictures;
mod projects;
mod restarts;
mod spec;
mod steps;
mod uploads;
mod versions;
mod world;
