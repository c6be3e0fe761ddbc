//! Whether a video will fit on the disk.

use std::path::Path;

use reelcraft_core::{Error, Result};

/// Gives an error when the disk that `folder` is on has less than `bytes` left; `what` says what
/// they are needed for. Where the system does not tell, all is well.
pub(crate) fn require_space(folder: &Path, bytes: u64, what: &str) -> Result<()> {
    match fs4::available_space(folder) {
        Ok(available) if available < bytes => Err(Error::unavailable(format!(
            "{what} needs about {} MB in {}, and only {} MB are left",
            bytes.div_ceil(1_000_000),
            folder.display(),
            available / 1_000_000
        ))
        .hint("free some space on that disk, or use a folder on another one")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_fit_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(require_space(folder.path(), 1, "the video").is_ok());
        let error = require_space(folder.path(), u64::MAX, "the video").unwrap_err();
        assert_eq!(*error.kind(), reelcraft_core::ErrorKind::Unavailable);
        assert!(error.to_string().starts_with("the video needs about"));
        assert!(require_space(&folder.path().join("missing"), u64::MAX, "it").is_ok());
    }
}
