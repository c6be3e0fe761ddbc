//! Finished segments, sounds and posters, kept for the next render.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use reelcraft_core::{AtomicFile, Digest, IoContext as _, Result, sweep};
use serde::Serialize;

use super::lease::{Lease, living_keys};
use super::seal::{SealingWriter, is_intact, seal, unsealed};
use super::segment_file::{EncodedSegment, SegmentWriter};

/// The most bytes a store keeps, unless it is told otherwise: 4 GiB.
pub const DEFAULT_LIMIT_BYTES: u64 = 4 << 30;

const SEGMENT: &str = "segment";
const SOUND: &str = "m4a";
const POSTER: &str = "jpg";
const KINDS: [&str; 3] = [SEGMENT, SOUND, POSTER];
const GUARD: &str = ".lock";

/// A folder of encoded segments, sounds and posters, each called by the digest of all that it is
/// made of.
///
/// * What is read is checked against its checksum; what is damaged, cut off or gone counts as
///   absent.
/// * Entries appear whole or not at all, also when several processes use the folder at once.
/// * [`trim`](Self::trim) keeps it within its limit: what was not used for longest goes first.
///   What a living [`Lease`] names is never removed.
#[derive(Debug)]
pub struct SegmentStore {
    folder: PathBuf,
    limit_bytes: u64,
}

