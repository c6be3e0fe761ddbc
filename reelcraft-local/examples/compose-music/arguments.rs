//! The command line.

use std::path::PathBuf;

use crate::composition::Outcome;

/// What is printed for `--help`.
pub(crate) const USAGE: &str = "\
Composes the background music and writes it as MP3 files.

Usage: compose-music [OUTPUT_DIR] [--soundfont FILE] [--only NAME]

  OUTPUT_DIR         folder for the files [default: reelcraft-local/music]
  --soundfont FILE   General MIDI SoundFont [default: /usr/share/sounds/sf2/FluidR3_GM.sf2]
  --only NAME        one track only";

/// The parsed command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Folder for the files.
    pub(crate) output_dir: PathBuf,
    /// SoundFont with the instruments.
    pub(crate) sound_font: PathBuf,
    /// The one track to make; `None` for all.
    pub(crate) only: Option<String>,
}

impl Arguments {
    /// Reads the arguments after the program's name; `None` when help was asked for.
    pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Outcome<Option<Self>> {
        let mut parsed = Self {
            output_dir: PathBuf::from("reelcraft-local/music"),
            sound_font: PathBuf::from("/usr/share/sounds/sf2/FluidR3_GM.sf2"),
            only: None,
        };
        let mut has_output_dir = false;
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or_else(|| format!("{argument} needs a value"))
            };
            match argument.as_str() {
                "--help" | "-h" => return Ok(None),
                "--soundfont" => parsed.sound_font = PathBuf::from(value()?),
                "--only" => parsed.only = Some(value()?),
                option if option.starts_with('-') => {
                    return Err(format!("unknown option {option}\n\n{USAGE}").into());
                }
                extra if has_output_dir => {
                    return Err(format!("unexpected argument {extra}\n\n{USAGE}").into());
                }
                folder => {
                    parsed.output_dir = PathBuf::from(folder);
                    has_output_dir = true;
                }
            }
        }
        Ok(Some(parsed))
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn parse(line: &str) -> super::Outcome<Option<Arguments>> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_and_folder_are_read() {
        let arguments = parse("out --only calm --soundfont my.sf2")
            .unwrap()
            .unwrap();
        assert_eq!(arguments.output_dir.to_str(), Some("out"));
        assert_eq!(arguments.only.as_deref(), Some("calm"));
        assert!(parse("--help").unwrap().is_none());
    }

    #[test]
    fn mistakes_are_named() {
        assert!(
            parse("--only")
                .unwrap_err()
                .to_string()
                .contains("--only needs a value")
        );
        assert!(parse("a b").is_err() && parse("--loud").is_err());
    }
}
