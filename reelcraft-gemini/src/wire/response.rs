//! What comes back. Every field may be missing, and unknown ones are passed over.

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Response {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) prompt_feedback: Option<PromptFeedback>,
    pub(crate) usage_metadata: UsageMetadata,
    pub(crate) model_version: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PromptFeedback {
    pub(crate) block_reason: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Candidate {
    pub(crate) content: Content,
    /// An open list: new reasons appear all the time.
    pub(crate) finish_reason: Option<String>,
    pub(crate) finish_message: Option<String>,
    pub(crate) continuation_token: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Content {
    pub(crate) parts: Vec<Part>,
}

/// A part; its `thoughtSignature` of up to 1.5 MB is passed over while reading.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Part {
    pub(crate) text: Option<String>,
    /// Whether the model is only thinking aloud.
    pub(crate) thought: bool,
    pub(crate) inline_data: Option<Blob>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Blob {
    pub(crate) mime_type: String,
    pub(crate) data: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct UsageMetadata {
    pub(crate) prompt_token_count: u64,
    pub(crate) candidates_token_count: u64,
    pub(crate) thoughts_token_count: u64,
    pub(crate) candidates_tokens_details: Vec<TokenDetail>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct TokenDetail {
    pub(crate) modality: String,
    pub(crate) token_count: u64,
}

impl UsageMetadata {
    /// Tokens of pictures or sound in the answer.
    pub(crate) fn media_tokens(&self) -> u64 {
        self.candidates_tokens_details
            .iter()
            .filter(|detail| matches!(detail.modality.as_str(), "IMAGE" | "AUDIO" | "VIDEO"))
            .map(|detail| detail.token_count)
            .sum()
    }

    /// All other tokens of the answer, thinking included.
    pub(crate) fn text_tokens(&self) -> u64 {
        self.candidates_token_count
            .saturating_sub(self.media_tokens())
            + self.thoughts_token_count
    }
}

impl Response {
    /// The answer itself; there is one at most.
    pub(crate) fn candidate(&self) -> Option<&Candidate> {
        self.candidates.first()
    }

    /// The parts of the answer, without what was only thought.
    pub(crate) fn parts(&self) -> impl DoubleEndedIterator<Item = &Part> {
        let candidate = self.candidate();
        let parts = candidate.map_or(&[][..], |candidate| &candidate.content.parts);
        parts.iter().filter(|part| !part.thought)
    }

    /// The text of the answer.
    pub(crate) fn text(&self) -> String {
        self.parts()
            .filter_map(|part| part.text.as_deref())
            .collect()
    }

    /// Puts the rest of an answer behind its beginning.
    pub(crate) fn append(&mut self, rest: Self) {
        let usage = &mut self.usage_metadata;
        usage.prompt_token_count += rest.usage_metadata.prompt_token_count;
        usage.candidates_token_count += rest.usage_metadata.candidates_token_count;
        usage.thoughts_token_count += rest.usage_metadata.thoughts_token_count;
        let details = rest.usage_metadata.candidates_tokens_details;
        usage.candidates_tokens_details.extend(details);
        match (
            self.candidates.first_mut(),
            rest.candidates.into_iter().next(),
        ) {
            (Some(begun), Some(rest)) => {
                begun.content.parts.extend(rest.content.parts);
                begun.finish_reason = rest.finish_reason;
                begun.finish_message = rest.finish_message;
                begun.continuation_token = rest.continuation_token;
            }
            (None, Some(rest)) => self.candidates.push(rest),
            _ => {}
        }
    }
}

/// One page of `models.list`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ModelList {
    pub(crate) models: Vec<Model>,
    pub(crate) next_page_token: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Model {
    /// `models/` and its id.
    pub(crate) name: String,
}
