//! Who may come in.

use std::net::IpAddr;
use std::sync::Arc;

use poem::http::header::{AUTHORIZATION, COOKIE};
use poem::{Endpoint, Middleware, Request, Response};

use super::host::Names;
use super::person::Person;
use crate::problem::{Answer, Code, Failure};
use crate::settings::{ApiToken, Settings};

/// The name of the sign-in cookie.
pub(super) const COOKIE_NAME: &str = "reelcraft";

/// What may be seen without a token: the sign-in form and its style, and whether the service lives.
const OPEN: [&str; 5] = [
    "/sign-in",
    "/sign-out",
    "/plain.css",
    "/health/live",
    "/health/ready",
];

/// Lets in who comes under our name, from no foreign page, and with the token where there is one.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    names: Arc<Names>,
    token: Option<ApiToken>,
    proxies: Arc<Vec<IpAddr>>,
}

impl Door {
    pub(crate) fn new(names: Arc<Names>, settings: &Settings, token: Option<ApiToken>) -> Self {
        Self {
            names,
            token,
            proxies: Arc::new(settings.proxies.clone()),
        }
    }

    fn check(&self, request: &mut Request) -> Answer<()> {
        self.names.check(request)?;
        let mut person = Person::of_address(request, &self.proxies);
        if let Some(token) = &self.token {
            let browser = signed_in(request, token);
            let is_open = OPEN.contains(&request.uri().path());
            if browser.is_none() && !is_open && !has_token(request, token) {
                return Err(
                    Failure::new(Code::Unauthenticated, "this service needs its token")
                        .hint("send `Authorization: Bearer …`, or sign in at /sign-in"),
                );
            }
            if let Some(browser) = browser {
                person = Person(browser);
            }
        }
        request.set_data(person);
        Ok(())
    }
}

fn has_token(request: &Request, token: &ApiToken) -> bool {
    let header = request.headers().get(AUTHORIZATION);
    let text = header
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    match text.split_once(' ') {
        Some((scheme, asked)) => scheme.eq_ignore_ascii_case("bearer") && token.is(asked.trim()),
        None => false,
    }
}

/// The browser that has signed in: its name in the cookie, which only we can have sealed.
fn signed_in(request: &Request, token: &ApiToken) -> Option<String> {
    let headers = request.headers().get_all(COOKIE).iter();
    let texts = headers.filter_map(|value| value.to_str().ok());
    let mut cookies = texts.flat_map(|text| text.split(';'));
    cookies.find_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        let (browser, seal) = value.split_once('.')?;
        let is_ours = name == COOKIE_NAME && token.is_seal(browser, seal);
        is_ours.then(|| browser.to_owned())
    })
}

impl<E: Endpoint> Middleware<E> for Door {
    type Output = DoorEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        DoorEndpoint {
            door: self.clone(),
            inner,
        }
    }
}

/// An endpoint behind the door.
pub(crate) struct DoorEndpoint<E> {
    door: Door,
    inner: E,
}

impl<E: Endpoint> Endpoint for DoorEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        if let Err(failure) = self.door.check(&mut request) {
            let wants_page = failure.code == Code::Unauthenticated && is_page(&request);
            return if wants_page {
                Ok(super::sign_in_form(
                    poem::http::StatusCode::UNAUTHORIZED,
                    false,
                ))
            } else {
                Err(failure.into())
            };
        }
        let response = self.inner.call(request).await?;
        Ok(poem::IntoResponse::into_response(response))
    }
}

/// Whether a browser asks for a page, and not a program for data.
fn is_page(request: &Request) -> bool {
    let accept = request.headers().get("accept");
    let accept = accept
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    request.method() == poem::http::Method::GET
        && accept.contains("text/html")
        && !request.uri().path().starts_with("/api/")
}
