//! Answering with files: whole or in part, kept by browsers for good.

use std::ops::Bound::{Excluded, Included, Unbounded};
use std::ops::Range;

use futures::TryStreamExt as _;
use object_store::GetRange;
use poem::http::{StatusCode, header};
use poem::web::headers::{HeaderMapExt as _, Range as RangeHeader};
use poem::{Body, IntoResponse as _, Request, Response};

use super::path::{AssetPath, Shelf};
use super::store::Assets;
use crate::guard::RequestNumber;
use crate::problem::{Answer, Code, Failure, Problem};

/// Answers with the file of an address.
///
/// What lies under an address is named by its content, so its name is the `ETag`, and browsers may
/// keep it for good; only the music is named by people: its `ETag` is the digest of the content,
/// and it is asked for again.
pub(crate) async fn serve_asset(assets: &Assets, request: &Request) -> Answer<Response> {
    let text = request.uri().path();
    let path: AssetPath = text
        .parse()
        .map_err(|_| Failure::not_found("there is no such file"))?;
    let asset = assets.find(&path).await?;
    let content = asset.facts.digest.as_ref();
    let etag = format!(
        "\"{}\"",
        content.map_or(path.stem(), |digest| digest.as_str())
    );
    let cache = match path.shelf() {
        Shelf::Music => "public, max-age=3600",
        _ => "private, max-age=31536000, immutable",
    };
    let mut response = Response::builder()
        .content_type(path.media_type())
        .header(header::ETAG, &etag)
        .header(header::CACHE_CONTROL, cache)
        .header(header::ACCEPT_RANGES, "bytes");
    if is_download(request) || path.shelf() == Shelf::Exports && path.extension() == "zip" {
        let name = asset.facts.label.clone();
        let name = name.unwrap_or_else(|| format!("{}.{}", path.stem(), path.extension()));
        response = response.header(header::CONTENT_DISPOSITION, attachment(&name));
    }
    if has_it(request, &etag) {
        return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    let range = match range_of(request, asset.bytes, &etag) {
        Wanted::All => None,
        Wanted::Part(range) => Some(range),
        Wanted::Outside => {
            let detail = format!("the file has {} bytes", asset.bytes);
            let failure = Failure::new(Code::RangeOutside, detail);
            let number = request.data::<RequestNumber>();
            let number = number.map_or("", |number| number.0.as_str());
            let mut response = Problem::of(&failure, number).into_response();
            if let Ok(range) = format!("bytes */{}", asset.bytes).parse() {
                response.headers_mut().insert(header::CONTENT_RANGE, range);
            }
            return Ok(response);
        }
    };
    let (status, length) = match &range {
        None => (StatusCode::OK, asset.bytes),
        Some(range) => {
            let shown = format!("bytes {}-{}/{}", range.start, range.end - 1, asset.bytes);
            response = response.header(header::CONTENT_RANGE, shown);
            (StatusCode::PARTIAL_CONTENT, range.end - range.start)
        }
    };
    let response = response
        .status(status)
        .header(header::CONTENT_LENGTH, length);
    if request.method() == poem::http::Method::HEAD {
        return Ok(response.finish());
    }
    let opened = assets.open(&path, range.map(GetRange::Bounded)).await?;
    let stream = opened.into_stream().map_err(std::io::Error::other);
    Ok(response.body(Body::from_bytes_stream(stream)))
}

/// What part of a file is asked for.
enum Wanted {
    All,
    Part(Range<u64>),
    Outside,
}

fn range_of(request: &Request, length: u64, etag: &str) -> Wanted {
    // A part of an older file is of no use.
    let condition = request.headers().get(header::IF_RANGE);
    if condition.is_some_and(|known| known.as_bytes() != etag.as_bytes()) {
        return Wanted::All;
    }
    let Some(ranges) = request.headers().typed_get::<RangeHeader>() else {
        return Wanted::All;
    };
    let mut parts = ranges.satisfiable_ranges(length);
    let (Some(first), None) = (parts.next(), parts.next()) else {
        // The last bytes of a file that has fewer are all of it, as RFC 9110 says.
        let header = request.headers().get(header::RANGE);
        let header = header.and_then(|value| value.to_str().ok());
        let suffix = header.and_then(|text| text.strip_prefix("bytes=-")?.trim().parse().ok());
        if suffix.is_some_and(|bytes: u64| bytes >= length) && length > 0 {
            return Wanted::Part(0..length);
        }
        // Several parts at once are answered with all of it, as RFC 9110 allows; none that
        // lies inside, with an error.
        let inside = ranges.satisfiable_ranges(length).next().is_some();
        return if inside { Wanted::All } else { Wanted::Outside };
    };
    let start = match first.0 {
        Included(start) => start,
        Excluded(before) => before + 1,
        Unbounded => 0,
    };
    let end = match first.1 {
        Included(last) => last.saturating_add(1),
        Excluded(end) => end,
        Unbounded => length,
    }
    .min(length);
    if start < end {
        Wanted::Part(start..end)
    } else {
        Wanted::Outside
    }
}

fn has_it(request: &Request, etag: &str) -> bool {
    let known = request.headers().get(header::IF_NONE_MATCH);
    let known = known
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    known
        .split(',')
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*")
}

fn is_download(request: &Request) -> bool {
    let query = request.uri().query().unwrap_or_default();
    query
        .split('&')
        .any(|pair| pair == "download" || pair.starts_with("download="))
}

/// A `Content-Disposition` as RFC 6266 has it: a plain name, and the true one for those that can.
pub(crate) fn attachment(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| if "/\\:*?\"<>|".contains(c) { '-' } else { c })
        .take(120)
        .collect();
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii() && c != '%' { c } else { '_' })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_downloads_are_safe_everywhere() {
        let told = attachment("Nega dengiz shoʻr?\r\n\"../x\".mp4");
        assert!(!told.contains(['\r', '\n']));
        assert!(
            told.contains("filename=\"Nega dengiz sho_r--..-x-.mp4\""),
            "{told}"
        );
        assert!(
            told.contains("filename*=UTF-8''Nega%20dengiz%20sho%CA%BBr"),
            "{told}"
        );
    }

    #[test]
    fn ranges_are_read() {
        let of = |range: &str| {
            let request = Request::builder().header("range", range).finish();
            match range_of(&request, 100, "\"a\"") {
                Wanted::All => (0, 0),
                Wanted::Part(range) => (range.start, range.end),
                Wanted::Outside => (1, 0),
            }
        };
        assert_eq!(of("bytes=0-"), (0, 100));
        assert_eq!(of("bytes=10-19"), (10, 20));
        assert_eq!(of("bytes=90-200"), (90, 100));
        assert_eq!(of("bytes=-5"), (95, 100));
        assert_eq!(of("bytes=-500"), (0, 100));
        assert_eq!(of("bytes=0-18446744073709551615"), (0, 100));
        assert_eq!(of("bytes=-0"), (1, 0));
        assert_eq!(of("bytes=100-"), (1, 0));
        assert_eq!(of("apples=1-2"), (0, 0));
    }
}
