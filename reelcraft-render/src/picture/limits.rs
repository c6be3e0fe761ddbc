//! What is too much before a picture is decoded.

use reelcraft_core::project::FrameSize;
use reelcraft_core::{Error, Result};

/// How large a picture file may be. All of it is known before the first pixel is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureLimits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Width and height, each, in pixels.
    pub side_px: u32,
    /// Width times height, in pixels.
    pub area_px: u64,
    /// Bytes of the decoded pixels as the file stores them; 16-bit samples take two bytes.
    pub decoded_bytes: u64,
    /// Scans of a progressive JPEG. Encoders write about 10.
    pub jpeg_scans: u32,
    /// Scans times pixels of a JPEG: each scan is a pass over all of them.
    pub jpeg_scanned_px: u64,
}

impl Default for PictureLimits {
    fn default() -> Self {
        Self {
            file_bytes: 200_000_000,
            side_px: 32_768,
            area_px: 80_000_000,
            decoded_bytes: 400_000_000,
            jpeg_scans: 200,
            jpeg_scanned_px: 1_600_000_000,
        }
    }
}

impl PictureLimits {
    /// Checks the length of a file.
    pub(crate) fn check_file(&self, bytes: u64) -> Result<()> {
        if bytes <= self.file_bytes {
            return Ok(());
        }
        Err(Error::invalid_input(format!(
            "the picture file has {} MB, and {} MB is the most",
            bytes / 1_000_000,
            self.file_bytes / 1_000_000
        ))
        .hint("save it smaller"))
    }

    /// Checks the size in pixels and the bytes they take when decoded.
    pub(crate) fn check_pixels(&self, size: FrameSize, decoded_bytes: u64) -> Result<()> {
        let area_px = u64::from(size.width) * u64::from(size.height);
        let side_px = size.width.max(size.height);
        if side_px > self.side_px || area_px > self.area_px {
            return Err(Error::invalid_input(format!(
                "the picture has {size} pixels, and {} megapixels with sides up to {} is the most",
                self.area_px / 1_000_000,
                self.side_px
            ))
            .hint("scale it down; a video needs no more than about 2 megapixels"));
        }
        if decoded_bytes > self.decoded_bytes {
            return Err(Error::invalid_input(format!(
                "the picture takes {} MB when decoded, and {} MB is the most",
                decoded_bytes / 1_000_000,
                self.decoded_bytes / 1_000_000
            ))
            .hint("save it with 8 bits a channel, or scale it down"));
        }
        Ok(())
    }

    /// Checks how often a JPEG makes its decoder walk over all its pixels.
    pub(crate) fn check_scans(&self, scans: u32, size: FrameSize) -> Result<()> {
        let area_px = u64::from(size.width) * u64::from(size.height);
        if scans <= self.jpeg_scans && u64::from(scans) * area_px <= self.jpeg_scanned_px {
            return Ok(());
        }
        Err(Error::invalid_input(format!(
            "the JPEG codes {size} pixels in {scans} scans, which would take too long to decode"
        ))
        .hint("save it again with an ordinary image editor"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_borders_themselves_are_allowed() {
        let limits = PictureLimits::default();
        assert!(limits.check_file(200_000_000).is_ok());
        assert!(limits.check_file(200_000_001).is_err());
        assert!(
            limits
                .check_pixels(FrameSize::new(32_768, 2_441), 3)
                .is_ok()
        );
        assert!(limits.check_pixels(FrameSize::new(32_769, 1), 3).is_err());
        assert!(
            limits
                .check_pixels(FrameSize::new(8_000, 10_001), 3)
                .is_err()
        );
        assert!(limits.check_scans(200, FrameSize::new(1000, 1000)).is_ok());
        assert!(limits.check_scans(201, FrameSize::new(1, 1)).is_err());
        assert!(
            limits
                .check_scans(21, FrameSize::new(10_000, 8_000))
                .is_err()
        );
    }
}
