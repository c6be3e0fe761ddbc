//! The H.264 encoder of one segment.

use reelcraft_core::{Error, Result};
use video_rs::ffmpeg::{
    self, Dictionary, Packet, Rational, codec, color, encoder, format::Pixel, frame,
};

use crate::video::{EncodedPacket, EncoderSettings};
use crate::{Plane, YuvFrame};

/// Encodes frames in order into one closed run of H.264 pictures that begins with an IDR picture
/// and carries its parameter sets outside of the packets.
///
/// It runs on the calling thread alone, so the packets depend on nothing but the settings and
/// the frames.
pub(crate) struct H264Encoder {
    encoder: encoder::video::Encoder,
    picture: frame::Video,
    packet: Packet,
    frames: i64,
}

impl H264Encoder {
    /// Opens the encoder that the settings name.
    pub(crate) fn open(settings: &EncoderSettings) -> Result<Self> {
        super::initialise();
        let name = settings.codec.as_str();
        let found = encoder::find_by_name(name)
            .filter(|found| found.id() == codec::Id::H264)
            .ok_or_else(|| {
                Error::unavailable(format!("this FFmpeg has no H.264 encoder `{name}`"))
                    .hint("use an FFmpeg that was built with libx264")
            })?;
        let refused = |error: ffmpeg::Error| {
            Error::unavailable(format!(
                "the encoder {name} refuses {} at {} frames per second",
                settings.size, settings.frame_rate
            ))
            .because(error)
        };
        let mut context = codec::Context::new_with_codec(found);
        context.set_threading(codec::threading::Config::count(1));
        context.set_flags(codec::Flags::GLOBAL_HEADER | codec::Flags::CLOSED_GOP);
        let frame_rate = rational(settings.frame_rate);
        context.set_time_base(frame_rate.invert());
        context.set_frame_rate(Some(frame_rate));
        let mut video = context.encoder().video().map_err(refused)?;
        video.set_width(settings.size.width);
        video.set_height(settings.size.height);
        video.set_format(Pixel::YUV420P);
        video.set_aspect_ratio((1, 1));
        video.set_gop(settings.keyframe_interval);
        video.set_colorspace(color::Space::BT709);
        video.set_color_range(color::Range::MPEG);
        video.set_color_primaries(color::Primaries::BT709);
        video.set_color_transfer_characteristic(color::TransferCharacteristic::BT709);
        let mut options = Dictionary::new();
        options.set("profile", "high");
        if settings.is_x264() {
            options.set("preset", &settings.preset);
            options.set("crf", &settings.crf.to_string());
            options.set("x264-params", &settings.parameters);
        } else {
            video.set_max_b_frames(0);
            video.set_bit_rate(settings.bits_per_second());
        }
        let encoder = video.open_as_with(found, options).map_err(refused)?;
        let mut picture =
            frame::Video::new(Pixel::YUV420P, settings.size.width, settings.size.height);
        picture.set_color_space(color::Space::BT709);
        picture.set_color_range(color::Range::MPEG);
        picture.set_color_primaries(color::Primaries::BT709);
        picture.set_color_transfer_characteristic(color::TransferCharacteristic::BT709);
        Ok(Self {
            encoder,
            picture,
            packet: Packet::empty(),
            frames: 0,
        })
    }

    /// What a container has to know about the packets.
    pub(crate) fn parameters(&self) -> codec::Parameters {
        codec::Parameters::from(&self.encoder)
    }

    /// The sequence and picture parameter sets, as the encoder writes them.
    pub(crate) fn extradata(&self) -> Vec<u8> {
        // SAFETY: the context is open and not changed during this call. FFmpeg keeps `extradata`
        // null, or pointing at `extradata_size` initialised bytes that live as long as it does.
        unsafe {
            let context = self.encoder.as_ptr();
            let (data, size) = ((*context).extradata, (*context).extradata_size);
            match usize::try_from(size) {
                Ok(size) if !data.is_null() => std::slice::from_raw_parts(data, size).to_vec(),
                _ => Vec::new(),
            }
        }
    }

    /// By how many frames decoding runs ahead of showing.
    pub(crate) fn reorder_frames(&self) -> i64 {
        // SAFETY: the context is open and not changed during this call.
        i64::from(unsafe { (*self.encoder.as_ptr()).has_b_frames })
    }

