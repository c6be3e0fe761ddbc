//! A picture in memory.

use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::PictureInfo;

/// A decoded picture, upright and in sRGB with 8 bits a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedPicture {
    /// Width and height in pixels, neither 0.
    pub size: FrameSize,
    /// Whether any pixel is transparent.
    pub has_alpha: bool,
    /// The pixels row after row without padding: red, green, blue, and alpha (not multiplied
    /// into the colours) where `has_alpha` is true.
    pub samples: Vec<u8>,
}

impl DecodedPicture {
    /// Samples of one pixel: 3, or 4 with alpha.
    pub fn channels(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    /// The samples of the pixel at a column and a row; `None` outside.
    pub fn pixel(&self, x: u32, y: u32) -> Option<&[u8]> {
        if x >= self.size.width {
            return None;
        }
        let at = (y as usize * self.size.width as usize + x as usize) * self.channels();
        self.samples.get(at..at + self.channels())
    }

    /// What the picture is.
    pub fn info(&self) -> PictureInfo {
        PictureInfo {
            size: self.size,
            has_alpha: self.has_alpha,
        }
    }
}
