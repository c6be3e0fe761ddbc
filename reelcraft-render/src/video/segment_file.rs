//! An encoded segment on disk.
//!
//! Layout, all numbers little-endian: the mark `RCSEGMT1`, the parameter sets (`u32` length and
//! bytes), then for each packet in decoding order its presentation time in frames from the
//! segment's start (`u32`), whether it is a keyframe (`u8`), and its data (`u32` length and
//! bytes); at the end the seal of [`super::seal`]. The file ends with its last packet, so that
//! it can be written while the encoder runs.

use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use reelcraft_core::{AtomicFile, Error, IoContext as _, Result};

use super::seal::{SealingWriter, unsealed};

const MARK: &[u8; 8] = b"RCSEGMT1";

/// One encoded picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodedPacket<'a> {
    /// When it is shown, in frames from the first frame of its segment.
    pub pts: i64,
    /// Whether decoding can begin here.
    pub is_key: bool,
    /// The picture: NAL units with Annex B start codes.
    pub bytes: &'a [u8],
}

/// Writes a segment packet by packet; it appears when it is finished.
#[derive(Debug)]
pub(super) struct SegmentWriter {
    target: std::path::PathBuf,
    file: AtomicFile,
    writer: SealingWriter<BufWriter<std::fs::File>>,
}

impl SegmentWriter {
    /// Begins the segment that will be called `target`.
    pub(super) fn create(target: &Path, extradata: &[u8]) -> Result<Self> {
        let mut file = AtomicFile::create(target)?;
        let handle = file.file().try_clone().io_context("write", target)?;
        let mut segment = Self {
            target: target.to_owned(),
            file,
            writer: SealingWriter::new(BufWriter::with_capacity(1 << 16, handle)),
        };
        segment.write(MARK)?;
        segment.write_block(extradata)?;
        Ok(segment)
    }

    /// Adds a packet.
    pub(super) fn packet(&mut self, packet: EncodedPacket<'_>) -> Result<()> {
        let pts = u32::try_from(packet.pts)
            .map_err(|error| Error::internal("a packet is out of its segment").because(error))?;
        self.write(&pts.to_le_bytes())?;
        self.write(&[u8::from(packet.is_key)])?;
        self.write_block(packet.bytes)
    }

    /// Ends the segment and gives it its name.
    pub(super) fn commit(self) -> Result<()> {
        self.writer.finish().io_context("write", &self.target)?;
        self.file.commit()
    }

    fn write_block(&mut self, bytes: &[u8]) -> Result<()> {
        let length = u32::try_from(bytes.len())
            .map_err(|error| Error::internal("a packet is larger than 4 GiB").because(error))?;
        self.write(&length.to_le_bytes())?;
        self.write(bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.writer
            .write_all(bytes)
            .io_context("write", &self.target)
    }
}

/// An encoded segment in memory, a few seconds of video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedSegment {
    bytes: Vec<u8>,
    extradata: Range<usize>,
    packets: Vec<PacketPlace>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct PacketPlace {
    pts: i64,
    is_key: bool,
    data: Range<usize>,
}

impl EncodedSegment {
    /// Reads a segment; `None` when it is not there or damaged in any way.
    pub(super) fn read(path: &Path) -> Option<Self> {
        Self::parse(unsealed(std::fs::read(path).ok()?)?)
    }

    fn parse(bytes: Vec<u8>) -> Option<Self> {
        let mut reader = Reader {
            bytes: &bytes,
            at: 0,
        };
        if reader.take(MARK.len())? != (0..MARK.len()) || !bytes.starts_with(MARK) {
            return None;
        }
        let extradata = reader.block()?;
        let mut packets = Vec::new();
        while reader.at < bytes.len() {
            let pts = i64::from(reader.number()?);
            let key = reader.take(1)?;
            packets.push(PacketPlace {
                pts,
                is_key: *bytes.get(key.start)? == 1,
                data: reader.block()?,
            });
        }
        Some(Self {
            bytes,
            extradata,
            packets,
        })
    }

