//! One channel of sound in memory, and as a WAV file.

use std::io::Cursor;

use crate::{Error, LineSpan, Result};

/// Quieter than this part of the peak is silence: −46 dB.
const HEARD_LEVEL: f32 = 0.005;

/// One channel of sound.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pcm {
    /// Samples, nominally −1 to 1.
    pub samples: Vec<f32>,
    /// Samples per second, never 0.
    pub sample_rate_hz: u32,
}

impl Pcm {
    /// How long it is, in seconds.
    pub fn secs(&self) -> f64 {
        self.samples.len() as f64 / f64::from(self.sample_rate_hz.max(1))
    }

    /// The index of the sample nearest to a time in seconds, at most the length.
    pub fn index_at(&self, secs: f64) -> usize {
        ((secs * f64::from(self.sample_rate_hz)).round().max(0.0) as usize).min(self.samples.len())
    }

    /// The part from the first to the last sound that is heard: louder than −46 dB below the
    /// peak. Silence gives an empty span at the start.
    pub fn heard_span(&self) -> LineSpan {
        let peak = self
            .samples
            .iter()
            .fold(0.0f32, |peak, s| peak.max(s.abs()));
        let is_heard = |sample: &f32| peak > 1e-4 && sample.abs() > peak * HEARD_LEVEL;
        let first = self.samples.iter().position(is_heard).unwrap_or(0);
        let last = self
            .samples
            .iter()
            .rposition(is_heard)
            .map_or(0, |at| at + 1);
        let rate = f64::from(self.sample_rate_hz.max(1));
        LineSpan {
            start: first as f64 / rate,
            end: last as f64 / rate,
        }
    }

    /// A part of the sound; what lies outside is left out.
    #[must_use]
    pub fn part(&self, span: LineSpan) -> Self {
        let range = self.index_at(span.start)..self.index_at(span.end);
        Self {
            samples: self.samples.get(range).unwrap_or_default().to_vec(),
            sample_rate_hz: self.sample_rate_hz,
        }
    }

    /// Reads a WAV file of integers or floats; more than one channel is averaged.
    ///
    /// Length fields of 0 or 0xFFFFFFFF, as streaming programs write them, mean "to the end".
    pub fn from_wav(bytes: &[u8]) -> Result<Self> {
        let broken = |error: hound::Error| Error::media("no readable WAV sound").because(error);
        let mut reader = hound::WavReader::new(Cursor::new(repaired(bytes))).map_err(broken)?;
        let spec = reader.spec();
        if spec.sample_rate == 0 || spec.channels == 0 {
            return Err(Error::media("WAV sound without rate or channels"));
        }
        let interleaved: Vec<f32> = match spec.sample_format {
            hound::SampleFormat::Float => reader
                .samples::<f32>()
                .collect::<Result<_, _>>()
                .map_err(broken)?,
            hound::SampleFormat::Int => {
                let scale = 1.0 / f64::from(spec.bits_per_sample - 1).exp2();
                reader
                    .samples::<i32>()
                    .map(|sample| sample.map(|value| (f64::from(value) * scale) as f32))
                    .collect::<Result<_, _>>()
                    .map_err(broken)?
            }
        };
        let channels = usize::from(spec.channels);
        let samples = interleaved
            .chunks_exact(channels)
            .map(|frame| frame.iter().sum::<f32>() / channels as f32)
            .collect();
        Ok(Self {
            samples,
            sample_rate_hz: spec.sample_rate,
        })
    }

    /// Writes a WAV file of 16-bit integers, one channel; samples outside −1 to 1 are clipped.
    pub fn to_wav(&self) -> Result<Vec<u8>> {
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: self.sample_rate_hz,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let failed = |error: hound::Error| Error::internal("cannot write WAV").because(error);
        let mut bytes = Cursor::new(Vec::with_capacity(44 + self.samples.len() * 2));
        let mut writer = hound::WavWriter::new(&mut bytes, spec).map_err(failed)?;
        for sample in &self.samples {
            let value = (f64::from(*sample) * 32767.0).round();
            writer
                .write_sample(value.clamp(-32768.0, 32767.0) as i16)
                .map_err(failed)?;
        }
        writer.finalize().map_err(failed)?;
        Ok(bytes.into_inner())
    }
}

