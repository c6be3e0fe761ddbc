//! Reading a sound file as 48 kHz stereo, without ever opening anything else.

use std::fs::File;
use std::path::{Path, PathBuf};

use reelcraft_core::{Control, Error, IoContext, Result};
use video_rs::ffmpeg::format::context::{Input, StreamIo};
use video_rs::ffmpeg::util::error::EAGAIN;
use video_rs::ffmpeg::{self, Dictionary, Packet, codec, frame, media};

use super::resample::Resampler;

/// The containers that hold one sound and name no other file. Playlists and scripts (HLS,
/// ffconcat, DASH, SDP) are not among them, whatever their file is called.
const CONTAINERS: &str =
    "wav,w64,mp3,mov,mp4,m4a,3gp,ogg,flac,aac,matroska,webm,aiff,caf,amr,amrnb,amrwb,au";
/// Names no protocol that exists: bytes come only from the file that is already open.
const PROTOCOLS: &str = "none";
/// How many bytes may be read to find out what a file is.
const PROBE_BYTES: &str = "5000000";
/// How many microseconds of sound may be read to find out what a file is.
const PROBE_MICROSECONDS: &str = "5000000";
/// How many streams a file may have.
const MAX_STREAMS: &str = "64";
/// After so many failures in a row there is nothing more to be had from a damaged file.
const MAX_FAILURES: u32 = 4096;
/// No sample is larger than this, 60 dB over full scale: squares of it can still be added up.
const LOUDEST: f32 = 1000.0;

/// Opens a media file for reading. The name is never looked at: a file called `concat:a|b` is
/// just that file.
pub(super) fn open_container(path: &Path, control: &Control) -> Result<Input> {
    super::initialise();
    let metadata = std::fs::metadata(path).io_context("open", path)?;
    if !metadata.is_file() {
        return Err(Error::media(format!("{} is not a file", path.display())));
    }
    let file = File::open(path).io_context("open", path)?;
    let mut options = Dictionary::new();
    for (name, value) in [
        ("format_whitelist", CONTAINERS),
        ("protocol_whitelist", PROTOCOLS),
        ("probesize", PROBE_BYTES),
        ("formatprobesize", PROBE_BYTES),
        ("analyzeduration", PROBE_MICROSECONDS),
        ("max_streams", MAX_STREAMS),
    ] {
        options.set(name, value);
    }
    let cancelled = control.clone();
    StreamIo::from_read_seek(file)
        .and_then(|stream| {
            ffmpeg::format::input_from_stream_with_interrupt(
                stream,
                None,
                Some(options),
                move || cancelled.is_cancelled(),
            )
        })
        .map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, cause: ffmpeg::Error) -> Error {
    if cause == ffmpeg::Error::Exit {
        return Error::cancelled();
    }
    Error::media(format!("cannot read {} as sound", path.display()))
        .hint("sound can be WAV, MP3, M4A, AAC, OGG, Opus, FLAC, AIFF, CAF, AMR or WebM")
        .because(cause)
}

/// A sound file that is read from its beginning to its end as 48 kHz stereo.
///
/// The padding that MP3, AAC and Opus encoders add is removed, so that the first frame is the
/// first one of the original. Damaged parts are left out.
pub(crate) struct SoundFile {
    path: PathBuf,
    control: Control,
    container: Input,
    stream: usize,
    decoder: codec::decoder::Audio,
    decoded: frame::Audio,
    resampler: Option<Resampler>,
    /// Converted sound that nobody has taken yet.
    ready: Vec<[f32; 2]>,
    taken: usize,
    progress: DecodeProgress,
    failures: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DecodeProgress {
    Reading,
    Draining,
    Finished,
}

impl SoundFile {
    /// Opens a file and decodes its first samples. A file without a single one is
    /// [`Media`](reelcraft_core::ErrorKind::Media).
    pub(crate) fn open(path: &Path, control: &Control) -> Result<Self> {
        let container = open_container(path, control)?;
        let stream = container
            .streams()
            .best(media::Type::Audio)
            .ok_or_else(|| Error::media(format!("there is no sound in {}", path.display())))?;
        let (index, time_base) = (stream.index(), stream.time_base());
        let decoder = codec::Context::from_parameters(stream.parameters())
            .and_then(|context| {
                let mut decoder = context.decoder();
                decoder.set_packet_time_base(time_base);
                decoder.audio()
            })
            .map_err(|error| unreadable(path, error))?;
        let mut sound = Self {
            path: path.to_owned(),
            control: control.clone(),
            container,
            stream: index,
            decoder,
            decoded: frame::Audio::empty(),
            resampler: None,
            ready: Vec::new(),
            taken: 0,
            progress: DecodeProgress::Reading,
            failures: 0,
        };
        if !sound.refill()? {
            return Err(unreadable(path, ffmpeg::Error::InvalidData));
        }
        Ok(sound)
    }

