//! Illustrated cards: composed backgrounds with vector illustrations.
//!
//! A card is drawn in four steps, each in its own module: `illustration` finds pictures for the
//! words, `palette` picks colours for the mood, `composition` arranges both on a `canvas`,
//! and `finish` adds paper grain and writes the JPEG.

mod canvas;
mod color;
mod composition;
mod draw;
mod finish;
pub(crate) mod illustration;
mod local_images;
mod palette;
mod seed;
mod soft_picture;
mod soft_shape;
mod spread;

pub use local_images::LocalImages;
