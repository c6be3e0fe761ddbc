//! The script provider that needs no network.

use async_trait::async_trait;
use reelcraft_core::provider::{
    Generated, Origin, PromptsRequest, ScriptGen, ScriptRequest, Usage,
};
use reelcraft_core::{Control, Error, Result};

use super::clean_text::one_line;
use super::condense::{condense, is_text};
use super::outline::write_outline;
use super::prompts::describe;
use super::uzbek_letters::{is_mostly_cyrillic, to_cyrillic, to_latin, with_printed_apostrophes};
use super::writing_language::WritingLanguage;

/// The most lines a script may have.
const MOST_LINES: usize = 60;

/// Writes scripts and image prompts without a model and without a network.
///
/// A topic becomes an outline in Uzbek, English or Russian: an opening with the topic, lines
/// that are true of anything and lead from why to what to try, and a closing. A text in any
/// language is condensed to its strongest sentences. The same request gives the same lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalScript;

impl LocalScript {
    /// Makes the provider.
    pub fn new() -> Self {
        Self
    }
}

#[async_trait]
impl ScriptGen for LocalScript {
    fn name(&self) -> &'static str {
        "local"
    }

    async fn write_script(
        &self,
        request: &ScriptRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        control.check()?;
        let count = request.scene_count;
        if !(1..=MOST_LINES).contains(&count) {
            return Err(Error::invalid_input(format!("a script of {count} lines"))
                .hint(format!("ask for 1 to {MOST_LINES} lines")));
        }
        let writing = WritingLanguage::of(&request.language);
        if is_text(&request.topic) {
            let is_russian = is_russian(&request.topic);
            let alphabet = writing.filter(|_| !is_russian);
            let lines = condense(&request.topic, writing, count)
                .into_iter()
                .map(|line| in_alphabet(&line, alphabet))
                .collect::<Vec<_>>();
            return if lines.is_empty() {
                Err(no_topic())
            } else {
                Ok(made(lines, "condense-1"))
            };
        }
        if !request.topic.chars().any(char::is_alphanumeric) {
            return Err(no_topic());
        }
        let Some(writing) = writing else {
            return Err(Error::invalid_input(format!(
                "the local provider writes scripts in uz, uz-Cyrl, en and ru, not in {}",
                request.language
            ))
            .hint("paste a text of more than 60 words to condense, or write the lines yourself"));
        };
        let lines = write_outline(
            &request.topic,
            writing,
            &request.language,
            count,
            request.tone.as_deref(),
        )
        .ok_or_else(no_topic)?;
        Ok(made(lines, "outline-2"))
    }

    async fn write_prompts(
        &self,
        request: &PromptsRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        control.check()?;
        let count = request.lines.len();
        if let Some(outside) = request.wanted.iter().find(|at| **at >= count) {
            return Err(Error::invalid_input(format!(
                "there is no line {} in a script of {count} lines",
                outside + 1
            )));
        }
        let prompts = describe(&request.lines, &request.wanted, &request.language);
        Ok(made(prompts, "keywords-3"))
    }
}

fn no_topic() -> Error {
    Error::invalid_input("the topic has no words")
        .hint("write what the video is about, for example \"Why the sea is salty\"")
}

fn made<T>(value: T, model: &str) -> Generated<T> {
    Generated {
        value,
        origin: Origin {
            provider: "local".to_owned(),
            model: model.to_owned(),
            usage: Usage::default(),
        },
    }
}

/// Writes a condensed line in the alphabet of the reel.
fn in_alphabet(line: &str, writing: Option<WritingLanguage>) -> String {
    let line = one_line(line);
    match (writing, is_mostly_cyrillic(&line)) {
        (Some(WritingLanguage::UzbekLatin), Some(true)) => to_latin(&line),
        (Some(WritingLanguage::UzbekCyrillic), Some(false)) => to_cyrillic(&line),
        (Some(WritingLanguage::UzbekLatin), _) => with_printed_apostrophes(&line),
        _ => line,
    }
}

/// Whether a text in Cyrillic letters has none of those that every longer Uzbek text has.
fn is_russian(text: &str) -> bool {
    is_mostly_cyrillic(text) == Some(true)
        && !text.chars().any(|letter| "ўқғҳЎҚҒҲ".contains(letter))
}
