//! What surrounds every request: its number, its line in the log, and what happens when it fails.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use futures::FutureExt as _;
use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::{Endpoint, IntoResponse as _, Middleware, Request, Response};
use tracing::Instrument as _;

use super::methods::Methods;
use crate::id::Id;
use crate::metrics::Metrics;
use crate::problem::{Failure, Problem, from_poem};

/// The header of a request's number, which is in every line that it writes to the log, too.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Headers that every answer has.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Without any, browsers send the sign-in form as if it came from nowhere.
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
];

/// The number of a request.
#[derive(Debug, Clone)]
pub(crate) struct RequestNumber(pub(crate) String);

/// Gives every request a number, writes it to the log when it is answered, and turns whatever
/// goes wrong, panics included, into an answer.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) methods: Arc<Methods>,
}

impl<E: Endpoint> Middleware<E> for Watch {
    type Output = WatchEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        WatchEndpoint {
            watch: self.clone(),
            inner,
        }
    }
}

/// An endpoint whose requests are watched.
pub(crate) struct WatchEndpoint<E> {
    watch: Watch,
    inner: E,
}

impl<E: Endpoint> Endpoint for WatchEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let begun = Instant::now();
        let number = Id::new().map_or_else(|_| "0".to_owned(), |id| id.as_str()[..16].to_owned());
        request.set_data(RequestNumber(number.clone()));
        let method = request.method().clone();
        // Without the query: it may hold what is nobody's business.
        let path = request.uri().path().to_owned();
        let span = tracing::info_span!("request", id = %number);
        let answered = AssertUnwindSafe(self.inner.call(request))
            .catch_unwind()
            .instrument(span.clone())
            .await;
        let _inside = span.entered();
        let result = match answered {
            Ok(Ok(answer)) => Ok(answer.into_response()),
            Ok(Err(error)) => Err(from_poem(error)),
            Err(panic) => Err(Failure::internal(format!("panic: {}", text_of(&*panic)))),
        };
        let mut response =
            result.unwrap_or_else(|failure| Problem::of(&failure, &number).into_response());
        for (name, value) in HEADERS {
            let headers = response.headers_mut();
            if !headers.contains_key(&name) {
                headers.insert(name, HeaderValue::from_static(value));
            }
        }
        if let Ok(value) = HeaderValue::from_str(&number) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        if response.status() == StatusCode::METHOD_NOT_ALLOWED
            && let Ok(methods) = HeaderValue::from_str(self.watch.methods.at(&path))
        {
            response.headers_mut().insert(header::ALLOW, methods);
        }
        let status = response.status().as_u16();
        let elapsed = begun.elapsed();
        self.watch.metrics.request(&method, status, elapsed);
        let millis = elapsed.as_secs_f64() * 1000.0;
        tracing::info!(%method, path, status, millis, "answered");
        Ok(response)
    }
}

/// What a panic says.
pub(crate) fn text_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "of an unknown kind".to_owned())
}
