//! Pages of other origins that the settings name.

use std::sync::Arc;

use poem::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, Middleware, Request, Response};

use super::host::Names;

/// How long browsers remember what is allowed, in seconds.
const MAX_AGE: &str = "3600";
const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";
/// What such pages may send.
const SENT: &str = "authorization, content-type, if-match, if-none-match, idempotency-key, \
                    last-event-id, prefer, range";
/// What such pages may read of an answer.
const SEEN: &str = "etag, location, preference-applied, retry-after, x-request-id, \
                    content-disposition, content-range, accept-ranges";

/// Caches must not give the answer to one origin to another.
const VARY: HeaderValue = HeaderValue::from_static("Origin");

/// Lets pages of the origins that the settings name use the service (CORS, as the Fetch Standard
/// has it): with the token where there is one, never with the cookie of a sign-in. To all other
/// origins nothing is said, so that browsers keep answers from them.
#[derive(Debug, Clone)]
pub(crate) struct Cors(pub(crate) Arc<Names>);

impl<E: Endpoint<Output = Response>> Middleware<E> for Cors {
    type Output = CorsEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        CorsEndpoint {
            names: Arc::clone(&self.0),
            inner,
        }
    }
}

/// An endpoint that pages of other origins may use.
pub(crate) struct CorsEndpoint<E> {
    names: Arc<Names>,
    inner: E,
}

impl<E: Endpoint<Output = Response>> Endpoint for CorsEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let Some(origin) = self.names.known_origin(&request) else {
            let mut response = self.inner.call(request).await?;
            if self.names.has_origins() {
                response.headers_mut().append(header::VARY, VARY);
            }
            return Ok(response);
        };
        let is_preflight = *request.method() == Method::OPTIONS
            && request
                .headers()
                .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        let mut response = if is_preflight {
            let allowed = [
                (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
                (header::ACCESS_CONTROL_ALLOW_HEADERS, SENT),
                (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE),
            ];
            let answer = Response::builder().status(StatusCode::NO_CONTENT);
            allowed
                .into_iter()
                .fold(answer, |answer, (name, value)| answer.header(name, value))
                .finish()
        } else {
            self.inner.call(request).await?
        };
        let told: [(HeaderName, HeaderValue); 3] = [
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin),
            (
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static(SEEN),
            ),
            (header::VARY, VARY),
        ];
        for (name, value) in told {
            response.headers_mut().append(name, value);
        }
        Ok(response)
    }
}
