//! The files of a video, which appear when it is complete.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use reelcraft_core::{AtomicFile, Error, IoContext as _, Result, sweep};

/// The video and its poster while they are made.
///
/// Both are begun before any work is done, so that a folder that cannot be written to is found
/// at once.
pub(super) struct OutputFiles {
    poster_path: PathBuf,
    folder: PathBuf,
    video: AtomicFile,
    poster: AtomicFile,
}

impl OutputFiles {
    /// Begins the files; the poster lies beside the video and is called like it, with `.jpg`.
    /// What killed renders left in the folder is removed.
    pub(super) fn begin(output: &Path) -> Result<Self> {
        if output.is_dir() {
            return Err(
                Error::invalid_input(format!("{} is a folder", output.display()))
                    .hint("name the video file to make, for example reel.mp4"),
            );
        }
        let poster_path = output.with_extension("jpg");
        if poster_path == output || output.file_name().is_none() {
            return Err(Error::invalid_input(format!(
                "{} is no name for a video",
                output.display()
            ))
            .hint("let it end in .mp4"));
        }
        let folder = match output.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        if output.to_str().is_none() {
            return Err(
                Error::invalid_input(format!("cannot write to {}", output.display()))
                    .hint("the path must be valid UTF-8"),
            );
        }
        sweep(&folder)?;
        Ok(Self {
            video: AtomicFile::create(output)?,
            poster: AtomicFile::create(&poster_path)?,
            poster_path,
            folder,
        })
    }

    /// The folder of both.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the video is written.
    pub(super) fn video_path(&self) -> &Path {
        self.video.path()
    }

    /// Gives both files their names, and tells that of the poster.
    pub(super) fn commit(mut self, poster: &[u8]) -> Result<PathBuf> {
        self.poster
            .file()
            .write_all(poster)
            .io_context("write", &self.poster_path)?;
        self.poster.commit()?;
        self.video.commit()?;
        Ok(self.poster_path)
    }
}

#[cfg(test)]
mod tests {
    use reelcraft_core::ErrorKind;

    use super::*;

    #[test]
    fn a_place_that_cannot_be_written_to_is_found_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        for output in [
            folder.path(),
            &file.join("reel.mp4"),
            &folder.path().join("reel.jpg"),
        ] {
            let error = OutputFiles::begin(output).err().unwrap();
            assert_eq!(*error.kind(), ErrorKind::InvalidInput, "{error}");
        }
    }

    #[test]
    fn nothing_is_left_of_a_video_that_is_not_finished() {
        let folder = tempfile::tempdir().unwrap();
        let leftover = folder.path().join(".reel.mp4.x1y2z3.partial");
        std::fs::write(&leftover, "of a killed render").unwrap();
        let output = folder.path().join("reel.mp4");
        let files = OutputFiles::begin(&output).unwrap();
        assert!(!leftover.exists());
        std::fs::write(files.video_path(), "half").unwrap();
        drop(files);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn both_files_get_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("new/my.reel.mp4");
        let files = OutputFiles::begin(&output).unwrap();
        std::fs::write(files.video_path(), "video").unwrap();
        let poster = files.commit(b"jpeg").unwrap();
        assert_eq!(poster, folder.path().join("new/my.reel.jpg"));
        assert_eq!(std::fs::read(&output).unwrap(), b"video");
        assert_eq!(std::fs::read(&poster).unwrap(), b"jpeg");
    }
}
