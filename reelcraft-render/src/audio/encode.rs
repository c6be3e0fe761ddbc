//! The sound of a timeline as an encoded file.

use std::io::Seek as _;
use std::path::Path;
use std::time::Instant;

use reelcraft_core::timeline::{MusicShape, Timeline};
use reelcraft_core::{AtomicFile, Control, Digest, Error, IoContext, Result};

use super::decibels;
use super::loudness::LoudnessMeter;
use super::mastering::{Mastering, TARGET_LUFS, TRUE_PEAK_LIMIT_DBTP};
use super::mixer::{Balance, Mix, Mixer};
use super::source::for_each_block;
use super::stem::Stem;
use super::true_peak::TruePeakMeter;
use crate::libav::{AacWriter, SoundFile};

/// Changes whenever the same timeline would sound different.
const ENGINE_VERSION: &str = "reelcraft sound 1";
/// Where the limiter begins: half a decibel for what the codec adds.
const FIRST_CEILING_DBTP: f64 = -1.5;
/// Kept free below the limit, as meters differ in the last hundredths.
const METER_MARGIN_DB: f64 = 0.1;
/// How much lower the ceiling is set beyond what the codec added.
const RETRY_MARGIN_DB: f64 = 0.1;
/// How often it is encoded at most. Later attempts only differ where the codec adds several
/// decibels to noise, which two or three of them settle.
const MAX_ATTEMPTS: usize = 6;
/// The last correction of the loudness is measured on the encoded sound alone when it is at most
/// this: four fifths of it are certain.
const UNMEASURED_LU: f64 = 0.5;
/// How far the encoded sound may be from the target before it is done again with more care.
const LOUDNESS_TOLERANCE_LU: f64 = 0.25;

/// What was made, measured on the encoded sound after decoding it again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SoundReport {
    /// Integrated loudness after EBU R 128 in LUFS; −∞ for silence.
    pub integrated_lufs: f64,
    /// True peak after ITU-R BS.1770 in dBTP; −∞ for silence.
    pub true_peak_dbtp: f64,
    /// How far the voice is above the music, in decibels, in the worst 400 ms of speech; `None`
    /// when there are not both.
    pub voice_over_music_db: Option<f64>,
    /// How often it was encoded until the codec kept the peaks below the limit.
    pub encodes: usize,
    /// Seconds on the clock for all of it.
    pub secs_spent: f64,
}

/// The digest of everything that the sound of a timeline depends on: equal keys, equal sound.
pub fn sound_key(timeline: &Timeline) -> Digest {
    let music = timeline.music.as_ref();
    let digest = Digest::builder(ENGINE_VERSION)
        .field(sound_length(timeline).to_le_bytes())
        .optional(timeline.voice.as_ref().map(|voice| &voice.digest))
        .optional(music.map(|music| &music.digest))
        .number(music.map_or(0.0, |music| music.volume))
        .field([u8::from(music.is_some_and(|music| music.ducking))]);
    match music.map(|music| music.shape) {
        Some(shape) if shape != MusicShape::default() => digest.json(&shape).finish(),
        _ => digest.finish(),
    }
}

/// Mixes the sound of a timeline, brings it to [`TARGET_LUFS`] with true peaks at or below
/// [`TRUE_PEAK_LIMIT_DBTP`], and writes it as AAC-LC (48 kHz stereo, 192 kbit/s) to the M4A file
/// `target`, which appears whole or not at all.
///
/// It is as long as the timeline to the sample. A timeline without voice and music gives silence.
/// Memory does not grow with the length; scratch files in the folder of `target` take about
/// 1.2 MB a second and are gone afterwards. The control is looked at many times a second.
///
/// Sound that cannot be read is [`Media`](reelcraft_core::ErrorKind::Media) and names the file; a
/// missing one is [`NotFound`](reelcraft_core::ErrorKind::NotFound).
pub fn encode_sound(timeline: &Timeline, target: &Path, control: &Control) -> Result<SoundReport> {
    let mut file = AtomicFile::create(target)?;
    let report = encode_sound_into(&mut file, timeline, control)?;
    file.commit()?;
    Ok(report)
}

