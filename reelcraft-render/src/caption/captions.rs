//! All captions of a timeline, laid out.

use reelcraft_core::timeline::{CaptionTrack, Timeline};
use reelcraft_core::{FrameRange, FrameRate, Result};

use super::fonts::CaptionFonts;
use super::layout::{PageLayout, lay_out};
use super::raster::Painter;
use super::state::changes;

/// All captions of a timeline, laid out and ready to be drawn, by several threads at once.
#[derive(Debug)]
pub struct Captions {
    pub(super) track: CaptionTrack,
    pub(super) rate: FrameRate,
    /// One for each page.
    pub(super) layouts: Vec<PageLayout>,
    warnings: Vec<String>,
}

impl Captions {
    /// Lays out the captions of a timeline; `None` where it has none. A font file that cannot be
    /// used is an error.
    pub fn of(timeline: &Timeline) -> Result<Option<Self>> {
        let Some(track) = &timeline.captions else {
            return Ok(None);
        };
        let words = track.pages.iter().flat_map(|page| &page.words);
        let texts = words.map(|word| word.text.as_str());
        let mut fonts = CaptionFonts::for_text(&track.sheet, texts, &timeline.language)?;
        let pages = track.pages.iter();
        let layouts =
            pages.map(|page| lay_out(&mut fonts, &track.sheet, &page.words, timeline.size));
        Ok(Some(Self {
            layouts: layouts.collect(),
            warnings: fonts.warnings(),
            track: track.clone(),
            rate: timeline.frame_rate,
        }))
    }

    /// What the person should know: letters that no font has, a font that is not there. One
    /// sentence each, without a full stop.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The rectangles that the text of each page takes, outlines and boxes left out: left, top,
    /// right and bottom in pixels of the frame.
    pub fn text_areas(&self) -> Vec<[f64; 4]> {
        let text = |layout: &PageLayout| {
            let text = layout.text;
            [text.left, text.top, text.right, text.bottom]
        };
        self.layouts.iter().map(text).collect()
    }

    /// How large the letters of each page are drawn, in pixels.
    pub fn letter_sizes(&self) -> Vec<f64> {
        self.layouts.iter().map(|layout| layout.em_px).collect()
    }

    /// The frames from which on other words are seen, or another one is highlighted.
    pub(crate) fn changes(&self, frames: FrameRange) -> Vec<u64> {
        changes(&self.track, self.rate, frames)
    }

    pub(super) fn painter(&self) -> Painter<'_> {
        Painter {
            sheet: &self.track.sheet,
        }
    }
}
