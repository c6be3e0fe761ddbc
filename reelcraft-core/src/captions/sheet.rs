//! The resolved look of captions: nothing is left to a default.

use serde::Serialize;

use crate::Digest;
use crate::project::{CaptionLook, CaptionPosition, CaptionStyle, Captions, Color};

/// The resolved look of captions. Lengths are parts of something, so that it is the same at any
/// size of frame.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaptionSheet {
    /// How they follow the voice; never [`CaptionStyle::None`].
    pub style: CaptionStyle,
    /// What they are written with.
    pub font: CaptionFont,
    /// Weight of the letters, 100 to 900.
    pub weight: u16,
    /// Size of the letters, from line to line without leading, as a part of the frame's shorter
    /// side.
    pub size: f64,
    /// Colour of the letters.
    pub color: Color,
    /// Colour of the word that is spoken; the same as `color` where none is highlighted.
    pub highlight: Color,
    /// Colour of the plate behind the word that is spoken; invisible where there is none.
    pub word_plate: Color,
    /// Width of the outline as a part of the size of the letters.
    pub outline: f64,
    /// Colour of the outline.
    pub outline_color: Color,
    /// Strength of the shadow, 0 to 1.
    pub shadow: f64,
    /// Colour of the box behind the text; invisible where there is none.
    pub plate: Color,
    /// Whether all letters are capitals.
    pub upper_case: bool,
    /// The most lines of text at a time.
    pub max_lines: usize,
    /// The most words at a time; `None` is as many as fit.
    pub max_words: Option<usize>,
    /// Where they stand.
    pub place: CaptionPlace,
}

/// What captions are written with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptionFont {
    /// The font that is built in.
    Bundled,
    /// A family that is installed; where it is not, the font that is built in.
    Family(String),
    /// A font file.
    File {
        /// Where it is.
        #[serde(skip)]
        path: std::path::PathBuf,
        /// The digest of its bytes.
        digest: Digest,
    },
}

/// Where captions stand.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptionPlace {
    /// Their upper edge is that of the safe area.
    Upper,
    /// Their middle is that of the frame.
    Middle,
    /// Their lower edge is that of the safe area.
    Lower,
    /// Their middle is at this part of the frame's height, as far as they stay in the safe area.
    Height(f64),
}

/// What a look is, before a person changes it.
struct Look {
    weight: u16,
    color: Color,
    highlight: Color,
    word_plate: Color,
    outline: f64,
    shadow: f64,
    plate: Color,
    upper_case: bool,
    /// Size over that of the style.
    scale: f64,
}

const NONE: Color = Color::rgba(0, 0, 0, 0);
const AMBER: Color = Color::rgb(255, 200, 44);
const YELLOW: Color = Color::rgb(255, 230, 0);
const TURQUOISE: Color = Color::rgb(64, 224, 208);
const VIOLET: Color = Color::rgb(124, 58, 237);

fn look(name: CaptionLook) -> Look {
    let clear = Look {
        weight: 700,
        color: Color::WHITE,
        highlight: AMBER,
        word_plate: NONE,
        outline: 0.07,
        shadow: 0.55,
        plate: NONE,
        upper_case: false,
        scale: 1.0,
    };
    match name {
        CaptionLook::Clear => clear,
        CaptionLook::Bold => Look {
            weight: 900,
            highlight: YELLOW,
            outline: 0.13,
            shadow: 0.4,
            upper_case: true,
            scale: 1.02,
            ..clear
        },
        CaptionLook::Boxed => Look {
            highlight: TURQUOISE,
            outline: 0.0,
            shadow: 0.0,
            plate: Color::rgba(12, 14, 20, 205),
            scale: 0.92,
            ..clear
        },
        CaptionLook::Marker => Look {
            weight: 900,
            highlight: Color::WHITE,
            word_plate: VIOLET,
            outline: 0.06,
            shadow: 0.45,
            ..clear
        },
        CaptionLook::Soft => Look {
            weight: 600,
            highlight: Color::rgb(255, 224, 150),
            outline: 0.0,
            shadow: 1.0,
            ..clear
        },
    }
}

