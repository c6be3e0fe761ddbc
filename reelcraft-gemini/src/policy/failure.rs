//! What can go wrong with a call.

use std::time::Duration;

use jiff::Timestamp;

use super::patience::PATIENCE;
use super::waits::{next_day, retry_after};
use crate::transport::Reply;
use crate::wire::ErrorBody;

/// How to get a key that works.
const TAKE_A_KEY: &str = "take a key from Google AI Studio and set GEMINI_API_KEY";
/// The most characters of a server's text that are told.
const MAX_TOLD_CHARS: usize = 300;

/// Why a call gave nothing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum Failure {
    /// No connection, or it broke before the request was out.
    #[error("Gemini cannot be reached: {0}")]
    Unreachable(String),
    /// The request was sent and the answer did not come whole: it may have been paid for.
    #[error("the connection to Gemini broke: {0}")]
    Lost(String),
    /// The request was sent and no answer came in time: it may have been paid for.
    #[error("Gemini did not answer within {} s", .0.as_secs())]
    TimedOut(Duration),
    /// An answer that is no answer of the API: it may have been paid for.
    #[error("the answer of Gemini cannot be read: {0}")]
    Garbled(String),
    /// An answer that is larger than anything that was asked for.
    #[error("the answer of Gemini is larger than {0} MiB")]
    TooLarge(usize),
    /// It is overloaded.
    #[error("the model {model} is overloaded: {message}")]
    Overloaded {
        model: String,
        message: String,
        wait: Option<Duration>,
    },
    /// A defect of the server that may pass.
    #[error("Gemini answered {status}: {message}")]
    Broken {
        status: u16,
        message: String,
        wait: Option<Duration>,
    },
    /// Too many calls within a minute.
    #[error("too many calls a minute: {message}")]
    TooFast {
        message: String,
        wait: Option<Duration>,
    },
    /// A quota is used up that does not fill again within minutes.
    #[error("the quota of {model} is used up{}: {message}", until_text(.until.as_ref()))]
    QuotaUsedUp {
        model: String,
        message: String,
        /// When it fills again, where that is known.
        until: Option<Timestamp>,
        /// How long that is from the answer.
        wait: Option<Duration>,
    },
    /// The model cannot be used without paying.
    #[error("{model} has no free calls: {message}")]
    NeedsBilling { model: String, message: String },
    /// The prepaid credits are used up.
    #[error("the credits of the Gemini account are used up: {0}")]
    NoCredits(String),
    /// The key is wrong, or may not do this.
    #[error("Gemini rejects the key: {message}")]
    KeyRejected { message: String, hint: &'static str },
    /// The API is not offered where this machine is.
    #[error("Gemini is not offered here: {0}")]
    WrongPlace(String),
    /// The address of the API leads elsewhere.
    #[error("the address of Gemini leads elsewhere, where the answer is status {0}")]
    Misdirected(u16),
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
    #[error("the answer of {model} was cut off")]
    CutOff { model: String, hint: &'static str },
    /// What came is not what was asked for.
    #[error("the answer of {model} is of no use: {reason}")]
    Unusable { model: String, reason: String },
}

fn until_text(until: Option<&Timestamp>) -> String {
    until.map_or_else(String::new, |until| {
        format!(" until {}", until.strftime("%Y-%m-%d %H:%M UTC"))
    })
}

impl Failure {
    /// What an answer means that has another status than 200, or an error in its body.
    pub(crate) fn of_reply(model: &str, reply: &Reply) -> Self {
        let error = ErrorBody::parse(reply.status, &reply.body);
        let status = error.code;
        let message = if error.message.trim().is_empty() {
            format!("status {status}")
        } else {
            error.message.clone()
        };
        let model = model.to_owned();
        let wait = retry_after(&reply.headers).max(error.wait);
        match status {
            429 if error.is_without_free_tier() => Self::NeedsBilling { model, message },
            429 if error.is_of_the_day() => {
                let day = next_day(Timestamp::now());
                Self::QuotaUsedUp {
                    model,
                    message,
                    until: day.map(|(until, _)| until),
                    wait: day.map(|(_, wait)| wait),
                }
            }
            // Nobody waits that long, and until then it is used up.
            429 if wait.is_some_and(|wait| wait > PATIENCE) => Self::QuotaUsedUp {
                model,
                message,
                until: wait.and_then(|wait| Timestamp::now().checked_add(wait).ok()),
                wait,
            },
            429 => Self::TooFast { message, wait },
            402 => Self::NoCredits(message),
            401 => Self::key_rejected(message, TAKE_A_KEY),
            403 if error.reason.as_deref() == Some("SERVICE_DISABLED") => Self::key_rejected(
                message,
                "switch on the Generative Language API for the key's project in the console",
            ),
            403 => Self::key_rejected(
                message,
                "use a key that may call the Generative Language API",
            ),
            400 if error.reason.as_deref() == Some("API_KEY_INVALID") => {
                Self::key_rejected(message, TAKE_A_KEY)
            }
            400 if error.status == "FAILED_PRECONDITION" => Self::WrongPlace(message),
            404 if error.is_of_the_api => Self::NoModel { model, message },
            503 => Self::Overloaded {
                model,
                message,
                wait,
            },
            408 | 499 | 500.. => Self::Broken {
                status,
                message,
                wait,
            },
            // Neither the head nor the body says what went wrong.
            200 => Self::Garbled(message),
            ..400 | 404 => Self::Misdirected(status),
            _ => Self::BadRequest(message),
        }
    }

    /// The same where no model was asked: it says nothing about one.
    pub(crate) fn of_no_model(self) -> Self {
        match self {
            Self::Overloaded { message, wait, .. } => Self::Broken {
                status: 503,
                message,
                wait,
            },
            Self::NoModel { .. } => Self::Misdirected(404),
            failure => failure,
        }
    }

    fn key_rejected(message: String, hint: &'static str) -> Self {
        Self::KeyRejected { message, hint }
    }

    /// The same as it may be told to people: `redact` takes the key out of what a server said,
    /// which becomes one line of at most 300 characters.
    pub(crate) fn for_people(mut self, redact: impl Fn(&str) -> String) -> Self {
        match &mut self {
            Self::Unreachable(text)
            | Self::Lost(text)
            | Self::Garbled(text)
            | Self::NoCredits(text)
            | Self::WrongPlace(text)
            | Self::BadRequest(text)
            | Self::Declined(text)
            | Self::Overloaded { message: text, .. }
            | Self::Broken { message: text, .. }
            | Self::TooFast { message: text, .. }
            | Self::QuotaUsedUp { message: text, .. }
            | Self::NeedsBilling { message: text, .. }
            | Self::KeyRejected { message: text, .. }
            | Self::NoModel { message: text, .. }
            | Self::Empty { reason: text, .. }
            | Self::Unusable { reason: text, .. } => *text = one_line(&redact(text)),
            Self::TimedOut(_) | Self::TooLarge(_) | Self::Misdirected(_) | Self::CutOff { .. } => {}
        }
        self
    }
}

/// The first words of a text, without control characters and line breaks.
fn one_line(text: &str) -> String {
    let text = crate::plain_text::clean(text);
    if text.chars().count() <= MAX_TOLD_CHARS {
        return text;
    }
    let mut short: String = text.chars().take(MAX_TOLD_CHARS - 1).collect();
    short.push('…');
    short
}
