//! Writing an MP4 file from packets that are already encoded.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use reelcraft_core::{Error, FrameRate, Result, SAMPLE_RATE_HZ};
use video_rs::ffmpeg::format::context::Output;
use video_rs::ffmpeg::{self, Dictionary, Packet, Rational, codec, encoder, format};

use super::AacPackets;
use super::h264::rational;

/// In ticks a second: with it, 32 bits still hold two hours.
const LARGEST_TIMESCALE: u64 = 600_000;

/// What is written about a video, beside its streams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mp4Metadata {
    /// The title.
    pub(crate) title: String,
    /// What made the file.
    pub(crate) comment: String,
    /// ISO 639-2 code of the spoken language.
    pub(crate) language: String,
}

/// Writes an MP4 file with its index before the data: one H.264 stream of constant frame rate,
/// and at most one AAC stream.
///
/// Sound is interleaved with the pictures as it is needed, so that memory does not grow with
/// the length; what would sound after the last picture is cut off by its duration.
pub(crate) struct Mp4Writer {
    path: PathBuf,
    output: Output,
    frame_time_base: Rational,
    frame_length: u64,
    frame_rate: FrameRate,
    sound: Option<Sound>,
}

struct Sound {
    packets: AacPackets,
    time_base: Rational,
    next: Option<Packet>,
    /// The first sample after the last picture.
    end: i64,
}

/// A picture with its place in the video, both in frames.
pub(crate) struct VideoPacket<'a> {
    pub(crate) pts: i64,
    pub(crate) dts: i64,
    pub(crate) is_key: bool,
    pub(crate) bytes: &'a [u8],
}

impl Mp4Writer {
    /// Begins a file of `length` frames at `path`; an existing one is overwritten.
    pub(crate) fn create(
        path: &Path,
        video: codec::Parameters,
        (frame_rate, length): (FrameRate, u64),
        sound: Option<AacPackets>,
        metadata: &Mp4Metadata,
    ) -> Result<Self> {
        super::initialise();
        // An absolute path is never taken for the address of a protocol.
        let absolute = std::path::absolute(path)
            .ok()
            .filter(|path| path.to_str().is_some_and(|text| !text.contains('\0')))
            .ok_or_else(|| {
                Error::invalid_input(format!("cannot write to {}", path.display()))
                    .hint("the path must be valid UTF-8")
            })?;
        let frame_time_base = rational(frame_rate).invert();
        let mut writer = Self {
            output: format::output_as(&absolute, "mp4").map_err(|error| unwritten(path, error))?,
            path: path.to_owned(),
            frame_time_base,
            frame_rate,
            frame_length: length,
            sound: None,
        };
        writer
            .begin(video, sound, metadata)
            .map_err(|error| unwritten(path, error))?;
        if let Some(sound) = &mut writer.sound {
            sound.next = sound.packets.next_packet()?;
        }
        Ok(writer)
    }

    fn begin(
        &mut self,
        video: codec::Parameters,
        sound: Option<AacPackets>,
        metadata: &Mp4Metadata,
    ) -> Result<(), ffmpeg::Error> {
        self.output.set_metadata(dictionary(&[
            ("title", &metadata.title),
            ("comment", &metadata.comment),
        ]));
        let language = [("language", metadata.language.as_str())];
        let mut stream = self.output.add_stream(encoder::find(codec::Id::None))?;
        stream.set_parameters(video);
        stream.set_time_base(self.frame_time_base);
        stream.set_avg_frame_rate(rational(self.frame_rate));
        stream.set_rate(rational(self.frame_rate));
        stream.set_metadata(dictionary(&language));
        if let Some(packets) = sound {
            let mut stream = self.output.add_stream(encoder::find(codec::Id::None))?;
            stream.set_parameters(packets.parameters());
            stream.set_time_base(packets.time_base());
            stream.set_metadata(dictionary(&language));
            let end = self.frame_rate.sample_at(self.frame_length) as i64;
            self.sound = Some(Sound {
                time_base: packets.time_base(),
                packets,
                next: None,
                end,
            });
        }
        // `faststart` moves the index before the data. `bitexact` leaves out the version of the
        // library, so that the same video is the same file everywhere.
        let timescale = movie_timescale(self.frame_rate).to_string();
        let options = [
            ("movflags", "+faststart"),
            ("fflags", "+bitexact"),
            ("movie_timescale", &timescale),
        ];
        self.output.write_header_with(dictionary(&options))?;
        Ok(())
    }

    /// Writes a picture, and before it the sound that comes earlier. Pictures come in decoding
    /// order, with strictly growing decoding times.
    pub(crate) fn write_video(&mut self, picture: &VideoPacket<'_>) -> Result<()> {
        self.write_sound(Some(picture.dts))?;
        let mut packet = Packet::copy(picture.bytes);
        packet.set_stream(0);
        packet.set_pts(Some(picture.pts));
        packet.set_dts(Some(picture.dts));
        packet.set_duration(1);
        if picture.is_key {
            packet.set_flags(codec::packet::Flags::KEY);
        }
        self.write(packet, 0, self.frame_time_base)
    }

