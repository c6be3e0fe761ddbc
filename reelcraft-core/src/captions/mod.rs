//! Captions: the words of a line, what is seen of them at a time, how they look, and files of
//! them.

mod ass;
mod cues;
mod files;
mod import;
mod pages;
mod safe_area;
mod sheet;
mod subrip;
mod width;
mod words;

pub use cues::{Caption, CaptionPage, TimedWord};
pub(crate) use cues::{SceneWords, captions_of};
pub use files::{CaptionFormat, write_captions};
pub use import::{ImportedCaptions, import_captions};
pub use safe_area::SafeArea;
pub use sheet::{CaptionFont, CaptionPlace, CaptionSheet};
pub use subrip::{SubripCue, read_subrip};
pub use words::{Word, text_of, words_of};
