//! Choosing the encoder, and knowing it again.

use std::sync::{Mutex, PoisonError};

use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::Quality;
use reelcraft_core::{Digest, Error, FrameRate, Result};
use video_rs::ffmpeg::codec;

use super::EncoderSettings;
use crate::YuvFrame;
use crate::libav::{H264Encoder, has_h264_encoder};

/// The H.264 encoders that FFmpeg may have: in software, then those of graphics cards and boards.
const NAMES: [&str; 6] = [
    super::X264,
    "h264_nvenc",
    "h264_qsv",
    "h264_amf",
    "h264_videotoolbox",
    "libopenh264",
];

/// An encoder that works with its settings: it has encoded one frame.
pub struct Encoder {
    settings: EncoderSettings,
    // FFmpeg's pointer may move between threads, but not be seen by two at once.
    parameters: Mutex<codec::Parameters>,
    extradata: Vec<u8>,
    reorder_frames: i64,
    fingerprint: Digest,
}

impl Encoder {
    /// Encodes one frame with the settings.
    pub fn try_out(settings: EncoderSettings) -> Result<Self> {
        let mut encoder = H264Encoder::open(&settings)?;
        let parameters = Mutex::new(encoder.parameters());
        let extradata = encoder.extradata();
        let reorder_frames = encoder.reorder_frames();
        let mut packets = Vec::new();
        let mut sink = |packet: super::EncodedPacket<'_>| {
            packets.extend_from_slice(packet.bytes);
            Ok(())
        };
        encoder.encode(&YuvFrame::black(settings.size), &mut sink)?;
        encoder.finish(&mut sink)?;
        if extradata.is_empty() || packets.is_empty() {
            return Err(Error::unavailable(format!(
                "the encoder {} gives no picture",
                settings.codec
            )));
        }
        // x264 writes its version and all its settings into the first picture.
        let identity = if settings.is_x264() {
            packets
        } else {
            Vec::new()
        };
        let fingerprint = Digest::builder("encoder 1")
            .json(&settings)
            .field(&extradata)
            .field(identity)
            .finish();
        Ok(Self {
            settings,
            parameters,
            extradata,
            reorder_frames,
            fingerprint,
        })
    }

    /// Takes the encoder that is named, or `fallback` where there is none or it does not work
    /// here; the reason is logged.
    pub fn choose(name: Option<&str>, fallback: EncoderSettings) -> Result<Self> {
        let wanted = match name {
            None | Some("" | "auto" | super::X264) => return Self::try_out(fallback),
            Some(wanted) => wanted,
        };
        let settings = EncoderSettings {
            codec: wanted.to_owned(),
            ..fallback.clone()
        };
        Self::try_out(settings).or_else(|error| {
            tracing::warn!(
                encoder = wanted,
                reason = error.chain(),
                "the encoder does not work here, {} is used",
                fallback.codec
            );
            Self::try_out(fallback)
        })
    }

    /// The names of the H.264 encoders that work on this machine: each has encoded a frame. The
    /// one that is used by default comes first.
    pub fn working() -> Vec<&'static str> {
        let works = |name: &&str| {
            let settings = EncoderSettings {
                codec: (*name).to_owned(),
                ..EncoderSettings::x264(
                    Quality::Draft,
                    FrameSize::new(640, 360),
                    FrameRate::default(),
                )
            };
            has_h264_encoder(name) && Self::try_out(settings).is_ok()
        };
        NAMES.into_iter().filter(works).collect()
    }

    /// The settings.
    pub fn settings(&self) -> &EncoderSettings {
        &self.settings
    }

    /// The digest of all that decides how frames become packets: settings, parameter sets, and
    /// the version of x264. Packets of encoders with the same fingerprint can be joined.
    pub fn fingerprint(&self) -> &Digest {
        &self.fingerprint
    }

    /// The parameter sets of all its segments.
    pub fn extradata(&self) -> &[u8] {
        &self.extradata
    }

    /// By how many frames decoding runs ahead of showing.
    pub(super) fn reorder_frames(&self) -> i64 {
        self.reorder_frames
    }

    /// What a container has to know.
    pub(super) fn parameters(&self) -> codec::Parameters {
        let parameters = self
            .parameters
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        parameters.clone()
    }
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder")
            .field("settings", &self.settings)
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> EncoderSettings {
        let size = FrameSize::new(128, 224);
        EncoderSettings::x264(Quality::Standard, size, FrameRate::default())
    }

    #[test]
    fn an_encoder_that_does_not_work_gives_way_to_x264() {
        // The second one is in most builds, but needs hardware that is not here, or frames in
        // its own memory.
        for name in ["h264_of_tomorrow", "h264_vaapi", "mpeg4"] {
            let encoder = Encoder::choose(Some(name), settings()).unwrap();
            assert_eq!(encoder.settings().codec, "libx264", "{name}");
        }
    }

    #[test]
    fn everything_that_decides_on_packets_is_in_the_fingerprint() {
        let fingerprint = |settings| Encoder::try_out(settings).unwrap().fingerprint().clone();
        let own = fingerprint(settings());
        assert_eq!(fingerprint(settings()), own);
        let changes: [fn(&mut EncoderSettings); 5] = [
            |settings| settings.crf = 22.0,
            |settings| settings.preset = "medium".to_owned(),
            |settings| settings.parameters.push_str(":aq-mode=2"),
            |settings| settings.size.width = 130,
            |settings| settings.frame_rate = FrameRate::whole(25),
        ];
        for change in changes {
            let mut settings = settings();
            change(&mut settings);
            assert_ne!(fingerprint(settings.clone()), own, "{settings:?}");
        }
    }
}
