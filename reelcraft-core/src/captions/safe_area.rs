//! The part of a frame that the platforms leave free.

use serde::Serialize;

use crate::project::FrameSize;

/// A rectangle of a frame, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SafeArea {
    /// Where its left edge is.
    pub left: f64,
    /// Where its upper edge is.
    pub top: f64,
    /// Where its right edge is.
    pub right: f64,
    /// Where its lower edge is.
    pub bottom: f64,
}

impl SafeArea {
    /// The part of a frame of some size in which text may stand: on tall frames it is not under
    /// the controls of Reels, TikTok and Shorts (a column of buttons on the right, name and
    /// description below, tabs above), on others it keeps the usual title-safe distance.
    ///
    /// It is as far from the left as from the right edge, so that text in its middle is in the
    /// middle of the frame.
    pub fn of(size: FrameSize) -> Self {
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        // Parts of the width, and of the height above and below.
        let (side, top, bottom) = match size.aspect() {
            aspect if aspect < 0.66 => (0.12, 0.14, 0.25),
            aspect if aspect < 0.9 => (0.07, 0.08, 0.1),
            aspect if aspect < 1.2 => (0.07, 0.07, 0.08),
            _ => (0.1, 0.07, 0.08),
        };
        Self {
            left: width * side,
            top: height * top,
            right: width * (1.0 - side),
            bottom: height * (1.0 - bottom),
        }
    }

    /// How wide it is.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// How high it is.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reel_keeps_clear_of_buttons_and_description() {
        let area = SafeArea::of(FrameSize::new(1080, 1920));
        // The column of buttons is 120 pixels wide, the description 370 to 480 high.
        assert!(area.right <= 1080.0 - 120.0 && area.bottom <= 1920.0 - 480.0);
        assert!(area.top >= 250.0);
        assert!((area.left - (1080.0 - area.right)).abs() < 1e-9);
    }

    #[test]
    fn wide_frames_use_most_of_their_height() {
        let area = SafeArea::of(FrameSize::new(1920, 1080));
        assert!(area.height() > 0.8 * 1080.0 && area.width() > 0.75 * 1920.0);
    }
}