    /// Fills `block` from its start with the next frames and says how many there are; fewer than
    /// its length only at the end.
    pub(crate) fn read(&mut self, block: &mut [[f32; 2]]) -> Result<usize> {
        let mut filled = 0;
        while let Some(rest) = block.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            let waiting = self.ready.get(self.taken..).unwrap_or_default();
            if waiting.is_empty() {
                if !self.refill()? {
                    break;
                }
                continue;
            }
            let count = waiting.len().min(rest.len());
            rest.iter_mut()
                .zip(waiting)
                .for_each(|(to, from)| *to = *from);
            filled += count;
            self.taken += count;
        }
        Ok(filled)
    }

    /// Decodes until there is something to take; `false` at the end.
    fn refill(&mut self) -> Result<bool> {
        self.ready.clear();
        self.taken = 0;
        while self.ready.is_empty() {
            self.control.check()?;
            if self.progress == DecodeProgress::Finished {
                return Ok(false);
            }
            match self.decoder.receive_frame(&mut self.decoded) {
                Ok(()) => {
                    self.failures = 0;
                    self.convert()?;
                }
                Err(ffmpeg::Error::Eof) => self.finish()?,
                Err(error) => {
                    let is_hungry = error == ffmpeg::Error::Other { errno: EAGAIN };
                    if is_hungry && self.progress == DecodeProgress::Reading {
                        self.feed()?;
                    } else {
                        self.note_failure()?;
                        if !is_hungry && self.progress == DecodeProgress::Reading {
                            self.feed()?;
                        }
                    }
                }
            }
        }
        Ok(true)
    }

    /// Gives the decoder its next packet, or tells it that there is none.
    fn feed(&mut self) -> Result<()> {
        let mut packet = Packet::empty();
        match packet.read(&mut self.container) {
            Ok(()) if packet.stream() == self.stream => {
                if self.decoder.send_packet(&packet).is_err() {
                    self.note_failure()?;
                }
            }
            Ok(()) => {}
            Err(ffmpeg::Error::InvalidData) => self.note_failure()?,
            Err(ffmpeg::Error::Exit) => return Err(Error::cancelled()),
            // The end, or a file that cannot be read on: what is decoded so far is the sound.
            Err(_) => {
                self.progress = DecodeProgress::Draining;
                if self.decoder.send_eof().is_err() {
                    self.finish()?;
                }
            }
        }
        Ok(())
    }

    fn convert(&mut self) -> Result<()> {
        if self.decoded.samples() == 0 {
            return Ok(());
        }
        let is_fitting = self
            .resampler
            .as_ref()
            .is_some_and(|resampler| resampler.accepts(&self.decoded));
        if !is_fitting {
            self.flush_resampler()?;
            let resampler = Resampler::for_frame(&self.decoded)
                .map_err(|error| unreadable(&self.path, error))?;
            self.resampler = Some(resampler);
        }
        match &mut self.resampler {
            Some(resampler) => resampler
                .convert(&self.decoded, &mut self.ready)
                .map_err(|error| unreadable(&self.path, error))?,
            None => return Ok(()),
        }
        // A damaged float file may hold anything; one NaN would silence all that follows.
        for sample in self.ready.as_flattened_mut() {
            *sample = if sample.is_finite() {
                sample.clamp(-LOUDEST, LOUDEST)
            } else {
                0.0
            };
        }
        Ok(())
    }

    fn flush_resampler(&mut self) -> Result<()> {
        match self.resampler.take() {
            Some(mut resampler) => resampler
                .finish(&mut self.ready)
                .map_err(|error| unreadable(&self.path, error)),
            None => Ok(()),
        }
    }

    fn finish(&mut self) -> Result<()> {
        self.progress = DecodeProgress::Finished;
        self.flush_resampler()
    }

    fn note_failure(&mut self) -> Result<()> {
        self.failures += 1;
        if self.failures > MAX_FAILURES {
            self.finish()?;
        }
        Ok(())
    }
}
