//! Sounds with known answers, as files.

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};
use std::process::Command;

use reelcraft_core::FrameRate;
use reelcraft_core::project::FrameSize;
use reelcraft_core::timeline::{CoverSource, MusicShape, MusicTrack, Timeline, VoiceTrack};

pub(crate) const RATE: usize = 48_000;

/// A timeline of black frames with this sound.
pub(crate) fn timeline(
    secs: f64,
    voice: Option<PathBuf>,
    music: Option<(PathBuf, f64, bool)>,
) -> Timeline {
    let frame_rate = FrameRate::whole(30);
    Timeline {
        title: String::new(),
        language: "en".into(),
        size: FrameSize {
            width: 320,
            height: 180,
        },
        frame_rate,
        clips: Vec::new(),
        transitions: Vec::new(),
        watermark: None,
        cover: CoverSource::Any,
        captions: None,
        voice: voice.map(|file| VoiceTrack {
            file,
            digest: "v".into(),
            lines: Vec::new(),
        }),
        music: music.map(|(file, volume, ducking)| MusicTrack {
            file,
            digest: "m".into(),
            volume,
            ducking,
            shape: MusicShape::default(),
        }),
        length: frame_rate.frame_at(secs),
    }
}

/// A WAV file of interleaved 32-bit floats.
pub(crate) fn write_wav(path: &Path, channels: u16, rate: u32, interleaved: &[f32]) {
    let mut bytes = wav_header(3, channels, rate, 32, interleaved.len() as u32 * 4);
    bytes.extend(interleaved.iter().flat_map(|sample| sample.to_le_bytes()));
    std::fs::write(path, bytes).unwrap();
}

pub(crate) fn wav_header(kind: u16, channels: u16, rate: u32, bits: u16, bytes: u32) -> Vec<u8> {
    let frame = channels * bits / 8;
    let mut header = b"RIFF".to_vec();
    header.extend(bytes.wrapping_add(36).to_le_bytes());
    header.extend(b"WAVEfmt ");
    header.extend(16u32.to_le_bytes());
    header.extend(kind.to_le_bytes());
    header.extend(channels.to_le_bytes());
    header.extend(rate.to_le_bytes());
    header.extend((rate * u32::from(frame)).to_le_bytes());
    header.extend(frame.to_le_bytes());
    header.extend(bits.to_le_bytes());
    header.extend(b"data");
    header.extend(bytes.to_le_bytes());
    header
}

/// Speech as a signal: syllables of a buzzing voice, words, and pauses between sentences.
pub(crate) fn speech(secs: f64, level: f32) -> Vec<f32> {
    (0..(secs * RATE as f64) as usize)
        .map(|i| {
            let t = i as f64 / RATE as f64;
            let in_sentence = t % 3.0 < 2.2;
            let syllable = (0.5 - 0.5 * (TAU * 4.0 * t).cos()).powf(0.6);
            let pitch = 120.0 + 15.0 * (TAU * 0.7 * t).sin();
            let voice: f64 = (1..12)
                .map(|n| (TAU * pitch * f64::from(n) * t).sin() / f64::from(n).sqrt())
                .sum();
            let loud = if in_sentence {
                0.1 + 0.9 * syllable
            } else {
                0.0
            };
            (voice * loud * 0.2) as f32 * level
        })
        .collect()
}

/// Music as a signal: chords with a beat, different on both sides, louder in every other bar.
pub(crate) fn music(secs: f64, level: f32) -> Vec<f32> {
    (0..(secs * RATE as f64) as usize)
        .flat_map(|i| {
            let t = i as f64 / RATE as f64;
            let bar = (t / 2.0) as usize;
            let root = [220.0, 174.6, 261.6, 196.0][bar % 4];
            let beat = (-(t % 0.5) * 6.0).exp();
            let tone = |detune: f64| -> f64 {
                [1.0, 1.26, 1.5, 2.0]
                    .iter()
                    .map(|ratio| (TAU * root * ratio * detune * t).sin())
                    .sum()
            };
            let loud = if bar.is_multiple_of(2) { 0.12 } else { 0.2 };
            let side =
                |detune: f64| ((tone(detune) + 2.0 * beat * (TAU * 60.0 * t).sin()) * loud) as f32;
            [side(1.0) * level, side(1.003) * level]
        })
        .collect()
}

/// Short bursts of sound that begin at the given samples.
pub(crate) fn clicks(length: usize, at: &[usize]) -> Vec<f32> {
    let mut samples = vec![0.0; length];
    for start in at {
        for i in 0..2400.min(length - start) {
            let t = i as f64 / RATE as f64;
            samples[start + i] += ((-t * 150.0).exp() * (TAU * 2000.0 * t).cos() * 0.6) as f32;
        }
    }
    samples
}

/// A line spoken by the program espeak-ng.
pub(crate) fn espeak(path: &Path) {
    let text = "Rivers carry salt to the sea, a grain at a time. The sun lifts the water, \
                and leaves the salt behind. After many million years, the sea is salty.";
    let status = Command::new("espeak-ng")
        .args(["-v", "en", "-w"])
        .arg(path)
        .arg(text)
        .status();
    assert!(status.unwrap().success());
}
