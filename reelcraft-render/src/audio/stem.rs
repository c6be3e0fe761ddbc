//! One of the sounds that are mixed, decoded and measured.

use std::path::Path;

use reelcraft_core::timeline::{MusicTrack, VoiceTrack};
use reelcraft_core::{Control, Error, Result, SAMPLE_RATE_HZ};

use super::looped::Looped;
use super::loudness::LoudnessMeter;
use super::scratch::ScratchSound;
use super::source::{BLOCK_FRAMES, SoundSource};
use crate::libav::SoundFile;

/// The part of a sound that is heard in the video, and how loud it is.
pub(crate) struct Stem {
    /// At most as long as the video; silence follows it.
    pub(crate) sound: ScratchSound,
    /// Integrated loudness; −∞ when it is silent.
    pub(crate) lufs: f64,
}

impl Stem {
    /// Decodes the voiceover, at most `frames` of it.
    pub(crate) fn of_voice(
        track: &VoiceTrack,
        frames: u64,
        folder: &Path,
        control: &Control,
    ) -> Result<Self> {
        let mut file = SoundFile::open(&track.file, control)?;
        Self::record(&mut file, frames, folder, control)
    }

    /// Decodes the music and repeats it until there are `frames` of it.
    pub(crate) fn of_music(
        track: &MusicTrack,
        frames: u64,
        folder: &Path,
        control: &Control,
    ) -> Result<Self> {
        let skipped = (track.shape.start_secs * f64::from(SAMPLE_RATE_HZ)) as u64;
        let mut looped = Looped::new(|| {
            let mut file = SoundFile::open(&track.file, control)?;
            if skip(&mut file, skipped, control)? {
                Ok(file)
            } else {
                Err(ends_before(track))
            }
        })?;
        Self::record(&mut looped, frames, folder, control)
    }

    /// Keeps at most `frames` of a sound in a scratch file in `folder`.
    pub(crate) fn record(
        source: &mut impl SoundSource,
        frames: u64,
        folder: &Path,
        control: &Control,
    ) -> Result<Self> {
        let mut sound = ScratchSound::create(folder)?;
        let mut meter = LoudnessMeter::new()?;
        let mut space = vec![[0.0; 2]; BLOCK_FRAMES];
        while sound.frames() < frames {
            control.check()?;
            let wanted = (frames - sound.frames()).min(BLOCK_FRAMES as u64) as usize;
            let block = space.get_mut(..wanted).unwrap_or_default();
            let count = source.read(block)?;
            let block = block.get(..count).unwrap_or_default();
            meter.add(block)?;
            sound.append(block)?;
            if count < wanted {
                break;
            }
        }
        Ok(Self {
            sound,
            lufs: meter.finish()?,
        })
    }
}

/// Leaves out the first frames of a sound; `false` where it has no more than these.
fn skip(source: &mut impl SoundSource, mut frames: u64, control: &Control) -> Result<bool> {
    let mut space = vec![[0.0; 2]; BLOCK_FRAMES];
    while frames > 0 {
        control.check()?;
        let wanted = frames.min(BLOCK_FRAMES as u64) as usize;
        let block = space.get_mut(..wanted).unwrap_or_default();
        let count = source.read(block)?;
        if count < wanted {
            return Ok(false);
        }
        frames -= count as u64;
    }
    Ok(true)
}

fn ends_before(track: &MusicTrack) -> Error {
    let (file, secs) = (track.file.display(), track.shape.start_secs);
    Error::invalid_input(format!("{file} ends before its second {secs}"))
        .hint("let the music start earlier")
}
