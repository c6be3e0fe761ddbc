//! Pictures: files decoded within limits, and prepared for the compositor.
//!
//! A file is recognised by its first bytes, checked against limits before anything is decoded,
//! decoded fully, turned upright and brought to sRGB. Preparing scales it once to the canvas a
//! camera move needs and converts it once to the planes that frames are sampled from.

mod backdrop;
mod canvas_layout;
mod chroma;
mod color_profile;
mod decoded_picture;
mod jpeg_scans;
mod limits;
pub(crate) mod memory_gate;
mod picture_file;
mod picture_format;
mod prepare;
mod resize;
mod shared_pictures;

pub use canvas_layout::{CanvasLayout, CanvasRect, Placement};
pub(crate) use chroma::halved;
pub use decoded_picture::DecodedPicture;
pub use limits::PictureLimits;
pub use picture_file::{PictureFile, decode, inspect};
pub use picture_format::PictureFormat;
pub use prepare::prepare;
pub(crate) use resize::scaled;
pub(crate) use shared_pictures::SharedPictures;
