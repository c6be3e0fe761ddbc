//! The files of the page.

use poem::http::{Method, StatusCode, header};
use poem::{Request, Response};
use reelcraft_core::Digest;
use rust_embed::RustEmbed;

use crate::problem::{Answer, Failure};

/// What `npm run build` made in `web/`; nothing where it was not built.
#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Built;

const PLAIN_PAGE: &str = include_str!("plain.html");
const PLAIN_STYLE: &str = include_str!("plain.css");

/// Codings that files of the page are kept in beside themselves, the best one first.
const CODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Answers with a file of the page. Addresses that name no file belong to the page, which looks
/// at them itself; those that do are files, or there is nothing.
pub(crate) fn serve_page(request: &Request) -> Answer<Response> {
    let path = request.uri().path().trim_start_matches('/');
    let nothing = || Failure::not_found("there is nothing at this address");
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(nothing());
    }
    if path == "plain.css" {
        return Ok(answer(request, path, PLAIN_STYLE.as_bytes(), None));
    }
    let names_file = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    let name = if names_file { path } else { "index.html" };
    if path.starts_with("api/") {
        return Err(nothing().hint("see /docs for all operations"));
    }
    let accepted = request.headers().get(header::ACCEPT_ENCODING);
    let accepted = accepted
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    for (coding, ending) in CODINGS {
        if accepted
            .split(',')
            .any(|known| known.trim().split(';').next() == Some(coding))
            && let Some(file) = Built::get(&format!("{name}{ending}"))
        {
            return Ok(answer(request, name, &file.data, Some(coding)));
        }
    }
    match Built::get(name) {
        Some(file) => Ok(answer(request, name, &file.data, None)),
        None if name == "index.html" => Ok(answer(request, name, PLAIN_PAGE.as_bytes(), None)),
        None => Err(nothing()),
    }
}

fn answer(request: &Request, name: &str, bytes: &[u8], coding: Option<&str>) -> Response {
    let etag = format!("\"{}\"", Digest::of_bytes(bytes));
    let media_type = mime_guess::from_path(name).first_or_octet_stream();
    let media_type = match media_type.type_().as_str() {
        "text" => format!("{media_type}; charset=utf-8"),
        _ => media_type.to_string(),
    };
    // The builder puts a digest into the names in this folder.
    let cache = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = Response::builder()
        .content_type(media_type)
        .header(header::ETAG, &etag)
        .header(header::VARY, "Accept-Encoding")
        .header(header::CACHE_CONTROL, cache);
    let known = request.headers().get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    if let Some(coding) = coding {
        response = response.header(header::CONTENT_ENCODING, coding);
    }
    response.body(bytes.to_vec())
}
