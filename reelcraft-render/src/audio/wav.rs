//! A sound file of any kind, written anew as WAV.

use std::io::{BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use reelcraft_core::{AtomicFile, Control, Error, IoContext, Result, SAMPLE_RATE_HZ};

use super::source::for_each_block;
use crate::libav::SoundFile;

/// Channels times bytes of a sample.
const FRAME_BYTES: u32 = 2 * 2;

/// Decodes a sound file of any kind and writes its sound, and nothing else of it, as WAV: 48 kHz,
/// two channels, 16-bit integers. Gives its length in seconds.
///
/// A file that is no sound is [`Media`](reelcraft_core::ErrorKind::Media); one of more than
/// `longest_secs` is [`InvalidInput`](reelcraft_core::ErrorKind::InvalidInput). `target` appears
/// whole or not at all.
pub fn write_wav(
    source: &Path,
    target: &Path,
    longest_secs: u32,
    control: &Control,
) -> Result<f64> {
    let mut sound = SoundFile::open(source, control)?;
    let most = u64::from(longest_secs) * u64::from(SAMPLE_RATE_HZ);
    let mut file = AtomicFile::create(target)?;
    let mut frames = 0u64;
    {
        let mut writer = BufWriter::new(file.file());
        let written = |result: std::io::Result<()>| result.io_context("write", target);
        // The lengths are known at the end.
        written(writer.write_all(&header(0)))?;
        for_each_block(&mut sound, |block| {
            control.check()?;
            frames += block.len() as u64;
            if frames > most {
                return Err(Error::invalid_input(format!(
                    "the sound is longer than {longest_secs} seconds"
                ))
                .hint("cut it to the part that is needed"));
            }
            for sample in block.iter().flatten() {
                let value = (f64::from(*sample) * 32767.0)
                    .round()
                    .clamp(-32768.0, 32767.0);
                written(writer.write_all(&(value as i16).to_le_bytes()))?;
            }
            Ok(())
        })?;
        written(writer.seek(SeekFrom::Start(0)).map(drop))?;
        let bytes = u32::try_from(frames * u64::from(FRAME_BYTES)).unwrap_or(u32::MAX - 36);
        written(writer.write_all(&header(bytes)))?;
        written(writer.flush())?;
    }
    file.commit()?;
    Ok(frames as f64 / f64::from(SAMPLE_RATE_HZ))
}

/// The 44 bytes before the samples.
fn header(data_bytes: u32) -> Vec<u8> {
    let mut header = Vec::with_capacity(44);
    header.extend_from_slice(b"RIFF");
    header.extend_from_slice(&(36 + data_bytes).to_le_bytes());
    header.extend_from_slice(b"WAVEfmt ");
    header.extend_from_slice(&16u32.to_le_bytes());
    header.extend_from_slice(&1u16.to_le_bytes());
    header.extend_from_slice(&2u16.to_le_bytes());
    header.extend_from_slice(&SAMPLE_RATE_HZ.to_le_bytes());
    header.extend_from_slice(&(SAMPLE_RATE_HZ * FRAME_BYTES).to_le_bytes());
    header.extend_from_slice(&(FRAME_BYTES as u16).to_le_bytes());
    header.extend_from_slice(&16u16.to_le_bytes());
    header.extend_from_slice(b"data");
    header.extend_from_slice(&data_bytes.to_le_bytes());
    header
}

#[cfg(test)]
mod tests {
    use reelcraft_core::ErrorKind;
    use reelcraft_core::voiceover::Pcm;

    use super::*;

    #[test]
    fn a_sound_is_written_anew_or_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (source, target) = (folder.path().join("a"), folder.path().join("b.wav"));
        let samples = (0..16_000).map(|i| (i as f32 * 0.1).sin() * 0.5).collect();
        let tone = Pcm {
            samples,
            sample_rate_hz: 8000,
        };
        let mut bytes = tone.to_wav().unwrap();
        // What is not sound does not come along.
        bytes.extend_from_slice(b"LIST\x0c\0\0\0INFOsecret__");
        std::fs::write(&source, bytes).unwrap();
        let control = Control::default();
        let secs = write_wav(&source, &target, 3, &control).unwrap();
        assert!((secs - 2.0).abs() < 0.01, "{secs}");
        let written = std::fs::read(&target).unwrap();
        assert!(!written.windows(6).any(|window| window == b"secret"));
        let read = Pcm::from_wav(&written).unwrap();
        assert_eq!(read.sample_rate_hz, 48_000);
        assert!((read.secs() - secs).abs() < 1e-6);

        std::fs::remove_file(&target).unwrap();
        let error = write_wav(&source, &target, 1, &control).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidInput);
        assert!(!target.exists());
    }
}
