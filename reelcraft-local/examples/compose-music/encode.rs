//! Writing MP3 files with FFmpeg.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::composition::{Outcome, Piece};
use crate::sound::{SAMPLE_RATE, Stereo};

/// Bits per second of the files, enough for background music.
const BIT_RATE: &str = "128k";

/// What LAME's preset for this bit rate multiplies all samples by; undone beforehand.
const ENCODER_SCALE: f32 = 0.95;

/// Encodes a loop; the file carries the header by which decoders cut encoder delay and padding off again.
pub(crate) fn encode_mp3(piece: &Piece, sound: &Stereo, path: &Path) -> Outcome<()> {
    let comment = format!(
        "{}, {} bpm, {} bars, seamless loop",
        piece.key.name(),
        piece.tempo_bpm,
        piece.harmony.bars()
    );
    let mut child = Command::new("ffmpeg")
        .args([
            "-hide_banner",
            "-loglevel",
            "error",
            "-y",
            "-f",
            "f32le",
            "-ac",
            "2",
            "-ar",
        ])
        .args([
            &SAMPLE_RATE.to_string(),
            "-i",
            "pipe:0",
            "-map_metadata",
            "-1",
        ])
        .args([
            "-codec:a",
            "libmp3lame",
            "-b:a",
            BIT_RATE,
            "-joint_stereo",
            "1",
            "-compression_level",
            "0",
        ])
        .args([
            "-write_xing",
            "1",
            "-id3v2_version",
            "3",
            "-fflags",
            "+bitexact",
            "-flags:a",
            "+bitexact",
        ])
        .args([
            "-metadata",
            &format!("title={}", piece.title),
            "-metadata",
            "artist=Reelcraft",
        ])
        .args(["-metadata", &format!("comment={comment}"), "-f", "mp3"])
        .arg(path)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start ffmpeg: {error}"))?;
    let written = child
        .stdin
        .take()
        .map_or(Ok(()), |pipe| write_frames(pipe, sound));
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "ffmpeg could not write {}: {}",
            path.display(),
            reason.trim()
        )
        .into());
    }
    Ok(written?)
}

fn write_frames(pipe: impl Write, sound: &Stereo) -> std::io::Result<()> {
    let mut pipe = BufWriter::new(pipe);
    for (left, right) in sound.left.iter().zip(&sound.right) {
        pipe.write_all(&(left / ENCODER_SCALE).to_le_bytes())?;
        pipe.write_all(&(right / ENCODER_SCALE).to_le_bytes())?;
    }
    pipe.flush()
}
