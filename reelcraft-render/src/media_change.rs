//! Media files that change while they are rendered.

use std::path::Path;

use reelcraft_core::Error;

/// The error for a file that is no longer the one that the timeline was planned with.
pub(crate) fn changed_meanwhile(file: &Path) -> Error {
    let message = format!("{} was changed while it was rendered", file.display());
    Error::unavailable(message).hint("render again")
}