/// Gives the same sound as a file of just the chunks that matter, `fmt ` and `data`, with the
/// lengths that are really there; what is no RIFF file comes back as it is.
///
/// Other chunks are left out because their length may be odd, which the reader does not expect.
/// A `data` chunk that is cut off, or says 0 or 0xFFFFFFFF, reaches to the end of the file, and
/// ends with a whole frame.
fn repaired(bytes: &[u8]) -> Vec<u8> {
    let (mut format, mut data) = (None, None);
    let mut at = 12;
    while let Some(header) = bytes.get(at..at + 8) {
        let length = read_u32(header, 4) as usize;
        let body = bytes.get(at + 8..).unwrap_or_default();
        if header.starts_with(b"fmt ") {
            format = body.get(..length);
        }
        if header.starts_with(b"data") {
            let is_told = (1..=body.len()).contains(&length);
            data = body.get(..if is_told { length } else { body.len() });
            break;
        }
        at = at.saturating_add(8 + length + length % 2);
    }
    let (Some(format), Some(data), true) = (format, data, bytes.starts_with(b"RIFF")) else {
        return bytes.to_vec();
    };
    // The bytes of a frame stand in the last but one field of the first 16 bytes.
    let block = read_u32(format, 12) as usize & 0xFFFF;
    let data = data
        .get(..data.len() - data.len() % block.max(1))
        .unwrap_or_default();
    let mut repaired = b"RIFF\0\0\0\0WAVE".to_vec();
    for (name, chunk) in [(b"fmt ", format), (b"data", data)] {
        repaired.extend(name);
        repaired.extend((chunk.len() as u32).to_le_bytes());
        repaired.extend(chunk);
        // A chunk of odd length is followed by a byte that belongs to none.
        repaired.resize(repaired.len() + chunk.len() % 2, 0);
    }
    let length = repaired.len() as u32 - 8;
    write_u32(&mut repaired, 4, length);
    repaired
}

fn read_u32(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..at + 4)
        .and_then(|four| four.try_into().ok())
        .map_or(0, u32::from_le_bytes)
}

fn write_u32(bytes: &mut [u8], at: usize, value: u32) {
    if let Some(four) = bytes.get_mut(at..at + 4) {
        four.copy_from_slice(&value.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone() -> Pcm {
        let samples = (0..2205).map(|i| (i as f32 * 0.2).sin() * 0.5).collect();
        Pcm {
            samples,
            sample_rate_hz: 22050,
        }
    }

    #[test]
    fn wav_keeps_the_sound() {
        let read = Pcm::from_wav(&tone().to_wav().unwrap()).unwrap();
        assert_eq!(read.sample_rate_hz, 22050);
        assert_eq!(read.samples.len(), 2205);
        for (a, b) in read.samples.iter().zip(&tone().samples) {
            assert!((a - b).abs() < 1e-4);
        }
    }

    #[test]
    fn streamed_lengths_mean_to_the_end() {
        for length in [0u32, u32::MAX, 0x7FFF_F000] {
            let mut wav = tone().to_wav().unwrap();
            write_u32(&mut wav, 40, length);
            write_u32(&mut wav, 4, length);
            assert_eq!(Pcm::from_wav(&wav).unwrap().samples.len(), 2205, "{length}");
        }
    }

    #[test]
    fn chunks_of_odd_length_are_passed_over() {
        let wav = tone().to_wav().unwrap();
        let mut odd = wav[..36].to_vec();
        odd.extend(b"LIST\x05\0\0\0INFOx\0");
        odd.extend(&wav[36..]);
        assert_eq!(Pcm::from_wav(&odd).unwrap(), Pcm::from_wav(&wav).unwrap());
        // A frame that was cut in two is left out.
        let cut = &odd[..odd.len() - 3];
        assert_eq!(Pcm::from_wav(cut).unwrap().samples.len(), 2203);
    }

    #[test]
    fn a_file_that_is_no_wav_is_a_media_error() {
        let error = Pcm::from_wav(b"#EXTM3U\nfile:///etc/passwd").unwrap_err();
        assert_eq!(*error.kind(), crate::ErrorKind::Media);
    }
}
