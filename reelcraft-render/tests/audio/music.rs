//! Where in its track the music begins, how it comes and goes.

use std::f64::consts::TAU;

use reelcraft_core::timeline::{MusicShape, Timeline};
use reelcraft_core::{Control, ErrorKind};
use reelcraft_render::audio::{decode_mono, encode_sound, sound_key};

use super::signals::{RATE, timeline, write_wav};

/// A second of 440 Hz, and one of 880 Hz.
fn two_tones(folder: &std::path::Path, shape: MusicShape) -> Timeline {
    let path = folder.join("two.wav");
    let samples: Vec<f32> = (0..2 * RATE)
        .map(|i| {
            let hz = if i < RATE { 440.0 } else { 880.0 };
            ((TAU * hz * i as f64 / RATE as f64).sin() * 0.5) as f32
        })
        .collect();
    write_wav(&path, 1, 48_000, &samples);
    let mut timeline = timeline(3.0, None, Some((path, 1.0, true)));
    timeline.music.as_mut().unwrap().shape = shape;
    timeline
}

fn crossings(samples: &[f32]) -> usize {
    let rises = samples
        .windows(2)
        .filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0);
    rises.count()
}

#[test]
fn it_begins_at_the_second_that_was_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let heard = |start_secs: f64| {
        let shape = MusicShape {
            start_secs,
            ..MusicShape::default()
        };
        let target = folder.path().join("sound.m4a");
        let timeline = two_tones(folder.path(), shape);
        encode_sound(&timeline, &target, &Control::default())?;
        let sound = decode_mono(&target).unwrap().samples;
        Ok::<_, reelcraft_core::Error>(crossings(&sound[RATE * 2 / 10..RATE * 6 / 10]))
    };
    assert!(heard(0.0).unwrap().abs_diff(176) <= 3);
    assert!(heard(1.0).unwrap().abs_diff(352) <= 3);
    let error = heard(5.0).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    assert!(
        error
            .to_string()
            .ends_with("two.wav ends before its second 5"),
        "{error}"
    );
}

#[test]
fn its_shape_is_part_of_the_key_of_the_sound() {
    let folder = tempfile::tempdir().unwrap();
    let usual = sound_key(&two_tones(folder.path(), MusicShape::default()));
    let long = MusicShape {
        fade_out_secs: 4.0,
        ..MusicShape::default()
    };
    assert_ne!(sound_key(&two_tones(folder.path(), long)), usual);
}
