//! The size of the video.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::choice::suggest;
use crate::Error;

/// Width and height of a picture in pixels; of a video both are even.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FrameSize {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl FrameSize {
    /// The smallest and the largest width or height of a video, in pixels.
    pub const LIMITS_PX: (u32, u32) = (128, 4096);

    /// Makes a size; nothing is checked.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Width divided by height.
    pub fn aspect(self) -> f64 {
        f64::from(self.width) / f64::from(self.height)
    }
}

impl fmt::Display for FrameSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

/// The shape of a reel: a named format of the platforms, or any even size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Format(FrameSize);

impl Format {
    /// The named formats.
    pub const NAMED: [(&'static str, FrameSize); 4] = [
        ("reel", FrameSize::new(1080, 1920)),
        ("portrait", FrameSize::new(1080, 1350)),
        ("square", FrameSize::new(1080, 1080)),
        ("landscape", FrameSize::new(1920, 1080)),
    ];

    /// The size in pixels.
    pub fn size(self) -> FrameSize {
        self.0
    }

    /// Makes a format of any even size within the limits.
    pub fn of_size(size: FrameSize) -> Result<Self, Error> {
        let (low, high) = FrameSize::LIMITS_PX;
        for (what, px) in [("width", size.width), ("height", size.height)] {
            if !(low..=high).contains(&px) {
                return Err(Error::invalid_input(format!(
                    "{what} {px} is outside {low} to {high} pixels"
                )));
            }
            if px % 2 != 0 {
                return Err(Error::invalid_input(format!("{what} {px} is odd"))
                    .hint(format!("video needs even sizes: use {}", px + 1)));
            }
        }
        Ok(Self(size))
    }
}

impl Default for Format {
    fn default() -> Self {
        Self(FrameSize::new(1080, 1920))
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if let Some((_, size)) = Self::NAMED.iter().find(|(name, _)| *name == text) {
            return Ok(Self(*size));
        }
        if let Some((width, height)) = text.split_once(['x', 'X', '×'])
            && let (Ok(width), Ok(height)) = (width.trim().parse(), height.trim().parse())
        {
            return Self::of_size(FrameSize::new(width, height));
        }
        let names: Vec<&str> = Self::NAMED.iter().map(|(name, _)| *name).collect();
        Err(
            Error::invalid_input(format!("unknown format `{text}`")).hint(format!(
                "{}; or give WIDTHxHEIGHT",
                suggest(text, &names).trim_end_matches('?')
            )),
        )
    }
}

impl TryFrom<String> for Format {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Format> for String {
    fn from(format: Format) -> Self {
        format.to_string()
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Self::NAMED.iter().find(|(_, size)| *size == self.0) {
            Some((name, _)) => f.write_str(name),
            None => self.0.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_and_sizes() {
        assert_eq!(
            "reel".parse::<Format>().unwrap().size(),
            FrameSize::new(1080, 1920)
        );
        assert_eq!(
            "720x1280".parse::<Format>().unwrap().to_string(),
            "720x1280"
        );
        assert_eq!("1080x1080".parse::<Format>().unwrap().to_string(), "square");
    }

    #[test]
    fn refuses_odd_huge_and_unknown() {
        for text in [
            "721x1280",
            "100x100",
            "5000x1000",
            "reels!",
            "x",
            "10x",
            "-2x4",
        ] {
            assert!(text.parse::<Format>().is_err(), "{text}");
        }
        let error = "rell".parse::<Format>().unwrap_err();
        assert_eq!(
            error.hint_text(),
            Some("did you mean `reel`; or give WIDTHxHEIGHT")
        );
    }
}
