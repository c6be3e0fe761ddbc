//! Joining segments and sound into one MP4 file.

use std::path::Path;

use reelcraft_core::timeline::Timeline;
use reelcraft_core::{Error, Result};

use super::{EncodedSegment, Halt, PlannedSegment, SegmentEncoder};
use crate::YuvFrame;
use crate::libav::{AacPackets, Mp4Metadata, Mp4Writer, VideoPacket};

/// How often a segment that is not in the store is encoded again before that is an error.
const ATTEMPTS: usize = 3;

/// Writes the MP4 file of a timeline at `target` by copying packets.
///
/// One segment at a time is in memory. One that is gone from the store by now, or damaged, is
/// encoded again.
pub fn join(
    timeline: &Timeline,
    plan: &[PlannedSegment],
    segments: &SegmentEncoder<'_>,
    sound: Option<&Path>,
    target: &Path,
    halt: &Halt,
) -> Result<()> {
    let encoder = segments.encoder;
    let sound = sound
        .map(|path| AacPackets::open(path, halt.control()))
        .transpose()?;
    let mut writer = Mp4Writer::create(
        target,
        encoder.parameters(),
        (timeline.frame_rate, timeline.length),
        sound,
        &Mp4Metadata {
            title: timeline.title.clone(),
            comment: concat!("Made with Reelcraft ", env!("CARGO_PKG_VERSION")).to_owned(),
            language: iso_639_2(&timeline.language).to_owned(),
        },
    )?;
    let reorder = encoder.reorder_frames();
    // A picture is decoded when as many were decoded before it as its place says, less the
    // frames by which decoding runs ahead. That place goes on across joins.
    let mut decoded = -reorder;
    for segment in plan {
        let data = load(segment, segments, halt)?;
        if data.reorder_frames() > reorder {
            return Err(Error::internal(format!(
                "a segment reorders {} frames where the encoder said {reorder}",
                data.reorder_frames()
            )));
        }
        let start = segment.frames().start as i64;
        for packet in data.packets() {
            halt.check()?;
            writer.write_video(&VideoPacket {
                pts: start + packet.pts,
                dts: decoded,
                is_key: packet.is_key,
                bytes: packet.bytes,
            })?;
            decoded += 1;
        }
    }
    writer.finish()
}

fn load(
    segment: &PlannedSegment,
    segments: &SegmentEncoder<'_>,
    halt: &Halt,
) -> Result<EncodedSegment> {
    let mut attempts = 0..ATTEMPTS;
    loop {
        if let Some(found) = segments.find(segment) {
            return Ok(found);
        }
        if attempts.next().is_none() {
            break;
        }
        tracing::warn!(key = %segment.key, "a segment is gone or damaged and is encoded again");
        let mut frame = YuvFrame::black(segments.encoder.settings().size);
        segments.encode_segment(segment, &mut frame, &mut || halt.check())?;
    }
    let folder = segments.store.folder().display();
    Err(Error::unavailable(format!(
        "segments written to {folder} do not stay there intact"
    ))
    .hint("check the disk, or use another cache folder"))
}

/// The ISO 639-2 code of a BCP 47 tag, as MP4 wants it; `und` (undetermined) where there is
/// none. For languages with two letters it is the code of ISO 639-3, too.
fn iso_639_2(tag: &str) -> &'static str {
    let primary = tag
        .split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match primary.len() {
        2 => isolang::Language::from_639_1(&primary),
        3 => isolang::Language::from_639_3(&primary),
        _ => None,
    }
    .map_or("und", |language| language.to_639_3())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_codes_of_three_letters() {
        for (tag, code) in [
            ("uz", "uzb"),
            ("uz-Cyrl", "uzb"),
            ("en", "eng"),
            ("pt-BR", "por"),
            ("ru", "rus"),
            ("de", "deu"),
            ("zh-Hans", "zho"),
            ("kaa", "kaa"),
            ("", "und"),
            ("xx", "und"),
        ] {
            assert_eq!(iso_639_2(tag), code, "{tag}");
        }
    }
}