/// How much a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct StoreInfo {
    /// Entries.
    pub entries: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl SegmentStore {
    /// Opens a store, making its folder where it is missing, and removes what killed processes
    /// left in it.
    pub fn open(folder: &Path, limit_bytes: u64) -> Result<Self> {
        std::fs::create_dir_all(folder).io_context("create the folder", folder)?;
        sweep(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            limit_bytes,
        })
    }

    /// The folder that is used unless another one is named: `reelcraft/segments` in the user's
    /// cache folder (`$XDG_CACHE_HOME`); `None` for a user without home.
    pub fn default_folder() -> Option<PathBuf> {
        let dirs = directories::BaseDirs::new()?;
        Some(dirs.cache_dir().join("reelcraft").join("segments"))
    }

    /// Makes sure that entries can be written, and removed again.
    pub fn check_writable(&self) -> Result<()> {
        AtomicFile::create(&self.folder.join("probe")).map(drop)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads the segment with this key; `None` when it is absent or damaged.
    pub fn segment(&self, key: &Digest) -> Option<EncodedSegment> {
        let path = self.path(key, SEGMENT);
        let segment = EncodedSegment::read(&path)?;
        touch(&path);
        Some(segment)
    }

    /// Begins the segment with this key.
    pub(super) fn create_segment(&self, key: &Digest, extradata: &[u8]) -> Result<SegmentWriter> {
        SegmentWriter::create(&self.path(key, SEGMENT), extradata)
    }

    /// The file of the sound with this key; `None` when it is absent or damaged.
    pub fn sound(&self, key: &Digest) -> Option<PathBuf> {
        let path = self.path(key, SOUND);
        if !is_intact(&path) {
            return None;
        }
        touch(&path);
        Some(path)
    }

    /// Keeps the sound with this key: an MP4 file that `make` writes.
    pub fn keep_sound<T>(
        &self,
        key: &Digest,
        make: impl FnOnce(&mut AtomicFile) -> Result<T>,
    ) -> Result<(PathBuf, T)> {
        let target = self.path(key, SOUND);
        let mut file = AtomicFile::create(&target)?;
        let made = make(&mut file)?;
        seal(file.file()).io_context("write", &target)?;
        file.commit()?;
        Ok((target, made))
    }

    /// Reads the poster with this key; `None` when it is absent or damaged.
    pub fn poster(&self, key: &Digest) -> Option<Vec<u8>> {
        let path = self.path(key, POSTER);
        let jpeg = unsealed(std::fs::read(&path).ok()?)?;
        touch(&path);
        Some(jpeg)
    }

    /// Keeps the poster with this key, a JPEG file.
    pub fn keep_poster(&self, key: &Digest, jpeg: &[u8]) -> Result<()> {
        let target = self.path(key, POSTER);
        let mut file = AtomicFile::create(&target)?;
        let mut writer = SealingWriter::new(file.file());
        writer
            .write_all(jpeg)
            .and_then(|()| writer.finish())
            .io_context("write", &target)?;
        file.commit()
    }

    /// Protects the entries with these keys from [`trim`](Self::trim) and
    /// [`clear`](Self::clear), in all processes, until the lease is dropped or its process ends.
    pub fn lease<'a>(&self, keys: impl IntoIterator<Item = &'a Digest>) -> Result<Lease> {
        let _guard = self.guard()?;
        Lease::take(&self.folder, keys)
    }

    /// Counts the entries.
    pub fn info(&self) -> Result<StoreInfo> {
        Ok(total(&self.entries()?))
    }

    /// Removes all entries that no living lease names, and says what was removed.
    pub fn clear(&self) -> Result<StoreInfo> {
        self.remove_down_to(0)
    }

    /// Removes entries, those that were not used for longest first, until the rest is within the
    /// limit; says what was removed.
    pub fn trim(&self) -> Result<StoreInfo> {
        self.remove_down_to(self.limit_bytes)
    }

    fn remove_down_to(&self, limit_bytes: u64) -> Result<StoreInfo> {
        let _guard = self.guard()?;
        let mut entries = self.entries()?;
        let mut bytes = total(&entries).bytes;
        let mut removed = StoreInfo::default();
        // Empty entries go with a limit of 0 only.
        let is_within = |bytes: u64| bytes <= limit_bytes && limit_bytes > 0;
        if is_within(bytes) {
            return Ok(removed);
        }
        let leased = living_keys(&self.folder)?;
        entries.sort_by(|a, b| (a.used, &a.name).cmp(&(b.used, &b.name)));
        for entry in entries {
            if is_within(bytes) {
                break;
            }
            let key = entry.name.split('.').next().unwrap_or_default();
            if leased.contains(key) {
                continue;
            }
            match std::fs::remove_file(self.folder.join(&entry.name)) {
                Ok(()) => {
                    removed.entries += 1;
                    removed.bytes += entry.bytes;
                }
                // Another process was faster.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(_) => continue,
            }
            bytes -= entry.bytes;
        }
        Ok(removed)
    }

    fn path(&self, key: &Digest, kind: &str) -> PathBuf {
        self.folder.join(format!("{key}.{kind}"))
    }

    /// Keeps all other processes from taking leases and removing entries.
    fn guard(&self) -> Result<File> {
        let path = self.folder.join(GUARD);
        let file = File::options()
            .create(true)
            .append(true)
            .open(&path)
            .io_context("open", &path)?;
        // Some network file systems have no locks.
        if let Err(error) = file.lock()
            && error.kind() != ErrorKind::Unsupported
        {
            return Err(error).io_context("lock", &path);
        }
        Ok(file)
    }

    fn entries(&self) -> Result<Vec<Entry>> {
        let folder = std::fs::read_dir(&self.folder).io_context("read the folder", &self.folder)?;
        let entries = folder.flatten().filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let (_, kind) = name.rsplit_once('.')?;
            if name.starts_with('.') || !KINDS.contains(&kind) {
                return None;
            }
            let metadata = entry.metadata().ok()?;
            Some(Entry {
                bytes: metadata.len(),
                used: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
                name,
            })
        });
        Ok(entries.collect())
    }
}

struct Entry {
    name: String,
    bytes: u64,
    used: SystemTime,
}

fn total(entries: &[Entry]) -> StoreInfo {
    StoreInfo {
        entries: entries.len() as u64,
        bytes: entries.iter().map(|entry| entry.bytes).sum(),
    }
}

