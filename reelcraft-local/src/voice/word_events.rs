//! What espeak-ng's library says of the words that it speaks, told by a program.

use std::path::PathBuf;
use std::time::Duration;

use reelcraft_core::{Error, Result};
use serde::{Deserialize, Serialize};

use super::espeak::Espeak;

/// How long the program may take for a line; it draws no sound and takes well under a second.
const DEADLINE: Duration = Duration::from_secs(10);

/// What espeak-ng's library says of the words of a text, as a program of
/// [`LocalVoice::with_word_times`](super::LocalVoice::with_word_times) prints it in JSON.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct WordEvents {
    /// The words that begin, in the order in which they are spoken. Words that it speaks as one,
    /// such as "of the", are one; a number is several.
    pub words: Vec<WordEvent>,
    /// How long the whole sound is, in seconds, with the silence around the words.
    pub secs: f64,
}

/// A word that begins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WordEvent {
    /// Where in the text it stands, in characters from 0.
    pub at: usize,
    /// How many characters it has; 0 where the library does not say it.
    pub length: usize,
    /// When it begins, in seconds from the start of the sound.
    pub secs: f64,
}

/// A program that says when words are spoken, with the arguments that come first.
#[derive(Debug, Clone)]
pub(super) struct WordTeller {
    program: Espeak,
    arguments: Vec<String>,
}

/// How a line is spoken, each as espeak-ng has it as an argument.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner<'a> {
    pub(super) voice: &'a str,
    pub(super) words_per_minute: &'a str,
    pub(super) pitch: &'a str,
    pub(super) amplitude: &'a str,
}

impl WordTeller {
    pub(super) fn new(program: PathBuf, arguments: Vec<String>) -> Self {
        Self {
            program: Espeak::new(program),
            arguments,
        }
    }

    /// Asks when the words of a text are spoken.
    pub(super) async fn ask(&self, text: &str, manner: Manner<'_>) -> Result<WordEvents> {
        let mut arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        arguments.extend([
            "--voice",
            manner.voice,
            "--rate",
            manner.words_per_minute,
            "--pitch",
            manner.pitch,
            "--amplitude",
            manner.amplitude,
        ]);
        let told = self.program.run(&arguments, text, DEADLINE).await?;
        serde_json::from_slice(&told).map_err(|error| {
            Error::media("what is told of the words is not readable").because(error)
        })
    }
}
