//! What goes back over the connection.

use std::time::Duration;

use poem::Response;
use poem::http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::answer::Delivery;
use super::answer_body::AnswerBody;
use super::errors::ApiError;

const JSON: &str = "application/json; charset=UTF-8";

/// A response, and what is remembered of it.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// What it was, in a few words: `200 STOP`.
    pub(super) summary: String,
    /// Whether the caller pays for it.
    pub(super) is_billed: bool,
    /// How long it waits until it is sent.
    pub(super) delay: Duration,
    pub(super) headers: Vec<(&'static str, String)>,
    content_type: &'static str,
    body: Vec<u8>,
    is_cut: bool,
}

impl Reply {
    /// A response of JSON, laid out for people as Google does.
    pub(super) fn json(status: u16, summary: impl std::fmt::Display, body: &Value) -> Self {
        Self {
            status,
            summary: format!("{status} {summary}"),
            is_billed: false,
            delay: Duration::ZERO,
            headers: Vec::new(),
            content_type: JSON,
            body: serde_json::to_vec_pretty(body).unwrap_or_default(),
            is_cut: false,
        }
    }

    /// A page from the machines before the API.
    pub(super) fn page(status: u16, html: &str) -> Self {
        Self {
            content_type: "text/html; charset=UTF-8",
            body: html.replace("{status}", &status.to_string()).into_bytes(),
            ..Self::json(status, "HTML", &Value::Null)
        }
    }

    /// An error of the API.
    pub(super) fn error(error: &ApiError) -> Self {
        Self::json(error.code(), error.status(), &error.body())
    }

    /// The same as a stream of one piece: events, or the only element of an array. Errors are
    /// no events.
    #[must_use]
    pub(super) fn streamed(mut self, as_events: bool) -> Self {
        if !as_events {
            return self.delivered(Delivery::InArray);
        }
        if self.status == 200
            && let Ok(body) = serde_json::from_slice::<Value>(&self.body)
        {
            self.body = format!("data: {body}\r\n\r\n").into_bytes();
            self.content_type = "text/event-stream";
        }
        self
    }

    /// The same, delivered in this way.
    #[must_use]
    pub(super) fn delivered(mut self, delivery: Delivery) -> Self {
        let note = match delivery {
            Delivery::Whole => return self,
            Delivery::InArray => {
                if let Ok(body) = serde_json::from_slice::<Value>(&self.body) {
                    self.body = serde_json::to_vec_pretty(&json!([body])).unwrap_or_default();
                }
                "in an array"
            }
            Delivery::Truncated => {
                self.body.truncate(self.body.len() / 2);
                "truncated"
            }
            Delivery::Empty => {
                self.body.clear();
                "empty"
            }
            Delivery::Cut => {
                self.is_cut = true;
                "cut"
            }
        };
        self.summary = format!("{}, {note}", self.summary);
        self
    }

    /// Bytes of the body.
    pub(super) fn body_bytes(&self) -> usize {
        self.body.len()
    }

    /// The response itself, with the headers that Google sends.
    pub(super) fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let length = self.body.len();
        let mut response = Response::builder()
            .status(status)
            .content_type(self.content_type)
            .header("server", "scaffolding on HTTPServer2")
            .header("server-timing", "gfet4t7; dur=51")
            .header("vary", "Origin, Referer, X-Origin")
            .body(poem::Body::from_async_read(AnswerBody::new(
                self.body,
                self.is_cut,
            )));
        if self.is_cut {
            // A chunked body would be ended properly; a length makes the missing half be missed.
            response
                .headers_mut()
                .insert("content-length", HeaderValue::from(length));
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
