//! Where and how things lie on a canvas.

use crate::card::color::Rgb;

/// A soft shadow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shadow {
    /// How far it falls to the right and down, in pixels.
    pub(crate) fall: (f32, f32),
    /// How far it fades, in pixels.
    pub(crate) blur: f32,
    /// Its colour.
    pub(crate) color: Rgb,
    /// Its opacity at the darkest, 0 to 1.
    pub(crate) strength: f32,
}

/// Where and how an illustration is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    /// The middle of it, in pixels.
    pub(crate) middle: (f32, f32),
    /// Its width or height, whichever is longer, in pixels.
    pub(crate) size: f32,
    /// How far it is turned clockwise, in degrees.
    pub(crate) degrees: f32,
    /// How opaque it is, 0 to 1.
    pub(crate) opacity: f32,
    /// A colour it fades into, as things do in the distance, and how far, 0 to 1.
    pub(crate) haze: Option<(Rgb, f32)>,
}

impl Placed {
    /// Upright, opaque and clear.
    pub(crate) fn at(middle: (f32, f32), size: f32) -> Self {
        Self {
            middle,
            size,
            degrees: 0.0,
            opacity: 1.0,
            haze: None,
        }
    }

    /// The same, turned clockwise.
    pub(crate) fn turned(self, degrees: f32) -> Self {
        Self { degrees, ..self }
    }

    /// The same, fading into a colour.
    pub(crate) fn hazy(self, color: Rgb, share: f32) -> Self {
        Self {
            haze: Some((color, share)),
            ..self
        }
    }
}
