//! When lines are heard and scenes are seen.

use std::path::{Path, PathBuf};

use reelcraft_core::project::FrameSize;
use reelcraft_core::testing::tiny_picture;

use super::{World, ffmpeg};

/// Writes a project of flat pictures that are dark and bright in turn, with hard cuts and without
/// music. Gives the number of its lines.
pub(crate) fn write_project(world: &World, name: &str) -> usize {
    let lines = [
        "The first line is here.",
        "Now comes another one.",
        "Three lines make a start.",
        "Birds sing in the garden.",
        "Tea grows on the hills.",
        "People drink it every day.",
        "Some like it very hot.",
        "This is the last line.",
    ];
    let mut project =
        "[reel]\nlanguage = \"en\"\nformat = \"128x128\"\n[music]\ntrack = \"none\"\n\
        [transition]\neffect = \"cut\"\n"
            .to_owned();
    for (index, line) in lines.iter().enumerate() {
        let shade = if index % 2 == 0 { 20 } else { 235 };
        let png = tiny_picture(FrameSize::new(128, 128), [shade; 3]);
        world.write(&format!("{index}.png"), png);
        project.push_str(&format!(
            "[[scene]]\nline = \"{line}\"\nimage = \"{index}.png\"\nmotion = \"none\"\n"
        ));
    }
    world.write(name, project);
    lines.len()
}

/// The voiceover that a project names.
pub(crate) fn voice_of(world: &World, name: &str) -> PathBuf {
    let project = world.read(name);
    let mut lines = project.lines();
    let voice = lines.find_map(|line| line.strip_prefix("file = "));
    world.path(voice.unwrap().trim_matches('"'))
}

/// Checks that the lines of a video of [`write_project`] are heard when they are spoken in the
/// voiceover, in seconds, within a frame, and seen in the frame in which they are heard.
pub(crate) fn check(video: &Path, spoken: &[f64]) {
    let cuts = cuts(video);
    assert_eq!(cuts.len(), spoken.len() - 1, "{cuts:?}");
    let heard = onsets(video);
    assert_eq!(heard.len(), spoken.len(), "{heard:?}");
    // The first scene begins with the video, a moment before its line.
    let seen = [0.0].into_iter().chain(cuts);
    for (number, ((heard, spoken), seen)) in heard.iter().zip(spoken).zip(seen).enumerate() {
        let text = format!("line {number}: heard at {heard}, spoken at {spoken}, seen at {seen}");
        assert!((heard - spoken).abs() <= 1.0 / 30.0, "{text}");
        let lead = if number == 0 {
            spoken - seen
        } else {
            (spoken - seen).abs()
        };
        assert!(lead <= if number == 0 { 0.5 } else { 1.0 / 30.0 }, "{text}");
    }
}

/// When one picture follows another, in seconds.
fn cuts(video: &Path) -> Vec<f64> {
    let path = video.display().to_string();
    let (shades, _) = ffmpeg(&[
        "-v",
        "error",
        "-i",
        &path,
        "-vf",
        "scale=1:1",
        "-pix_fmt",
        "gray",
        "-f",
        "rawvideo",
        "-",
    ]);
    let mut cuts = Vec::new();
    for (frame, pair) in shades.windows(2).enumerate() {
        if pair[0].abs_diff(pair[1]) > 100 {
            cuts.push((frame + 1) as f64 / 30.0);
        }
    }
    cuts
}

/// When sound begins after at least 0.3 s of silence, in seconds.
pub(crate) fn onsets(file: &Path) -> Vec<f64> {
    let path = file.display().to_string();
    let (sound, _) = ffmpeg(&[
        "-v", "error", "-i", &path, "-ac", "1", "-ar", "48000", "-f", "s16le", "-",
    ]);
    let samples: Vec<f64> = sound
        .chunks_exact(2)
        .map(|two| f64::from(i16::from_le_bytes([two[0], two[1]])).abs() / 32768.0)
        .collect();
    let peak = samples.iter().copied().fold(0.0, f64::max);
    let mut onsets = Vec::new();
    let mut quiet_since = None;
    for (index, sample) in samples.iter().enumerate() {
        if *sample > peak * 0.01 {
            if quiet_since.is_none_or(|since| index - since > 48_000 * 3 / 10) {
                onsets.push(index as f64 / 48_000.0);
            }
            quiet_since = Some(index);
        }
    }
    onsets
}
