//! Sound is where it belongs, to the sample.

use reelcraft_core::Control;
use reelcraft_core::timeline::Timeline;
use reelcraft_render::audio::{encode_sound, sound_key};

use super::measure::{decode, ffmpeg, text};
use super::signals::{RATE, clicks, timeline, write_wav};

const AT: [usize; 5] = [0, 4_000, 24_001, 96_123, 140_000];

/// Where sound begins after silence.
fn onsets(frames: &[[f32; 2]]) -> Vec<usize> {
    let peak = frames
        .iter()
        .fold(0.0f32, |peak, frame| peak.max(frame[0].abs()));
    let mut found = Vec::new();
    for (index, frame) in frames.iter().enumerate() {
        let is_free = found.last().is_none_or(|last| index > last + 2400);
        if is_free && frame[0].abs() > 0.5 * peak {
            found.push(index);
        }
    }
    found
}

fn assert_in_step(found: &[usize]) {
    assert_eq!(found.len(), AT.len(), "{found:?}");
    for (found, wanted) in found.iter().zip(AT) {
        assert!(found.abs_diff(wanted) <= 4, "{found} instead of {wanted}");
    }
}

fn encoded(folder: &std::path::Path, timeline: &Timeline) -> std::path::PathBuf {
    let target = folder.join("sound.m4a");
    encode_sound(timeline, &target, &Control::default()).unwrap();
    target
}

#[test]
fn clicks_come_out_where_they_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let voice = folder.path().join("clicks.wav");
    write_wav(&voice, 1, RATE as u32, &clicks(150_000, &AT));
    let sound = encoded(folder.path(), &timeline(4.0, Some(voice), None));
    assert_in_step(&onsets(&decode(&sound)));
    // Also after another program copied the packets into a video's container.
    let copy = folder.path().join("copy.mp4");
    ffmpeg(&["-i", text(&sound), "-c", "copy", text(&copy)]);
    assert_in_step(&onsets(&decode(&copy)));
}

#[test]
fn compressed_voices_are_in_step_too() {
    let folder = tempfile::tempdir().unwrap();
    let wav = folder.path().join("clicks.wav");
    write_wav(&wav, 1, 44_100, &clicks(150_000, &AT));
    // The same samples at another rate: positions scale.
    for name in ["a.mp3", "a.m4a", "a.flac", "a.ogg", "a.opus", "a.webm"] {
        let file = folder.path().join(name);
        ffmpeg(&["-i", text(&wav), text(&file)]);
        let sound = encoded(folder.path(), &timeline(4.0, Some(file), None));
        let found = onsets(&decode(&sound));
        assert_eq!(found.len(), AT.len(), "{name}: {found:?}");
        for (found, wanted) in found.iter().zip(AT) {
            let wanted = wanted * 48_000 / 44_100;
            // Codecs smear a click, by far less than a decoder's delay of 500 and more.
            assert!(
                found.abs_diff(wanted) <= 40,
                "{name}: {found} instead of {wanted}"
            );
        }
    }
}

#[test]
fn a_voice_longer_than_the_video_is_only_cut_beyond_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let voice = folder.path().join("clicks.wav");
    write_wav(&voice, 1, RATE as u32, &clicks(150_000, &AT));
    let sound = encoded(folder.path(), &timeline(2.5, Some(voice), None));
    let all = decode(&sound);
    assert_eq!(onsets(&all).len(), 4);
    assert!(
        all.len() >= 120_000 && all.len() < 120_000 + 1024,
        "{}",
        all.len()
    );
}

#[test]
fn keys_are_equal_exactly_when_the_sound_is() {
    let voice = || Some("voice.wav".into());
    let music = |volume, ducking| Some(("music.wav".into(), volume, ducking));
    let base = timeline(4.0, voice(), music(0.3, true));
    let mut other_picture = base.clone();
    other_picture.title = "another".into();
    if let Some(voice) = &mut other_picture.voice {
        voice.file = "moved.wav".into();
    }
    assert_eq!(sound_key(&base), sound_key(&other_picture));
    let mut other_voice = base.clone();
    other_voice.voice.as_mut().unwrap().digest = "w".into();
    for other in [
        timeline(4.1, voice(), music(0.3, true)),
        timeline(4.0, None, music(0.3, true)),
        timeline(4.0, voice(), None),
        timeline(4.0, voice(), music(0.31, true)),
        timeline(4.0, voice(), music(0.3, false)),
        other_voice,
    ] {
        assert_ne!(sound_key(&base), sound_key(&other));
    }
}
