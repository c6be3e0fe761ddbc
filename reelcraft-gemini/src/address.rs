//! The address of the API.

use reelcraft_core::{Error, Result};

use crate::settings::BASE_URL_VARIABLE;

/// Where the API is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Without a slash at its end.
    pub(crate) base: String,
    /// Whether it is on this machine, which no proxy leads to.
    pub(crate) is_local: bool,
}

impl Address {
    /// Where the API is: `https` anywhere, `http` on this machine, and nothing else.
    pub(crate) fn of(base_url: &str) -> Result<Self> {
        let base = base_url.trim().trim_end_matches('/');
        let wrong = |what: &str| {
            Error::invalid_input(format!("the address of Gemini {what}")).hint(format!(
                "set {BASE_URL_VARIABLE} to something like https://host, or \
                 http://127.0.0.1:8790 for a server on this machine"
            ))
        };
        let url = reqwest::Url::parse(base).map_err(|_| wrong("is no address"))?;
        let has_host = url.host_str().is_some_and(|host| !host.is_empty());
        let has_more = !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some();
        if !matches!(url.scheme(), "http" | "https") || !has_host || has_more {
            return Err(wrong("is no plain address"));
        }
        let is_local = is_this_machine(&url);
        if url.scheme() == "http" && !is_local {
            return Err(wrong("would send the key without encryption"));
        }
        Ok(Self {
            base: base.to_owned(),
            is_local,
        })
    }
}

fn is_this_machine(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_goes_out_encrypted_or_stays_on_this_machine() {
        for (url, base, is_local) in [
            ("http://127.0.0.1:80/", "http://127.0.0.1:80", true),
            ("http://[::1]:8790", "http://[::1]:8790", true),
            (" http://localhost:1 ", "http://localhost:1", true),
            (
                "https://proxy.example/gemini/",
                "https://proxy.example/gemini",
                false,
            ),
        ] {
            let address = Address::of(url).unwrap();
            assert_eq!((address.base.as_str(), address.is_local), (base, is_local));
        }
        for wrong in [
            "",
            "a b",
            "file:///etc/passwd",
            "http://a:b@127.0.0.1",
            "https://a/?key=x",
            "https://a/#x",
            "http://example.com",
            "http://10.0.0.1:8790",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
        ] {
            assert!(Address::of(wrong).is_err(), "{wrong}");
        }
    }
}
