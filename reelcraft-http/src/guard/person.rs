//! Who asks.

use std::net::IpAddr;

use poem::http::HeaderMap;
use poem::{FromRequest, Request, RequestBody, Result};

/// Who asks, as far as it matters for taking turns: the browser that signed in, else the address
/// that the request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person(pub(crate) String);

impl Person {
    /// Who sends a request, without a sign-in.
    pub(super) fn of_address(request: &Request, proxies: &[IpAddr]) -> Self {
        let peer = request.remote_addr().as_socket_addr();
        Self(peer.map_or_else(
            || "local".to_owned(),
            |peer| sender(peer.ip(), request.headers(), proxies).to_string(),
        ))
    }
}

/// Where a request comes from. Behind proxies of ours it is the last address that they have added
/// to `X-Forwarded-For`: those before it are what the sender says.
fn sender(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let texts = headers.get_all("x-forwarded-for").iter();
    let texts = texts.filter_map(|value| value.to_str().ok());
    let told: Vec<Option<IpAddr>> = texts
        .flat_map(|text| text.split(','))
        .map(|text| text.trim().parse().ok().map(|ip: IpAddr| ip.to_canonical()))
        .collect();
    // Behind an address of both kinds, IPv4 arrives in the clothes of IPv6.
    let mut from = peer.to_canonical();
    for before in told.into_iter().rev() {
        match before {
            Some(before) if proxies.contains(&from) => from = before,
            _ => break,
        }
    }
    from
}

impl<'a> FromRequest<'a> for Person {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        let known = request.extensions().get::<Self>().cloned();
        Ok(known.unwrap_or_else(|| Self::of_address(request, &[])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_proxies_of_ours_tell_who_asks() {
        let sender = |peer: &str, told: &str, proxies: &[&str]| {
            let headers = [("x-forwarded-for".parse().unwrap(), told.parse().unwrap())];
            let proxies: Vec<IpAddr> = proxies.iter().map(|text| text.parse().unwrap()).collect();
            let headers = headers.into_iter().collect();
            super::sender(peer.parse().unwrap(), &headers, &proxies).to_string()
        };
        assert_eq!(sender("10.0.0.9", "1.2.3.4", &[]), "10.0.0.9");
        assert_eq!(sender("10.0.0.1", "1.2.3.4", &["10.0.0.1"]), "1.2.3.4");
        // What the sender itself claims stands before what the proxy adds.
        let claimed = "6.6.6.6, 1.2.3.4";
        assert_eq!(sender("10.0.0.1", claimed, &["10.0.0.1"]), "1.2.3.4");
        let two = ["10.0.0.1", "10.0.0.2"];
        assert_eq!(sender("10.0.0.1", "1.2.3.4, 10.0.0.2", &two), "1.2.3.4");
        assert_eq!(sender("10.0.0.1", "", &["10.0.0.1"]), "10.0.0.1");
        assert_eq!(
            sender("::ffff:10.0.0.1", "1.2.3.4", &["10.0.0.1"]),
            "1.2.3.4"
        );
    }
}
