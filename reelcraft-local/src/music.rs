//! The bundled music: six tracks of our own, and how they get into files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use reelcraft_core::{AtomicFile, Digest, Result, sweep};

/// A bundled track.
#[derive(Debug, Clone, Copy)]
pub struct Track {
    /// The name that projects use.
    pub name: &'static str,
    /// An MP3 file, made to be repeated without a seam.
    pub mp3: &'static [u8],
}

/// All tracks, in the order in which they are listed to people.
pub const TRACKS: [Track; 6] = [
    Track {
        name: "inspirational",
        mp3: include_bytes!("../music/inspirational.mp3"),
    },
    Track {
        name: "upbeat",
        mp3: include_bytes!("../music/upbeat.mp3"),
    },
    Track {
        name: "calm",
        mp3: include_bytes!("../music/calm.mp3"),
    },
    Track {
        name: "cinematic",
        mp3: include_bytes!("../music/cinematic.mp3"),
    },
    Track {
        name: "lofi",
        mp3: include_bytes!("../music/lofi.mp3"),
    },
    Track {
        name: "dramatic",
        mp3: include_bytes!("../music/dramatic.mp3"),
    },
];

/// Writes the tracks to a folder, those that are not there yet, and gives their files by name.
///
/// The names hold a digest of the content, so that another version of this crate never finds
/// another track under the name of its own.
pub fn unpack(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    sweep(folder)?;
    let mut files = BTreeMap::new();
    for track in TRACKS {
        let digest = Digest::of_bytes(track.mp3);
        let short: String = digest.as_str().chars().take(8).collect();
        let path = folder.join(format!("{}-{short}.mp3", track.name));
        let length = std::fs::metadata(&path).map(|metadata| metadata.len());
        if length.ok() != Some(track.mp3.len() as u64) {
            AtomicFile::write(&path, track.mp3)?;
        }
        files.insert(track.name.to_owned(), path);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use reelcraft_core::project::Music;

    use super::*;

    #[test]
    fn every_track_that_projects_know_is_bundled() {
        let names: Vec<&str> = TRACKS.iter().map(|track| track.name).collect();
        assert_eq!(names, Music::BUNDLED);
    }

    #[test]
    fn tracks_are_written_once_and_mended() {
        let folder = tempfile::tempdir().unwrap();
        let files = unpack(folder.path()).unwrap();
        assert_eq!(files.len(), 6);
        let calm = files.get("calm").unwrap();
        std::fs::write(calm, "cut off").unwrap();
        unpack(folder.path()).unwrap();
        assert_eq!(std::fs::read(calm).unwrap(), TRACKS[2].mp3);
    }
}