    /// Encodes a frame of the size of the settings, and gives the packets that are ready to
    /// `sink`. Times are in frames from the first frame.
    pub(crate) fn encode(
        &mut self,
        frame: &YuvFrame,
        sink: &mut dyn FnMut(EncodedPacket<'_>) -> Result<()>,
    ) -> Result<()> {
        // SAFETY: the frame was allocated with buffers by `frame::Video::new`; where the encoder
        // still refers to them, this gives it new ones.
        let writable = unsafe { ffmpeg::ffi::av_frame_make_writable(self.picture.as_mut_ptr()) };
        if writable < 0 {
            return Err(failed(ffmpeg::Error::from(writable)));
        }
        for (index, plane) in frame.planes().into_iter().enumerate() {
            let stride = self.picture.stride(index);
            copy_plane(plane, self.picture.data_mut(index), stride);
        }
        self.picture.set_pts(Some(self.frames));
        self.frames += 1;
        self.encoder.send_frame(&self.picture).map_err(failed)?;
        self.drain(sink)
    }

    /// Ends the run and gives the remaining packets to `sink`.
    pub(crate) fn finish(
        mut self,
        sink: &mut dyn FnMut(EncodedPacket<'_>) -> Result<()>,
    ) -> Result<()> {
        self.encoder.send_eof().map_err(failed)?;
        self.drain(sink)
    }

    fn drain(&mut self, sink: &mut dyn FnMut(EncodedPacket<'_>) -> Result<()>) -> Result<()> {
        loop {
            match self.encoder.receive_packet(&mut self.packet) {
                Ok(()) => {}
                Err(ffmpeg::Error::Eof) => return Ok(()),
                Err(ffmpeg::Error::Other { errno }) if errno == ffmpeg::error::EAGAIN => {
                    return Ok(());
                }
                Err(error) => return Err(failed(error)),
            }
            let (Some(pts), Some(bytes)) = (self.packet.pts(), self.packet.data()) else {
                return Err(Error::internal(
                    "the encoder gave a packet without time or data",
                ));
            };
            sink(EncodedPacket {
                pts,
                is_key: self.packet.is_key(),
                bytes,
            })?;
        }
    }
}

fn failed(error: ffmpeg::Error) -> Error {
    Error::internal("cannot encode a frame").because(error)
}

/// Converts a frame rate to FFmpeg's type.
pub(super) fn rational(rate: reelcraft_core::FrameRate) -> Rational {
    Rational::new(rate.numerator() as i32, rate.denominator() as i32)
}

/// Copies rows without padding into rows of `stride` bytes.
fn copy_plane(plane: &Plane, to: &mut [u8], stride: usize) {
    for (from, to) in plane.rows().zip(to.chunks_mut(stride.max(1))) {
        if let Some(to) = to.get_mut(..from.len()) {
            to.copy_from_slice(from);
        }
    }
}

#[cfg(test)]
mod tests {
    use reelcraft_core::FrameRate;
    use reelcraft_core::project::FrameSize;
    use reelcraft_core::provider::Quality;

    use super::*;

    /// The time of a packet, whether it is a key, and its data.
    type Packet = (i64, bool, Vec<u8>);

    fn encode(settings: &EncoderSettings, frames: u64) -> (Vec<u8>, Vec<Packet>) {
        let mut encoder = H264Encoder::open(settings).unwrap();
        let mut packets = Vec::new();
        let mut sink = |packet: EncodedPacket<'_>| {
            packets.push((packet.pts, packet.is_key, packet.bytes.to_vec()));
            Ok(())
        };
        let mut frame = YuvFrame::black(settings.size);
        for number in 0..frames {
            for (y, row) in frame.y.rows_mut().enumerate() {
                for (x, sample) in row.iter_mut().enumerate() {
                    *sample = 16 + ((x * 3 + y * 2 + number as usize * 5) % 200) as u8;
                }
            }
            encoder.encode(&frame, &mut sink).unwrap();
        }
        let extradata = encoder.extradata();
        encoder.finish(&mut sink).unwrap();
        (extradata, packets)
    }

    fn settings(quality: Quality) -> EncoderSettings {
        EncoderSettings::x264(quality, FrameSize::new(128, 224), FrameRate::default())
    }

    #[test]
    fn every_frame_becomes_one_packet_and_only_the_first_is_a_key() {
        for &quality in Quality::ALL {
            for frames in [1, 2, 31, 120] {
                let (extradata, packets) = encode(&settings(quality), frames);
                assert!(extradata.starts_with(&[0, 0, 0, 1]), "{quality}");
                let mut times: Vec<i64> = packets.iter().map(|(pts, ..)| *pts).collect();
                times.sort_unstable();
                assert_eq!(times, (0..frames as i64).collect::<Vec<_>>(), "{quality}");
                let keys: Vec<usize> = (0..packets.len()).filter(|i| packets[*i].1).collect();
                assert_eq!(keys, [0], "{quality} {frames}");
            }
        }
    }

    #[test]
    fn the_profile_is_high_at_every_quality() {
        for &quality in Quality::ALL {
            let extradata = H264Encoder::open(&settings(quality)).unwrap().extradata();
            // Annex B start code, NAL type 7 (sequence parameter set), then profile_idc:
            // ITU-T H.264 7.3.2.1.1; 100 is High.
            assert_eq!(extradata[4] & 0x1F, 7, "{quality}");
            assert_eq!(extradata[5], 100, "{quality}");
        }
    }

    #[test]
    fn the_same_frames_give_the_same_bytes() {
        let settings = settings(Quality::Standard);
        assert_eq!(encode(&settings, 40), encode(&settings, 40));
    }

    #[test]
    fn an_unknown_encoder_is_unavailable() {
        let mut settings = settings(Quality::Standard);
        settings.codec = "h264_of_tomorrow".to_owned();
        let error = H264Encoder::open(&settings).err().unwrap();
        assert_eq!(*error.kind(), reelcraft_core::ErrorKind::Unavailable);
        settings.codec = "libx265".to_owned();
        assert!(H264Encoder::open(&settings).is_err());
    }
}
