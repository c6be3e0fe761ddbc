//! The vector illustrations: Twemoji graphics, parsed once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use resvg::tiny_skia::{FillRule, Mask, Paint, PathBuilder, Pixmap, Stroke, Transform};
use resvg::usvg;
use twemoji_assets::svg::SvgTwemojiAsset;

use crate::card::color::Rgb;

/// A parsed illustration.
#[derive(Debug)]
pub(crate) struct Artwork {
    tree: usvg::Tree,
    /// Left, top, width and height of what is drawn, in units of the file.
    bounds: [f32; 4],
    /// Whether it is a whole picture with a sky, drawn to the corners of its square.
    is_picture: bool,
    edge: Vec<Rgb>,
}

static PARSED: LazyLock<Mutex<HashMap<String, Arc<Artwork>>>> = LazyLock::new(Mutex::default);

/// Illustrations kept parsed; one takes about 20 kB.
const CACHE_LIMIT: usize = 512;

/// Side of the small drawing in which the colours at the edge are looked at, in pixels.
const EDGE_SIDE_PX: u32 = 56;

impl Artwork {
    /// The illustration of an emoji; `None` when there is none.
    pub(crate) fn of(emoji: &str) -> Option<Arc<Self>> {
        let cache = || PARSED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = cache().get(emoji) {
            return Some(Arc::clone(known));
        }
        let asset = SvgTwemojiAsset::from_emoji(emoji)?;
        let source: &str = asset;
        let tree = usvg::Tree::from_str(source, &usvg::Options::default()).ok()?;
        let bounds = tree.root().abs_bounding_box();
        let mut artwork = Self {
            bounds: [
                bounds.x(),
                bounds.y(),
                bounds.width().max(1.0),
                bounds.height().max(1.0),
            ],
            is_picture: false,
            edge: Vec::new(),
            tree,
        };
        artwork.is_picture = artwork.fills_its_square();
        artwork.edge = artwork.edge_colors();
        let artwork = Arc::new(artwork);
        let mut cache = cache();
        if cache.len() >= CACHE_LIMIT {
            cache.clear();
        }
        cache.insert(emoji.to_owned(), Arc::clone(&artwork));
        Some(artwork)
    }

    /// The emoji in a text that have an illustration, in order, each once.
    pub(crate) fn all_in(text: &str) -> Vec<&'static str> {
        let mut found: Vec<&'static str> = Vec::new();
        let mut rest: &str = text;
        while let Some(first) = rest.chars().next() {
            let length = if is_emoji_letter(first) {
                add_first_emoji(rest, &mut found)
            } else {
                0
            };
            rest = rest.get(length.max(first.len_utf8())..).unwrap_or("");
        }
        found
    }

    /// Width divided by height of what is drawn.
    pub(crate) fn aspect(&self) -> f32 {
        let [_, _, width, height] = self.bounds;
        width / height
    }

    /// How well the outline stands out from a background, 0 to about 0.35.
    pub(crate) fn contrast(&self, background: Rgb) -> f32 {
        let sum: f32 = self
            .edge
            .iter()
            .map(|edge| edge.distance(background).min(0.35))
            .sum();
        sum / self.edge.len().max(1) as f32
    }

    /// Draws what is drawn into a box `size_px` wide or high, whichever is longer, whose middle
    /// is at the middle of `pixmap`, turned clockwise by `degrees`.
    pub(crate) fn draw(&self, pixmap: &mut Pixmap, size_px: f32, degrees: f32) {
        let [left, top, width, height] = self.bounds;
        let scale = size_px / width.max(height);
        let middle = (pixmap.width() as f32 / 2.0, pixmap.height() as f32 / 2.0);
        let transform = Transform::from_translate(middle.0, middle.1)
            .pre_rotate(degrees)
            .pre_scale(scale, scale)
            .pre_translate(-left - width / 2.0, -top - height / 2.0);
        resvg::render(&self.tree, transform, &mut pixmap.as_mut());
        if self.is_picture {
            make_round(pixmap, middle, size_px / 2.0);
        }
    }

    /// Whether so little is left free that it would look like a tile on the card.
    fn fills_its_square(&self) -> bool {
        let Some(mut small) = Pixmap::new(32, 32) else {
            return false;
        };
        self.draw(&mut small, 32.0, 0.0);
        let covered = small
            .pixels()
            .iter()
            .filter(|pixel| pixel.alpha() > 128)
            .count();
        covered > 32 * 32 * 93 / 100
    }

    fn edge_colors(&self) -> Vec<Rgb> {
        let Some(mut small) = Pixmap::new(EDGE_SIDE_PX, EDGE_SIDE_PX) else {
            return Vec::new();
        };
        self.draw(&mut small, EDGE_SIDE_PX as f32 - 6.0, 0.0);
        let side = EDGE_SIDE_PX as usize;
        let pixels = small.pixels();
        let alpha_at = |index: usize| pixels.get(index).map_or(0, |pixel| pixel.alpha());
        pixels
            .iter()
            .enumerate()
            .filter(|(index, pixel)| {
                let (two, rows) = (2, 2 * side);
                let around = [
                    index.wrapping_sub(two),
                    index + two,
                    index.wrapping_sub(rows),
                    index + rows,
                ];
                pixel.alpha() > 250 && around.into_iter().any(|other| alpha_at(other) < 40)
            })
            .map(|(_, pixel)| {
                let color = pixel.demultiply();
                Rgb::hex(u32::from_be_bytes([
                    0,
                    color.red(),
                    color.green(),
                    color.blue(),
                ]))
            })
            .collect()
    }
}

