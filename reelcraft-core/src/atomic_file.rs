//! Files that appear whole or not at all, even when the process is killed.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use crate::{Error, IoContext, Result};

const SUFFIX: &str = ".partial";
/// Random letters and digits before the suffix.
const RANDOM: usize = 6;

/// A file that is being written under a temporary name beside its final one.
///
/// The temporary file is locked while its process lives. [`commit`](Self::commit) gives it its
/// final name; without it the file is removed. What a killed process leaves behind is removed by
/// [`sweep`].
#[derive(Debug)]
pub struct AtomicFile {
    target: PathBuf,
    temporary: tempfile::TempPath,
    lock: File,
}

impl AtomicFile {
    /// Begins a file that will be called `target`; its folder is made if it is missing.
    pub fn create(target: &Path) -> Result<Self> {
        // A link stays a link: what it points to is replaced.
        let resolved = std::fs::canonicalize(target);
        let target = resolved.as_deref().unwrap_or(target);
        let folder = folder_of(target);
        std::fs::create_dir_all(folder).io_context("create the folder", folder)?;
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let prefix = format!(".{name}.");
        // A sweeper may remove the file between its creation and its lock; then another is made.
        for _ in 0..8 {
            let mut builder = tempfile::Builder::new();
            builder.prefix(&prefix).suffix(SUFFIX).rand_bytes(RANDOM);
            // Temporary files are private to their owner, finished ones are like any other.
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                builder.permissions(std::fs::Permissions::from_mode(0o666));
            }
            let file = builder
                .tempfile_in(folder)
                .io_context("create a file in", folder)?;
            let (lock, temporary) = file.into_parts();
            // Some network file systems have no locks; there nothing is swept, either.
            let is_ours = !matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
            if is_ours && temporary.exists() {
                return Ok(Self {
                    target: target.to_owned(),
                    temporary,
                    lock,
                });
            }
        }
        Err(Error::internal(format!(
            "cannot lock a temporary file in {}",
            folder.display()
        )))
    }

    /// Writes `bytes` to a file called `target`, whole or not at all.
    pub fn write(target: &Path, bytes: &[u8]) -> Result<()> {
        use std::io::Write as _;
        let mut file = Self::create(target)?;
        file.lock.write_all(bytes).io_context("write", target)?;
        file.commit()
    }

    /// Where the bytes go until [`commit`](Self::commit).
    pub fn path(&self) -> &Path {
        &self.temporary
    }

    /// The open temporary file.
    pub fn file(&mut self) -> &mut File {
        &mut self.lock
    }

    /// Flushes the file to the disk and gives it its final name, replacing an older one.
    pub fn commit(self) -> Result<()> {
        let Self {
            target,
            temporary,
            lock,
        } = self;
        // Who could read the older file can read the new one.
        if let Ok(older) = std::fs::metadata(&target) {
            lock.set_permissions(older.permissions())
                .io_context("write", &target)?;
        }
        lock.sync_all().io_context("write", &target)?;
        temporary
            .persist(&target)
            .map_err(|error| error.error)
            .io_context("write", &target)?;
        // The name is on the disk only when the folder is.
        if let Ok(folder) = File::open(folder_of(&target)) {
            folder.sync_all().ok();
        }
        Ok(())
    }
}

/// Removes the temporary files that killed processes left in a folder, and only those; those of
/// living processes are locked. A missing folder is fine.
pub fn sweep(folder: &Path) -> Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries.io_context("read the folder", folder)?,
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !is_temporary(&name) {
            continue;
        }
        let Ok(file) = File::open(&path) else {
            continue;
        };
        match file.try_lock() {
            Ok(()) => {
                std::fs::remove_file(&path).ok();
            }
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
    Ok(())
}

/// Whether a name is of the form that [`AtomicFile`] gives: `.NAME.x1Y2z3.partial`.
fn is_temporary(name: &str) -> bool {
    let rest = name
        .strip_prefix('.')
        .and_then(|rest| rest.strip_suffix(SUFFIX));
    let random = rest
        .and_then(|rest| rest.rsplit_once('.'))
        .map(|(_, random)| random);
    random.is_some_and(|random| {
        random.len() == RANDOM && random.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("sub/a.txt");
        let file = AtomicFile::create(&target).unwrap();
        std::fs::write(file.path(), "half").unwrap();
        assert!(!target.exists());
        drop(file);
        assert_eq!(names(&folder.path().join("sub")), Vec::<String>::new());
        AtomicFile::write(&target, b"whole").unwrap();
        assert_eq!(names(&folder.path().join("sub")), ["a.txt"]);
        assert_eq!(std::fs::read(&target).unwrap(), b"whole");
    }

    #[test]
    fn sweeping_removes_what_nobody_writes_any_more() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(".dead.mp4.x1y2z3.partial"), "half").unwrap();
        std::fs::write(folder.path().join("notes.partial"), "the person's own").unwrap();
        std::fs::write(folder.path().join(".notes.partial"), "the person's own").unwrap();
        let living = AtomicFile::create(&folder.path().join("living.mp4")).unwrap();
        sweep(folder.path()).unwrap();
        assert!(living.path().exists());
        assert_eq!(names(folder.path()).len(), 3);
        sweep(&folder.path().join("missing")).unwrap();
    }

    #[test]
    #[cfg(unix)]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real.txt");
        let link = folder.path().join("link.txt");
        std::fs::write(&real, "old").unwrap();
        std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        AtomicFile::write(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read(&real).unwrap(), b"new");
        let mode = std::fs::metadata(&real).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
