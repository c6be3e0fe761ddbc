//! The fonts that captions are written with, and the glyphs of their words.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use cosmic_text::fontdb::{Database, Family, Query, Source, Weight};
use cosmic_text::{
    Attrs, AttrsList, CacheKey, CacheKeyFlags, Font, FontSystem, Hinting, LayoutGlyph, ShapeLine,
    Shaping, SwashCache, Wrap,
};
use reelcraft_core::captions::{CaptionFont, CaptionSheet};
use reelcraft_core::timeline::CaptionWord;
use reelcraft_core::{Digest, Error, IoContext as _, Result};
use unicode_segmentation::UnicodeSegmentation as _;

use super::fallback::{BUNDLED_FAMILY, EMOJI_FAMILIES, WithBundled};
use super::glyph::{GlyphArt, draw};
use super::layout::{ShapedGlyph, ShapedRow};
use super::letters::{is_drawn, is_emoji};
use crate::changed_meanwhile;

/// The fonts that are built in.
const BUNDLED: [&[u8]; 3] = [
    include_bytes!("../../fonts/Montserrat-Medium.ttf"),
    include_bytes!("../../fonts/Montserrat-Bold.ttf"),
    include_bytes!("../../fonts/Montserrat-Black.ttf"),
];

/// From this weight on letters that the family has not are bold.
const LEAST_BOLD: u16 = 600;

/// The fonts of the system and those that are built in; read once by a process, when first needed.
static ALL_FONTS: LazyLock<Database> = LazyLock::new(|| {
    let mut fonts = BUNDLED_FONTS.clone();
    fonts.load_system_fonts();
    fonts
});

/// Those that are built in alone.
static BUNDLED_FONTS: LazyLock<Database> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for bytes in BUNDLED {
        fonts.load_font_source(Source::Binary(Arc::new(bytes)));
    }
    fonts
});

/// The families of fonts that captions can name, the one that is built in first, the others by
/// name.
pub fn families() -> Vec<String> {
    let faces = ALL_FONTS.faces().flat_map(|face| face.families.first());
    let names: BTreeSet<&str> = faces
        .map(|(name, _)| name.as_str())
        .filter(|name| *name != BUNDLED_FAMILY && !name.starts_with('.'))
        .collect();
    let names = std::iter::once(BUNDLED_FAMILY).chain(names);
    names.map(str::to_owned).collect()
}

/// The family of the first font in the bytes of a TrueType or OpenType file; `None` where none
/// can be read.
pub fn family_of(font: Vec<u8>) -> Option<String> {
    let mut fonts = Database::new();
    let faces = fonts.load_font_source(Source::Binary(Arc::new(font)));
    let face = faces.first().and_then(|id| fonts.face(*id))?;
    face.families.first().map(|(name, _)| name.clone())
}

/// The fonts that captions are written with.
pub(super) struct CaptionFonts {
    system: FontSystem,
    swash: SwashCache,
    family: String,
    emoji: Option<&'static str>,
    weight: Weight,
    /// The font of that family and weight.
    face: Option<Arc<Font>>,
    /// `None` for a glyph without any ink.
    art: HashMap<CacheKey, Option<Arc<GlyphArt>>>,
    missing: BTreeSet<char>,
    warnings: Vec<String>,
}