    /// Writes the rest of the sound and completes the file.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.write_sound(None)?;
        self.output
            .write_trailer()
            .map_err(|error| unwritten(&self.path, error))
    }

    /// Writes the sound up to a time in frames, or all of it.
    fn write_sound(&mut self, until: Option<i64>) -> Result<()> {
        while let Some(sound) = &mut self.sound {
            let Some(packet) = &sound.next else { break };
            let start = packet.dts().unwrap_or(0);
            if let Some(until) = until
                && is_later(start, sound.time_base, until, self.frame_time_base)
            {
                break;
            }
            let next = sound.packets.next_packet()?;
            let time_base = sound.time_base;
            let packet = std::mem::replace(&mut sound.next, next);
            if let Some(packet) = packet.and_then(|packet| cut(packet, time_base, sound.end)) {
                self.write(packet, 1, time_base)?;
            }
        }
        Ok(())
    }

    fn write(&mut self, mut packet: Packet, index: usize, time_base: Rational) -> Result<()> {
        if let Some(stream) = self.output.stream(index) {
            packet.rescale_ts(time_base, stream.time_base());
        }
        packet.set_stream(index);
        packet.set_position(-1);
        packet
            .write(&mut self.output)
            .map(drop)
            .map_err(|error| unwritten(&self.path, error))
    }
}

/// Shortens a packet that lasts beyond `end`, a sample at 48 kHz; `None` when it begins there.
fn cut(mut packet: Packet, time_base: Rational, end: i64) -> Option<Packet> {
    let ticks = i128::from(time_base.denominator()) * i128::from(end)
        / (i128::from(time_base.numerator()) * i128::from(SAMPLE_RATE_HZ));
    let left = ticks as i64 - packet.pts().unwrap_or(0);
    if left <= 0 {
        return None;
    }
    packet.set_duration(packet.duration().min(left));
    Some(packet)
}

/// Whether time `a` is later than time `b`, each in its own unit.
fn is_later(a: i64, unit_a: Rational, b: i64, unit_b: Rational) -> bool {
    let scaled = |time: i64, unit: Rational, other: Rational| {
        i128::from(time) * i128::from(unit.numerator()) * i128::from(other.denominator())
    };
    scaled(a, unit_a, unit_b) > scaled(b, unit_b, unit_a)
}

/// The unit of the edit lists, in ticks a second: one in which both a frame and a sample last a
/// whole number of ticks, where there is one of a size that players take.
fn movie_timescale(frame_rate: FrameRate) -> u64 {
    let (mut a, mut b) = (SAMPLE_RATE_HZ, frame_rate.numerator());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let common = u64::from(SAMPLE_RATE_HZ / a) * u64::from(frame_rate.numerator());
    if common <= LARGEST_TIMESCALE {
        common
    } else {
        u64::from(SAMPLE_RATE_HZ)
    }
}

/// Makes a dictionary; a NUL would end a text for FFmpeg, so there is none.
fn dictionary(entries: &[(&str, &str)]) -> Dictionary<'static> {
    let mut dictionary = Dictionary::new();
    for (name, value) in entries {
        if !value.is_empty() {
            dictionary.set(name, &value.replace('\0', " "));
        }
    }
    dictionary
}

fn unwritten(path: &Path, cause: ffmpeg::Error) -> Error {
    let message = format!("cannot write {}", path.display());
    let reason = match cause {
        ffmpeg::Error::Other { errno } => std::io::Error::from_raw_os_error(errno).kind(),
        _ => ErrorKind::Other,
    };
    if matches!(reason, ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
        Error::unavailable(format!("{message}: there is no room left on the disk"))
    } else {
        Error::internal(message)
    }
    .because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_different_units_are_compared_exactly() {
        let samples = Rational::new(1, 48_000);
        let frames = Rational::new(1001, 30_000);
        assert!(!is_later(0, samples, 0, frames));
        // 100 frames at 29.97 last 160 160 samples.
        assert!(!is_later(160_160, samples, 100, frames));
        assert!(is_later(160_161, samples, 100, frames));
        assert!(is_later(-1024, samples, -2, frames));
    }

    #[test]
    fn frames_and_samples_last_whole_ticks_of_the_edit_lists() {
        for (fps, ticks) in [
            (30.0, 48_000),
            (29.97, 240_000),
            (24.0, 48_000),
            (35.0, 336_000),
        ] {
            let rate = FrameRate::from_fps(fps).unwrap();
            assert_eq!(movie_timescale(rate), ticks, "{fps} fps");
        }
        let odd = FrameRate::from_fps(33.457).unwrap();
        assert_eq!(movie_timescale(odd), 48_000);
    }

    #[test]
    fn sound_ends_with_the_last_picture() {
        let unit = Rational::new(1, 48_000);
        let packet = |pts| {
            let mut packet = Packet::copy(b"aac");
            packet.set_pts(Some(pts));
            packet.set_duration(1024);
            packet
        };
        let durations: Vec<_> = [0, 9_000, 9_999, 10_000]
            .map(|pts| cut(packet(pts), unit, 10_000).map(|packet| packet.duration()))
            .into();
        assert_eq!(durations, [Some(1024), Some(1000), Some(1), None]);
    }
}
