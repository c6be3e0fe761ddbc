//! What errors look like: an envelope with details, but not always.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

/// An error as the server tells it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorBody {
    /// The HTTP status again.
    pub(crate) code: u16,
    pub(crate) message: String,
    /// The status's name: `RESOURCE_EXHAUSTED`.
    pub(crate) status: String,
    details: Vec<Detail>,
}

/// Any kind of detail; which fields it has depends on its `@type`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Detail {
    reason: Option<String>,
    retry_delay: Option<String>,
    violations: Vec<Violation>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Violation {
    quota_id: String,
    quota_value: Option<String>,
}

/// The longest text of a body that is no JSON which is told in an error.
const MAX_TOLD_CHARS: usize = 200;

impl ErrorBody {
    /// Reads a body. Streams and proxies wrap the envelope in an array, or put it as text into
    /// another one; a front end answers with HTML, or with nothing.
    pub(crate) fn parse(status: u16, body: &[u8]) -> Self {
        let value = serde_json::from_slice(body).unwrap_or_default();
        let mut error = Self::from_value(value).unwrap_or_else(|| Self {
            message: plain_text(body),
            ..Self::default()
        });
        if error.code == 0 {
            error.code = status;
        }
        error
    }

    fn from_value(value: Value) -> Option<Self> {
        let value = match value {
            Value::Array(values) => values.into_iter().next()?,
            value => value,
        };
        let envelope = value.get("error")?.clone();
        let error: Self = match envelope {
            Value::String(message) => Self {
                message,
                ..Self::default()
            },
            envelope => serde_json::from_value(envelope).ok()?,
        };
        let inner = serde_json::from_str(&error.message).ok();
        Some(inner.and_then(Self::from_value).unwrap_or(error))
    }

    /// The reason of an `ErrorInfo`: `API_KEY_INVALID`, `SERVICE_DISABLED`.
    pub(crate) fn reason(&self) -> Option<&str> {
        self.details
            .iter()
            .find_map(|detail| detail.reason.as_deref())
    }

    /// How long a `RetryInfo` says to wait, rounded up to a second.
    pub(crate) fn retry_delay(&self) -> Option<Duration> {
        let delay = self
            .details
            .iter()
            .find_map(|detail| detail.retry_delay.as_deref())?;
        let secs: f64 = delay.trim().strip_suffix('s')?.parse().ok()?;
        (secs.is_finite() && secs >= 0.0).then(|| Duration::from_secs(secs.ceil() as u64))
    }

    /// Whether a quota is used up that does not fill again within minutes: one per day, or one
    /// that is 0. A `RetryInfo` beside it means nothing.
    pub(crate) fn is_lasting_quota(&self) -> bool {
        let lasts = |violation: &Violation| {
            violation.quota_id.contains("PerDay") || violation.quota_value.as_deref() == Some("0")
        };
        let violations = self.details.iter().flat_map(|detail| &detail.violations);
        violations.into_iter().any(lasts) || self.message.contains("limit: 0")
    }

    /// Whether the quota that is used up is 0: it needs a paid account.
    pub(crate) fn is_without_free_tier(&self) -> bool {
        let violations = self.details.iter().flat_map(|detail| &detail.violations);
        let is_zero = |violation: &Violation| violation.quota_value.as_deref() == Some("0");
        violations.into_iter().any(is_zero) || self.message.contains("limit: 0")
    }
}

/// The first words of a body that is no JSON.
fn plain_text(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.starts_with('<') {
        return "the answer is a web page".to_owned();
    }
    text.chars().take(MAX_TOLD_CHARS).collect()
}
