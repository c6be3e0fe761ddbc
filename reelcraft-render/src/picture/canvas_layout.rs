//! Where a picture lies on its canvas.

use reelcraft_core::project::{Focus, FrameSize};

/// A rectangle of a canvas in pixels; what it contains are whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CanvasRect {
    /// Columns left of it.
    pub left: u32,
    /// Rows above it.
    pub top: u32,
    /// Its columns and rows.
    pub size: FrameSize,
}

/// How a picture is placed on its canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Placement {
    /// It covers the canvas; what is too much is cropped, and the focus point stays as near to
    /// the canvas's centre as the picture allows.
    Cover(Focus),
    /// All of it lies within the rectangle, as large as possible, over a blurred, darkened copy
    /// of itself that covers the canvas.
    Within(CanvasRect),
}

/// The canvas that a camera move needs: the picture scaled so that one canvas pixel is one frame
/// pixel where the camera is nearest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CanvasLayout {
    /// Its size, both even.
    pub canvas: FrameSize,
    /// Where the picture lies on it.
    pub placement: Placement,
}

/// A rectangle of a picture in its own pixels, with fractions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Crop {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Crop {
    /// The largest part of a picture with the shape of `canvas`, centred on the focus point as
    /// far as the picture allows.
    pub(crate) fn covering(picture: FrameSize, canvas: FrameSize, focus: Focus) -> Self {
        let (width, height) = (f64::from(picture.width), f64::from(picture.height));
        let aspect = canvas.aspect();
        let (crop_width, crop_height) = if width > height * aspect {
            (height * aspect, height)
        } else {
            (width, width / aspect)
        };
        // Rounding may have made it larger than the picture by the last bit.
        let (crop_width, crop_height) = (crop_width.min(width), crop_height.min(height));
        let place = |at: f64, part: f64, whole: f64| {
            let at = if at.is_finite() { at } else { 0.5 };
            (at * whole - part / 2.0).clamp(0.0, whole - part)
        };
        Self {
            left: place(focus.x, crop_width, width),
            top: place(focus.y, crop_height, height),
            width: crop_width,
            height: crop_height,
        }
    }
}

impl CanvasLayout {
    /// Where the focus point of a picture comes to lie, in canvas pixels with fractions, within
    /// the canvas. For a picture that is wholly seen it is the middle of its place.
    pub fn focus_on_canvas(&self, picture: FrameSize, focus: Focus) -> (f64, f64) {
        let (width, height) = (f64::from(self.canvas.width), f64::from(self.canvas.height));
        match self.placement {
            Placement::Within(rect) => (
                f64::from(rect.left) + f64::from(rect.size.width) / 2.0,
                f64::from(rect.top) + f64::from(rect.size.height) / 2.0,
            ),
            Placement::Cover(_) => {
                let crop = Crop::covering(picture, self.canvas, focus);
                let x = (focus.x * f64::from(picture.width) - crop.left) / crop.width;
                let y = (focus.y * f64::from(picture.height) - crop.top) / crop.height;
                (x.clamp(0.0, 1.0) * width, y.clamp(0.0, 1.0) * height)
            }
        }
    }
}

impl CanvasRect {
    /// The largest place within this rectangle that has the shape of a picture: centred, on even
    /// columns and rows, at least two pixels on each side.
    pub(crate) fn fitting(self, picture: FrameSize) -> Self {
        let (width, height) = (f64::from(self.size.width), f64::from(self.size.height));
        let scale = (width / f64::from(picture.width)).min(height / f64::from(picture.height));
        let even = |px: f64, most: u32| (((px / 2.0).round() * 2.0).max(2.0) as u32).min(most);
        let size = FrameSize::new(
            even(f64::from(picture.width) * scale, self.size.width),
            even(f64::from(picture.height) * scale, self.size.height),
        );
        Self {
            left: self.left + (self.size.width - size.width) / 4 * 2,
            top: self.top + (self.size.height - size.height) / 4 * 2,
            size,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_wide_picture_is_cropped_around_its_focus() {
        let crop = |x| {
            Crop::covering(
                FrameSize::new(2000, 1000),
                FrameSize::new(500, 1000),
                Focus { x, y: 0.5 },
            )
        };
        assert!((crop(0.5).left - 750.0).abs() < 1e-9);
        assert!((crop(0.6).left - 950.0).abs() < 1e-9);
        assert!(crop(0.0).left.abs() < 1e-9, "the picture's edge stops it");
        assert!((crop(1.0).left - 1500.0).abs() < 1e-9);
        assert!((crop(0.5).width - 500.0).abs() < 1e-9);
    }

    #[test]
    fn a_picture_of_the_canvas_size_is_taken_whole() {
        // 6/11 cannot be written exactly, nor can what it is multiplied with.
        for size in [FrameSize::new(264, 484), FrameSize::new(1056, 1936)] {
            let crop = Crop::covering(size, size, Focus::default());
            assert!(
                crop.width <= f64::from(size.width)
                    && crop.left + crop.width <= f64::from(size.width)
            );
            assert!(
                crop.height <= f64::from(size.height)
                    && crop.top + crop.height <= f64::from(size.height)
            );
        }
    }

    #[test]
    fn a_fitting_place_is_centred_and_even() {
        let within = CanvasRect {
            left: 82,
            top: 144,
            size: FrameSize::new(1080, 1920),
        };
        let place = within.fitting(FrameSize::new(1600, 900));
        assert_eq!(place.size, FrameSize::new(1080, 608));
        assert_eq!((place.left, place.top), (82, 144 + 656));
    }

    proptest! {
        #[test]
        fn a_crop_lies_within_the_picture_and_has_the_canvas_shape(
            width in 1u32..5000, height in 1u32..5000,
            canvas_width in 64u32..2000, canvas_height in 64u32..2000,
            x in 0.0f64..=1.0, y in 0.0f64..=1.0,
        ) {
            let canvas = FrameSize::new(canvas_width * 2, canvas_height * 2);
            let crop = Crop::covering(FrameSize::new(width, height), canvas, Focus { x, y });
            prop_assert!(crop.left >= 0.0 && crop.top >= 0.0);
            prop_assert!(crop.left + crop.width <= f64::from(width));
            prop_assert!(crop.top + crop.height <= f64::from(height));
            prop_assert!((crop.width / crop.height / canvas.aspect() - 1.0).abs() < 1e-9);
        }
    }
}
