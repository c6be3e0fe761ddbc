//! How a scene looks: motion, fit, focus and transitions.

use serde::{Deserialize, Serialize};

use super::choice::choice;

choice! {
    /// The camera move over a still picture.
    #[derive(Default)]
    pub enum Motion ("motion") {
        /// A move chosen by the place of the scene, different from its neighbours.
        #[default]
        Auto = "auto",
        /// No move.
        None = "none",
        /// Nearer.
        ZoomIn = "zoom-in",
        /// Farther.
        ZoomOut = "zoom-out",
        /// The camera travels to the left, the picture to the right.
        PanLeft = "pan-left",
        /// The camera travels to the right, the picture to the left.
        PanRight = "pan-right",
        /// The camera travels up, the picture down.
        PanUp = "pan-up",
        /// The camera travels down, the picture up.
        PanDown = "pan-down",
    }
}

choice! {
    /// How a picture of another shape fills the frame.
    #[derive(Default)]
    pub enum Fit ("fit") {
        /// It covers the frame; what is too much is cropped around the focus point.
        #[default]
        Fill = "fill",
        /// All of it is seen, over a blurred copy of itself.
        Contain = "fit",
    }
}

choice! {
    /// How one scene becomes the next.
    #[derive(Default)]
    pub enum TransitionEffect ("transition") {
        /// At once.
        Cut = "cut",
        /// Both are mixed.
        #[default]
        Crossfade = "crossfade",
        /// Out to black, and in again.
        FadeBlack = "fade-black",
        /// Out to white, and in again.
        FadeWhite = "fade-white",
        /// The next scene slides over this one, moving to the left.
        SlideLeft = "slide-left",
        /// The next scene slides over this one, moving to the right.
        SlideRight = "slide-right",
        /// The next scene slides over this one, moving up.
        SlideUp = "slide-up",
        /// The next scene slides over this one, moving down.
        SlideDown = "slide-down",
        /// The next scene pushes this one out to the left.
        PushLeft = "push-left",
        /// The next scene pushes this one out to the right.
        PushRight = "push-right",
        /// A soft edge runs to the left and uncovers the next scene.
        WipeLeft = "wipe-left",
        /// A soft edge runs to the right and uncovers the next scene.
        WipeRight = "wipe-right",
        /// This scene rushes nearer while the next one appears behind it.
        Zoom = "zoom",
        /// A growing circle uncovers the next scene.
        Circle = "circle",
    }
}

/// The point of a picture that must stay in the frame, as fractions of its width and height
/// from the top left corner, each 0 to 1. In files it is written `[x, y]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f64; 2]", into = "[f64; 2]")]
pub struct Focus {
    /// 0 is the left edge, 1 the right edge.
    pub x: f64,
    /// 0 is the upper edge, 1 the lower edge.
    pub y: f64,
}

impl Default for Focus {
    /// The centre.
    fn default() -> Self {
        Self { x: 0.5, y: 0.5 }
    }
}

impl From<[f64; 2]> for Focus {
    fn from([x, y]: [f64; 2]) -> Self {
        Self { x, y }
    }
}

impl From<Focus> for [f64; 2] {
    fn from(focus: Focus) -> Self {
        [focus.x, focus.y]
    }
}
