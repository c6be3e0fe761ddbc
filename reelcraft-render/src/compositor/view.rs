//! What the camera sees of a canvas.

use reelcraft_core::project::FrameSize;

/// The rectangle of a canvas that fills the frame, in luma pixels of the canvas with fractions.
///
/// Pixel `i` covers `i` to `i + 1`, so a view of a whole canvas begins at 0 and is as wide as
/// the canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Where its left edge is.
    pub left: f64,
    /// Where its upper edge is.
    pub top: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

impl View {
    /// The view of a whole canvas.
    pub fn whole(size: FrameSize) -> Self {
        Self {
            left: 0.0,
            top: 0.0,
            width: f64::from(size.width),
            height: f64::from(size.height),
        }
    }

    /// The view around the same centre that shows everything `factor` times as large.
    #[must_use]
    pub fn magnified(self, factor: f64) -> Self {
        let (width, height) = (self.width / factor, self.height / factor);
        Self {
            left: self.left + (self.width - width) / 2.0,
            top: self.top + (self.height - height) / 2.0,
            width,
            height,
        }
    }
}
