//! The settings file.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use reelcraft_core::{Error, IoContext as _, Result};

use super::Settings;

/// The name of the settings file.
pub const FILE_NAME: &str = "reelcraft.toml";

/// Finds the settings file: in the current folder, else in the user's configuration folder;
/// `None` where there is none.
pub fn find_file() -> Option<PathBuf> {
    let here = PathBuf::from(FILE_NAME);
    let own =
        ProjectDirs::from("", "", "reelcraft").map(|folders| folders.config_dir().join(FILE_NAME));
    std::iter::once(here).chain(own).find(|path| path.is_file())
}

/// Reads a settings file; a mistake is told with its place.
pub fn read_file(path: &Path) -> Result<Settings> {
    let text = std::fs::read_to_string(path).io_context("read", path)?;
    toml::from_str(&text).map_err(|error| {
        Error::invalid_input(format!("mistake in {}", path.display()))
            .because(error)
            .hint("`reelcraft serve --print-config` prints all settings with their values")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        let mut settings = Settings::default();
        settings.hosts.push("reels.example".to_owned());
        std::fs::write(&path, settings.to_toml().unwrap()).unwrap();
        assert_eq!(read_file(&path).unwrap(), settings);
        std::fs::write(&path, "[limits]\nqeue = 3\n").unwrap();
        let error = read_file(&path).unwrap_err();
        assert!(error.chain().contains("qeue"), "{}", error.chain());
    }
}
