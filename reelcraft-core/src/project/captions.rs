//! How the words of a project are shown.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::choice::choice;
use crate::Error;

choice! {
    /// How captions follow the voice.
    #[derive(Default)]
    pub enum CaptionStyle ("caption style") {
        /// No captions.
        #[default]
        None = "none",
        /// One or two lines of text at a time.
        Line = "line",
        /// The spoken word is highlighted as it is said.
        Word = "word",
        /// One to three big words at a time.
        Pop = "pop",
    }
}

choice! {
    /// Where captions stand.
    #[derive(Default)]
    pub enum CaptionPosition ("caption position") {
        /// At the upper edge of what the platforms leave free.
        Upper = "upper",
        /// In the middle.
        Middle = "middle",
        /// At the lower edge of what the platforms leave free.
        #[default]
        Lower = "lower",
    }
}

choice! {
    /// What captions look like.
    #[derive(Default)]
    pub enum CaptionLook ("caption look") {
        /// White with a dark outline and a soft shadow; the spoken word is amber.
        #[default]
        Clear = "clear",
        /// Heavy capitals with a thick black outline; the spoken word is yellow.
        Bold = "bold",
        /// White on a dark rounded box; the spoken word is turquoise.
        Boxed = "boxed",
        /// White; the spoken word stands on a coloured plate.
        Marker = "marker",
        /// Quiet white letters with nothing but a soft shadow.
        Soft = "soft",
    }
}

/// A colour of sRGB with its opacity. In files it is written `#rrggbb` or `#rrggbbaa`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color {
    /// 0 to 255.
    pub red: u8,
    /// 0 to 255.
    pub green: u8,
    /// 0 to 255.
    pub blue: u8,
    /// 0 is invisible, 255 hides what is behind.
    pub alpha: u8,
}

impl Color {
    /// White.
    pub const WHITE: Self = Self::rgb(255, 255, 255);
    /// Black.
    pub const BLACK: Self = Self::rgb(0, 0, 0);

    /// Makes a colour that hides what is behind it.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self::rgba(red, green, blue, 255)
    }

    /// Makes a colour.
    pub const fn rgba(red: u8, green: u8, blue: u8, alpha: u8) -> Self {
        Self {
            red,
            green,
            blue,
            alpha,
        }
    }

    /// Whether anything of it is seen.
    pub fn is_visible(self) -> bool {
        self.alpha > 0
    }
}

impl FromStr for Color {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::invalid_input(format!("`{text}` is no colour"))
                .hint("write it as \"#rrggbb\", or \"#rrggbbaa\" with its opacity")
        };
        let digits = text.strip_prefix('#').ok_or_else(wrong)?;
        let digits: Vec<u8> = digits
            .chars()
            .map(|digit| digit.to_digit(16).map(|digit| digit as u8))
            .collect::<Option<_>>()
            .ok_or_else(wrong)?;
        let pair = |pair: &[u8]| match pair {
            [high, low] => high * 16 + low,
            _ => 0,
        };
        match digits.as_slice() {
            [red, green, blue] => Ok(Self::rgb(red * 17, green * 17, blue * 17)),
            all if matches!(all.len(), 6 | 8) => {
                let mut values = all.chunks(2).map(pair);
                let mut next = || values.next().unwrap_or(255);
                Ok(Self::rgba(next(), next(), next(), next()))
            }
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Color {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.to_string()
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            red,
            green,
            blue,
            alpha,
        } = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")?;
        if *alpha < 255 {
            write!(f, "{alpha:02x}")?;
        }
        Ok(())
    }
}

/// How the words are shown. What is `None` is as the look has it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Captions {
    /// How they follow the voice.
    pub style: CaptionStyle,
    /// What they look like.
    pub look: CaptionLook,
    /// Where they stand.
    pub position: CaptionPosition,
    /// Where their middle stands instead, in percent of the frame's height from its upper edge;
    /// they stay inside of what the platforms leave free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<f64>,
    /// The name of an installed family of fonts, or the path of a font file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font: Option<String>,
    /// Size of the letters as a multiple of the look's own, 0.5 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    /// Weight of the letters, 100 to 900: 400 is regular, 700 bold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u16>,
    /// Colour of the letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    /// Colour of the word that is spoken, or of the plate behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highlight: Option<Color>,
    /// Width of the outline in percent of the size of the letters, 0 to 30; 0 is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outline: Option<f64>,
    /// Colour of the outline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outline_color: Option<Color>,
    /// Strength of the shadow, 0 to 1; 0 is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shadow: Option<f64>,
    /// Colour of the box behind the text; `#00000000` is none.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    pub plate: Option<Color>,
    /// Whether all letters are capitals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper_case: Option<bool>,
    /// The most lines of text at a time, 1 to 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_lines: Option<u8>,
    /// The most words at a time of the style `pop`, 1 to 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<u8>,
}

impl Captions {
    /// The font file that `font` names; `None` where it names a family, or nothing.
    pub fn font_file(&self) -> Option<&str> {
        self.font.as_deref().filter(|name| is_font_file(name))
    }
}

/// Whether the name of a font is that of a file.
pub fn is_font_file(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    name.contains(['/', '\\'])
        || extension.is_some_and(|extension| {
            ["ttf", "otf", "ttc", "otc"]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
        })
}

/// A text that the person shows at a time of their own, in place of what the line would give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    /// Seconds from the beginning of the scene, down to −10: a voice may begin before the cut.
    pub start: f64,
    /// Seconds from the beginning of the scene; after `start`.
    pub end: f64,
    /// What is shown.
    pub text: String,
}

impl Cue {
    /// The earliest start and the latest end, in seconds from the beginning of the scene.
    pub const LIMITS_SECS: (f64, f64) = (-10.0, 3600.0);
    /// The most characters of its text.
    pub const MOST_CHARS: usize = 1000;
    /// The most of a scene.
    pub const MOST_IN_SCENE: usize = 500;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_written() {
        for (text, color, written) in [
            ("#fff", Color::WHITE, "#ffffff"),
            ("#0080FF", Color::rgb(0, 128, 255), "#0080ff"),
            ("#00000080", Color::rgba(0, 0, 0, 128), "#00000080"),
        ] {
            assert_eq!(text.parse::<Color>().unwrap(), color);
            assert_eq!(color.to_string(), written);
        }
        for text in [
            "", "fff", "#", "#ffff", "#12345", "#1234567", "#gggggg", "white",
        ] {
            assert!(text.parse::<Color>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_font_is_a_family_or_a_file() {
        let font = |name: &str| {
            let captions = Captions {
                font: Some(name.to_owned()),
                ..Captions::default()
            };
            captions.font_file().is_some()
        };
        assert!(font("Brand.ttf") && font("fonts/brand.OTF"));
        assert!(!font("Noto Sans") && !font("Open Sans 2.0"));
    }
}
