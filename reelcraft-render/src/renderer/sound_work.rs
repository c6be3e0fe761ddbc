//! The sound of a video: taken from the cache, or made.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use reelcraft_core::timeline::Timeline;
use reelcraft_core::{AtomicFile, Digest, Result};

use crate::audio::encode_sound_into;
use crate::changed_meanwhile;
use crate::video::{Halt, SegmentStore};

/// The sound of a timeline, and where it is kept.
pub(super) struct SoundWork<'a> {
    pub(super) timeline: &'a Timeline,
    pub(super) key: &'a Digest,
    pub(super) store: &'a SegmentStore,
    pub(super) halt: &'a Halt,
}

impl SoundWork<'_> {
    /// Sees to it that the store has the sound, and says how long making it took; `reuse` tells
    /// whether one that is already there will do.
    pub(super) fn prepare(&self, reuse: bool) -> Result<Duration> {
        if reuse && self.store.sound(self.key).is_some() {
            return Ok(Duration::ZERO);
        }
        let begun = Instant::now();
        self.make()?;
        Ok(begun.elapsed())
    }

    /// Gives the file that [`prepare`](Self::prepare) made; where it is gone or damaged by now,
    /// it is made again.
    pub(super) fn prepare_again(&self) -> Result<PathBuf> {
        match self.store.sound(self.key) {
            Some(file) => Ok(file),
            None => self.make(),
        }
    }

    /// Whether the file that was read meanwhile stayed as it was: there and intact, or gone while
    /// it was held open.
    pub(super) fn is_unharmed(&self, file: &Path) -> bool {
        !file.exists() || self.store.sound(self.key).is_some()
    }

    /// Refuses sources that are no longer those of the key.
    fn check_sources(&self) -> Result<()> {
        let voice = self.timeline.voice.as_ref();
        let voice = voice.map(|track| (&track.file, &track.digest));
        let music = self.timeline.music.as_ref();
        let music = music.map(|track| (&track.file, &track.digest));
        for (file, digest) in [voice, music].into_iter().flatten() {
            if Digest::of_file(file)?.as_str() != digest {
                return Err(changed_meanwhile(file));
            }
        }
        Ok(())
    }

    fn make(&self) -> Result<PathBuf> {
        let control = self.halt.control();
        let make = |file: &mut AtomicFile| {
            let report = encode_sound_into(file, self.timeline, control)?;
            self.check_sources()?;
            Ok(report)
        };
        let (file, report) = self.store.keep_sound(self.key, make)?;
        tracing::debug!(?report, "made the sound");
        Ok(file)
    }
}