impl CaptionFonts {
    /// Makes the fonts of a sheet ready for some texts. The fonts of the system are only looked
    /// at where they are needed.
    pub(super) fn for_text<'t>(
        sheet: &CaptionSheet,
        texts: impl Iterator<Item = &'t str> + Clone,
        language: &str,
    ) -> Result<Self> {
        let mut warnings = Vec::new();
        let mut fonts = BUNDLED_FONTS.clone();
        let family = match &sheet.font {
            CaptionFont::Bundled => BUNDLED_FAMILY.to_owned(),
            CaptionFont::File { path, digest } => {
                let bytes = std::fs::read(path).io_context("read", path)?;
                if Digest::of_bytes(&bytes) != *digest {
                    return Err(changed_meanwhile(path));
                }
                let faces = fonts.load_font_source(Source::Binary(Arc::new(bytes)));
                let face = faces.first().and_then(|id| fonts.face(*id));
                let family = face.and_then(|face| face.families.first());
                let family = family.map(|(name, _)| name.clone());
                family.ok_or_else(|| no_font(path))?
            }
            CaptionFont::Family(name) => {
                fonts = ALL_FONTS.clone();
                if has_family(&fonts, name) {
                    name.clone()
                } else {
                    warnings.push(format!(
                        "the font `{name}` is not installed, so captions are in {BUNDLED_FAMILY}"
                    ));
                    BUNDLED_FAMILY.to_owned()
                }
            }
        };
        let mut made = Self::new(fonts, family, sheet.weight, language, warnings);
        let letters: BTreeSet<char> = texts.flat_map(str::chars).filter(is_drawn).collect();
        if !made.has_all(&letters) {
            // Where a file was named, it comes on top of those of the system.
            let mut fonts = ALL_FONTS.clone();
            if let CaptionFont::File { path, .. } = &sheet.font {
                fonts.load_font_file(path).io_context("read", path)?;
            }
            let Self {
                family, warnings, ..
            } = made;
            made = Self::new(fonts, family, sheet.weight, language, warnings);
        }
        Ok(made)
    }

    fn new(
        fonts: Database,
        family: String,
        weight: u16,
        language: &str,
        warnings: Vec<String>,
    ) -> Self {
        let weight = Weight(weight);
        let query = Query {
            families: &[Family::Name(&family)],
            weight,
            ..Query::default()
        };
        let face = fonts.query(&query);
        let emoji = EMOJI_FAMILIES
            .into_iter()
            .find(|name| has_family(&fonts, name));
        let mut system = FontSystem::new_with_locale_and_db_and_fallback(
            language.to_owned(),
            fonts,
            WithBundled,
        );
        Self {
            face: face.and_then(|face| system.get_font(face, weight)),
            system,
            swash: SwashCache::new(),
            family,
            emoji,
            weight,
            art: HashMap::new(),
            missing: BTreeSet::new(),
            warnings,
        }
    }

    /// Whether the family of the captions has all of these letters.
    fn has_all<'l>(&self, letters: impl IntoIterator<Item = &'l char>) -> bool {
        self.face.as_ref().is_some_and(|face| {
            let charmap = face.as_swash().charmap();
            letters.into_iter().all(|letter| charmap.map(*letter) != 0)
        })
    }

    /// Where in a text stands what the family of the captions has not, and in which weight it is
    /// looked for: other families have few weights, and one that is not theirs would give any
    /// other family that has it. Emoji have their own.
    fn foreign_in(&self, text: &str) -> Vec<(Range<usize>, Option<&'static str>, Weight)> {
        let near = if self.weight.0 >= LEAST_BOLD {
            Weight::BOLD
        } else {
            Weight::NORMAL
        };
        let mut foreign: Vec<(Range<usize>, Option<&'static str>, Weight)> = Vec::new();
        let mut start = 0;
        for token in text.split_inclusive(' ') {
            let clusters = token.grapheme_indices(true);
            let clusters: Vec<(usize, &str, bool)> = clusters
                .map(|(at, cluster)| (start + at, cluster, is_emoji(cluster)))
                .collect();
            start += token.len();
            // All of a word has one weight, or what is from right to left would be torn apart.
            let is_foreign = clusters.iter().any(|(_, cluster, is_emoji)| {
                let letters: Vec<char> = cluster.chars().filter(is_drawn).collect();
                !is_emoji && !self.has_all(&letters)
            });
            for (at, cluster, is_emoji) in clusters {
                let range = at..at + cluster.len();
                match (self.emoji.filter(|_| is_emoji), foreign.last_mut()) {
                    (Some(emoji), _) => foreign.push((range, Some(emoji), Weight::NORMAL)),
                    (None, Some((last, None, _))) if is_foreign && last.end == range.start => {
                        last.end = range.end;
                    }
                    (None, _) if is_foreign => foreign.push((range, None, near)),
                    _ => {}
                }
            }
        }
        foreign
    }

    /// What the person should know.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = self.warnings.clone();
        if !self.missing.is_empty() {
            let name = |letter: &char| format!("`{letter}` (U+{:04X})", u32::from(*letter));
            let first: Vec<String> = self.missing.iter().take(10).map(name).collect();
            let more = match self.missing.len() - first.len() {
                0 => String::new(),
                count => format!(" and {count} more"),
            };
            warnings.push(format!(
                "no font on this machine has {}{more}, so captions show an empty box there",
                first.join(", ")
            ));
        }
        warnings
    }

    /// Shapes words as one row, letters `em_px` pixels in size.
    pub(super) fn shape(&mut self, words: &[&CaptionWord], is_rtl: bool, em_px: f64) -> ShapedRow {
        let (text, ends) = row_text(words, is_rtl);
        let attrs = Attrs::new()
            .family(Family::Name(&self.family))
            .weight(self.weight)
            .cache_key_flags(CacheKeyFlags::DISABLE_HINTING);
        let mut list = AttrsList::new(&attrs);
        for (range, family, weight) in self.foreign_in(&text) {
            let family = Family::Name(family.unwrap_or(&self.family));
            list.add_span(range, &attrs.clone().family(family).weight(weight));
        }
        let shaped = ShapeLine::new(&mut self.system, &text, &list, Shaping::Advanced, 4);
        let lines = shaped.layout(
            em_px as f32,
            None,
            Wrap::None,
            None,
            None,
            Hinting::Disabled,
        );
        let mut row = ShapedRow {
            words: vec![None; words.len()],
            ..ShapedRow::default()
        };
        let Some(line) = lines.first() else {
            return row;
        };
        row.width = f64::from(line.w);
        row.ascent = f64::from(line.max_ascent);
        row.descent = f64::from(line.max_descent);
        for glyph in &line.glyphs {
            let word = ends.partition_point(|end| *end <= glyph.start);
            if glyph.glyph_id == 0 {
                let cluster = text.get(glyph.start..glyph.end).unwrap_or_default();
                self.missing.extend(cluster.chars().filter(is_drawn));
            }
            self.add_glyph(&mut row, glyph, &text, word);
        }
        row
    }

    fn add_glyph(&mut self, row: &mut ShapedRow, glyph: &LayoutGlyph, text: &str, word: usize) {
        let is_space = text
            .get(glyph.start..glyph.end)
            .is_none_or(|cluster| !cluster.chars().any(|letter| is_drawn(&letter)));
        if is_space {
            return;
        }
        let (start, end) = (f64::from(glyph.x), f64::from(glyph.x + glyph.w));
        if let Some(place) = row.words.get_mut(word) {
            let known = place.get_or_insert(start..end);
            *known = known.start.min(start)..known.end.max(end);
        }
        if let Some(art) = self.art_of(glyph) {
            row.glyphs.push(ShapedGlyph {
                word,
                x: f64::from(glyph.x + glyph.font_size * glyph.x_offset),
                y: f64::from(glyph.y - glyph.font_size * glyph.y_offset),
                art,
            });
        }
    }

    fn art_of(&mut self, glyph: &LayoutGlyph) -> Option<Arc<GlyphArt>> {
        let (key, ..) = CacheKey::new(
            glyph.font_id,
            glyph.glyph_id,
            glyph.font_size,
            (0.0, 0.0),
            glyph.font_weight,
            glyph.cache_key_flags,
        );
        if let Some(known) = self.art.get(&key) {
            return known.clone();
        }
        let art = draw(key, &mut self.system, &mut self.swash).map(Arc::new);
        self.art.insert(key, art.clone());
        art
    }
}

/// The text of a row, and where each of its words ends in it, the space after it included.
fn row_text(words: &[&CaptionWord], is_rtl: bool) -> (String, Vec<usize>) {
    // The mark makes every row run as the page does, whatever its first letter is.
    let mut text = if is_rtl { "\u{200F}" } else { "\u{200E}" }.to_owned();
    let mut ends = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            if word.has_space_before {
                text.push(' ');
            }
            ends.push(text.len());
        }
        text.push_str(&word.text);
    }
    (text, ends)
}

fn has_family(fonts: &Database, name: &str) -> bool {
    let families = fonts.faces().flat_map(|face| &face.families);
    families.into_iter().any(|(family, _)| family == name)
}

fn no_font(path: &std::path::Path) -> Error {
    Error::media(format!("{} is no font that can be read", path.display()))
        .hint("name a TrueType or OpenType file, an installed family, or remove the line")
}
