//! Colours that go together, chosen by the mood of the words.

mod choose;
mod mood;
mod palettes;

pub(crate) use choose::choose;
pub(crate) use palettes::Palette;
