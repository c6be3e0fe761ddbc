//! What can go wrong with a call, and what that means.

use std::time::Duration;

use reelcraft_core::{Error, ErrorKind};
use reqwest::header::{HeaderMap, RETRY_AFTER};

use crate::settings::BASE_URL_VARIABLE;
use crate::transport::Reply;
use crate::wire::ErrorBody;

/// Where quotas, keys and billing are looked at.
const ACCOUNT_PAGE: &str = "https://aistudio.google.com";
/// Where an API is switched on.
const CONSOLE_PAGE: &str = "https://console.cloud.google.com";

/// Why a call gave nothing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum Failure {
    /// No connection, or it broke before the request was out.
    #[error("Gemini cannot be reached: {0}")]
    Unreachable(String),
    /// The request was sent and no whole answer came: it may have been paid for.
    #[error("no answer from Gemini: {0}")]
    Lost(String),
    /// It is overloaded.
    #[error("the model {model} is overloaded: {message}")]
    Overloaded { model: String, message: String },
    /// A defect of the server that may pass.
    #[error("Gemini answered {status}: {message}")]
    Broken { status: u16, message: String },
    /// Too many calls within a minute.
    #[error("too many calls a minute: {message}")]
    TooFast {
        message: String,
        wait: Option<Duration>,
    },
    /// The quota of the day is used up, or is none at all.
    #[error("the quota of {model} is used up: {message}")]
    QuotaUsedUp {
        model: String,
        message: String,
        wait: Option<Duration>,
        needs_billing: bool,
    },
    /// The prepaid credits are used up.
    #[error("the credits of the Gemini account are used up: {0}")]
    NoCredits(String),
    /// The key is wrong, or may not do this.
    #[error("Gemini rejects the key: {message}")]
    KeyRejected { message: String, hint: &'static str },
    /// The API is not offered where this machine is.
    #[error("Gemini is not offered here: {0}")]
    WrongPlace(String),
    /// The model does not exist (any more).
    #[error("there is no model {model}: {message}")]
    NoModel { model: String, message: String },
    /// A request that the server does not take: a defect of ours or a setting.
    #[error("Gemini does not take the request: {0}")]
    BadRequest(String),
    /// The prompt or the answer was declined.
    #[error("Gemini declined: {0}")]
    Declined(String),
    /// An answer without what was asked for.
    #[error("the answer of {model} is empty: {reason}")]
    Empty { model: String, reason: String },
    /// The answer was cut off: thinking and answer used up all tokens.
    #[error("the answer of {0} was cut off")]
    CutOff(String),
    /// What came is not what was asked for.
    #[error("the answer of {model} is of no use: {reason}")]
    Unusable { model: String, reason: String },
}

impl Failure {
    /// What an answer with another status than 200 means.
    pub(crate) fn of_reply(model: &str, reply: &Reply) -> Self {
        let error = ErrorBody::parse(reply.status, &reply.body);
        let status = error.code;
        let message = if error.message.is_empty() {
            format!("status {status}")
        } else {
            error.message.clone()
        };
        let model = model.to_owned();
        match status {
            429 if error.is_lasting_quota() => Self::QuotaUsedUp {
                model,
                message,
                wait: None,
                needs_billing: error.is_without_free_tier(),
            },
            429 => Self::TooFast {
                message,
                wait: retry_after(&reply.headers).max(error.retry_delay()),
            },
            402 => Self::NoCredits(message),
            401 => Self::KeyRejected {
                message,
                hint: "take a key from Google AI Studio and set GEMINI_API_KEY",
            },
            403 if error.reason() == Some("SERVICE_DISABLED") => Self::KeyRejected {
                message,
                hint: "switch on the Generative Language API for the key's project in the console",
            },
            403 => Self::KeyRejected {
                message,
                hint: "use a key that may call the Generative Language API",
            },
            400 if error.reason() == Some("API_KEY_INVALID") => Self::KeyRejected {
                message,
                hint: "take a key from Google AI Studio and set GEMINI_API_KEY",
            },
            400 if error.status == "FAILED_PRECONDITION" => Self::WrongPlace(message),
            404 => Self::NoModel { model, message },
            503 => Self::Overloaded { model, message },
            408 | 499 | 500.. => Self::Broken { status, message },
            _ => Self::BadRequest(message),
        }
    }

    /// Changes the texts that came from a server.
    pub(crate) fn map_text(mut self, change: impl Fn(&str) -> String) -> Self {
        match &mut self {
            Self::Unreachable(text)
            | Self::Lost(text)
            | Self::NoCredits(text)
            | Self::WrongPlace(text)
            | Self::BadRequest(text)
            | Self::Declined(text)
            | Self::CutOff(text)
            | Self::Overloaded { message: text, .. }
            | Self::Broken { message: text, .. }
            | Self::TooFast { message: text, .. }
            | Self::QuotaUsedUp { message: text, .. }
            | Self::KeyRejected { message: text, .. }
            | Self::NoModel { message: text, .. }
            | Self::Empty { reason: text, .. }
            | Self::Unusable { reason: text, .. } => *text = change(text),
        }
        self
    }
}

/// Seconds, as every server of the API sends it.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let secs = headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(Duration::from_secs(secs))
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let text = failure.to_string();
        let again = "try again later; what is finished is kept";
        match failure {
            Failure::Unreachable(_) => Self::unavailable(text).hint(format!(
                "check the network, and {BASE_URL_VARIABLE} where it is set"
            )),
            Failure::Lost(_) => Self::new(ErrorKind::Timeout, text).hint(again),
            Failure::Overloaded { .. } | Failure::Broken { .. } | Failure::Empty { .. } => {
                Self::unavailable(text).hint(again)
            }
            Failure::TooFast { wait, .. } => {
                Self::new(ErrorKind::QuotaExceeded { retry_after: wait }, text)
                    .hint("lower calls_per_minute in the settings, or ask for more at the provider")
            }
            Failure::QuotaUsedUp {
                wait,
                needs_billing,
                ..
            } => {
                let hint = if needs_billing {
                    format!("this model needs a paid account: link billing at {ACCOUNT_PAGE}")
                } else {
                    format!(
                        "quotas of a day begin anew at midnight in California; see {ACCOUNT_PAGE}"
                    )
                };
                Self::new(ErrorKind::QuotaExceeded { retry_after: wait }, text).hint(hint)
            }
            Failure::NoCredits(_) => {
                Self::new(ErrorKind::QuotaExceeded { retry_after: None }, text)
                    .hint(format!("add credits at {ACCOUNT_PAGE}"))
            }
            Failure::KeyRejected { hint, .. } => {
                Self::new(ErrorKind::Unauthenticated, text).hint(hint)
            }
            Failure::WrongPlace(_) => Self::unavailable(text).hint(format!(
                "link billing at {CONSOLE_PAGE}, or use the local providers"
            )),
            Failure::NoModel { .. } => Self::unavailable(text)
                .hint("choose another model in the settings; `reelcraft doctor` says which"),
            Failure::BadRequest(_) => Self::internal(text)
                .hint("check the models in the settings; `reelcraft doctor` helps"),
            Failure::Declined(ref reason) => {
                let reason = reason.clone();
                Self::new(ErrorKind::Refused { reason }, text)
                    .hint("change the words and try again")
            }
            Failure::CutOff(_) | Failure::Unusable { .. } => {
                Self::unavailable(text).hint("try again, or choose another model in the settings")
            }
        }
    }
}
