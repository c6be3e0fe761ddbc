//! Who asks.

use poem::{FromRequest, Request, RequestBody, Result};

/// Who asks, as far as it matters for taking turns: the browser that signed in, else the address
/// that the request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person(pub(crate) String);

impl Person {
    /// Who sends a request, without a sign-in.
    pub(super) fn of_address(request: &Request) -> Self {
        let address = request.remote_addr().as_socket_addr();
        Self(address.map_or_else(|| "local".to_owned(), |address| address.ip().to_string()))
    }
}

impl<'a> FromRequest<'a> for Person {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        let known = request.extensions().get::<Self>().cloned();
        Ok(known.unwrap_or_else(|| Self::of_address(request)))
    }
}
