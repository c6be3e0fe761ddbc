//! The script provider that needs no network.

use async_trait::async_trait;
use reelcraft_core::provider::{
    Generated, LineRequest, Origin, PromptsRequest, ScriptGen, ScriptRequest, Usage,
};
use reelcraft_core::{Control, Error, Language, Result};

use super::clean_text::one_line;
use super::condense::{condense, is_text};
use super::outline::{Wanted, write_outline};
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
        if !has_words(&request.topic) {
            return Err(no_topic());
        }
        let wanted = Wanted {
            topic: &request.topic,
            writing: writing.ok_or_else(|| no_patterns(&request.language))?,
            language: &request.language,
            scene_count: count,
            tone: request.tone.as_deref(),
            variant: 0,
        };
        let lines = write_outline(wanted).ok_or_else(no_topic)?;
        Ok(made(lines, "outline-2"))
    }

    async fn rewrite_line(
        &self,
        request: &LineRequest,
        control: &Control,
    ) -> Result<Generated<String>> {
        control.check()?;
        let count = request.lines.len();
        if request.index >= count {
            return Err(no_line(request.index, count));
        }
        let writing = WritingLanguage::of(&request.language);
        let topic = request.topic.as_deref().filter(|topic| has_words(topic));
        let is_new = |line: &String| !request.lines.contains(line);
        let (mut others, model): (Vec<String>, _) = match topic {
            Some(text) if is_text(text) => {
                let alphabet = writing.filter(|_| !is_russian(text));
                let lines = condense(text, writing, MOST_LINES);
                let lines = lines.iter().map(|line| in_alphabet(line, alphabet));
                (lines.filter(is_new).collect(), "condense-1")
            }
            _ => {
                let writing = writing.ok_or_else(|| no_patterns(&request.language))?;
                (other_lines(request, topic, writing), "outline-2")
            }
        };
        if others.is_empty() {
            return Err(
                Error::unavailable("the local provider knows no other line for this one")
                    .hint("write it yourself"),
            );
        }
        let line = others.swap_remove(request.variant as usize % others.len());
        Ok(made(line, model))
    }

    async fn write_prompts(
        &self,
        request: &PromptsRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        control.check()?;
        let count = request.lines.len();
        if let Some(outside) = request.wanted.iter().find(|at| **at >= count) {
            return Err(no_line(*outside, count));
        }
        let prompts = describe(&request.lines, &request.wanted, &request.language);
        Ok(made(prompts, "keywords-3"))
    }
}

fn has_words(topic: &str) -> bool {
    topic.chars().any(char::is_alphanumeric)
}

/// Lines of other outlines that can stand at the place of a line: an opening at the beginning,
/// a closing at the end, and in between what is true of anything.
fn other_lines(
    request: &LineRequest,
    topic: Option<&str>,
    writing: WritingLanguage,
) -> Vec<String> {
    const OUTLINES: u32 = 24;
    let count = request.lines.len();
    let mut others: Vec<String> = Vec::new();
    for variant in 1..=OUTLINES {
        let outline = write_outline(Wanted {
            topic: topic
                .or(request.lines.first().map(String::as_str))
                .unwrap_or_default(),
            writing,
            language: &request.language,
            scene_count: count.max(3),
            tone: request.tone.as_deref(),
            variant,
        })
        .unwrap_or_default();
        let last = outline.len().saturating_sub(1);
        let place = match request.index {
            // Without a topic there is nothing to open with.
            0 if topic.is_some() => 0..1,
            index if index + 1 == count && count > 1 => last..last + 1,
            _ => 1..last.max(1),
        };
        for line in outline.get(place).unwrap_or_default() {
            if !others.contains(line) && !request.lines.contains(line) {
                others.push(line.clone());
            }
        }
    }
    others
}

fn no_line(index: usize, count: usize) -> Error {
    Error::invalid_input(format!(
        "there is no line {} in a script of {count} lines",
        index + 1
    ))
}

fn no_patterns(language: &Language) -> Error {
    Error::invalid_input(format!(
        "the local provider writes scripts in uz, uz-Cyrl, en and ru, not in {language}"
    ))
    .hint("paste a text of more than 60 words to condense, or write the lines yourself")
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
