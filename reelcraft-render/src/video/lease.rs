//! Telling other processes which entries of a store are in use.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use reelcraft_core::{Digest, IoContext as _, Result};

const EXTENSION: &str = "lease";

/// Protects entries of a [`SegmentStore`](super::SegmentStore) while it lives: a file with their
/// keys that is locked by its process. A killed process holds no lock.
#[derive(Debug)]
pub struct Lease {
    _lock: File,
    _path: tempfile::TempPath,
}

impl Lease {
    /// Names the keys that are in use. Nobody else may take leases or remove entries meanwhile.
    pub(super) fn take<'a>(
        folder: &Path,
        keys: impl IntoIterator<Item = &'a Digest>,
    ) -> Result<Self> {
        // Removes what killed processes left.
        living_keys(folder)?;
        let mut text = String::new();
        for key in keys {
            text.push_str(key.as_str());
            text.push('\n');
        }
        let suffix = format!(".{EXTENSION}");
        let mut builder = tempfile::Builder::new();
        builder.prefix(".").suffix(&suffix);
        // Whoever shares the folder must see what is in use.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let (mut file, path) = builder
            .tempfile_in(folder)
            .io_context("create a file in", folder)?
            .into_parts();
        file.write_all(text.as_bytes()).io_context("write", &path)?;
        if let Err(error) = file.lock()
            && error.kind() != ErrorKind::Unsupported
        {
            return Err(error).io_context("lock", &path);
        }
        Ok(Self {
            _lock: file,
            _path: path,
        })
    }
}

/// The keys that living leases name; dead leases are removed.
pub(super) fn living_keys(folder: &Path) -> Result<HashSet<String>> {
    let mut keys = HashSet::new();
    let entries = std::fs::read_dir(folder).io_context("read the folder", folder)?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.extension().and_then(OsStr::to_str) != Some(EXTENSION) {
            continue;
        }
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            // Nobody knows what it names, so nothing may be removed.
            error => return error.io_context("read", &path).map(|_| keys),
        };
        match file.try_lock() {
            Ok(()) => {
                std::fs::remove_file(&path).ok();
            }
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                keys.extend(text.lines().map(String::from));
            }
        }
    }
    Ok(keys)
}
