//! Why a request was not answered as it was meant.

use std::time::Duration;

use reelcraft_core::{Error, ErrorKind};

use super::{Code, Mistake, without_paths};

/// Why a request was not answered as it was meant: what the caller is told, and nothing more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, for programs.
    pub code: Code,
    /// What went wrong this time, for people.
    pub detail: String,
    /// What the caller can do, where that is known.
    pub hint: Option<String>,
    /// The single mistakes of the request, all of them.
    pub mistakes: Vec<Mistake>,
    /// How long to wait before asking again.
    pub retry_after: Option<Duration>,
    /// The job that it happened in.
    pub job: Option<String>,
}

impl Failure {
    /// Makes a failure from its code and a text without a full stop.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            hint: None,
            mistakes: Vec::new(),
            retry_after: None,
            job: None,
        }
    }

    /// Adds what the caller can do.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// Adds how long to wait before asking again.
    #[must_use]
    pub fn retry_after(self, wait: Duration) -> Self {
        Self {
            retry_after: Some(wait),
            ..self
        }
    }

    /// Adds the job that it happened in.
    #[must_use]
    pub fn in_job(self, job: impl Into<String>) -> Self {
        Self {
            job: Some(job.into()),
            ..self
        }
    }

    /// Something in the request is wrong, at this place.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let mistake = Mistake {
            pointer: pointer.into(),
            detail: detail.clone(),
            hint: None,
        };
        Self {
            mistakes: vec![mistake],
            ..Self::new(Code::InvalidInput, detail)
        }
    }

    /// These things in the request are wrong.
    pub fn mistakes(mistakes: Vec<Mistake>) -> Self {
        let detail = match mistakes.as_slice() {
            [only] => only.detail.clone(),
            several => format!("the request has {} mistakes", several.len()),
        };
        Self {
            mistakes,
            ..Self::new(Code::InvalidInput, detail)
        }
    }

    /// There is no such thing.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::new(Code::NotFound, what)
    }

    /// A defect. The cause goes to the log and not to the caller.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "a defect");
        Self::new(
            Code::Internal,
            "this did not work because of a defect, and it is not your fault",
        )
        .hint("report it with the number in `instance`, which is in the log of the service")
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = Code::of_kind(error.kind());
        if code == Code::Internal {
            return Self::internal(error.chain());
        }
        let retry_after = match error.kind() {
            ErrorKind::QuotaExceeded { retry_after } => *retry_after,
            _ => None,
        };
        Self {
            code,
            detail: without_paths(&error.chain()),
            hint: error.hint_text().map(without_paths),
            mistakes: error.problems().iter().map(Mistake::from).collect(),
            retry_after,
            job: None,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code.name(), self.detail)
    }
}

impl std::error::Error for Failure {}