/// Size of the letters, as a part of the frame's shorter side.
fn size_of(style: CaptionStyle) -> f64 {
    match style {
        CaptionStyle::None | CaptionStyle::Line => 0.06,
        CaptionStyle::Word => 0.07,
        CaptionStyle::Pop => 0.115,
    }
}

impl CaptionSheet {
    /// Resolves what a project says; `font` is the file that it names, where it names one.
    /// A project without captions gets the sheet of [`CaptionStyle::Line`], for exports.
    pub fn of(captions: &Captions, font: Option<CaptionFont>) -> Self {
        let style = match captions.style {
            CaptionStyle::None => CaptionStyle::Line,
            style => style,
        };
        let own = look(captions.look);
        let is_followed = style == CaptionStyle::Word;
        let color = captions.color.unwrap_or(own.color);
        let has_plate = own.word_plate.is_visible();
        let highlight = match captions.highlight {
            Some(highlight) if !has_plate => highlight,
            _ => own.highlight,
        };
        let word_plate = match captions.highlight {
            Some(highlight) if has_plate => highlight,
            _ => own.word_plate,
        };
        let is_pop = style == CaptionStyle::Pop;
        let family = captions.font.clone().map(CaptionFont::Family);
        Self {
            style,
            font: font.or(family).unwrap_or(CaptionFont::Bundled),
            weight: captions.weight.unwrap_or(own.weight),
            size: size_of(style) * own.scale * captions.size.unwrap_or(1.0).clamp(0.5, 2.0),
            color,
            highlight: if is_followed { highlight } else { color },
            word_plate: if is_followed { word_plate } else { NONE },
            outline: captions
                .outline
                .map_or(own.outline, |percent| percent.clamp(0.0, 30.0) / 100.0),
            outline_color: captions.outline_color.unwrap_or(Color::BLACK),
            shadow: captions.shadow.unwrap_or(own.shadow).clamp(0.0, 1.0),
            plate: captions.plate.unwrap_or(own.plate),
            upper_case: captions.upper_case.unwrap_or(own.upper_case),
            max_lines: usize::from(captions.max_lines.unwrap_or(if is_pop { 1 } else { 2 })).max(1),
            max_words: is_pop.then(|| usize::from(captions.words.unwrap_or(3)).clamp(1, 3)),
            place: match (captions.height, captions.position) {
                (Some(percent), _) => CaptionPlace::Height(percent.clamp(0.0, 100.0) / 100.0),
                (None, CaptionPosition::Upper) => CaptionPlace::Upper,
                (None, CaptionPosition::Middle) => CaptionPlace::Middle,
                (None, CaptionPosition::Lower) => CaptionPlace::Lower,
            },
        }
    }

    /// A word as it is shown.
    pub fn shown(&self, word: &str) -> String {
        if self.upper_case {
            word.to_uppercase()
        } else {
            word.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_says_goes_before_the_look() {
        let captions = Captions {
            style: CaptionStyle::Word,
            look: CaptionLook::Marker,
            highlight: Some(Color::rgb(1, 2, 3)),
            outline: Some(20.0),
            height: Some(30.0),
            ..Captions::default()
        };
        let sheet = CaptionSheet::of(&captions, None);
        assert_eq!(sheet.word_plate, Color::rgb(1, 2, 3));
        assert_eq!(sheet.highlight, Color::WHITE);
        assert!((sheet.outline - 0.2).abs() < 1e-9);
        assert_eq!(sheet.place, CaptionPlace::Height(0.3));
        let line = CaptionSheet::of(
            &Captions {
                style: CaptionStyle::Line,
                ..captions
            },
            None,
        );
        assert!(!line.word_plate.is_visible(), "only words are followed");
    }

    #[test]
    fn capitals_are_a_matter_of_the_look() {
        let bold = Captions {
            look: CaptionLook::Bold,
            ..Captions::default()
        };
        assert_eq!(
            CaptionSheet::of(&bold, None).shown("Straße oʻzi"),
            "STRASSE OʻZI"
        );
    }
}
