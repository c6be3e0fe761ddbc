//! The provider that writes.

use async_trait::async_trait;
use reelcraft_core::provider::{
    Generated, LineRequest, Origin, PromptsRequest, ScriptGen, ScriptRequest, Usage,
};
use reelcraft_core::{Control, Error, Language, Result};

use super::instructions::line_secs;
use super::lines::{check_rewritten, check_script};
use super::prompts::{Prompts, in_order};
use super::questions::{
    Line, Script, least_lines, line_question, numbers, prompts_question, script_question,
};
use crate::client::NAME;
use crate::gemini::Gemini;
use crate::plain_text::clean;

/// The longest topic that is taken, in characters: far more than a reel can tell.
const MAX_TOPIC_CHARS: usize = 50_000;
/// Letters that are spoken in a second, about.
const LETTERS_PER_SEC: f64 = 14.0;
/// Tokens of the JSON around a line.
const LINE_JSON_TOKENS: u64 = 3;
/// Tokens of a prompt of 25 to 60 words, with the JSON around it.
const PROMPT_TOKENS: u64 = 75;
/// Tokens of what the pictures have in common, with the JSON around it.
const SETTING_TOKENS: u64 = 60;

/// Writes with a text model.
///
/// An answer that is not as it should be is asked for once more. Lines have up to 160
/// characters; where the second answer has longer ones, they are taken up to twice that, with a
/// warning.
#[derive(Debug, Clone)]
pub struct GeminiScript(Gemini);

impl GeminiScript {
    /// Makes it from the client that all providers of a program share.
    pub fn new(gemini: Gemini) -> Self {
        Self(gemini)
    }
}

#[async_trait]
impl ScriptGen for GeminiScript {
    fn name(&self) -> &str {
        NAME
    }

    async fn write_script(
        &self,
        request: &ScriptRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        let chars = clean(&request.topic).chars().count();
        if chars == 0 {
            return Err(Error::invalid_input("the topic is empty")
                .hint("say in a few words what the reel is about"));
        }
        if chars > MAX_TOPIC_CHARS {
            return Err(
                Error::invalid_input(format!("the topic has {chars} characters"))
                    .hint(format!("shorten it to {MAX_TOPIC_CHARS} at most")),
            );
        }
        let (least, most) = (least_lines(request), request.scene_count);
        let check = |script: Script| check_script(&script.lines, least, most);
        let question = script_question(request, &check);
        question.ask(self.0.client(), control).await
    }

    async fn rewrite_line(
        &self,
        request: &LineRequest,
        control: &Control,
    ) -> Result<Generated<String>> {
        let index = request.index;
        let Some(before) = request.lines.get(index) else {
            return Err(Error::invalid_input(format!(
                "there is no line {} to write anew",
                index.saturating_add(1)
            )));
        };
        let check = |line: Line| check_rewritten(&line.line, index, before);
        let question = line_question(request, &check);
        question.ask(self.0.client(), control).await
    }

    async fn write_prompts(
        &self,
        request: &PromptsRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        let is_outside = |index: &usize| *index >= request.lines.len();
        if request.wanted.iter().any(is_outside) {
            return Err(Error::invalid_input(
                "a prompt is wanted for a line that is not there",
            ));
        }
        if request.wanted.is_empty() {
            let origin = Origin {
                provider: NAME.to_owned(),
                ..Origin::default()
            };
            return Ok(Generated {
                value: Vec::new(),
                origin,
            });
        }
        let wanted = numbers(&request.wanted);
        let check = |prompts: Prompts| in_order(&prompts.prompts, &wanted);
        let question = prompts_question(request, &check);
        question.ask(self.0.client(), control).await
    }

    fn estimate_script(&self, request: &ScriptRequest) -> Usage {
        let lines = request.scene_count as u64;
        let line = line_tokens(line_secs(request), &request.language);
        let question = script_question::<()>(request, &|_: Script| Err(String::new()));
        question.estimate(self.0.client(), lines.saturating_mul(line))
    }

    fn estimate_line(&self, request: &LineRequest) -> Usage {
        let letters: usize = request.lines.iter().map(|line| line.chars().count()).sum();
        let letters = letters as f64 / request.lines.len().max(1) as f64;
        let tokens = line_tokens(letters / LETTERS_PER_SEC, &request.language);
        let question = line_question::<()>(request, &|_: Line| Err(String::new()));
        question.estimate(self.0.client(), tokens)
    }

    fn estimate_prompts(&self, request: &PromptsRequest) -> Usage {
        let prompts = request.wanted.len() as u64;
        if prompts == 0 {
            return Usage::default();
        }
        let question = prompts_question::<Prompts, ()>(request, &|_| Err(String::new()));
        let tokens = prompts * PROMPT_TOKENS + SETTING_TOKENS;
        question.estimate(self.0.client(), tokens)
    }
}

/// Tokens of a line that takes so long to be spoken.
fn line_tokens(secs: f64, language: &Language) -> u64 {
    let letters_per_token = if language.is_cyrillic() { 2.0 } else { 4.0 };
    (secs * LETTERS_PER_SEC / letters_per_token).ceil() as u64 + LINE_JSON_TOKENS
}
