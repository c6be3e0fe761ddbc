//! Content digests: what an asset is made of, as one short name.

use std::fmt;
use std::path::Path;

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
