//! How frames become H.264.

use reelcraft_core::FrameRate;
use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::Quality;
use serde::Serialize;

use super::plan::longest_segment;

/// The encoder of H.264 that everything else falls back to.
pub const X264: &str = "libx264";

/// Segments have no scene cuts inside, so x264 need not look for any: a keyframe in the middle of
/// a dissolve costs bits and shows. `8x8dct` makes `ultrafast` High profile, too.
const PARAMETERS: &str = "scenecut=0:open-gop=0:8x8dct=1";
/// What stills in motion need less of than the videos that presets are made for.
/// `benchmarks/x264.md` has the price: none at `veryfast`; at `medium` fewer bits at the same rate
/// factor, and as much less SSIM as those bits are worth.
///
/// Presets look at up to 60 frames before one is encoded, each of which takes 7 MB in each
/// encoder; nothing is gained beyond a few. All frames between two cuts are alike, so the number
/// of B-frames need not be found out. And all of a frame moves alike and not far: a block need
/// not be divided to follow the motion in it, which a small search finds.
const STILLS: &str = ":rc-lookahead=10:b-adapt=0:me=dia:merange=8:partitions=i4x4,i8x8";
/// Presets that decide by rate and distortion in B-frames (`subme=7`) or search each partition
/// in a reference of its own gain nothing by it.
const STILLS_OF_SLOWER: &str = ":rc-lookahead=10:b-adapt=0:me=dia:merange=8:partitions=i4x4,i8x8\
    :subme=6:mixed-refs=0";

/// All that decides how frames become H.264, apart from the frames.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EncoderSettings {
    /// FFmpeg's name of the encoder.
    pub codec: String,
    /// Width and height of the frames, both even.
    pub size: FrameSize,
    /// Frames per second; one unit of the time base is one frame.
    pub frame_rate: FrameRate,
    /// x264's preset: `ultrafast` to `placebo`. Other encoders do without.
    pub preset: String,
    /// x264's constant rate factor, 0 to 51: less is better. Other encoders take
    /// [`bits_per_second`](Self::bits_per_second).
    pub crf: f32,
    /// More settings of x264, `name=value` joined by colons.
    pub parameters: String,
    /// The most frames from one keyframe to the next; no segment is longer.
    pub keyframe_interval: u32,
}

impl EncoderSettings {
    /// The settings of x264 for a quality, chosen from `benchmarks/x264.md`.
    ///
    /// On stills in motion, looking ahead (`mbtree`) and finding the exact fraction of a pixel
    /// (`subme=2`) pay most; all else that slower presets do is hardly seen.
    pub fn x264(quality: Quality, size: FrameSize, frame_rate: FrameRate) -> Self {
        let (preset, crf, tuning) = match quality {
            Quality::Draft => ("ultrafast", 26.0, ""),
            Quality::Standard => (
                "superfast",
                19.0,
                ":mbtree=1:rc-lookahead=8:subme=2:b-adapt=0:merange=8",
            ),
            Quality::High => ("medium", 18.0, STILLS_OF_SLOWER),
        };
        Self {
            codec: X264.to_owned(),
            size,
            frame_rate,
            preset: preset.to_owned(),
            crf,
            parameters: format!("{PARAMETERS}{tuning}"),
            keyframe_interval: longest_segment(frame_rate) as u32,
        }
    }

    /// Takes a preset of x264 in place of the quality's own settings.
    pub fn set_preset(&mut self, preset: &str) {
        let tuning = match preset {
            // These do not look ahead.
            "ultrafast" | "superfast" => "",
            "fast" | "medium" => STILLS_OF_SLOWER,
            _ => STILLS,
        };
        preset.clone_into(&mut self.preset);
        self.parameters = format!("{PARAMETERS}{tuning}");
    }

    /// Whether the encoder is x264.
    pub fn is_x264(&self) -> bool {
        self.codec == X264
    }

    /// The bit rate for encoders without a constant rate factor, in bits per second: 0.1 bits a
    /// pixel at crf 23, and twice as many for each 6 steps below it, which is about how x264's
    /// rate factor behaves.
    pub fn bits_per_second(&self) -> usize {
        let pixels = f64::from(self.size.width) * f64::from(self.size.height);
        let bits_per_pixel = 0.1 * ((23.0 - f64::from(self.crf)) / 6.0).exp2();
        (pixels * self.frame_rate.fps() * bits_per_pixel) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_quality_takes_more_bits() {
        let of = |quality| {
            EncoderSettings::x264(quality, FrameSize::new(1080, 1920), FrameRate::default())
                .bits_per_second()
        };
        assert!(of(Quality::Draft) < of(Quality::Standard));
        assert!(of(Quality::Standard) < of(Quality::High));
        // What platforms recommend for 1080p at 30 frames per second is 8 Mbit/s.
        assert!((4_000_000..16_000_000).contains(&of(Quality::Standard)));
    }
}
