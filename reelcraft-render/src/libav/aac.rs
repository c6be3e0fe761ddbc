//! AAC-LC in an MP4 container: writing it, and reading its packets back.

use std::fs::File;
use std::path::Path;

use reelcraft_core::{Control, Error, Result, SAMPLE_RATE_HZ};
use video_rs::ffmpeg::format::Sample;
use video_rs::ffmpeg::format::context::{Output, StreamIo};
use video_rs::ffmpeg::format::sample::Type;
use video_rs::ffmpeg::util::error::{EAGAIN, ENOSPC};
use video_rs::ffmpeg::{
    self, ChannelLayout, Dictionary, Packet, Rational, codec, encoder, format, frame,
};

/// Bits per second: what the platforms advise for stereo, and transparent for music.
const BIT_RATE: usize = 192_000;
/// FFmpeg's manual: better and much faster than the default search above 64 kbit/s.
const CODER: (&str, &str) = ("aac_coder", "fast");
/// The unit of the edit list is a sample too. With the usual milliseconds it would end up to a
/// millisecond early.
const MOVIE_TIMESCALE: (&str, &str) = ("movie_timescale", "48000");
/// One tick is one sample.
const TIME_BASE: Rational = Rational(1, SAMPLE_RATE_HZ as i32);

/// Writes 48 kHz stereo as AAC-LC to an M4A file.
///
/// The encoder begins with 1024 samples that belong to no sound. They have negative times, the
/// container's edit list leaves them out, and its length is that of the sound to the sample.
pub(crate) struct AacWriter {
    encoder: encoder::audio::Encoder,
    output: Output,
    frame_length: usize,
    pending: Vec<[f32; 2]>,
    /// Samples given to the encoder.
    position: i64,
}

impl AacWriter {
    /// Begins a sound that is written to `file` from its start on.
    pub(crate) fn create(file: File) -> Result<Self> {
        super::initialise();
        Self::begin(file).map_err(unwritten)
    }

    fn begin(file: File) -> Result<Self, ffmpeg::Error> {
        let codec = encoder::find_by_name("aac").ok_or(ffmpeg::Error::EncoderNotFound)?;
        let mut settings = codec::Context::new_with_codec(codec).encoder().audio()?;
        settings.set_rate(SAMPLE_RATE_HZ as i32);
        settings.set_format(Sample::F32(Type::Planar));
        settings.set_channel_layout(ChannelLayout::STEREO);
        settings.set_bit_rate(BIT_RATE);
        settings.set_time_base(TIME_BASE);
        settings.set_flags(codec::Flags::GLOBAL_HEADER);
        let mut options = Dictionary::new();
        options.set(CODER.0, CODER.1);
        let encoder = settings.open_as_with(codec, options)?;

        let mut output =
            format::output_to_stream(StreamIo::from_write_seek(file)?, None, Some("ipod"))?;
        let mut stream = output.add_stream(codec)?;
        stream.set_parameters(&encoder);
        stream.set_time_base(TIME_BASE);
        let mut options = Dictionary::new();
        options.set(MOVIE_TIMESCALE.0, MOVIE_TIMESCALE.1);
        output.write_header_with(options)?;
        let frame_length = encoder.frame_size().max(1) as usize;
        Ok(Self {
            encoder,
            output,
            frame_length,
            pending: Vec::with_capacity(frame_length),
            position: 0,
        })
    }

    /// Appends sound.
    pub(crate) fn write(&mut self, mut block: &[[f32; 2]]) -> Result<()> {
        while !block.is_empty() {
            let room = (self.frame_length - self.pending.len()).min(block.len());
            let (now, later) = block.split_at(room);
            self.pending.extend_from_slice(now);
            block = later;
            if self.pending.len() == self.frame_length {
                self.encode_pending().map_err(unwritten)?;
            }
        }
        Ok(())
    }

