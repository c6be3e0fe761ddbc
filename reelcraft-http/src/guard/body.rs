//! How long a body may take to arrive.

use std::io::{Error as IoError, ErrorKind as IoErrorKind};
use std::time::Duration;

use futures::{StreamExt as _, stream};
use poem::{Body, Endpoint, Middleware, Request};
use tokio::time::{Instant, timeout_at};

/// The slowest line that is served, once the first patience is used up, in bytes a second.
const SLOWEST_BYTES_PER_SEC: u64 = 10_000;

/// Ends requests whose bodies hardly arrive: each holds a connection and a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience(pub(crate) Duration);

impl<E: Endpoint> Middleware<E> for Patience {
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

impl<E: Endpoint> Endpoint for PatientEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, mut request: Request) -> poem::Result<E::Output> {
        let body = request.take_body();
        let begun = Instant::now() + self.patience;
        let chunks = body.into_bytes_stream().boxed();
        let timed = stream::unfold(Some((chunks, 0u64)), move |state| async move {
            let (mut chunks, received) = state?;
            let earned = Duration::from_secs(received / SLOWEST_BYTES_PER_SEC);
            match timeout_at(begun + earned, chunks.next()).await {
                Ok(None) => None,
                Ok(Some(Ok(chunk))) => {
                    let received = received + chunk.len() as u64;
                    Some((Ok(chunk), Some((chunks, received))))
                }
                Ok(Some(Err(error))) => Some((Err(error), None)),
                Err(_) => Some((Err(late()), None)),
            }
        });
        request.set_body(Body::from_bytes_stream(timed));
        self.inner.call(request).await
    }
}

fn late() -> IoError {
    IoError::new(IoErrorKind::TimedOut, "the body did not arrive in time")
}
