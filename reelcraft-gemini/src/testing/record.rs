//! What the server was asked, and what it answered.

use std::time::Instant;

use serde_json::Value;

use super::reply::Reply;
use super::route::Route;

/// A request that arrived, accepted or not.
#[derive(Debug, Clone)]
pub struct RecordedRequest {
    /// What it is for; `None` while nobody knows, because the path or the model does not exist.
    pub route: Option<Route>,
    /// `GET` or `POST`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query without its question mark; empty where there is none.
    pub query: String,
    /// The model that the path names.
    pub model: Option<String>,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body as it was sent; `Null` where there is none, or no JSON.
    pub body: Value,
    /// When it had arrived.
    pub arrived: Instant,
    /// What it was answered; `None` while that is being made, or when the client left before.
    pub answer: Option<RecordedAnswer>,
}

/// What a request was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedAnswer {
    /// The HTTP status.
    pub status: u16,
    /// What it was, in a few words: `200 STOP`, `429 RESOURCE_EXHAUSTED`, `200 STOP, cut`.
    pub summary: String,
    /// Whether the caller pays for it: something was thought, written, drawn or spoken, whether
    /// it arrived or not.
    pub billed: bool,
    /// Length of the body, before a connection is cut.
    pub body_bytes: usize,
    /// When it was made. It may be sent later.
    pub made: Instant,
}

impl RecordedRequest {
    /// The value of a header; `name` is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header == name)
            .map(|(_, value)| value.as_str())
    }

    /// The status it was answered with.
    pub fn status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status)
    }

    /// Whether the caller pays for the answer.
    pub fn is_billed(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.billed)
    }
}

impl From<&Reply> for RecordedAnswer {
    fn from(reply: &Reply) -> Self {
        Self {
            status: reply.status,
            summary: reply.summary.clone(),
            billed: reply.is_billed,
            body_bytes: reply.body_bytes(),
            made: Instant::now(),
        }
    }
}