/// Marks an entry as used just now; where that fails it only goes earlier.
fn touch(path: &Path) {
    if let Ok(file) = File::options().append(true).open(path) {
        file.set_modified(SystemTime::now()).ok();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use reelcraft_core::Error;

    use super::super::segment_file::EncodedPacket;
    use super::*;

    fn key(name: &str) -> Digest {
        Digest::of_bytes(name.as_bytes())
    }

    fn add(store: &SegmentStore, name: &str, bytes: usize, age_secs: u64) {
        let mut writer = store.create_segment(&key(name), b"sps").unwrap();
        let data = vec![7; bytes];
        writer
            .packet(EncodedPacket {
                pts: 0,
                is_key: true,
                bytes: &data,
            })
            .unwrap();
        writer.commit().unwrap();
        let path = store.path(&key(name), SEGMENT);
        let used = SystemTime::now() - Duration::from_secs(age_secs);
        let file = File::options().append(true).open(path).unwrap();
        file.set_modified(used).unwrap();
    }

    fn present(store: &SegmentStore, names: &[&str]) -> Vec<bool> {
        names
            .iter()
            .map(|name| store.path(&key(name), SEGMENT).exists())
            .collect()
    }

    #[test]
    fn the_longest_unused_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let store = SegmentStore::open(folder.path(), 2500).unwrap();
        for (name, age) in [("a", 300), ("b", 200), ("c", 100)] {
            add(&store, name, 1000, age);
        }
        // Reading counts as use.
        assert!(store.segment(&key("a")).is_some());
        assert_eq!(store.info().unwrap().entries, 3);
        let removed = store.trim().unwrap();
        assert_eq!(removed.entries, 1);
        assert_eq!(present(&store, &["a", "b", "c"]), [true, false, true]);
        assert!(store.info().unwrap().bytes <= 2500);
        assert_eq!(store.trim().unwrap(), StoreInfo::default());
    }

    #[test]
    fn what_a_living_lease_names_stays() {
        let folder = tempfile::tempdir().unwrap();
        let store = SegmentStore::open(folder.path(), 0).unwrap();
        for name in ["a", "b"] {
            add(&store, name, 10, 0);
        }
        let lease = store.lease([&key("a")]).unwrap();
        // Another process opens the same folder.
        let other = SegmentStore::open(folder.path(), 0).unwrap();
        other.trim().unwrap();
        assert_eq!(present(&store, &["a", "b"]), [true, false]);
        other.clear().unwrap();
        assert_eq!(present(&store, &["a"]), [true]);
        drop(lease);
        assert_eq!(other.clear().unwrap().entries, 1);
        assert_eq!(store.info().unwrap(), StoreInfo::default());
    }

    #[test]
    fn the_lease_of_a_dead_process_protects_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = SegmentStore::open(folder.path(), 0).unwrap();
        add(&store, "a", 10, 0);
        let dead = folder.path().join(".dead.lease");
        std::fs::write(&dead, format!("{}\n", key("a"))).unwrap();
        assert_eq!(store.trim().unwrap().entries, 1);
        assert!(!dead.exists());
        std::fs::write(&dead, "").unwrap();
        let _living = store.lease([]).unwrap();
        assert!(!dead.exists());
    }

    #[test]
    fn sounds_and_posters_come_back_intact_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let store = SegmentStore::open(folder.path(), 1 << 20).unwrap();
        let make = |file: &mut AtomicFile| {
            file.file().write_all(b"sound").unwrap();
            Ok(42)
        };
        let (path, made) = store.keep_sound(&key("s"), make).unwrap();
        assert_eq!(made, 42);
        assert_eq!(store.sound(&key("s")), Some(path.clone()));
        assert!(std::fs::read(&path).unwrap().starts_with(b"sound"));
        store.keep_poster(&key("p"), b"jpeg").unwrap();
        assert_eq!(store.poster(&key("p")).unwrap(), b"jpeg");
        assert_eq!(store.info().unwrap().entries, 2);

        std::fs::write(&path, b"sound").unwrap();
        assert_eq!(store.sound(&key("s")), None);
        std::fs::write(store.path(&key("p"), POSTER), b"jpeg").unwrap();
        assert_eq!(store.poster(&key("p")), None);
        assert_eq!(store.sound(&key("missing")), None);
    }

    #[test]
    fn a_sound_that_fails_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = SegmentStore::open(folder.path(), 1 << 20).unwrap();
        let failing = |_: &mut AtomicFile| Err::<(), _>(Error::media("no sound"));
        assert!(store.keep_sound(&key("s"), failing).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
