//! How much room there is.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use reelcraft_core::{Error, IoContext as _, Result};

use crate::data_folder::CACHE;
use crate::problem::{Answer, Code, Failure};
use crate::settings::{Bytes, Limits};

/// How much room there is for more files.
#[derive(Debug)]
pub(crate) struct Disk {
    root: PathBuf,
    most: Option<Bytes>,
    free: Bytes,
    used: AtomicU64,
}

impl Disk {
    pub(crate) fn new(root: &Path, limits: &Limits) -> Self {
        let disk = Self {
            root: root.to_owned(),
            most: limits.disk,
            free: limits.disk_free,
            used: AtomicU64::new(0),
        };
        disk.measure();
        disk
    }

    /// Adds up what all files take.
    pub(crate) fn measure(&self) {
        self.used.store(size_of(&self.root), Ordering::Relaxed);
    }

    /// The bytes that all files take, as far as is known.
    pub(crate) fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// Notes that a file was added.
    pub(crate) fn add(&self, bytes: u64) {
        self.used.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Notes that a file was removed.
    pub(crate) fn give_back(&self, bytes: u64) {
        let less = |used: u64| Some(used.saturating_sub(bytes));
        let order = Ordering::Relaxed;
        self.used.fetch_update(order, order, less).ok();
    }

    /// How many bytes there is room for.
    pub(crate) fn room(&self) -> Answer<u64> {
        let available = fs4::available_space(&self.root)
            .io_context("measure the disk of", &self.root)
            .map_err(Failure::from)?;
        let free = available.saturating_sub(self.free.0);
        let left = |most: Bytes| most.0.saturating_sub(self.used());
        Ok(self.most.map_or(free, |most| left(most).min(free)))
    }

    /// Refuses what there is no room for, before anything is written.
    pub(crate) fn require(&self, bytes: u64) -> Answer<()> {
        if self.room()? > bytes {
            return Ok(());
        }
        let full = match self.most {
            Some(most) if self.used().saturating_add(bytes) >= most.0 => {
                format!("this service keeps at most {most}, and that is used up")
            }
            _ => "the disk of the service is nearly full".to_owned(),
        };
        Err(Failure::new(Code::DiskFull, full).hint(
            "remove projects, uploads or finished videos, or let whoever runs the service make \
             room",
        ))
    }

    /// As [`require`](Self::require), for work that has begun.
    pub(crate) fn require_for_work(&self, bytes: u64) -> Result<()> {
        self.require(bytes).map_err(|failure| {
            Error::unavailable(failure.detail).hint(failure.hint.unwrap_or_default())
        })
    }
}

/// The bytes of all files in a folder and below. The cache of segments has a bound of its own, and
/// does not count.
fn size_of(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() && entry.file_name() == CACHE => 0,
        Ok(metadata) if metadata.is_dir() => size_of(&entry.path()),
        Ok(metadata) if metadata.is_file() => metadata.len() / links(&metadata),
        _ => 0,
    });
    sizes.sum()
}

/// How many names a file has: each counts for its part.
#[cfg(unix)]
fn links(metadata: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata).max(1)
}

#[cfg(not(unix))]
fn links(_: &std::fs::Metadata) -> u64 {
    1
}
