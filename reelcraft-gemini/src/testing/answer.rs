//! Answers that a test orders.

use std::time::Duration;

use super::failure::Failure;
use super::flaws::{PictureFlaw, SoundFlaw, TextFlaw};

/// What the server answers to one call: normal content, content with a flaw, or a failure.
///
/// Only calls that Gemini would accept get one. A call with a wrong key, an unknown field or a
/// model that is gone is refused first, and the answer waits for the next call.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) what: What,
    pub(super) delivery: Delivery,
    pub(super) delay: Duration,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) finish_reason: Option<String>,
}

/// What an answer holds.
#[derive(Debug, Clone)]
pub(super) enum What {
    Normal,
    Failure(Failure),
    Page { status: u16, html: &'static str },
    Blocked(String),
    WithoutContent(String),
    Text(TextFlaw),
    Picture(PictureFlaw),
    Sound(SoundFlaw),
}

/// How the body reaches the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    Whole,
    InArray,
    Truncated,
    Empty,
    Cut,
}

impl From<What> for Answer {
    fn from(what: What) -> Self {
        Self {
            what,
            delivery: Delivery::Whole,
            delay: Duration::ZERO,
            headers: Vec::new(),
            finish_reason: None,
        }
    }
}

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Self {
        What::Failure(failure).into()
    }
}

impl Answer {
    /// Nothing is wrong.
    pub fn normal() -> Self {
        What::Normal.into()
    }

    /// What this status usually comes with: 400 a location that is not served, 401 another kind
    /// of credential, 402 no credits, 403 a service that is not enabled, 404 a model that is
    /// gone, 408, 429 a limit per minute, 500, 502 a page of HTML, 503 overload, 504. Any other
    /// status has a page of HTML.
    pub fn status(status: u16) -> Self {
        let html = include_str!("../../../fixtures/gemini/front_end_error.html");
        Failure::of_status(status).map_or_else(|| What::Page { status, html }.into(), Self::from)
    }

    /// 429: too many calls in this minute; the details say to wait for `delay`.
    pub fn per_minute(delay: Duration) -> Self {
        Failure::PerMinute(delay).into()
    }

    /// 429: the calls of this day are used up; the details still say to wait for 18 s.
    pub fn per_day() -> Self {
        Failure::PerDay.into()
    }

    /// 429: this model has no free calls at all, `limit: 0`.
    pub fn no_quota() -> Self {
        Failure::NoQuota.into()
    }

    /// 402: nothing is left of what was paid in advance.
    pub fn credits_depleted() -> Self {
        Failure::CreditsDepleted.into()
    }

    /// 503 in the first of its two wordings.
    pub fn overloaded() -> Self {
        Failure::Overloaded.into()
    }

    /// 503 in the second of its two wordings.
    pub fn high_demand() -> Self {
        Failure::HighDemand.into()
    }

    /// 404: the model is gone.
    pub fn model_gone() -> Self {
        Failure::ModelGone.into()
    }

    /// 200 with a body of no bytes.
    pub fn empty_body() -> Self {
        Self {
            delivery: Delivery::Empty,
            ..Self::normal()
        }
    }

    /// 200 with the prompt's block reason and without candidates: `PROHIBITED_CONTENT`.
    pub fn prompt_blocked(reason: impl Into<String>) -> Self {
        What::Blocked(reason.into()).into()
    }

    /// 200 with a candidate that ended for this reason and holds nothing: `SAFETY`, `OTHER`,
    /// `IMAGE_SAFETY`, `NO_IMAGE`, `RECITATION`, `MAX_TOKENS` (all thought, nothing said), or a
    /// reason that nobody knows yet.
    pub fn without_content(finish_reason: impl Into<String>) -> Self {
        What::WithoutContent(finish_reason.into()).into()
    }

    /// A written answer with a flaw.
    pub fn text(flaw: TextFlaw) -> Self {
        What::Text(flaw).into()
    }

    /// A picture with a flaw.
    pub fn picture(flaw: PictureFlaw) -> Self {
        What::Picture(flaw).into()
    }

    /// Speech with a flaw.
    pub fn sound(flaw: SoundFlaw) -> Self {
        What::Sound(flaw).into()
    }

    /// The same, and the candidate says that it ended for this reason.
    #[must_use]
    pub fn finishing(mut self, reason: impl Into<String>) -> Self {
        self.finish_reason = Some(reason.into());
        self
    }

    /// The same, this much later. The work is done, and billed, before the wait.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The same with the header `Retry-After`: seconds or a date.
    #[must_use]
    pub fn retry_after(mut self, value: impl Into<String>) -> Self {
        self.headers.push(("retry-after", value.into()));
        self
    }

    /// The same as the only element of an array, as streams and some proxies answer.
    #[must_use]
    pub fn in_array(mut self) -> Self {
        self.delivery = Delivery::InArray;
        self
    }

    /// The same with only the first half of the body, delivered properly.
    #[must_use]
    pub fn truncated(mut self) -> Self {
        self.delivery = Delivery::Truncated;
        self
    }

    /// The same, but the connection ends in the middle of the body.
    #[must_use]
    pub fn cut(mut self) -> Self {
        self.delivery = Delivery::Cut;
        self
    }
}
