//! Sound that waits on the disk for its next use.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use reelcraft_core::{IoContext, Result};

use super::source::{SoundSource, StereoFrame};

/// Two 32-bit floats.
const FRAME_BYTES: usize = 8;

/// A stereo sound in a file without a name, which vanishes with this value even when the process
/// is killed. Its folder should be on a disk and not in memory: a minute takes 22 MiB.
pub(crate) struct ScratchSound {
    file: File,
    folder: PathBuf,
    frames: u64,
    bytes: Vec<u8>,
}

impl ScratchSound {
    /// Makes an empty sound.
    pub(crate) fn create(folder: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).io_context("create a file in", folder)?;
        Ok(Self {
            file,
            folder: folder.to_owned(),
            frames: 0,
            bytes: Vec::new(),
        })
    }

    /// How many frames it has.
    pub(crate) fn frames(&self) -> u64 {
        self.frames
    }

    /// Writes frames from position `at` on, over what is there and past the end.
    pub(crate) fn write_at(&mut self, at: u64, block: &[StereoFrame]) -> Result<()> {
        self.bytes.clear();
        self.bytes.extend(
            block
                .as_flattened()
                .iter()
                .flat_map(|sample| sample.to_le_bytes()),
        );
        self.file
            .seek(SeekFrom::Start(at * FRAME_BYTES as u64))
            .and_then(|_| self.file.write_all(&self.bytes))
            .io_context("write a scratch file in", &self.folder)?;
        self.frames = self.frames.max(at + block.len() as u64);
        Ok(())
    }

    /// Writes frames after the last one.
    pub(crate) fn append(&mut self, block: &[StereoFrame]) -> Result<()> {
        self.write_at(self.frames, block)
    }

    /// Reads frames from position `at` on and says how many there are.
    pub(crate) fn read_at(&mut self, at: u64, block: &mut [StereoFrame]) -> Result<usize> {
        let left = self.frames.saturating_sub(at);
        let count = block.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        self.bytes.resize(count * FRAME_BYTES, 0);
        self.file
            .seek(SeekFrom::Start(at * FRAME_BYTES as u64))
            .and_then(|_| self.file.read_exact(&mut self.bytes))
            .io_context("read a scratch file in", &self.folder)?;
        let (words, _) = self.bytes.as_chunks::<4>();
        for (sample, word) in block.as_flattened_mut().iter_mut().zip(words) {
            *sample = f32::from_le_bytes(*word);
        }
        Ok(count)
    }

    /// Gives it as a source that begins at its start.
    pub(crate) fn play(&mut self) -> Playback<'_> {
        Playback {
            sound: self,
            position: 0,
        }
    }
}

/// A scratch sound being read from its start to its end.
pub(crate) struct Playback<'a> {
    sound: &'a mut ScratchSound,
    position: u64,
}

impl SoundSource for Playback<'_> {
    fn read(&mut self, block: &mut [StereoFrame]) -> Result<usize> {
        let count = self.sound.read_at(self.position, block)?;
        self.position += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_and_can_be_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let mut sound = ScratchSound::create(folder.path()).unwrap();
        let ramp: Vec<StereoFrame> = (0..1000).map(|i| [i as f32, -(i as f32)]).collect();
        sound.append(&ramp[..400]).unwrap();
        sound.append(&ramp[400..]).unwrap();
        sound.write_at(10, &[[7.5, 8.5]]).unwrap();
        assert_eq!(sound.frames(), 1000);
        let mut block = [[0.0; 2]; 5];
        assert_eq!(sound.read_at(9, &mut block).unwrap(), 5);
        assert_eq!(block, [ramp[9], [7.5, 8.5], ramp[11], ramp[12], ramp[13]]);
        assert_eq!(sound.read_at(998, &mut block).unwrap(), 2);
        assert_eq!(sound.read_at(2000, &mut block).unwrap(), 0);
        // It has no name that could be left behind.
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
