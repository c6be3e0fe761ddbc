//! `reelcraft espeak-words`: when espeak-ng's library speaks each word of a text.
//!
//! The program starts itself with this command for each line, since espeak-ng the program does
//! not tell it. The library is C, with state for the whole process, and it is GPL: it is opened by
//! a process that does nothing else, and never by one that makes videos or serves requests.

mod library;

use std::io::Read as _;

use clap::Args;
use reelcraft_core::{Error, Result};

use crate::output::Output;
use library::Library;

/// How the command is written.
pub(crate) const COMMAND: &str = "espeak-words";
/// The longest text, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// How the text on standard input is spoken, as espeak-ng has it.
#[derive(Debug, Args)]
pub(crate) struct EspeakWordsArguments {
    /// `-v`: a language, with a variant or without: en-us+f2
    #[arg(long)]
    voice: String,
    /// `-s`: words a minute
    #[arg(long, value_parser = clap::value_parser!(i32).range(80..=450))]
    rate: i32,
    /// `-p`: 0 to 99
    #[arg(long, value_parser = clap::value_parser!(i32).range(0..=99))]
    pitch: i32,
    /// `-a`: 0 to 200
    #[arg(long, value_parser = clap::value_parser!(i32).range(0..=200))]
    amplitude: i32,
}

/// Prints the words of the text on standard input as one line of JSON.
pub(crate) fn espeak_words(arguments: &EspeakWordsArguments) -> Result<()> {
    let mut text = String::new();
    let mut input = std::io::stdin().lock().take(MOST_BYTES + 1);
    input
        .read_to_string(&mut text)
        .map_err(|error| Error::invalid_input("the text cannot be read").because(error))?;
    if text.len() as u64 > MOST_BYTES {
        return Err(Error::invalid_input("the text is longer than 1 MiB"));
    }
    let library = Library::open()?;
    library.set_voice(&arguments.voice)?;
    library.set_manner(arguments.rate, arguments.pitch, arguments.amplitude)?;
    let words = library.speak(&text)?;
    let json = serde_json::to_string(&words)
        .map_err(|error| Error::internal("the words cannot be written").because(error))?;
    Output::data(&json);
    Ok(())
}
