//! Captions over the pictures.
//!
//! [`Captions`] shapes and lays out all pages of a timeline once; what is seen in a frame is drawn
//! once for all frames in which the same is seen, and laid over them.

mod bitmap;
mod blur;
mod captions;
mod card;
mod fallback;
mod fonts;
mod glyph;
mod layer;
mod layout;
mod letters;
mod raster;
mod spring;
mod state;

pub(crate) use bitmap::CaptionBitmap;
pub use captions::Captions;
pub(crate) use card::{card_warnings, ground, write_card};
pub use fonts::{families, family_of};
pub(crate) use layer::CaptionLayer;
pub(crate) use raster::Drawing;
pub(crate) use state::{CAPTION_VERSION, add_captions, are_still};
