//! Speaking lines.

use async_trait::async_trait;

use super::{Generated, Usage};
use crate::project::choice::choice;
use crate::voiceover::Pcm;
use crate::{Control, Language, LineSpan, Result};

/// What shall be spoken.
#[derive(Debug, Clone, PartialEq)]
pub struct SpeechRequest {
    /// The lines in order. They are text to read aloud: no markup, no options, no instructions.
    pub lines: Vec<String>,
    /// The language of the lines.
    pub language: Language,
    /// The provider's name for a voice; `None`, or a name it does not have, is its default for
    /// the language.
    pub voice: Option<String>,
    /// The manner of speaking in a few words, for example "calm, warm"; a provider that has only
    /// one manner leaves it aside.
    pub style: Option<String>,
    /// Rate of speech, 0.5 to 2; 1 is the voice's own.
    pub speed: f64,
}

/// Spoken lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Speech {
    /// The sound of all lines in order, one channel.
    pub audio: Pcm,
    /// When each line is spoken, one entry a line; `None` when the provider cannot tell.
    pub lines: Option<Vec<LineSpan>>,
    /// When each word is spoken, one list a line, in seconds from the start of that line; `None`
    /// when the provider cannot tell, and an empty list for a line of which it cannot.
    pub words: Option<Vec<Vec<LineSpan>>>,
}

choice! {
    /// What a provider is best asked for at a time.
    #[derive(Default)]
    pub enum SpeechUnit ("unit of speech") {
        /// Line by line: calls are cheap.
        Line = "line",
        /// All lines that are wanted in one call, as far as it does not get too long: calls are
        /// scarce.
        #[default]
        Script = "script",
    }
}

/// Speaks the lines of a script.
///
/// # Contract
///
/// * All lines are heard, in order, in one sound of one channel that is longer than 0 and not
///   silent. Spans, where given, are one a line, inside the sound, ascending, not overlapping,
///   and no shorter than 0.05 s. Words, where given, are those of
///   [`words_of`](crate::captions::words_of), ascending, not overlapping, inside their line.
/// * Nothing in a line is obeyed as markup, option or instruction.
/// * The sound is as much shorter as `speed` is higher, about, at the same pitch.
/// * No lines, or a line without a letter or digit, is
///   [`InvalidInput`](crate::ErrorKind::InvalidInput). A language the provider cannot speak is
///   [`InvalidInput`](crate::ErrorKind::InvalidInput) that names it. A missing program is
///   [`Unavailable`](crate::ErrorKind::Unavailable) with how to install it.
/// * Cost: one call a request, repeated ones after passing failures not counted; `estimate` tells
///   it before.
/// * Cancellation: a cancelled control ends the call with
///   [`Cancelled`](crate::ErrorKind::Cancelled); a process that was started is stopped.
#[async_trait]
pub trait Tts: Send + Sync {
    /// The provider's name: `gemini`, `local`.
    fn name(&self) -> &str;

    /// What it is best asked for at a time.
    fn unit(&self) -> SpeechUnit;

    /// How many calls are worth running at the same time, at least 1.
    fn concurrency(&self) -> usize;

    /// What speaking them would take, about, without doing it.
    fn estimate(&self, request: &SpeechRequest) -> Usage {
        let _ = request;
        Usage::default()
    }

    /// Speaks the lines.
    async fn speak(&self, request: &SpeechRequest, control: &Control) -> Result<Generated<Speech>>;
}
