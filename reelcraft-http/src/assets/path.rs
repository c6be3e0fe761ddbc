//! The addresses of files.

use std::fmt;
use std::str::FromStr;

use reelcraft_core::{Digest, Error, Result};

/// What a file is for; each has a folder of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Shelf {
    /// What was generated; gone after some days unless a project uses it.
    Temp,
    /// What people brought.
    Uploads,
    /// The bundled tracks.
    Music,
    /// Finished videos.
    Exports,
}

impl Shelf {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Temp, Self::Uploads, Self::Music, Self::Exports];

    /// The name of the folder, and the first part of addresses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Temp => "temp",
            Self::Uploads => "uploads",
            Self::Music => "music",
            Self::Exports => "exports",
        }
    }
}

/// The kinds of files that are kept: ending and media type.
const TYPES: [(&str, &str); 12] = [
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("wav", "audio/wav"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("srt", "application/x-subrip"),
    ("vtt", "text/vtt"),
    ("ass", "text/x-ssa"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("zip", "application/zip"),
];

/// The address of a file: its shelf, a name made from the digest of its bytes (on the music
/// shelf, the name of the track), and its kind. No other form is an address, so no address can
/// lead anywhere else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AssetPath {
    shelf: Shelf,
    stem: String,
    extension: &'static str,
}

impl AssetPath {
    /// The address of a file with these bytes.
    pub(crate) fn of_content(shelf: Shelf, digest: &Digest, extension: &str) -> Result<Self> {
        format!("/{}/{digest}.{extension}", shelf.name()).parse()
    }

    /// What the file is for.
    pub(crate) fn shelf(&self) -> Shelf {
        self.shelf
    }

    /// The digest of the file's bytes; of music, the name of the track.
    pub(crate) fn stem(&self) -> &str {
        &self.stem
    }

    /// The ending of the name, without dot.
    pub(crate) fn extension(&self) -> &'static str {
        self.extension
    }

    /// The media type.
    pub(crate) fn media_type(&self) -> &'static str {
        let known = TYPES
            .iter()
            .find(|(extension, _)| *extension == self.extension);
        known.map_or("application/octet-stream", |(_, media_type)| media_type)
    }

    /// Whether it is a picture.
    pub(crate) fn is_picture(&self) -> bool {
        self.media_type().starts_with("image/")
    }

    /// Whether it is a sound.
    pub(crate) fn is_sound(&self) -> bool {
        self.media_type().starts_with("audio/")
    }

    /// Whether it is a font.
    pub(crate) fn is_font(&self) -> bool {
        self.media_type().starts_with("font/")
    }

    /// The address without its first slash: the place in the store.
    pub(crate) fn place(&self) -> String {
        format!("{}/{}.{}", self.shelf.name(), self.stem, self.extension)
    }
}

impl FromStr for AssetPath {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || {
            let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
            Error::invalid_input(format!("`{shown}` is no file of this service"))
                .hint("give an address as the service gave it, for example /uploads/….jpg")
        };
        let (shelf, name) = text
            .strip_prefix('/')
            .and_then(|rest| rest.split_once('/'))
            .ok_or_else(wrong)?;
        let shelf = Shelf::ALL
            .into_iter()
            .find(|known| known.name() == shelf)
            .ok_or_else(wrong)?;
        let (stem, extension) = name.split_once('.').ok_or_else(wrong)?;
        let (extension, _) = TYPES
            .iter()
            .find(|(known, _)| *known == extension)
            .ok_or_else(wrong)?;
        let is_digest = stem.len() == 32
            && stem
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let is_track = shelf == Shelf::Music
            && *extension == "mp3"
            && (1..=40).contains(&stem.len())
            && stem
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if is_track || (is_digest && shelf != Shelf::Music) {
            Ok(Self {
                shelf,
                stem: stem.to_owned(),
                extension,
            })
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Display for AssetPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.place())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn addresses_of_ours_are_read() {
        for text in [
            format!("/temp/{DIGEST}.jpg"),
            format!("/uploads/{DIGEST}.wav"),
            format!("/exports/{DIGEST}.mp4"),
            "/music/inspirational.mp3".to_owned(),
        ] {
            let path: AssetPath = text.parse().unwrap();
            assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn nothing_else_is_an_address() {
        for text in [
            "",
            "/",
            "/temp/",
            "/temp/a.jpg",
            "/etc/passwd",
            "../temp/x.jpg",
            "/music/../../etc/passwd.mp3",
            "/music/..mp3",
            "/music/.mp3",
            "/music/a/b.mp3",
            "http://evil.example/temp/a.jpg",
            "//evil.example/a.jpg",
            "file:///etc/passwd",
            &format!("/temp/{DIGEST}.jpg/.."),
            &format!("/temp/{DIGEST}.php"),
            &format!("/temp/{DIGEST}.jpg\0"),
            &format!("/temp/{DIGEST}.JPG"),
            &format!("/temp/%2e%2e/{DIGEST}.jpg"),
            &format!("\\temp\\{DIGEST}.jpg"),
            &format!("temp/{DIGEST}.jpg"),
            &format!("/temp//{DIGEST}.jpg"),
            &format!("/jobs/{DIGEST}.jpg"),
        ] {
            assert!(text.parse::<AssetPath>().is_err(), "{text}");
        }
    }
}
