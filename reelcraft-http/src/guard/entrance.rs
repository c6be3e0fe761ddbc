//! The sign-in form of the page.

use poem::http::{StatusCode, header};
use poem::web::{Data, Form};
use poem::{Body, FromRequest as _, Request, RequestBody, Response, handler};
use serde::Deserialize;

use super::door::COOKIE_NAME;
use crate::id::Id;
use crate::problem::{Answer, Failure, from_poem};
use crate::settings::ApiToken;

const FORM: &str = include_str!("../page/sign_in.html");
/// The most bytes of the form's answer.
const MOST_BYTES: usize = 4096;
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
    body: Body,
) -> Answer<Response> {
    let Some(token) = token.0 else {
        return Ok(to_start());
    };
    // Whoever sends this may be anybody.
    let bytes = body.into_bytes_limit(MOST_BYTES).await;
    let bytes = bytes.map_err(|error| from_poem(error.into()))?;
    let form = Form::<SignIn>::from_request(request, &mut RequestBody::new(bytes.into())).await;
    let Form(form) = form.map_err(from_poem)?;
    if !token.is(form.token.trim()) {
        // Whoever tries all tokens takes their time.
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        return Ok(sign_in_form(StatusCode::UNAUTHORIZED, true));
    }
    let browser = Id::new().map_err(Failure::from)?;
    let value = format!("{browser}.{}", token.seal(browser.as_str()));
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
