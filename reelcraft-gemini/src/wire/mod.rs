//! The JSON of the API: what is sent, what comes back, and what errors look like.

mod error_body;
mod request;
mod response;

pub(crate) use error_body::ErrorBody;
pub(crate) use request::{
    Content, Generation, ImageConfig, Part, Request, SafetySetting, SpeechConfig, ThinkingConfig,
};
pub(crate) use response::{Blob, ModelList, Response, UsageMetadata};