    /// Encodes what is left and completes the container.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.end().map_err(unwritten)
    }

    fn end(&mut self) -> Result<(), ffmpeg::Error> {
        if !self.pending.is_empty() {
            self.encode_pending()?;
        }
        self.encoder.send_eof()?;
        self.write_packets()?;
        self.output.write_trailer()
    }

    fn encode_pending(&mut self) -> Result<(), ffmpeg::Error> {
        let layout = ChannelLayout::STEREO;
        let mut frame = frame::Audio::new(Sample::F32(Type::Planar), self.pending.len(), layout);
        frame.set_rate(SAMPLE_RATE_HZ);
        frame.set_pts(Some(self.position));
        for side in 0..2 {
            let plane = frame.plane_mut::<f32>(side);
            for (sample, pair) in plane.iter_mut().zip(&self.pending) {
                *sample = if side == 0 { pair[0] } else { pair[1] };
            }
        }
        self.position += self.pending.len() as i64;
        self.pending.clear();
        self.encoder.send_frame(&frame)?;
        self.write_packets()
    }

    fn write_packets(&mut self) -> Result<(), ffmpeg::Error> {
        let mut packet = Packet::empty();
        loop {
            match self.encoder.receive_packet(&mut packet) {
                Ok(()) => {}
                Err(ffmpeg::Error::Eof | ffmpeg::Error::Other { errno: EAGAIN }) => return Ok(()),
                Err(error) => return Err(error),
            }
            packet.set_stream(0);
            if let Some(stream) = self.output.stream(0) {
                packet.rescale_ts(TIME_BASE, stream.time_base());
            }
            packet.write(&mut self.output)?;
        }
    }
}

fn unwritten(cause: ffmpeg::Error) -> Error {
    let is_full = matches!(cause, ffmpeg::Error::Other { errno: ENOSPC });
    if is_full {
        Error::unavailable("there is no room on the disk for the encoded sound").because(cause)
    } else {
        Error::internal("cannot encode the sound as AAC").because(cause)
    }
}

/// The packets of a file that [`AacWriter`] made, in order, ready to be written to another MP4.
///
/// Copying them keeps the sound in step with the picture under these conditions:
///
/// * the new stream gets [`parameters`](Self::parameters) (with a codec tag of 0, so that the
///   muxer chooses its own);
/// * times are rescaled from [`time_base`](Self::time_base) to that of the new stream and are
///   otherwise left alone: the first packet's time is −1024 samples, from which the MP4 muxer
///   makes the edit list that leaves out the encoder's start, and the duration of the last packet
///   is what is left of the sound;
/// * the muxer may not shift negative times (`avoid_negative_ts` stays `auto`, `use_editlist` is
///   not turned off, no fragmented MP4), and the picture begins at 0;
/// * the muxer option `movie_timescale` is 48000 (or another multiple of the rates of picture and
///   sound), or the edit lists are rounded to milliseconds.
pub(crate) struct AacPackets {
    container: format::context::Input,
}

impl AacPackets {
    /// Opens an encoded sound.
    pub(crate) fn open(path: &Path, control: &Control) -> Result<Self> {
        let container = super::input::open_container(path, control)?;
        let is_aac = container
            .stream(0)
            .is_some_and(|stream| stream.parameters().id() == codec::Id::AAC);
        if !is_aac {
            let message = format!("there is no AAC sound in {}", path.display());
            return Err(Error::media(message));
        }
        Ok(Self { container })
    }

    /// What a muxer must know of the stream.
    pub(crate) fn parameters(&self) -> codec::Parameters {
        let parameters = self.container.stream(0).map(|stream| stream.parameters());
        let mut parameters = parameters.map_or_else(codec::Parameters::new, |own| own.clone());
        // SAFETY: the parameters are an allocated copy that nobody else holds.
        unsafe {
            (*parameters.as_mut_ptr()).codec_tag = 0;
        }
        parameters
    }

    /// The unit of the packets' times.
    pub(crate) fn time_base(&self) -> Rational {
        self.container
            .stream(0)
            .map_or(TIME_BASE, |stream| stream.time_base())
    }