/// Width of the pale rim around a round picture, as a part of its radius.
const RIM: f32 = 0.07;

/// Cuts a picture to a disc with a pale rim, as a porthole.
fn make_round(pixmap: &mut Pixmap, (x, y): (f32, f32), radius: f32) {
    let disc = PathBuilder::from_circle(x, y, radius);
    let (Some(disc), Some(mut mask)) = (disc, Mask::new(pixmap.width(), pixmap.height())) else {
        return;
    };
    mask.fill_path(&disc, FillRule::Winding, true, Transform::identity());
    pixmap.apply_mask(&mask);
    let width = radius * RIM;
    if let Some(rim) = PathBuilder::from_circle(x, y, radius - width / 2.0) {
        let mut paint = Paint::default();
        paint.set_color_rgba8(0xFF, 0xFC, 0xF5, 0xFF);
        let stroke = Stroke {
            width,
            ..Stroke::default()
        };
        pixmap.stroke_path(&rim, &paint, &stroke, Transform::identity(), None);
    }
}

/// The longest emoji is a family of ten code points.
const LONGEST_EMOJI: usize = 10;

/// Adds the emoji that a text begins with; gives its length in bytes, 0 when there is none.
fn add_first_emoji(text: &str, found: &mut Vec<&'static str>) -> usize {
    let mut ends: Vec<usize> = text
        .char_indices()
        .take(LONGEST_EMOJI + 3)
        .map(|(at, letter)| at + letter.len_utf8())
        .collect();
    ends.reverse();
    for end in ends {
        let candidate = text.get(..end).unwrap_or("");
        // Files are named without the selector of the coloured form, except inside some sequences.
        let bare: String = candidate
            .chars()
            .filter(|letter| *letter != '\u{fe0f}')
            .collect();
        let asset =
            SvgTwemojiAsset::from_emoji(candidate).or_else(|| SvgTwemojiAsset::from_emoji(&bare));
        if let Some(asset) = asset {
            if !found.contains(&asset.emoji) {
                found.push(asset.emoji);
            }
            return end;
        }
    }
    0
}

/// Whether an emoji that can stand on a card begins with this letter; ©, ™, digits and arrows are
/// text to most people.
fn is_emoji_letter(letter: char) -> bool {
    matches!(letter, '\u{231a}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_in_a_text_are_found_whole() {
        assert_eq!(Artwork::all_in("a 🌊 b ☕️ 🌊"), ["🌊", "☕"]);
        assert_eq!(Artwork::all_in("🇺🇿👩‍🚀"), ["🇺🇿", "👩‍🚀"]);
        assert!(Artwork::all_in("© 2024 ™ #1 → a").is_empty());
    }

    #[test]
    fn contrast_follows_the_outline() {
        let cloud = Artwork::of("☁").unwrap();
        assert!(cloud.contrast(Rgb::BLACK) > 0.3);
        assert!(cloud.contrast(Rgb::hex(0xE1_E8_ED)) < 0.12);
    }

    #[test]
    fn a_drawing_fills_its_box() {
        let artwork = Artwork::of("🧂").unwrap();
        let mut pixmap = Pixmap::new(120, 120).unwrap();
        artwork.draw(&mut pixmap, 100.0, 0.0);
        let covered: Vec<usize> = pixmap
            .pixels()
            .iter()
            .enumerate()
            .filter(|(_, pixel)| pixel.alpha() > 128)
            .map(|(index, _)| index / 120)
            .collect();
        assert!(covered.iter().min().unwrap().abs_diff(10) <= 2);
        assert!(covered.iter().max().unwrap().abs_diff(109) <= 2);
    }

    #[test]
    fn whole_pictures_become_round() {
        for (emoji, corner_is_free) in [("🏞", true), ("🌅", true), ("🧂", true)] {
            let artwork = Artwork::of(emoji).unwrap();
            let mut pixmap = Pixmap::new(100, 100).unwrap();
            artwork.draw(&mut pixmap, 100.0, 0.0);
            assert_eq!(
                pixmap.pixel(6, 6).unwrap().alpha() == 0,
                corner_is_free,
                "{emoji}"
            );
        }
        assert!(Artwork::of("🏞").unwrap().is_picture);
        assert!(!Artwork::of("🌍").unwrap().is_picture);
    }

    #[test]
    fn the_unknown_has_no_artwork() {
        assert!(Artwork::of("x").is_none());
        assert!(Artwork::of("").is_none());
    }
}
