//! Loudness and peaks of finished sound.

use std::path::{Path, PathBuf};

use reelcraft_core::Control;
use reelcraft_core::timeline::Timeline;
use reelcraft_render::audio::{SoundReport, encode_sound};

use super::measure::{Measured, db, decode, loudness, probe, rms};
use super::signals::{RATE, espeak, music, speech, timeline, write_wav};

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn mono(&self, samples: &[f32]) -> PathBuf {
        let path = self.path("voice.wav");
        write_wav(&path, 1, RATE as u32, samples);
        path
    }

    fn stereo(&self, samples: &[f32]) -> PathBuf {
        let path = self.path("music.wav");
        write_wav(&path, 2, RATE as u32, samples);
        path
    }

    /// Encodes, and checks what is true of every sound: length, peak, agreement of both meters,
    /// and that nothing but the result is left.
    fn encode(&self, timeline: &Timeline) -> (PathBuf, SoundReport, Measured) {
        let target = self.path("out/sound.m4a");
        let report = encode_sound(timeline, &target, &Control::default()).unwrap();
        let names = std::fs::read_dir(target.parent().unwrap()).unwrap().count();
        assert_eq!(names, 1);
        let facts = probe(
            &target,
            "stream=codec_name,profile,sample_rate,channels,duration_ts",
        );
        let length = timeline.frame_rate.sample_at(timeline.length);
        assert_eq!(facts, format!("aac,LC,48000,2,{length}"));
        let measured = loudness(&target);
        assert!(
            measured.peak <= -1.0 || measured.peak.is_nan(),
            "{measured:?}"
        );
        // The program measures nothing in less than 0.4 s.
        if report.integrated_lufs.is_finite() && length >= RATE as u64 * 4 / 10 {
            assert!(
                (report.integrated_lufs - measured.lufs).abs() < 0.2,
                "{report:?} {measured:?}"
            );
            assert!(
                (report.true_peak_dbtp - measured.peak).abs() < 0.3,
                "{report:?} {measured:?}"
            );
        }
        (target, report, measured)
    }

    fn assert_on_target(&self, timeline: &Timeline) -> SoundReport {
        let (_, report, measured) = self.encode(timeline);
        assert!(
            (measured.lufs + 14.0).abs() <= 0.5,
            "{report:?} {measured:?}"
        );
        report
    }
}

#[test]
fn voice_and_music() {
    let world = World::new();
    let voice = world.mono(&speech(12.0, 0.4));
    let music = world.stereo(&music(5.0, 0.9));
    for (volume, ducking) in [(0.3, true), (1.0, true), (1.0, false)] {
        let timeline = timeline(
            14.0,
            Some(voice.clone()),
            Some((music.clone(), volume, ducking)),
        );
        let over = world
            .assert_on_target(&timeline)
            .voice_over_music_db
            .unwrap();
        assert_eq!(
            over >= 8.0,
            ducking || volume < 1.0,
            "{volume} {ducking}: {over}"
        );
    }
}

#[test]
fn voice_alone() {
    let world = World::new();
    let voice = world.mono(&speech(10.0, 0.2));
    let report = world.assert_on_target(&timeline(11.0, Some(voice), None));
    assert_eq!(report.voice_over_music_db, None);
}

#[test]
fn music_alone() {
    let world = World::new();
    let music = world.stereo(&music(7.0, 0.05));
    world.assert_on_target(&timeline(20.0, None, Some((music, 0.0, true))));
}

#[test]
fn a_loud_square_wave() {
    let world = World::new();
    let square: Vec<f32> = (0..5 * RATE)
        .map(|i| if i % 96 < 48 { 1.0 } else { -1.0 })
        .collect();
    world.assert_on_target(&timeline(5.0, Some(world.mono(&square)), None));
}

#[test]
fn a_very_quiet_voice() {
    let world = World::new();
    let voice = world.mono(&speech(8.0, 0.02));
    assert!(loudness(&voice).lufs < -46.0);
    let music = world.stereo(&music(7.0, 1.0));
    world.assert_on_target(&timeline(8.0, Some(voice.clone()), None));
    let both = timeline(8.0, Some(voice), Some((music, 0.5, true)));
    let report = world.assert_on_target(&both);
    assert!(report.voice_over_music_db.unwrap() >= 8.0);
}

#[test]
fn a_voice_of_espeak() {
    let world = World::new();
    let voice = world.path("espeak.wav");
    espeak(&voice);
    world.assert_on_target(&timeline(12.0, Some(voice.clone()), None));
    let music = world.stereo(&music(9.0, 0.5));
    let report = world.assert_on_target(&timeline(12.0, Some(voice), Some((music, 1.0, true))));
    assert!(report.voice_over_music_db.unwrap() >= 8.0);
}

#[test]
fn a_loop_of_less_than_half_a_second() {
    let world = World::new();
    let music = world.stereo(&music(0.4, 0.5));
    world.assert_on_target(&timeline(6.0, None, Some((music, 1.0, true))));
}

