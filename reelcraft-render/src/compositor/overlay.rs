//! What lies over the pictures, as a picture of its own.

use std::sync::Arc;

use reelcraft_core::project::FrameSize;
use reelcraft_core::{Error, Result};
use tiny_skia::{FilterQuality, Pixmap, PixmapPaint, PremultipliedColorU8, Transform};

use crate::caption::Drawing;

/// What lies over the pictures of a frame, on a transparent ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// Width and height in pixels, of the frame's shape.
    pub size: FrameSize,
    /// Red, green, blue and opacity of each pixel, 0 to 255, row by row from the top; colours are
    /// not multiplied by their opacity.
    pub samples: Vec<u8>,
}

impl Overlay {
    /// Lays drawings of a frame over each other.
    pub(super) fn of(drawings: &[Arc<Drawing>], frame: FrameSize, most_width: u32) -> Result<Self> {
        let scale = (f64::from(most_width) / f64::from(frame.width)).min(1.0);
        let side = |px: u32| ((f64::from(px) * scale).round() as u32).max(1);
        let size = FrameSize::new(side(frame.width), side(frame.height));
        let mut canvas = Pixmap::new(size.width, size.height)
            .ok_or_else(|| Error::internal("an overlay without a pixel"))?;
        let paint = PixmapPaint {
            quality: FilterQuality::Bilinear,
            ..PixmapPaint::default()
        };
        let scaled = Transform::from_scale(
            size.width as f32 / frame.width as f32,
            size.height as f32 / frame.height as f32,
        );
        for drawing in drawings {
            let picture = drawing.picture.as_ref();
            canvas.draw_pixmap(drawing.left, drawing.top, picture, &paint, scaled, None);
        }
        let pixels = canvas.pixels().iter().map(PremultipliedColorU8::demultiply);
        let samples =
            pixels.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]);
        Ok(Self {
            size,
            samples: samples.collect(),
        })
    }
}
