//! An independent opinion: what the `ffmpeg` program hears.

use std::path::Path;
use std::process::{Command, Output};

/// Integrated loudness in LUFS and true peak in dBTP.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) lufs: f64,
    pub(crate) peak: f64,
}

pub(crate) fn ffmpeg(arguments: &[&str]) -> Output {
    let output = Command::new("ffmpeg")
        .args(["-hide_banner", "-nostdin", "-y"])
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ffmpeg {arguments:?}: {text}");
    output
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub(crate) fn loudness(path: &Path) -> Measured {
    let filter = "ebur128=peak=true:framelog=verbose";
    let output = ffmpeg(&["-i", text(path), "-af", filter, "-f", "null", "-"]);
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    let summary = &report[report.rfind("Summary:").unwrap()..];
    let value = |label: &str| -> f64 {
        let rest = &summary[summary.find(label).unwrap() + label.len()..];
        let number = rest.split_whitespace().next().unwrap();
        number.parse().unwrap()
    };
    Measured {
        lufs: value("I:"),
        peak: value("Peak:"),
    }
}

/// All samples as 48 kHz stereo.
pub(crate) fn decode(path: &Path) -> Vec<[f32; 2]> {
    let output = ffmpeg(&[
        "-i",
        text(path),
        "-f",
        "f32le",
        "-ar",
        "48000",
        "-ac",
        "2",
        "-",
    ]);
    output
        .stdout
        .chunks_exact(8)
        .map(|frame| {
            let sample = |at: usize| f32::from_le_bytes(frame[at..at + 4].try_into().unwrap());
            [sample(0), sample(4)]
        })
        .collect()
}

pub(crate) fn probe(path: &Path, entries: &str) -> String {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-of", "csv=p=0", "-show_entries", entries])
        .arg(path)
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

pub(crate) fn db(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

pub(crate) fn rms(frames: &[[f32; 2]]) -> f64 {
    let sum: f64 = frames
        .as_flattened()
        .iter()
        .map(|s| f64::from(*s).powi(2))
        .sum();
    (sum / (2 * frames.len()) as f64).sqrt()
}
