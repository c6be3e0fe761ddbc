//! Sound files of many kinds.

use std::f64::consts::TAU;
use std::path::Path;

use reelcraft_render::audio::decode_mono;

use super::measure::{ffmpeg, text};
use super::signals::{RATE, wav_header, write_wav};

/// Half a second of 440 Hz.
fn tone(rate: usize, channels: usize) -> Vec<f32> {
    (0..rate / 2)
        .flat_map(|i| {
            let value = (TAU * 440.0 * i as f64 / rate as f64).sin() * 0.5;
            std::iter::repeat_n(value as f32, channels)
        })
        .collect()
}

/// Decodes and asserts that it is the tone, as loud as it was.
fn assert_tone(path: &Path, tolerance: f64) {
    let name = path.display();
    let pcm = decode_mono(path).unwrap();
    assert_eq!(pcm.sample_rate_hz, 48_000);
    assert!(
        pcm.samples.len().abs_diff(RATE / 2) <= 1200,
        "{name}: {}",
        pcm.samples.len()
    );
    let part = &pcm.samples[2_000..22_000];
    let crossings = part
        .windows(2)
        .filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0)
        .count();
    assert!(crossings.abs_diff(183) <= 1, "{name}: {crossings}");
    let peak = part.iter().fold(0.0f32, |peak, s| peak.max(s.abs()));
    assert!((f64::from(peak) - 0.5).abs() < tolerance, "{name}: {peak}");
}

#[test]
fn every_kind_of_wav() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    for rate in [8_000, 11_025, 44_100, 48_000, 96_000] {
        for channels in [1, 2] {
            write_wav(&path, channels, rate, &tone(rate as usize, channels.into()));
            assert_tone(&path, 0.005);
        }
    }
    let source = folder.path().join("source.wav");
    write_wav(&source, 1, 48_000, &tone(48_000, 1));
    for codec in [
        "pcm_u8",
        "pcm_s16le",
        "pcm_s24le",
        "pcm_s32le",
        "pcm_f64le",
        "pcm_mulaw",
    ] {
        ffmpeg(&["-i", text(&source), "-c:a", codec, text(&path)]);
        assert_tone(&path, 0.02);
    }
}

#[test]
fn many_channels_are_mixed_down() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    for channels in [3, 4, 5, 6, 7, 8, 9, 10] {
        write_wav(&path, channels, 48_000, &tone(48_000, channels.into()));
        let pcm = decode_mono(&path).unwrap();
        let peak = pcm.samples.iter().fold(0.0f32, |peak, s| peak.max(s.abs()));
        assert!((0.3..0.55).contains(&peak), "{channels}: {peak}");
    }
    let surround = folder.path().join("a.ac3.mp4");
    write_wav(&path, 2, 48_000, &tone(48_000, 2));
    ffmpeg(&[
        "-i",
        text(&path),
        "-ac",
        "6",
        "-c:a",
        "aac",
        text(&surround),
    ]);
    assert!(decode_mono(&surround).unwrap().samples.len() >= RATE / 2);
}

#[test]
fn one_channel_keeps_its_level_and_two_are_averaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    write_wav(&path, 1, 48_000, &tone(48_000, 1));
    assert_eq!(decode_mono(&path).unwrap().samples, tone(48_000, 1));
    let left: Vec<f32> = tone(48_000, 1).iter().flat_map(|s| [*s, 0.0]).collect();
    write_wav(&path, 2, 48_000, &left);
    let pcm = decode_mono(&path).unwrap();
    let peak = pcm.samples.iter().fold(0.0f32, |peak, s| peak.max(*s));
    assert!((peak - 0.25).abs() < 0.001);
}

#[test]
fn lengths_of_streamed_wavs_mean_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    for length in [0, u32::MAX, 0x7FFF_F000] {
        let mut bytes = wav_header(1, 1, 48_000, 16, length);
        let samples = tone(48_000, 1);
        bytes.extend(
            samples
                .iter()
                .flat_map(|s| ((s * 32767.0) as i16).to_le_bytes()),
        );
        std::fs::write(&path, bytes).unwrap();
        assert_tone(&path, 0.001);
    }
}

#[test]
fn compressed_files() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source.wav");
    write_wav(&source, 1, 44_100, &tone(44_100, 1));
    for name in [
        "a.mp3", "a.m4a", "a.aac", "a.ogg", "a.opus", "a.flac", "a.webm", "a.mka", "a.aiff",
        "a.caf", "a.w64", "a.mov", "a.au",
    ] {
        let path = folder.path().join(name);
        ffmpeg(&["-i", text(&source), text(&path)]);
        if name == "a.aac" {
            // Raw AAC says nothing of its padding.
            assert!(decode_mono(&path).unwrap().samples.len() >= RATE / 2);
        } else {
            assert_tone(&path, 0.04);
        }
        // The content counts, not the name.
        let disguised = folder.path().join(format!("{name}.txt"));
        std::fs::copy(&path, &disguised).unwrap();
        assert!(decode_mono(&disguised).is_ok(), "{name}");
    }
}

#[test]
fn mp3_padding_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source.wav");
    write_wav(&source, 2, 48_000, &tone(48_000, 2));
    let path = folder.path().join("a.mp3");
    ffmpeg(&["-i", text(&source), "-b:a", "192k", text(&path)]);
    assert_eq!(decode_mono(&path).unwrap().samples.len(), RATE / 2);
}

#[test]
fn the_sound_of_a_video_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.mp4");
    let video = [
        "-f",
        "lavfi",
        "-i",
        "testsrc=d=0.5:s=64x64",
        "-f",
        "lavfi",
        "-i",
    ];
    let sound = "sine=f=440:r=44100:d=0.5,volume=12dB";
    ffmpeg(&[&video[..], &[sound, "-c:v", "mpeg4", text(&path)]].concat());
    assert_tone(&path, 0.05);
}

#[test]
fn damaged_files_give_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source.wav");
    let long: Vec<f32> = (0..5).flat_map(|_| tone(48_000, 1)).collect();
    write_wav(&source, 1, 48_000, &long);
    for name in ["a.mp3", "a.ogg", "a.aac", "a.flac"] {
        let path = folder.path().join(name);
        ffmpeg(&["-i", text(&source), text(&path)]);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 300].fill(0xA5);
        bytes.truncate(bytes.len() - 500);
        std::fs::write(&path, bytes).unwrap();
        let samples = decode_mono(&path).unwrap().samples;
        // A page of Ogg is lost as a whole.
        assert!(samples.len() > RATE / 2, "{name}: {}", samples.len());
        assert!(samples.iter().all(|sample| sample.is_finite()));
    }
}

#[test]
fn floats_that_are_no_numbers_are_silence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    let mut samples = tone(48_000, 1);
    samples[100] = f32::NAN;
    samples[200] = f32::INFINITY;
    samples[300] = 1e30;
    write_wav(&path, 1, 48_000, &samples);
    let pcm = decode_mono(&path).unwrap();
    assert!(pcm.samples.iter().all(|sample| sample.is_finite()));
    assert!(pcm.samples[100].abs() < 1e-9);
}