#[test]
fn peaks_far_above_the_loudness_are_limited() {
    let world = World::new();
    let mut drums = vec![0.0f32; 10 * RATE];
    for (i, sample) in drums.iter_mut().enumerate() {
        let t = (i % (RATE / 2)) as f32 / RATE as f32;
        *sample =
            (-t * 20.0).exp() * (t * 900.0).sin() + (-t * 4.0).exp() * 0.1 * (t * 2000.0).sin();
    }
    let before = loudness(&world.mono(&drums));
    assert!(before.peak - before.lufs > 15.0, "{before:?}");
    world.assert_on_target(&timeline(10.0, Some(world.mono(&drums)), None));
}

#[test]
fn silence_stays_silence() {
    let world = World::new();
    let silence = world.mono(&vec![0.0; RATE]);
    for timeline in [
        timeline(2.0, None, None),
        timeline(2.0, Some(silence.clone()), None),
        timeline(
            0.1,
            Some(silence.clone()),
            Some((silence.clone(), 1.0, true)),
        ),
    ] {
        let (path, report, _) = world.encode(&timeline);
        assert!(report.integrated_lufs.is_infinite(), "{report:?}");
        assert!(rms(&decode(&path)) < 1e-5);
    }
}

#[test]
fn almost_silence_is_not_blown_up() {
    let world = World::new();
    let hiss: Vec<f32> = (0..4 * RATE)
        .map(|i| (i as f32 * 1.7).sin() * 7e-4)
        .collect();
    let before = loudness(&world.mono(&hiss)).lufs;
    let (_, report, _) = world.encode(&timeline(4.0, Some(world.mono(&hiss)), None));
    assert!(before < -56.0);
    // One channel becomes two, which together are 3 LU louder; the rest is gain.
    assert!(
        (report.integrated_lufs - before - 43.0).abs() < 0.5,
        "{report:?} {before}"
    );
}

#[test]
fn one_click_is_not_crushed() {
    let world = World::new();
    let mut click = vec![0.0f32; 5 * RATE];
    click[100_000] = 0.5;
    let (_, report, _) = world.encode(&timeline(5.0, Some(world.mono(&click)), None));
    assert!(report.integrated_lufs < -14.5 || !report.integrated_lufs.is_finite());
}

#[test]
fn a_video_of_a_few_frames_has_sound() {
    let world = World::new();
    let voice = world.mono(&speech(3.0, 0.5));
    let music = world.stereo(&music(3.0, 0.5));
    for secs in [0.05, 0.3] {
        let timeline = timeline(secs, Some(voice.clone()), Some((music.clone(), 0.3, true)));
        let (path, _, _) = world.encode(&timeline);
        assert!(rms(&decode(&path)) > 0.01);
    }
}

#[test]
fn music_steps_back_for_the_voice_and_fades_at_the_end() {
    let world = World::new();
    let mut voice = vec![0.0f32; 4 * RATE];
    voice.extend(speech(2.0, 0.5));
    let steady: Vec<f32> = (0..6 * RATE)
        .map(|i| (i as f32 * 0.0575).sin() * 0.2)
        .collect();
    let music = world.stereo(&steady.iter().flat_map(|s| [*s, *s]).collect::<Vec<_>>());
    let timeline = timeline(12.0, Some(world.mono(&voice)), Some((music, 0.3, true)));
    let (path, _, _) = world.encode(&timeline);
    let all = decode(&path);
    // 440 Hz is the music; the voice has it only as a weak harmonic.
    let tone = |at: f64| {
        let start = (at * RATE as f64) as usize;
        let part = &all[start..start + RATE / 10];
        let (mut re, mut im) = (0.0, 0.0);
        for (i, frame) in part.iter().enumerate() {
            let angle = (start + i) as f64 * 0.0575;
            re += f64::from(frame[0]) * angle.cos();
            im += f64::from(frame[0]) * angle.sin();
        }
        db((re * re + im * im).sqrt() / part.len() as f64)
    };
    let full = tone(2.0);
    assert!((tone(3.7) - full).abs() < 0.5);
    assert!(
        (tone(4.0) - full + 10.0).abs() < 2.5,
        "{}",
        tone(4.0) - full
    );
    assert!(
        (tone(6.1) - full + 10.0).abs() < 2.5,
        "{}",
        tone(6.1) - full
    );
    assert!((tone(7.6) - full).abs() < 0.7, "{}", tone(7.6) - full);
    assert!(tone(11.85) - full < -20.0);
    assert!(rms(&all[all.len() - 200..]) < 0.002);
    assert!(rms(&all[..200]) < 0.002);
}

#[test]
fn the_same_timeline_gives_the_same_sound() {
    let world = World::new();
    let voice = world.mono(&speech(3.0, 0.3));
    let timeline = timeline(3.0, Some(voice), None);
    let (path, ..) = world.encode(&timeline);
    let first = decode(&path);
    let (path, ..) = world.encode(&timeline);
    assert_eq!(first, decode(&path));
}

#[test]
fn a_cancelled_mix_leaves_nothing() {
    let world = World::new();
    let voice = world.mono(&speech(3.0, 0.3));
    let control = Control::default();
    control.cancel();
    let target = world.path("cancelled/sound.m4a");
    let error = encode_sound(&timeline(3.0, Some(voice), None), &target, &control).unwrap_err();
    assert!(error.is_cancelled());
    let left = std::fs::read_dir(Path::new(target.parent().unwrap())).map_or(0, Iterator::count);
    assert_eq!(left, 0);
}
