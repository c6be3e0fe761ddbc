//! What stands over or in place of the scenes: a watermark, and the cover.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::choice::choice;

choice! {
    /// Where a watermark stands.
    #[derive(Default)]
    pub enum WatermarkPosition ("watermark position") {
        /// In the upper left corner.
        UpperLeft = "upper-left",
        /// In the upper right corner.
        #[default]
        UpperRight = "upper-right",
        /// In the lower left corner.
        LowerLeft = "lower-left",
        /// In the lower right corner.
        LowerRight = "lower-right",
        /// In the middle.
        Center = "center",
    }
}

/// A logo over all scenes, inside of what the platforms leave free.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Watermark {
    /// The picture, transparent where nothing shall be seen of it; `None`: there is no watermark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<PathBuf>,
    /// Where it stands.
    pub position: WatermarkPosition,
    /// How opaque it is, 0 to 1.
    pub opacity: f64,
    /// Its width in percent of the frame's, 1 to 100.
    pub size: f64,
}

impl Default for Watermark {
    fn default() -> Self {
        Self {
            image: None,
            position: WatermarkPosition::default(),
            opacity: 0.8,
            size: 18.0,
        }
    }
}

impl Watermark {
    /// Whether nothing is said of it.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The picture that stands for the video before it plays, the JPEG file beside it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cover {
    /// A picture of its own; `None`: a frame of the video.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<PathBuf>,
    /// The second of the frame; `None`: a third into the first scene.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
}

impl Cover {
    /// Whether nothing is said of it.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