    /// The parameter sets that its packets need.
    pub fn extradata(&self) -> &[u8] {
        self.bytes.get(self.extradata.clone()).unwrap_or_default()
    }

    /// The packets in decoding order.
    pub fn packets(&self) -> impl Iterator<Item = EncodedPacket<'_>> {
        self.packets.iter().map(|place| EncodedPacket {
            pts: place.pts,
            is_key: place.is_key,
            bytes: self.bytes.get(place.data.clone()).unwrap_or_default(),
        })
    }

    /// Whether it begins with a keyframe and has each of `frames` frames exactly once.
    pub(super) fn is_complete(&self, frames: u64) -> bool {
        let mut times: Vec<i64> = self.packets.iter().map(|place| place.pts).collect();
        times.sort_unstable();
        self.packets.first().is_some_and(|first| first.is_key)
            && times.into_iter().eq(0..frames as i64)
    }

    /// By how many frames decoding must run ahead of showing: the most that any packet stands
    /// behind the place that its time gives it.
    pub fn reorder_frames(&self) -> i64 {
        (0..)
            .zip(&self.packets)
            .map(|(index, place): (i64, _)| index - place.pts)
            .max()
            .unwrap_or(0)
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn take(&mut self, length: usize) -> Option<Range<usize>> {
        let end = self.at.checked_add(length)?;
        let range = self.at..end;
        self.bytes.get(range.clone())?;
        self.at = end;
        Some(range)
    }

    fn number(&mut self) -> Option<u32> {
        let range = self.take(4)?;
        Some(u32::from_le_bytes(self.bytes.get(range)?.try_into().ok()?))
    }

    fn block(&mut self) -> Option<Range<usize>> {
        let length = self.number()?;
        self.take(length as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, times: &[i64]) {
        let mut writer = SegmentWriter::create(path, b"sps pps").unwrap();
        for (index, pts) in times.iter().enumerate() {
            let bytes = vec![*pts as u8; 100 + index];
            writer
                .packet(EncodedPacket {
                    pts: *pts,
                    is_key: index == 0,
                    bytes: &bytes,
                })
                .unwrap();
        }
        assert!(!path.exists());
        writer.commit().unwrap();
    }

    #[test]
    fn packets_come_back_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.segment");
        write(&path, &[0, 4, 2, 1, 3]);
        let segment = EncodedSegment::read(&path).unwrap();
        assert_eq!(segment.extradata(), b"sps pps");
        let packets: Vec<_> = segment
            .packets()
            .map(|packet| (packet.pts, packet.is_key, packet.bytes.len()))
            .collect();
        assert_eq!(
            packets,
            [
                (0, true, 100),
                (4, false, 101),
                (2, false, 102),
                (1, false, 103),
                (3, false, 104)
            ]
        );
        assert_eq!(segment.reorder_frames(), 2);
        assert!(segment.is_complete(5));
        assert!(!segment.is_complete(4) && !segment.is_complete(6));
    }

    #[test]
    fn a_damaged_file_is_absent() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.segment");
        write(&path, &[0, 1, 2]);
        let whole = std::fs::read(&path).unwrap();
        for at in (0..whole.len()).step_by(7) {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x80;
            std::fs::write(&path, &flipped).unwrap();
            assert!(EncodedSegment::read(&path).is_none(), "byte {at}");
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(EncodedSegment::read(&path).is_none(), "length {at}");
        }
        assert!(EncodedSegment::read(&folder.path().join("missing")).is_none());
    }

    #[test]
    fn a_well_sealed_file_of_something_else_is_absent() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.segment");
        for content in [
            b"".as_slice(),
            b"RCSEGMT0\0\0\0\0",
            b"RCSEGMT1\x09\0\0\0abc",
            b"RCSEGMT1\0\0\0\0\x01",
        ] {
            let mut bytes = Vec::new();
            let mut writer = SealingWriter::new(&mut bytes);
            writer.write_all(content).unwrap();
            writer.finish().unwrap();
            std::fs::write(&path, bytes).unwrap();
            assert!(EncodedSegment::read(&path).is_none(), "{content:?}");
        }
    }
}
