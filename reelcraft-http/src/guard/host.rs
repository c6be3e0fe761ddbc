//! Under which names, and for which pages, the service answers.

use std::net::IpAddr;

use poem::Request;
use poem::http::header::{HOST, ORIGIN};
use poem::http::{HeaderMap, HeaderValue, Uri};

use crate::problem::{Answer, Code, Failure};
use crate::settings::Settings;

/// Under which names, and for which pages, the service answers.
///
/// A name that is not ours means that some page has pointed its own name at this machine (DNS
/// rebinding); an origin that is not ours, that a page of somebody else sends the request.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    hosts: Vec<String>,
    origins: Vec<String>,
}

impl Names {
    pub(crate) fn of(settings: &Settings) -> Self {
        let lower = |texts: &[String]| {
            let texts = texts.iter().map(|text| text.trim_end_matches('/'));
            texts.map(str::to_ascii_lowercase).collect()
        };
        Self {
            hosts: lower(&settings.hosts),
            origins: lower(&settings.origins),
        }
    }

    /// Refuses requests under names, and of pages, that are not ours.
    pub(super) fn check(&self, request: &Request) -> Answer<()> {
        let host = host_of(request.headers(), request.uri())?;
        if !self.is_ours(&host) {
            return Err(Failure::new(
                Code::UnknownHost,
                format!("this service is not called `{}`", shown(&host)),
            )
            .hint("add the name to `hosts` in reelcraft.toml, or to --host"));
        }
        let Some(origin) = request.headers().get(ORIGIN) else {
            return refuse_embedding(request);
        };
        let origin = origin.to_str().unwrap_or("?").to_ascii_lowercase();
        let same = ["http://", "https://"]
            .iter()
            .any(|scheme| origin.strip_prefix(scheme) == Some(&host));
        if same || self.origins.contains(&origin) {
            return Ok(());
        }
        Err(Failure::new(
            Code::ForeignOrigin,
            format!("pages of `{}` may not use this service", shown(&origin)),
        )
        .hint("add the origin to `origins` in reelcraft.toml, or to --origin"))
    }

    /// Whether pages of any other origin may use the service.
    pub(super) fn has_origins(&self) -> bool {
        !self.origins.is_empty()
    }

    /// The origin of a request, where it is one whose pages may use the service from elsewhere.
    pub(super) fn known_origin(&self, request: &Request) -> Option<HeaderValue> {
        let origin = request.headers().get(ORIGIN)?;
        let text = origin.to_str().ok()?.to_ascii_lowercase();
        self.origins.contains(&text).then(|| origin.clone())
    }

    /// Whether a host with or without port is one of ours. Addresses are: nobody can point an
    /// address anywhere.
    fn is_ours(&self, host: &str) -> bool {
        let name = without_port(host);
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        name == "localhost"
            || bare.parse::<IpAddr>().is_ok()
            || self
                .hosts
                .iter()
                .any(|known| known == name || known == host)
    }
}

/// Refuses what a page of somebody else embeds: a picture or sound of ours is of no use there, but
/// making it may take time here. Links to us are followed.
fn refuse_embedding(request: &Request) -> Answer<()> {
    let is = |name: &str, wanted: &[&str]| {
        let header = request.headers().get(name);
        header.is_some_and(|value| wanted.iter().any(|known| value == known))
    };
    // Frames navigate, too, and no page lies under /api.
    let is_link = is("sec-fetch-mode", &["navigate"])
        && is("sec-fetch-dest", &["document"])
        && !request.uri().path().starts_with("/api/");
    if is("sec-fetch-site", &["cross-site", "same-site"]) && !is_link {
        let detail = "pages of other origins may not embed what is here";
        return Err(Failure::new(Code::ForeignOrigin, detail));
    }
    Ok(())
}

/// The host that the request is for, in lower case. HTTP/2 has it in the URI.
fn host_of(headers: &HeaderMap, uri: &Uri) -> Answer<String> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = match (uri.authority(), hosts.next(), hosts.next()) {
        (_, Some(_), Some(_)) => None,
        (Some(authority), None, _) => Some(authority.as_str()),
        (Some(authority), Some(host), None) => {
            Some(authority.as_str()).filter(|name| host.as_bytes() == name.as_bytes())
        }
        (None, host, _) => host.and_then(|host| host.to_str().ok()),
    };
    let is_plain = |host: &&str| {
        !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || "/\\@?#".contains(c))
    };
    host.filter(is_plain)
        .map(str::to_ascii_lowercase)
        .ok_or_else(|| {
            Failure::new(
                Code::UnknownHost,
                "the request does not say for which host it is",
            )
        })
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|byte| byte.is_ascii_digit())
                && (!name.contains(':') || name.ends_with(']')) =>
        {
            name
        }
        _ => host,
    }
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(host: Option<&str>, origin: Option<&str>) -> Option<Code> {
        let settings = Settings {
            hosts: vec!["reels.example".into()],
            origins: vec!["http://localhost:5173/".into()],
            ..Settings::default()
        };
        let mut request = Request::builder();
        for (name, value) in [("host", host), ("origin", origin)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let checked = Names::of(&settings).check(&request.finish());
        checked.err().map(|failure| failure.code)
    }

    #[test]
    fn only_names_of_ours_are_answered() {
        for host in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "10.0.0.7",
            "Reels.Example",
            "reels.example:443",
        ] {
            assert_eq!(check(Some(host), None), None, "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "a@localhost",
            "",
            "reels.example.evil",
        ] {
            assert_eq!(check(Some(host), None), Some(Code::UnknownHost), "{host}");
        }
        assert_eq!(check(None, None), Some(Code::UnknownHost));
    }

    #[test]
    fn only_pages_of_ours_are_answered() {
        let host = Some("localhost:8080");
        for origin in [
            "http://localhost:8080",
            "https://localhost:8080",
            "http://localhost:5173",
        ] {
            assert_eq!(check(host, Some(origin)), None, "{origin}");
        }
        for origin in [
            "null",
            "http://localhost:8081",
            "http://evil.example",
            "http://localhost",
            "",
        ] {
            assert_eq!(
                check(host, Some(origin)),
                Some(Code::ForeignOrigin),
                "{origin}"
            );
        }
    }
}