    /// Gives the next packet, or `None` after the last one.
    pub(crate) fn next_packet(&mut self) -> Result<Option<Packet>> {
        let mut packet = Packet::empty();
        match packet.read(&mut self.container) {
            Ok(()) => Ok(Some(packet)),
            Err(ffmpeg::Error::Eof) => Ok(None),
            Err(ffmpeg::Error::Exit) => Err(Error::cancelled()),
            Err(error) => Err(Error::internal("cannot read the encoded sound").because(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const LENGTH: usize = 100_700;
    const CLICKS: [usize; 4] = [0, 5_000, 48_001, 99_000];

    fn with_clicks(path: &Path) {
        let mut frames = vec![[0.0f32; 2]; LENGTH];
        for start in CLICKS {
            for (i, frame) in frames.iter_mut().skip(start).take(1500).enumerate() {
                let value = (-(i as f32) / 300.0).exp() * (i as f32 * 0.26).cos() * 0.7;
                *frame = [value, -value];
            }
        }
        let file = File::create(path).unwrap();
        let mut writer = AacWriter::create(file).unwrap();
        frames
            .chunks(777)
            .for_each(|block| writer.write(block).unwrap());
        writer.finish().unwrap();
    }

    /// Copies packets as the documentation of [`AacPackets`] says.
    fn copy(source: &Path, target: &Path) {
        let mut packets = AacPackets::open(source, &Control::default()).unwrap();
        let mut output = format::output_as(target, "mp4").unwrap();
        let mut stream = output.add_stream(encoder::find(codec::Id::None)).unwrap();
        stream.set_parameters(packets.parameters());
        let mut options = Dictionary::new();
        options.set(MOVIE_TIMESCALE.0, MOVIE_TIMESCALE.1);
        output.write_header_with(options).unwrap();
        let unit = output.stream(0).unwrap().time_base();
        while let Some(mut packet) = packets.next_packet().unwrap() {
            packet.rescale_ts(packets.time_base(), unit);
            packet.set_stream(0);
            packet.set_position(-1);
            packet.write_interleaved(&mut output).unwrap();
        }
        output.write_trailer().unwrap();
    }

    /// What the `ffmpeg` program makes of a file: the left side.
    fn decode(path: &Path) -> Vec<f32> {
        let output = Command::new("ffmpeg")
            .args(["-v", "error", "-i"])
            .arg(path)
            .args(["-f", "f32le", "-af", "pan=mono|c0=c0", "-"])
            .output()
            .unwrap();
        assert!(output.status.success());
        let (samples, _) = output.stdout.as_chunks::<4>();
        samples
            .iter()
            .map(|sample| f32::from_le_bytes(*sample))
            .collect()
    }

    fn assert_in_step(path: &Path) {
        let samples = decode(path);
        for start in CLICKS {
            let around = start.saturating_sub(200)..start + 200;
            let loud = around.clone().find(|at| samples[*at].abs() > 0.35).unwrap();
            assert!(loud.abs_diff(start) <= 4, "{loud} instead of {start}");
        }
        let length = Command::new("ffprobe")
            .args(["-v", "error", "-of", "csv=p=0", "-show_entries"])
            .arg("stream=start_pts,duration_ts")
            .arg(path)
            .output()
            .unwrap();
        assert_eq!(
            String::from_utf8_lossy(&length.stdout).trim(),
            format!("0,{LENGTH}")
        );
    }

    #[test]
    fn clicks_stay_in_place_through_encoding_and_copying() {
        let folder = tempfile::tempdir().unwrap();
        let [sound, video] = ["a.m4a", "a.mp4"].map(|name| folder.path().join(name));
        with_clicks(&sound);
        assert_in_step(&sound);
        copy(&sound, &video);
        assert_in_step(&video);
    }

    #[test]
    fn packets_carry_the_sound_and_the_padding_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.m4a");
        with_clicks(&path);
        let mut packets = AacPackets::open(&path, &Control::default()).unwrap();
        assert_eq!(packets.time_base(), TIME_BASE);
        let first = packets.next_packet().unwrap().unwrap();
        assert_eq!(first.pts(), Some(-1024));
        let mut end = first.pts().unwrap() + first.duration();
        while let Some(packet) = packets.next_packet().unwrap() {
            assert_eq!(packet.pts(), Some(end));
            end += packet.duration();
        }
        assert_eq!(end, LENGTH as i64);
    }

    #[test]
    fn other_sound_is_not_taken_for_aac() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        let pcm = reelcraft_core::voiceover::Pcm {
            samples: vec![0.1; 4800],
            sample_rate_hz: 48_000,
        };
        std::fs::write(&path, pcm.to_wav().unwrap()).unwrap();
        assert!(AacPackets::open(&path, &Control::default()).is_err());
    }
}
