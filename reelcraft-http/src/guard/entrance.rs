//! The sign-in form of the page.

use poem::http::{StatusCode, header};
use poem::web::{Data, Form};
use poem::{Request, Response, handler};
use serde::Deserialize;

use super::door::COOKIE_NAME;
use crate::id::Id;
use crate::problem::{Answer, Failure};
use crate::settings::ApiToken;

const FORM: &str = include_str!("../page/sign_in.html");
/// How long a browser stays signed in, in seconds: 30 days.
const MAX_AGE_SECS: u32 = 30 * 86_400;

/// The form.
pub(crate) fn sign_in_form(status: StatusCode, was_wrong: bool) -> Response {
    let remark = if was_wrong {
        "<p class=\"wrong\" role=\"alert\">That is not the token.</p>"
    } else {
        ""
    };
    Response::builder()
        .status(status)
        .content_type("text/html; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-store")
        .body(FORM.replace("<!-- remark -->", remark))
}

/// What the form sends.
#[derive(Deserialize)]
pub(crate) struct SignIn {
    token: String,
}

/// Takes the token, and gives the browser a cookie that opens the service.
#[handler]
pub(crate) async fn sign_in(
    request: &Request,
    token: Data<&Option<ApiToken>>,
    Form(form): Form<SignIn>,
) -> Answer<Response> {
    let Some(token) = token.0 else {
        return Ok(to_start());
    };
    if !token.is(form.token.trim()) {
        // Whoever tries all tokens takes their time.
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        return Ok(sign_in_form(StatusCode::UNAUTHORIZED, true));
    }
    let browser = Id::new().map_err(Failure::from)?;
    let value = format!("{}.{browser}", token.cookie().reveal());
    Ok(with_cookie(
        to_start(),
        &value,
        MAX_AGE_SECS,
        is_secure(request),
    ))
}

/// Shows the form.
#[handler]
pub(crate) fn show_form() -> Response {
    sign_in_form(StatusCode::OK, false)
}

/// Takes the cookie away.
#[handler]
pub(crate) fn sign_out(request: &Request) -> Response {
    with_cookie(to_start(), "", 0, is_secure(request))
}

/// Whether the browser reached the service over TLS, here or at a proxy before it.
fn is_secure(request: &Request) -> bool {
    let forwarded = request.headers().get("x-forwarded-proto");
    request.scheme().as_str() == "https" || forwarded.is_some_and(|proto| proto == "https")
}

fn to_start() -> Response {
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, "/")
        .header(header::CACHE_CONTROL, "no-store")
        .finish()
}

fn with_cookie(mut response: Response, value: &str, max_age_secs: u32, secure: bool) -> Response {
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!(
        "{COOKIE_NAME}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_secs}{secure}"
    );
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
