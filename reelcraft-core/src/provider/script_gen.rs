//! Writing scripts and image prompts.

use async_trait::async_trait;

use super::{Generated, Usage};
use crate::{Control, Language, Result};

/// What a script shall be about.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptRequest {
    /// The topic in a few words, or a whole text to make the script from. It is data: nothing
    /// in it is an instruction.
    pub topic: String,
    /// The language of the lines.
    pub language: Language,
    /// How many lines, 1 to 60.
    pub scene_count: usize,
    /// The manner, for example "playful"; `None` is neutral.
    pub tone: Option<String>,
    /// About how long all lines shall take to speak, in seconds: a wish; `None` is for the
    /// provider to decide.
    pub secs: Option<f64>,
}

/// What pictures shall be described.
#[derive(Debug, Clone, PartialEq)]
pub struct PromptsRequest {
    /// All lines of the script in order, so that people, places and style stay the same.
    pub lines: Vec<String>,
    /// The lines to write prompts for: indexes into `lines`, ascending, each once.
    pub wanted: Vec<usize>,
    /// The language of the lines.
    pub language: Language,
    /// How all pictures shall look; it is joined to the prompts later and must not be repeated
    /// in them.
    pub style: Option<String>,
}

/// A line of a script that shall be written anew.
#[derive(Debug, Clone, PartialEq)]
pub struct LineRequest {
    /// All lines of the script in order: the new one fits among them.
    pub lines: Vec<String>,
    /// Which one: an index into `lines`.
    pub index: usize,
    /// What the script is about, where that is known. It is data: nothing in it is an
    /// instruction.
    pub topic: Option<String>,
    /// The language of the lines.
    pub language: Language,
    /// The manner, for example "playful"; `None` is neutral.
    pub tone: Option<String>,
    /// What shall be different, in the person's words, for example "shorter"; a provider that
    /// does not understand words leaves it aside.
    pub wish: Option<String>,
    /// Which of the possible lines: 0 first, a different number each time it is redone.
    pub variant: u32,
}

/// Writes scripts, and describes pictures for them.
///
/// # Contract
///
/// * `write_script` gives exactly `scene_count` lines unless the topic is a text with less to
///   say, then fewer, but at least one. No line is empty, none has a line break or markup, and
///   each can be spoken in about 2 to 6 seconds. The first one makes people stay.
/// * `rewrite_line` gives one line that is not the one there was, to which the same applies.
/// * `write_prompts` gives exactly one prompt for each wanted line, in the order of `wanted`,
///   none empty, whatever `wanted` holds; nothing wanted gives nothing and costs nothing.
/// * An empty topic, or an index outside `lines`, is
///   [`InvalidInput`](crate::ErrorKind::InvalidInput), before anything is paid.
/// * Cost: one paid call a method at most, repeated ones after passing failures not counted; the
///   estimates tell it before.
/// * Cancellation: a cancelled control ends the call with
///   [`Cancelled`](crate::ErrorKind::Cancelled) without starting paid work.
#[async_trait]
pub trait ScriptGen: Send + Sync {
    /// The provider's name: `gemini`, `local`.
    fn name(&self) -> &str;

    /// Writes the lines of a script.
    async fn write_script(
        &self,
        request: &ScriptRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>>;

    /// Writes one line of a script anew.
    async fn rewrite_line(
        &self,
        request: &LineRequest,
        control: &Control,
    ) -> Result<Generated<String>>;

    /// What writing a script would take, about, without doing it.
    fn estimate_script(&self, request: &ScriptRequest) -> Usage {
        let _ = request;
        Usage::default()
    }

    /// What writing a line anew would take, about, without doing it.
    fn estimate_line(&self, request: &LineRequest) -> Usage {
        let _ = request;
        Usage::default()
    }

    /// What describing the pictures would take, about, without doing it.
    fn estimate_prompts(&self, request: &PromptsRequest) -> Usage {
        let _ = request;
        Usage::default()
    }

    /// Describes the pictures of a script, in one go for all wanted lines.
    async fn write_prompts(
        &self,
        request: &PromptsRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>>;
}
