//! The one error type of the engine's border: it speaks of what the caller can do.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use crate::project::Problem;
use crate::provider::Usage;

/// The result of everything that crosses a crate border.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What the caller can do about an error.
///
/// One function maps a kind to an exit code, another one to an HTTP status; nothing else may
/// decide by the text of an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input is wrong: correct it and ask again.
    InvalidInput,
    /// What was asked for does not exist (any more).
    NotFound,
    /// A key or token is missing or was rejected.
    Unauthenticated,
    /// A quota is used up.
    QuotaExceeded {
        /// How long to wait before asking again; `None` when the provider does not say.
        retry_after: Option<Duration>,
    },
    /// The provider declined to make this.
    Refused {
        /// The provider's reason, in its own words.
        reason: String,
    },
    /// A provider or program is missing, overloaded or not reachable, after all retries.
    Unavailable,
    /// No answer came in time.
    Timeout,
    /// The caller cancelled the work.
    Cancelled,
    /// A file is no picture, sound or video that can be read.
    Media,
    /// A defect of Reelcraft or of the machine under it.
    Internal,
}

/// An error at the border of a crate: kind, text, and the way out where one is known.
///
/// `Display` gives the text alone. The cause is only in [`source`](std::error::Error::source).
/// Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Error(Arc<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    problems: Vec<Problem>,
    usage: Usage,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Makes an error from its kind and a text without a full stop: what failed, with what value.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            kind,
            message: message.into(),
            hint: None,
            problems: Vec::new(),
            usage: Usage::default(),
            source: None,
        }))
    }

    /// The input is wrong: correct it and ask again.
    pub fn invalid_input(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, message)
    }

    /// The input has these mistakes, all of them.
    pub fn invalid(message: impl Into<String>, problems: Vec<Problem>) -> Self {
        Self::invalid_input(message).edit(|inner| inner.problems = problems)
    }

    /// What was asked for does not exist.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, message)
    }

    /// A provider or program is missing or not reachable.
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unavailable, message)
    }

    /// A file is no picture, sound or video that can be read.
    pub fn media(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Media, message)
    }

    /// A defect of Reelcraft or of the machine under it.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Internal, message)
    }

    /// The caller cancelled the work.
    pub fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "cancelled")
    }

    /// Adds what the caller can do, as a full sentence without a full stop.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        self.edit(|inner| inner.hint = Some(hint.into()))
    }

    /// Adds the cause.
    #[must_use]
    pub fn because(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.edit(|inner| inner.source = Some(Arc::new(source)))
    }

    /// Adds what was used up before it failed.
    #[must_use]
    pub fn after(self, usage: Usage) -> Self {
        self.edit(|inner| inner.usage += usage)
    }

    /// Puts `context` and a colon before the text, keeping everything else.
    #[must_use]
    pub fn context(self, context: impl fmt::Display) -> Self {
        self.edit(|inner| inner.message = format!("{context}: {}", inner.message))
    }

    /// Replaces the kind, keeping everything else.
    #[must_use]
    pub fn with_kind(self, kind: ErrorKind) -> Self {
        self.edit(|inner| inner.kind = kind)
    }

    fn edit(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// What the caller can do about it.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The way out, where one is known.
    pub fn hint_text(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The mistakes of the input, all of them; empty for other errors.
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// What was used up before it failed: calls whose answers were of no use are paid as well.
    pub fn usage(&self) -> Usage {
        self.0.usage
    }

    /// Whether the work was cancelled by the caller.
    pub fn is_cancelled(&self) -> bool {
        self.0.kind == ErrorKind::Cancelled
    }

    /// Gives the text followed by the texts of all causes, joined by `: `.
    pub fn chain(&self) -> String {
        let mut text = self.0.message.clone();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            let next = error.to_string();
            if !text.contains(&next) {
                text.push_str(": ");
                text.push_str(&next);
            }
            cause = error.source();
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0
            .source
            .as_ref()
            .map(|source| source.as_ref() as &(dyn std::error::Error + 'static))
    }
}

/// Says what was done to which file when an I/O operation fails.
pub trait IoContext<T> {
    /// Turns an I/O error into "`what` `path`" with the right kind.
    fn io_context(self, what: &str, path: &std::path::Path) -> Result<T>;
}

impl<T> IoContext<T> for std::io::Result<T> {
    fn io_context(self, what: &str, path: &std::path::Path) -> Result<T> {
        self.map_err(|error| {
            let kind = match error.kind() {
                std::io::ErrorKind::NotFound => ErrorKind::NotFound,
                std::io::ErrorKind::PermissionDenied
                | std::io::ErrorKind::IsADirectory
                | std::io::ErrorKind::NotADirectory => ErrorKind::InvalidInput,
                std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                    ErrorKind::Unavailable
                }
                _ => ErrorKind::Internal,
            };
            Error::new(kind, format!("cannot {what} {}", path.display())).because(error)
        })
    }
}
