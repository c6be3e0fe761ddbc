//! Exit codes.

use reelcraft_core::{Error, ErrorKind};

/// Everything was done.
pub(crate) const DONE: u8 = 0;
/// Some of several projects failed.
pub(crate) const SOME_FAILED: u8 = 3;

/// The exit code of an error.
pub(crate) fn code_of(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::InvalidInput => 2,
        ErrorKind::Cancelled => 130,
        _ => 1,
    }
}
