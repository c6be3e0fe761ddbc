//! Content digests: what an asset is made of, as one short name.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::{IoContext, Result};

/// A 128-bit digest (the first half of BLAKE3), written as 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// The digest of some bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::finish(&blake3::hash(bytes))
    }

    /// The digest of a file's bytes, read piece by piece.
    pub fn of_file(path: &Path) -> Result<Self> {
        let mut hasher = blake3::Hasher::new();
        let mut file = std::fs::File::open(path).io_context("open", path)?;
        std::io::copy(&mut file, &mut hasher).io_context("read", path)?;
        Ok(Self::finish(&hasher.finalize()))
    }

    /// As [`of_file`](Self::of_file), for files that are looked at again and again: one that looks
    /// as it did when it was read is not read again. A file that was changed within the last two
    /// seconds is read each time, for another change might not be seen in its times.
    pub fn of_settled_file(path: &Path) -> Result<Self> {
        let stamp = Stamp::of(path);
        let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stamp) = &stamp
            && let Some((known, digest)) = known().get(path)
            && known == stamp
        {
            return Ok(digest.clone());
        }
        let digest = Self::of_file(path)?;
        // It may have been written while it was read.
        if let Some(stamp) = stamp.filter(Stamp::is_settled)
            && Stamp::of(path).as_ref() == Some(&stamp)
        {
            let mut known = known();
            if known.len() >= MOST_KNOWN {
                known.clear();
            }
            known.insert(path.to_owned(), (stamp, digest.clone()));
        }
        Ok(digest)
    }

    /// Begins a digest of several fields. `what` says what is digested and in which version, so
    /// that different things never share a digest.
    pub fn builder(what: &str) -> DigestBuilder {
        DigestBuilder(blake3::Hasher::new()).field(what)
    }

    fn finish(hash: &blake3::Hash) -> Self {
        Self(hash.to_hex().chars().take(32).collect())
    }

    /// The 32 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The digests of files that were read.
static KNOWN: LazyLock<Mutex<HashMap<PathBuf, (Stamp, Digest)>>> = LazyLock::new(Mutex::default);
/// How many of them are remembered.
const MOST_KNOWN: usize = 10_000;
/// How long a file must have been left alone, so that its times tell of a change.
const SETTLED: Duration = Duration::from_secs(2);

/// What a file looks like from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: SystemTime,
    /// Number and time of change of the file's entry, which no program can set.
    entry: (u64, i64, i64),
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        let entry = {
            use std::os::unix::fs::MetadataExt as _;
            (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
        };
        #[cfg(not(unix))]
        let entry = (0, 0, 0);
        Some(Self {
            bytes: metadata.len(),
            modified: metadata.modified().ok()?,
            entry,
        })
    }

    fn is_settled(&self) -> bool {
        let now = SystemTime::now();
        let changed = SystemTime::UNIX_EPOCH
            + Duration::from_secs(u64::try_from(self.entry.1).unwrap_or_default());
        let is_old = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > SETTLED);
        is_old(self.modified) && is_old(changed)
    }
}

/// Digests fields one after the other; each is preceded by its length, so that moving a letter
/// from one field to the next gives another digest.
#[derive(Debug, Clone)]
pub struct DigestBuilder(blake3::Hasher);

impl DigestBuilder {
    /// Adds a field.
    #[must_use]
    pub fn field(mut self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a field that may be absent; absent differs from empty.
    #[must_use]
    pub fn optional(self, bytes: Option<impl AsRef<[u8]>>) -> Self {
        match bytes {
            Some(bytes) => self.field([1]).field(bytes),
            None => self.field([0]),
        }
    }

    /// Adds a number by its bits.
    #[must_use]
    pub fn number(self, value: f64) -> Self {
        self.field(value.to_bits().to_le_bytes())
    }

    /// Adds a value by its JSON text.
    #[must_use]
    pub fn json(self, value: &impl Serialize) -> Self {
        self.field(serde_json::to_vec(value).unwrap_or_default())
    }

    /// Gives the digest.
    pub fn finish(self) -> Digest {
        Digest::finish(&self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_between_fields_count() {
        let digest = |a: &str, b: &str| Digest::builder("test").field(a).field(b).finish();
        assert_ne!(digest("ab", "c"), digest("a", "bc"));
        assert_eq!(digest("ab", "c"), digest("ab", "c"));
    }

    #[test]
    fn absent_is_not_empty() {
        let digest = |value: Option<&str>| Digest::builder("test").optional(value).finish();
        assert_ne!(digest(None), digest(Some("")));
    }
}
