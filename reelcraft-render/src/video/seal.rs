//! A checksum at the end of a file, so that a damaged one is never used.

use std::fs::File;
use std::io::{Read, Seek as _, SeekFrom, Write};
use std::path::Path;

/// An MP4 box of the type `free`, which readers of MP4 skip: its length, its type, a mark of
/// ours, and the BLAKE3 hash of everything before it.
const HEAD: [u8; 16] = *b"\0\0\0\x30freereelseal";

/// How long a seal is, in bytes.
const SEAL_BYTES: usize = HEAD.len() + blake3::OUT_LEN;

/// The seal of the bytes that were hashed.
fn seal_of(hasher: &blake3::Hasher) -> [u8; SEAL_BYTES] {
    let mut seal = [0; SEAL_BYTES];
    let (head, hash) = seal.split_at_mut(HEAD.len());
    head.copy_from_slice(&HEAD);
    hash.copy_from_slice(hasher.finalize().as_bytes());
    seal
}

/// Writes bytes through, and a seal at the end.
#[derive(Debug)]
pub(super) struct SealingWriter<W> {
    inner: W,
    hasher: blake3::Hasher,
}

impl<W: Write> SealingWriter<W> {
    /// Begins a sealed file.
    pub(super) fn new(inner: W) -> Self {
        Self {
            inner,
            hasher: blake3::Hasher::new(),
        }
    }

    /// Writes the seal and everything that is still held back.
    pub(super) fn finish(mut self) -> std::io::Result<()> {
        self.inner.write_all(&seal_of(&self.hasher))?;
        self.inner.flush()
    }
}

impl<W: Write> Write for SealingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

/// Adds a seal to a file that is complete.
pub(super) fn seal(file: &mut File) -> std::io::Result<()> {
    let mut hasher = blake3::Hasher::new();
    file.rewind()?;
    std::io::copy(file, &mut hasher)?;
    file.write_all(&seal_of(&hasher))
}

/// The bytes before the seal; `None` when the seal is missing or does not fit.
pub(super) fn unsealed(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let length = bytes.len().checked_sub(SEAL_BYTES)?;
    let (content, seal) = bytes.split_at(length);
    let mut hasher = blake3::Hasher::new();
    hasher.update(content);
    if seal != seal_of(&hasher) {
        return None;
    }
    bytes.truncate(length);
    Some(bytes)
}

/// Whether the file is there, with a seal that fits. It is read piece by piece.
pub(super) fn is_intact(path: &Path) -> bool {
    let check = || -> std::io::Result<bool> {
        let mut file = File::open(path)?;
        let Some(length) = file.metadata()?.len().checked_sub(SEAL_BYTES as u64) else {
            return Ok(false);
        };
        let mut hasher = blake3::Hasher::new();
        std::io::copy(&mut (&mut file).take(length), &mut hasher)?;
        let mut seal = [0; SEAL_BYTES];
        file.seek(SeekFrom::Start(length))?;
        file.read_exact(&mut seal)?;
        Ok(seal == seal_of(&hasher))
    };
    check().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(content: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = SealingWriter::new(&mut bytes);
        writer.write_all(content).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn any_flipped_or_missing_byte_breaks_the_seal() {
        let whole = sealed(b"the packets of a segment");
        assert_eq!(
            unsealed(whole.clone()).unwrap(),
            b"the packets of a segment"
        );
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x10;
            assert!(unsealed(flipped).is_none(), "byte {at}");
            assert!(unsealed(whole[..at].to_vec()).is_none(), "length {at}");
        }
        assert!(unsealed(Vec::new()).is_none());
    }

    #[test]
    fn files_are_checked_where_they_lie() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sound.m4a");
        assert!(!is_intact(&path));
        std::fs::write(&path, b"some sound").unwrap();
        assert!(!is_intact(&path));
        let mut file = File::options().read(true).write(true).open(&path).unwrap();
        seal(&mut file).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(bytes, sealed(b"some sound"));
        assert!(is_intact(&path));
        for at in [0, 5, bytes.len() - 1] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            std::fs::write(&path, &flipped).unwrap();
            assert!(!is_intact(&path), "byte {at}");
        }
        std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert!(!is_intact(&path));
    }
}
