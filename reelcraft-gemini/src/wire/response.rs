//! What comes back. Every field may be missing or `null`, and unknown ones are passed over.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};

use super::UsageMetadata;
use super::lenient::or_default;
use super::usage_metadata::lenient as lenient_usage;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Response {
    #[serde(deserialize_with = "or_default")]
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) prompt_feedback: Option<PromptFeedback>,
    #[serde(deserialize_with = "lenient_usage")]
    pub(crate) usage_metadata: Option<UsageMetadata>,
    pub(crate) model_version: Option<String>,
    #[serde(rename = "error", deserialize_with = "is_there")]
    has_error: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PromptFeedback {
    pub(crate) block_reason: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Candidate {
    #[serde(deserialize_with = "or_default")]
    pub(crate) content: Content,
    /// An open list: new reasons appear all the time.
    pub(crate) finish_reason: Option<String>,
    pub(crate) finish_message: Option<String>,
    pub(crate) continuation_token: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Content {
    #[serde(deserialize_with = "or_default")]
    pub(crate) parts: Vec<Part>,
}

/// A part; its `thoughtSignature` of up to 1.5 MB is passed over while reading.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Part {
    pub(crate) text: Option<String>,
    /// Whether the model is only thinking aloud.
    #[serde(deserialize_with = "or_default")]
    pub(crate) thought: bool,
    pub(crate) inline_data: Option<Blob>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Blob {
    #[serde(deserialize_with = "or_default")]
    pub(crate) mime_type: String,
    #[serde(deserialize_with = "or_default")]
    pub(crate) data: String,
}

/// The bill alone, of an answer that is otherwise not as it should be.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Bill {
    #[serde(deserialize_with = "lenient_usage")]
    usage_metadata: Option<UsageMetadata>,
}

/// An answer that cannot be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// Why, in words without anything of the answer.
    pub(crate) reason: String,
    /// What it took, where that much can be read.
    pub(crate) usage: Option<UsageMetadata>,
}

impl Response {
    /// Reads a body: an object, or an array whose only element it is, as streams and some
    /// proxies answer.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Unreadable> {
        first_of(body).map_err(|error| Unreadable {
            reason: super::without_quotes(&error),
            usage: serde_json::from_slice(body)
                .ok()
                .and_then(|bill: Bill| bill.usage_metadata),
        })
    }

    /// Whether it is an error and no answer, whatever the head of the reply says.
    pub(crate) fn is_error(&self) -> bool {
        self.has_error && self.candidates.is_empty()
    }

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

    /// The files of the answer, without drafts.
    pub(crate) fn files(&self) -> impl DoubleEndedIterator<Item = &Blob> {
        self.parts().filter_map(|part| part.inline_data.as_ref())
    }

    /// The text of the answer.
    pub(crate) fn text(&self) -> String {
        self.parts()
            .filter_map(|part| part.text.as_deref())
            .collect()
    }

    /// What to send to get the rest of an answer that is not whole.
    pub(crate) fn continuation_token(&self) -> Option<&str> {
        let token = self.candidate()?.continuation_token.as_deref()?;
        (!token.is_empty()).then_some(token)
    }

    /// Puts the rest of an answer behind its beginning.
    pub(crate) fn append(&mut self, rest: Self) {
        let rest = rest.candidates.into_iter().next();
        match (self.candidates.first_mut(), rest) {
            (Some(begun), Some(rest)) => {
                begun.content.parts.extend(rest.content.parts);
                begun.finish_reason = rest.finish_reason;
                begun.finish_message = rest.finish_message;
                begun.continuation_token = rest.continuation_token;
            }
            (Some(begun), None) => begun.continuation_token = None,
            (None, Some(rest)) => self.candidates.push(rest),
            (None, None) => {}
        }
    }
}

/// One page of `models.list`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ModelList {
    #[serde(deserialize_with = "or_default")]
    pub(crate) models: Vec<Model>,
    pub(crate) next_page_token: Option<String>,
    /// Whether it is an error and no list, whatever the head of the reply says.
    #[serde(rename = "error", deserialize_with = "is_there")]
    pub(crate) is_error: bool,
}

impl ModelList {
    /// Reads a body as [`Response::parse`] does, or says why it cannot be read, in words without
    /// anything of the body.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, String> {
        first_of(body).map_err(|error| super::without_quotes(&error))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Model {
    /// `models/` and its id.
    #[serde(deserialize_with = "or_default")]
    pub(crate) name: String,
}

/// Reads an object, or the first one of an array; an empty array is read as an empty object.
fn first_of<T: DeserializeOwned + Default>(body: &[u8]) -> serde_json::Result<T> {
    if body.trim_ascii_start().first() == Some(&b'[') {
        let all: Vec<T> = serde_json::from_slice(body)?;
        return Ok(all.into_iter().next().unwrap_or_default());
    }
    serde_json::from_slice(body)
}

/// Whether a field has any value but `null`.
fn is_there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<IgnoredAny>::deserialize(deserializer).map(|value| value.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_and_arrays_are_read() {
        for body in [
            r#"{"candidates":null,"promptFeedback":null,"usageMetadata":null,"modelVersion":null}"#,
            r#"{"candidates":[{"content":null,"finishReason":null}],"usageMetadata":[1]}"#,
            r#"{"candidates":[{"content":{"parts":null}}]}"#,
            r#"{"candidates":[{"content":{"parts":[{"text":null,"thought":null,"inlineData":null}]}}]}"#,
            "[]",
        ] {
            let answer = Response::parse(body.as_bytes()).unwrap();
            assert_eq!(answer.text(), "", "{body}");
        }
        for (body, is_error) in [
            (r#"{"error":{}}"#, true),
            (r#"[{"error":"busy"}]"#, true),
            (r#"{"error":null}"#, false),
            (r#"{"error":{},"candidates":[{}]}"#, false),
            ("{}", false),
        ] {
            let answer = Response::parse(body.as_bytes()).unwrap();
            assert_eq!(answer.is_error(), is_error, "{body}");
        }
        let wrapped = br#" [{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}]"#;
        assert_eq!(Response::parse(wrapped).unwrap().text(), "a");
    }

    #[test]
    fn the_bill_of_an_unreadable_answer_is_read() {
        let body = br#"{"candidates":"none","usageMetadata":{"promptTokenCount":7}}"#;
        let unreadable = Response::parse(body).unwrap_err();
        assert_eq!(unreadable.usage.unwrap().input, 7);
        assert!(!unreadable.reason.contains("none"), "{}", unreadable.reason);
        assert!(Response::parse(b"<html>").unwrap_err().usage.is_none());
    }
}