/// Does what [`encode_sound`] does, in a file that is not complete with it.
pub(crate) fn encode_sound_into(
    file: &mut AtomicFile,
    timeline: &Timeline,
    control: &Control,
) -> Result<SoundReport> {
    let begin = Instant::now();
    let mut mix = mix_timeline(timeline, folder_of(file.path()), control)?;
    let mut ceiling_dbtp = FIRST_CEILING_DBTP;
    let mut unmeasured_lu = UNMEASURED_LU;
    let mut encodes = 0;
    loop {
        let mastering = Mastering::of(&mut mix, ceiling_dbtp, unmeasured_lu, control)?;
        write_sound(&mut mix, mastering, file, control)?;
        let (integrated_lufs, true_peak_dbtp) = measure(file.path(), mix.sound.frames(), control)?;
        encodes += 1;
        tracing::debug!(
            gain_db = mastering.gain_db,
            ceiling_dbtp,
            integrated_lufs,
            true_peak_dbtp,
            "encoded the sound"
        );
        let excess_db = true_peak_dbtp - (TRUE_PEAK_LIMIT_DBTP - METER_MARGIN_DB);
        let is_careless = unmeasured_lu > 0.0
            && (integrated_lufs - TARGET_LUFS).abs() > LOUDNESS_TOLERANCE_LU
            && !mastering.is_exhausted;
        if (excess_db <= 0.0 && !is_careless) || encodes >= MAX_ATTEMPTS {
            if excess_db > METER_MARGIN_DB {
                tracing::warn!(
                    true_peak_dbtp,
                    "the codec adds more to the peaks than expected"
                );
            }
            return Ok(SoundReport {
                integrated_lufs,
                true_peak_dbtp,
                voice_over_music_db: mix.voice_over_music_db,
                encodes,
                secs_spent: begin.elapsed().as_secs_f64(),
            });
        }
        unmeasured_lu = 0.0;
        if excess_db > 0.0 {
            ceiling_dbtp -= excess_db + RETRY_MARGIN_DB;
        }
    }
}

fn mix_timeline(timeline: &Timeline, folder: &Path, control: &Control) -> Result<Mix> {
    let length = sound_length(timeline);
    if length == 0 {
        return Err(Error::invalid_input("a video without frames has no sound"));
    }
    std::fs::create_dir_all(folder).io_context("create the folder", folder)?;
    let voice = timeline.voice.as_ref();
    let voice = voice
        .map(|track| Stem::of_voice(track, length, folder, control))
        .transpose()?;
    let music = timeline.music.as_ref();
    let balance = Balance {
        volume: music.map_or(0.0, |track| track.volume),
        ducking: music.is_some_and(|track| track.ducking),
        shape: music.map_or_else(MusicShape::default, |track| track.shape),
    };
    let music = music
        .map(|track| Stem::of_music(track, length, folder, control))
        .transpose()?;
    Mixer::new(voice, music, balance, length).mix_down(folder, control)
}

fn write_sound(
    mix: &mut Mix,
    mastering: Mastering,
    file: &mut AtomicFile,
    control: &Control,
) -> Result<()> {
    // An earlier attempt may have written to it.
    let handle = file.file();
    let handle = handle
        .rewind()
        .and_then(|()| handle.set_len(0))
        .and_then(|()| handle.try_clone())
        .io_context("write", file.path())?;
    let mut writer = AacWriter::create(handle)?;
    for_each_block(&mut mastering.apply(mix), |block| {
        control.check()?;
        writer.write(block)
    })?;
    writer.finish()
}

/// Decodes an encoded sound and gives its loudness and true peak.
fn measure(path: &Path, length: u64, control: &Control) -> Result<(f64, f64)> {
    let mut file = SoundFile::open(path, control)?;
    let mut loudness = LoudnessMeter::new()?;
    let mut peak = TruePeakMeter::new();
    let mut frames = 0;
    for_each_block(&mut file, |block| {
        frames += block.len() as u64;
        peak.add(block);
        loudness.add(block)
    })?;
    if frames < length {
        return Err(Error::internal(format!(
            "the encoded sound has {frames} of {length} samples"
        )));
    }
    Ok((loudness.finish()?, decibels::from_amplitude(peak.finish())))
}

fn sound_length(timeline: &Timeline) -> u64 {
    timeline.frame_rate.sample_at(timeline.length)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
