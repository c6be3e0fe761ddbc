//! Recognising picture files by their first bytes.

use image::ImageFormat;

/// A kind of picture file that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureFormat {
    /// JPEG.
    Jpeg,
    /// PNG; of an animated one the still picture.
    Png,
    /// WebP; of an animated one the first frame.
    Webp,
    /// GIF; of an animated one the first frame.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// TIFF; of several pages the first.
    Tiff,
}

impl PictureFormat {
    /// Recognises a file by its first bytes, never by its name; `None` for everything else.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        let begins = |magic: &[u8]| bytes.starts_with(magic);
        if begins(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if begins(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else if begins(b"GIF87a") || begins(b"GIF89a") {
            Some(Self::Gif)
        } else if begins(b"BM") {
            Some(Self::Bmp)
        } else if begins(b"II*\0") || begins(b"MM\0*") {
            Some(Self::Tiff)
        } else {
            None
        }
    }

    pub(crate) fn decoder(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::Webp => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
            Self::Bmp => ImageFormat::Bmp,
            Self::Tiff => ImageFormat::Tiff,
        }
    }
}

/// Names what a file that is no supported picture seems to be, for the error's text.
pub(crate) fn describe_other(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let text = String::from_utf8_lossy(head).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if bytes.is_empty() {
        "it is empty"
    } else if head.get(4..8) == Some(b"ftyp") {
        match head.get(8..12) {
            Some(b"heic" | b"heix" | b"mif1" | b"msf1") => "it is a HEIC picture",
            Some(b"avif" | b"avis") => "it is an AVIF picture",
            _ => "it is a video",
        }
    } else if head.starts_with(&[0x1A, 0x45, 0xDF, 0xA3]) {
        "it is a video"
    } else if head.starts_with(b"\0\0\x01\0") {
        "it is an icon"
    } else if head.starts_with(b"%PDF") {
        "it is a PDF document"
    } else if text.starts_with("#extm3u") || text.starts_with("ffconcat") {
        "it is a playlist"
    } else if text.contains("<svg") {
        "it is an SVG drawing"
    } else if text.starts_with("<!doctype html") || text.starts_with("<html") {
        "it is a web page"
    } else {
        "its content is something else"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_the_six_kinds() {
        let cases: [(&[u8], PictureFormat); 7] = [
            (&[0xFF, 0xD8, 0xFF, 0xE0], PictureFormat::Jpeg),
            (b"\x89PNG\r\n\x1a\n....", PictureFormat::Png),
            (b"RIFF\0\0\0\0WEBPVP8 ", PictureFormat::Webp),
            (b"GIF89a", PictureFormat::Gif),
            (b"BM\0\0", PictureFormat::Bmp),
            (b"II*\0", PictureFormat::Tiff),
            (b"MM\0*", PictureFormat::Tiff),
        ];
        for (bytes, format) in cases {
            assert_eq!(PictureFormat::sniff(bytes), Some(format));
        }
    }

    #[test]
    fn names_what_else_it_is() {
        let cases: [(&[u8], &str); 8] = [
            (b"", "empty"),
            (b"#EXTM3U\nfile:///etc/passwd", "playlist"),
            (b"ffconcat version 1.0\nfile x", "playlist"),
            (b"<?xml version='1.0'?><svg xmlns=''/>", "SVG"),
            (b"\xEF\xBB\xBF<!DOCTYPE HTML><html>", "web page"),
            (b"\0\0\0\x18ftypmp42", "video"),
            (b"\0\0\0\x18ftypheic", "HEIC"),
            (b"RIFF\0\0\0\0WAVEfmt ", "something else"),
        ];
        for (bytes, word) in cases {
            assert_eq!(PictureFormat::sniff(bytes), None);
            assert!(describe_other(bytes).contains(word), "{word}");
        }
    }
}
