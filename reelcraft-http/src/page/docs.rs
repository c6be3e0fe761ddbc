//! Swagger UI, from this service alone.

use poem::http::{StatusCode, header};
use poem::{Request, Response};
use reelcraft_core::{Error, Result};
use serde_json::Value;

use crate::problem::{Answer, Failure};

/// Swagger UI lays its pages out by style attributes, and draws its arrows as data.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const PAGE: &str = include_str!("docs.html");
const START: &str = include_str!("docs.js");

/// The files of Swagger UI, taken out of the one page in which the framework has them: inline
/// scripts are not allowed here.
#[derive(Debug, Clone)]
pub(crate) struct Docs {
    script: String,
    style: String,
    document: String,
}

impl Docs {
    /// Takes the page of the framework apart. `document` is the OpenAPI document.
    pub(crate) fn new(page: &str, document: &Value) -> Result<Self> {
        let part = |start: &str, end: &str| {
            let (_, rest) = page.split_once(start)?;
            let (part, _) = rest.split_once(end)?;
            Some(part.to_owned())
        };
        let parts = part("<style charset=\"UTF-8\">", "</style>")
            .zip(part("<script charset=\"UTF-8\">", "</script>"));
        let (style, script) =
            parts.ok_or_else(|| Error::internal("Swagger UI is not built as it was"))?;
        let document = serde_json::to_string_pretty(document)
            .map_err(|error| Error::internal("cannot write the API document").because(error))?;
        Ok(Self {
            script,
            style,
            document: document + "\n",
        })
    }

    /// The OpenAPI document.
    pub(crate) fn document(&self) -> &str {
        &self.document
    }
}

/// Answers with the OpenAPI document and the files of Swagger UI.
pub(crate) fn serve_docs(docs: &Docs, request: &Request) -> Answer<Response> {
    let (media_type, text) = match request.uri().path() {
        "/openapi.json" => ("application/json", docs.document()),
        "/docs" => ("text/html; charset=utf-8", PAGE),
        "/docs/swagger-ui.js" => ("text/javascript; charset=utf-8", docs.script.as_str()),
        "/docs/swagger-ui.css" => ("text/css; charset=utf-8", docs.style.as_str()),
        "/docs/start.js" => ("text/javascript; charset=utf-8", START),
        "/docs/" => {
            return Ok(Response::builder()
                .status(StatusCode::PERMANENT_REDIRECT)
                .header(header::LOCATION, "/docs")
                .finish());
        }
        _ => return Err(Failure::not_found("there is nothing at this address")),
    };
    Ok(Response::builder()
        .content_type(media_type)
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::CACHE_CONTROL, "no-cache")
        .body(text.to_owned()))
}
