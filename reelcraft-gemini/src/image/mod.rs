//! Drawing pictures.

mod gemini_images;
mod picture;
mod shapes;

pub use gemini_images::GeminiImages;
