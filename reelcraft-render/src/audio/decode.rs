//! A sound file as one channel in memory.

use std::path::Path;

use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Control, Error, Result, SAMPLE_RATE_HZ};

use super::source::for_each_block;
use crate::libav::SoundFile;

/// The longest sound that is taken into memory, in seconds: an hour is 660 MiB.
const LONGEST_SECS: u64 = 3600;

/// Decodes a sound file of any kind to one channel at 48 kHz; several channels are averaged.
///
/// A file that is no sound is [`Media`](reelcraft_core::ErrorKind::Media), a missing one
/// [`NotFound`](reelcraft_core::ErrorKind::NotFound), and one of more than an hour
/// [`InvalidInput`](reelcraft_core::ErrorKind::InvalidInput). Damaged parts are left out.
pub fn decode_mono(path: &Path) -> Result<Pcm> {
    decode_mono_up_to(path, LONGEST_SECS)
}

fn decode_mono_up_to(path: &Path, longest_secs: u64) -> Result<Pcm> {
    let too_long = || {
        Error::invalid_input(format!(
            "{} is longer than {} minutes",
            path.display(),
            longest_secs / 60
        ))
        .hint("cut it to the part that is spoken")
    };
    let mut file = SoundFile::open(path, &Control::default())?;
    let most = longest_secs as usize * SAMPLE_RATE_HZ as usize;
    let mut samples = Vec::new();
    for_each_block(&mut file, |block| {
        if samples.len() + block.len() > most {
            return Err(too_long());
        }
        samples.extend(
            block
                .iter()
                .map(|[left, right]| f32::midpoint(*left, *right)),
        );
        Ok(())
    })?;
    samples.shrink_to_fit();
    Ok(Pcm {
        samples,
        sample_rate_hz: SAMPLE_RATE_HZ,
    })
}

#[cfg(test)]
mod tests {
    use reelcraft_core::ErrorKind;

    use super::*;

    fn wav_of(secs: usize) -> tempfile::NamedTempFile {
        let samples = (0..secs * 8000)
            .map(|i| (i as f32 * 0.1).sin() * 0.5)
            .collect();
        let pcm = Pcm {
            samples,
            sample_rate_hz: 8000,
        };
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), pcm.to_wav().unwrap()).unwrap();
        file
    }

    #[test]
    fn what_does_not_fit_into_memory_is_refused() {
        let file = wav_of(3);
        let error = decode_mono_up_to(file.path(), 2).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidInput);
        assert_eq!(
            decode_mono_up_to(file.path(), 3).unwrap().samples.len(),
            3 * 48000
        );
    }

    #[test]
    fn a_streamed_length_does_not_hide_a_long_sound() {
        let file = wav_of(3);
        let mut bytes = std::fs::read(file.path()).unwrap();
        bytes[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
        std::fs::write(file.path(), bytes).unwrap();
        assert!(decode_mono_up_to(file.path(), 2).is_err());
    }
}
