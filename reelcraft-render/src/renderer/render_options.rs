//! How videos are rendered on this machine.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use reelcraft_core::{Error, Result};

use crate::video::{DEFAULT_LIMIT_BYTES, SegmentStore};

/// How videos are rendered on this machine.
#[derive(Debug, Clone, PartialEq)]
pub struct RenderOptions {
    /// Threads that compose and encode; `None` is one for each core that may be used. The
    /// frames of the video do not depend on it.
    pub workers: Option<NonZeroUsize>,
    /// The folder of finished segments and sounds; `None` is `reelcraft/segments` in the user's
    /// cache folder, or a folder that lives as long as the render where that cannot be used.
    pub cache_dir: Option<PathBuf>,
    /// The most bytes that stay in that folder after a render.
    pub cache_limit_bytes: u64,
    /// FFmpeg's name of an H.264 encoder to try first, for example `h264_nvenc`; `None` or
    /// `auto` is libx264, which is also what follows when it does not work.
    pub encoder: Option<String>,
    /// x264's preset instead of the quality's own settings.
    pub preset: Option<String>,
    /// x264's constant rate factor, 0 to 51, instead of the quality's own.
    pub crf: Option<f32>,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            workers: None,
            cache_dir: None,
            cache_limit_bytes: DEFAULT_LIMIT_BYTES,
            encoder: None,
            preset: None,
            crf: None,
        }
    }
}

/// A store, with the folder that it lies in when that is gone after the render.
pub(super) struct Cache {
    pub(super) store: SegmentStore,
    _folder: Option<tempfile::TempDir>,
}

impl RenderOptions {
    /// The number of threads that compose and encode.
    pub(super) fn worker_count(&self) -> NonZeroUsize {
        self.workers
            .or_else(|| std::thread::available_parallelism().ok())
            .unwrap_or(NonZeroUsize::MIN)
    }

    /// Opens the store.
    pub(super) fn open_store(&self) -> Result<SegmentStore> {
        let folder = self.cache_dir.clone();
        let folder = folder
            .or_else(SegmentStore::default_folder)
            .ok_or_else(|| {
                Error::unavailable("this user has no cache folder")
                    .hint("name a folder for the cache, or set XDG_CACHE_HOME")
            })?;
        SegmentStore::open(&folder, self.cache_limit_bytes)
    }

    /// Opens the store, or one that lives as long as the render where nobody named a folder and
    /// the user's own cannot be used.
    pub(super) fn open_cache(&self) -> Result<Cache> {
        let usable = self.open_store().and_then(|store| {
            store.check_writable()?;
            Ok(store)
        });
        let reason = match usable {
            Err(error) if self.cache_dir.is_none() => error,
            store => {
                return Ok(Cache {
                    store: store?,
                    _folder: None,
                });
            }
        };
        tracing::warn!(
            reason = reason.chain(),
            "the cache folder cannot be used, nothing is kept for the next render"
        );
        let folder = tempfile::Builder::new()
            .prefix("reelcraft-")
            .tempdir()
            .map_err(|error| {
                Error::unavailable("there is no folder for temporary files").because(error)
            })?;
        Ok(Cache {
            store: SegmentStore::open(folder.path(), self.cache_limit_bytes)?,
            _folder: Some(folder),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_folder_is_used_or_refused() {
        let folder = tempfile::tempdir().unwrap();
        let of = |path: PathBuf| RenderOptions {
            cache_dir: Some(path),
            ..RenderOptions::default()
        };
        let named = folder.path().join("a/b");
        let cache = of(named.clone()).open_cache().unwrap();
        assert_eq!(cache.store.folder(), named);
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(of(file.join("cache")).open_cache().is_err());
    }

    #[test]
    fn workers_are_as_many_as_told() {
        let workers = NonZeroUsize::new(7);
        let options = RenderOptions {
            workers,
            ..RenderOptions::default()
        };
        assert_eq!(options.worker_count().get(), 7);
        assert!(RenderOptions::default().worker_count().get() >= 1);
    }
}
