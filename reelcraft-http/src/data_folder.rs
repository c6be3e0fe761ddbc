//! The folder of everything that the service keeps.

use std::fs::File;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use reelcraft_core::{Error, IoContext as _, Result, sweep};

use crate::assets::Shelf;
use crate::id::Id;

/// The folder of everything that the service keeps. One service works in it at a time: it is
/// locked as long as this lives.
#[derive(Debug)]
pub(crate) struct DataFolder {
    root: PathBuf,
    lock: File,
}

impl DataFolder {
    /// Opens a folder, making it if need be; `None` is the platform's own.
    pub(crate) fn open(folder: Option<&Path>) -> Result<Self> {
        let root = match folder {
            Some(folder) => folder.to_owned(),
            None => default_folder()?,
        };
        for part in ["", ASSETS, PROJECTS, JOBS, INCOMING, CACHE] {
            let part = root.join(part);
            std::fs::create_dir_all(&part).io_context("create the folder", &part)?;
        }
        let root = root.canonicalize().io_context("open the folder", &root)?;
        let path = root.join("lock");
        let lock = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .io_context("open", &path)?;
        if let Err(std::fs::TryLockError::WouldBlock) = lock.try_lock() {
            return Err(
                Error::unavailable(format!("another reelcraft serves {}", root.display()))
                    .hint("stop it, or name another folder with --data-dir"),
            );
        }
        let this = Self { root, lock };
        // Nobody else works here, so what is half-received is nobody's.
        for entry in std::fs::read_dir(this.incoming())
            .io_context("read the folder", &this.incoming())?
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                std::fs::remove_dir_all(path).ok();
            } else {
                std::fs::remove_file(path).ok();
            }
        }
        for shelf in Shelf::ALL {
            remove_staged(&this.assets().join(shelf.name()));
        }
        sweep(&this.root)?;
        Ok(this)
    }

    /// The database of projects, jobs and files.
    pub(crate) fn database(&self) -> PathBuf {
        self.root.join("reelcraft.db")
    }

    /// The folder of the files that have addresses.
    pub(crate) fn assets(&self) -> PathBuf {
        self.root.join(ASSETS)
    }

    /// The folder of files that are being received.
    pub(crate) fn incoming(&self) -> PathBuf {
        self.root.join(INCOMING)
    }

    /// The folder of finished segments.
    pub(crate) fn cache(&self) -> PathBuf {
        self.root.join(CACHE)
    }

    /// The folder of a project's own files.
    pub(crate) fn project(&self, id: &Id) -> PathBuf {
        self.root.join(PROJECTS).join(id.as_str())
    }

    /// The folder that a job works in; gone when the job is.
    pub(crate) fn job(&self, id: &Id) -> PathBuf {
        self.root.join(JOBS).join(id.as_str())
    }

    /// The folder of all jobs' folders.
    pub(crate) fn jobs(&self) -> PathBuf {
        self.root.join(JOBS)
    }

    /// Lets another service work in the folder.
    pub(crate) fn release(&self) {
        self.lock.unlock().ok();
    }

    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }
}

const ASSETS: &str = "assets";
const PROJECTS: &str = "projects";
const JOBS: &str = "jobs";
const INCOMING: &str = "incoming";
/// The folder of finished segments.
pub(crate) const CACHE: &str = "cache";

/// Removes the files of the store that were being written when a service was killed: it writes
/// them under names with `#`.
fn remove_staged(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().contains('#')) {
        std::fs::remove_file(entry.path()).ok();
    }
}

fn default_folder() -> Result<PathBuf> {
    ProjectDirs::from("", "", "reelcraft")
        .map(|folders| folders.data_dir().to_owned())
        .ok_or_else(|| {
            Error::unavailable("there is no folder for data")
                .hint("name one with --data-dir, or set HOME")
        })
}
