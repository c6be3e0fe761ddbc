//! Walking over the markers of a JPEG without decoding it.

/// What the markers of a JPEG tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct JpegScans {
    /// How many scans there are; each is a pass over the picture.
    pub(crate) count: u32,
    /// Whether the end marker was reached. A file without it was cut off.
    pub(crate) is_complete: bool,
}

/// Markers of ITU-T T.81, table B.1: the byte after 0xFF.
const RESTART: std::ops::RangeInclusive<u8> = 0xD0..=0xD7;
const START_OF_IMAGE: u8 = 0xD8;
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;
const TEMPORARY: u8 = 0x01;

/// Counts the scans from the first start marker to the end marker. Segments are skipped by
/// their lengths, so that an embedded thumbnail is not taken for the picture.
pub(crate) fn count(bytes: &[u8]) -> JpegScans {
    let mut count = 0;
    let mut rest = bytes;
    while let Some(after) = next_marker(rest) {
        let (marker, body) = after;
        rest = body;
        match marker {
            END_OF_IMAGE => {
                return JpegScans {
                    count,
                    is_complete: true,
                };
            }
            START_OF_IMAGE | TEMPORARY | 0x00 => continue,
            marker if RESTART.contains(&marker) => continue,
            START_OF_SCAN => count += 1,
            _ => {}
        }
        // The length counts its own two bytes.
        let Some((length, _)) = rest.split_first_chunk::<2>() else {
            break;
        };
        let length = usize::from(u16::from_be_bytes(*length)).max(2);
        let Some(body) = rest.get(length..) else {
            break;
        };
        rest = body;
    }
    JpegScans {
        count,
        is_complete: false,
    }
}

/// Finds the next marker: its second byte, and what follows. In coded data 0xFF is followed by
/// 0x00, and before a marker 0xFF may be repeated.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = bytes;
    loop {
        let at = rest.iter().position(|byte| *byte == 0xFF)?;
        rest = rest.get(at + 1..)?;
        while let [0xFF, tail @ ..] = rest {
            rest = tail;
        }
        let (marker, tail) = rest.split_first()?;
        rest = tail;
        if *marker != 0x00 {
            return Some((*marker, rest));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan() -> Vec<u8> {
        let mut bytes = vec![0xFF, START_OF_SCAN, 0x00, 0x04, 0x01, 0x00];
        bytes.extend([0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD3, 0x56]);
        bytes
    }

    #[test]
    fn counts_scans_and_skips_what_segments_hold() {
        let mut bytes = vec![0xFF, START_OF_IMAGE];
        // A segment that holds a whole small JPEG, as EXIF thumbnails do.
        bytes.extend([0xFF, 0xE1, 0x00, 0x0A]);
        bytes.extend([
            0xFF,
            START_OF_IMAGE,
            0xFF,
            START_OF_SCAN,
            0x00,
            0x02,
            0xFF,
            END_OF_IMAGE,
        ]);
        for _ in 0..3 {
            bytes.extend(scan());
        }
        bytes.extend([0xFF, 0xFF, END_OF_IMAGE]);
        assert_eq!(
            count(&bytes),
            JpegScans {
                count: 3,
                is_complete: true
            }
        );
    }

    #[test]
    fn a_file_cut_anywhere_is_incomplete() {
        let mut bytes = vec![0xFF, START_OF_IMAGE];
        bytes.extend(scan());
        bytes.extend([0xFF, END_OF_IMAGE]);
        for length in 0..bytes.len() {
            assert!(!count(&bytes[..length]).is_complete, "{length}");
        }
        assert!(count(&bytes).is_complete);
    }
}
