//! The JSON of the API: what is sent, what comes back, and what errors look like.

mod error_body;
mod json_error;
mod lenient;
mod request;
mod response;
mod usage_metadata;

pub(crate) use error_body::ErrorBody;
pub(crate) use json_error::without_quotes;
pub(crate) use request::{
    Content, Generation, ImageConfig, Part, Request, SafetySetting, SpeechConfig, ThinkingConfig,
};
pub(crate) use response::{Blob, ModelList, Response};
pub(crate) use usage_metadata::UsageMetadata;
