//! Bodies on their way: how long they may take, and what becomes of those that nobody wants.

use std::io::{Error as IoError, ErrorKind as IoErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt as _, stream};
use poem::http::{HeaderValue, header};
use poem::{Body, Endpoint, Middleware, Request, Response};
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout, timeout_at};

/// The slowest line that is served, once the first patience is used up, in bytes a second.
const SLOWEST_BYTES_PER_SEC: u64 = 10_000;
/// How much of a body that nobody wants is still taken, in bytes, and for how long. Who sends it
/// reads our answer only then: a connection that is closed under it loses the answer, too.
const UNWANTED_BYTES: usize = 128_000_000;
const UNWANTED_PATIENCE: Duration = Duration::from_secs(20);

/// Ends requests whose bodies hardly arrive: each holds a connection and a place. After a body
/// that was not wanted to its end, the connection takes no other request, and the answer says so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience(pub(crate) Duration);

impl<E: Endpoint<Output = Response>> Middleware<E> for Patience {
    type Output = PatientEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        PatientEndpoint {
            patience: self.0,
            inner,
        }
    }
}

/// An endpoint whose requests arrive in time.
pub(crate) struct PatientEndpoint<E> {
    patience: Duration,
    inner: E,
}

impl<E: Endpoint<Output = Response>> Endpoint for PatientEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let length = request.headers().get(header::CONTENT_LENGTH);
        let length = length.and_then(|text| text.to_str().ok()?.parse().ok());
        let has_body = match length {
            Some(length) => length > 0,
            None => request.headers().contains_key(header::TRANSFER_ENCODING),
        };
        if !has_body {
            return self.inner.call(request).await;
        }
        let arriving = Arriving {
            chunks: request.take_body().into_bytes_stream().boxed(),
            until: Instant::now() + self.patience,
            length,
            received: 0,
            has_ended: Arc::default(),
        };
        let has_ended = Arc::clone(&arriving.has_ended);
        let body = stream::unfold(arriving, |mut arriving| async move {
            let chunk = arriving.next().await?;
            Some((chunk, arriving))
        });
        request.set_body(Body::from_bytes_stream(body));
        let mut response = self.inner.call(request).await?;
        if !has_ended.load(Ordering::SeqCst) {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        Ok(response)
    }
}

/// A body on its way.
struct Arriving {
    chunks: BoxStream<'static, Result<Bytes, IoError>>,
    /// When it must be here, unless it arrives well.
    until: Instant,
    /// How long it says it is, in bytes.
    length: Option<u64>,
    received: u64,
    has_ended: Arc<AtomicBool>,
}

impl Arriving {
    async fn next(&mut self) -> Option<Result<Bytes, IoError>> {
        let earned = Duration::from_secs(self.received / SLOWEST_BYTES_PER_SEC);
        let chunk = match timeout_at(self.until + earned, self.chunks.next()).await {
            Ok(chunk) => chunk,
            Err(_) => {
                self.chunks = stream::empty().boxed();
                let late = "the body did not arrive in time";
                Some(Err(IoError::new(IoErrorKind::TimedOut, late)))
            }
        };
        if let Some(Ok(bytes)) = &chunk {
            self.received += bytes.len() as u64;
        }
        if chunk.is_none() || Some(self.received) == self.length {
            self.has_ended.store(true, Ordering::SeqCst);
        }
        chunk
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        if self.has_ended.load(Ordering::SeqCst) {
            return;
        }
        let mut chunks = std::mem::replace(&mut self.chunks, stream::empty().boxed());
        runtime.spawn(timeout(UNWANTED_PATIENCE, async move {
            let mut left = UNWANTED_BYTES;
            while let Some(Ok(chunk)) = chunks.next().await {
                left = match left.checked_sub(chunk.len()) {
                    Some(left) => left,
                    None => return,
                };
            }
        }));
    }
}
