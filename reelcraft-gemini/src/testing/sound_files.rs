//! Sound files, in all the shapes that they come in.

/// Samples per second of everything that Gemini speaks.
pub(super) const RATE_HZ: u32 = 24_000;

/// What a WAV file is like beside its sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WavShape {
    /// A header of 44 bytes, then the sound.
    Plain,
    /// The same, with this length of the sound in the header.
    Length(u32),
    /// Two other chunks before the sound, one after it.
    ExtraChunks,
    /// A chunk of odd length, and the byte that fills it up, before the sound.
    OddChunk,
}

/// Signed 16-bit samples, the low byte first.
pub(super) fn pcm(samples: &[f32]) -> Vec<u8> {
    samples
        .iter()
        .flat_map(|sample| ((sample.clamp(-1.0, 1.0) * 32767.0) as i16).to_le_bytes())
        .collect()
}

/// A WAV file of one channel, 16 bits, 24 kHz.
pub(super) fn wav(samples: &[f32], shape: WavShape) -> Vec<u8> {
    let sound = pcm(samples);
    let length = match shape {
        WavShape::Length(length) => length,
        WavShape::Plain | WavShape::ExtraChunks | WavShape::OddChunk => sound.len() as u32,
    };
    let mut chunks = b"WAVE".to_vec();
    let mut format = Vec::new();
    for number in [1u16, 1] {
        format.extend(number.to_le_bytes());
    }
    for number in [RATE_HZ, RATE_HZ * 2] {
        format.extend(number.to_le_bytes());
    }
    for number in [2u16, 16] {
        format.extend(number.to_le_bytes());
    }
    let format_length = format.len() as u32;
    let is_extra = shape == WavShape::ExtraChunks;
    if is_extra {
        push_chunk(&mut chunks, *b"JUNK", 8, &[0; 8]);
    }
    if shape == WavShape::OddChunk {
        push_chunk(&mut chunks, *b"JUNK", 7, &[0; 7]);
    }
    push_chunk(&mut chunks, *b"fmt ", format_length, &format);
    if is_extra {
        push_chunk(
            &mut chunks,
            *b"LIST",
            26,
            b"INFOISFT\x0e\0\0\0Lavf58.29.100\0",
        );
    }
    push_chunk(&mut chunks, *b"data", length, &sound);
    if is_extra {
        push_chunk(&mut chunks, *b"id3 ", 10, b"ID3\x04\0\0\0\0\0\0");
    }
    let total = match shape {
        WavShape::Length(length) => length,
        WavShape::Plain | WavShape::ExtraChunks | WavShape::OddChunk => chunks.len() as u32,
    };
    let mut file = b"RIFF".to_vec();
    file.extend(total.to_le_bytes());
    file.extend(chunks);
    file
}

fn push_chunk(chunks: &mut Vec<u8>, name: [u8; 4], length: u32, data: &[u8]) {
    chunks.extend(name);
    chunks.extend(length.to_le_bytes());
    chunks.extend(data);
    if data.len() % 2 == 1 {
        chunks.push(0);
    }
}

/// The rate that a label names, 24000 where it names none.
pub(super) fn rate_in(label: &str) -> u32 {
    label
        .to_lowercase()
        .split(';')
        .find_map(|parameter| parameter.trim().strip_prefix("rate=")?.trim().parse().ok())
        .unwrap_or(RATE_HZ)
}

/// The same sound at another rate, with straight lines between samples.
pub(super) fn resampled(samples: &[f32], from_hz: u32, to_hz: u32) -> Vec<f32> {
    if from_hz == to_hz {
        return samples.to_vec();
    }
    let step = f64::from(from_hz) / f64::from(to_hz.max(1));
    let count = (samples.len() as f64 / step) as usize;
    (0..count)
        .map(|index| {
            let at = index as f64 * step;
            let sample = |index: usize| samples.get(index).copied().unwrap_or_default();
            let (left, right) = (sample(at as usize), sample(at as usize + 1));
            left + (right - left) * at.fract() as f32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use reelcraft_core::voiceover::Pcm;

    use super::*;

    #[test]
    fn every_shape_holds_the_same_sound() {
        let samples: Vec<f32> = (0..240).map(|i| (i as f32 * 0.2).sin() * 0.5).collect();
        for shape in [
            WavShape::Plain,
            WavShape::Length(0),
            WavShape::Length(u32::MAX),
            WavShape::ExtraChunks,
        ] {
            let read = Pcm::from_wav(&wav(&samples, shape)).unwrap();
            assert_eq!(read.sample_rate_hz, RATE_HZ);
            assert_eq!(read.samples.len(), samples.len(), "{shape:?}");
            assert!(
                (read.samples[100] - samples[100]).abs() < 0.001,
                "{shape:?}"
            );
        }
        assert_eq!(wav(&[], WavShape::Plain).len(), 44);
    }

    #[test]
    fn rates_are_read_in_any_spelling() {
        for (label, rate) in [
            ("audio/L16;codec=pcm;rate=24000", 24000),
            ("audio/l16; Rate=16000; channels=1", 16000),
            ("audio/pcm", 24000),
        ] {
            assert_eq!(rate_in(label), rate, "{label}");
        }
        assert_eq!(resampled(&[0.0, 1.0, 0.0, -1.0], 2, 4).len(), 8);
    }
}
