//! Bytes to the server and back.

use std::time::Duration;

use async_trait::async_trait;
use reelcraft_core::{Error, Result};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::address::Address;
use crate::key::ApiKey;
use crate::policy::Failure;

/// The header of the key. It is never in a URL, which ends in logs.
const KEY_HEADER: HeaderName = HeaderName::from_static("x-goog-api-key");
/// Who asks.
const AGENT: &str = concat!("reelcraft/", env!("CARGO_PKG_VERSION"));
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// The most bytes of an answer: a picture of 4K in base64, and what comes with it.
const MAX_BYTES: usize = 96 << 20;

/// An answer of the server, whatever it says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Takes requests to the server.
#[async_trait]
pub(crate) trait Transport: Send + Sync {
    /// Posts JSON to a path, and waits for the whole answer.
    async fn post(&self, path: &str, json: Vec<u8>, timeout: Duration) -> Result<Reply, Failure>;

    /// Gets a path with a query, and waits for the whole answer.
    async fn get(
        &self,
        path: &str,
        query: &[(&str, String)],
        timeout: Duration,
    ) -> Result<Reply, Failure>;
}

/// HTTPS, or HTTP where the address says so.
pub(crate) struct Http {
    client: reqwest::Client,
    base: String,
}

impl Http {
    /// Prepares connections.
    pub(crate) fn new(key: &ApiKey, address: Address) -> Result<Self> {
        // Another part of the program may have chosen one already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut headers = HeaderMap::new();
        headers.insert(KEY_HEADER, key.header()?);
        let name = HeaderName::from_static("x-goog-api-client");
        headers.insert(name, HeaderValue::from_static(AGENT));
        let mut client = reqwest::Client::builder();
        if address.is_local {
            // No proxy leads to this machine, and none shall see the key unencrypted.
            client = client.no_proxy();
        }
        let client = client
            .default_headers(headers)
            .user_agent(AGENT)
            .connect_timeout(CONNECT)
            // The key goes to the host it is meant for, and to no other.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| {
                Error::unavailable("cannot set up secure connections").because(error)
            })?;
        Ok(Self {
            client,
            base: address.base,
        })
    }
}

#[async_trait]
impl Transport for Http {
    async fn post(&self, path: &str, json: Vec<u8>, timeout: Duration) -> Result<Reply, Failure> {
        let request = self
            .client
            .post(format!("{}/{path}", self.base))
            .header(reqwest::header::CONTENT_TYPE, "application/json")
            .timeout(timeout)
            .body(json);
        whole(request.send().await, timeout).await
    }

    async fn get(
        &self,
        path: &str,
        query: &[(&str, String)],
        timeout: Duration,
    ) -> Result<Reply, Failure> {
        let request = self.client.get(format!("{}/{path}", self.base));
        whole(request.query(query).timeout(timeout).send().await, timeout).await
    }
}

/// Waits for the whole of an answer, up to [`MAX_BYTES`].
async fn whole(
    sent: reqwest::Result<reqwest::Response>,
    timeout: Duration,
) -> Result<Reply, Failure> {
    let mut response = sent.map_err(|error| failure(&error, timeout))?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let mut body = Vec::new();
    let next = |error: reqwest::Error| failure(&error, timeout);
    while let Some(chunk) = response.chunk().await.map_err(next)? {
        if body.len() + chunk.len() > MAX_BYTES {
            return Err(Failure::TooLarge(MAX_BYTES >> 20));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Reply {
        status,
        headers,
        body,
    })
}

/// What a call that got no answer means.
fn failure(error: &reqwest::Error, timeout: Duration) -> Failure {
    if error.is_connect() {
        Failure::Unreachable(innermost(error))
    } else if error.is_timeout() {
        Failure::TimedOut(timeout)
    } else {
        Failure::Lost(innermost(error))
    }
}

/// The innermost cause, which names no URL.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
