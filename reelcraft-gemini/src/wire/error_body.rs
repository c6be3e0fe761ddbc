//! What errors look like: an envelope with details, but not always.

use std::time::Duration;

use serde_json::Value;

use crate::policy::asked_wait;

/// An error as the server tells it.
#[derive(Debug, Clone, Default)]
pub(crate) struct ErrorBody {
    /// The HTTP status, which the body may know better than the head of the answer.
    pub(crate) code: u16,
    pub(crate) message: String,
    /// The status's name: `RESOURCE_EXHAUSTED`.
    pub(crate) status: String,
    /// The reason of an `ErrorInfo`: `API_KEY_INVALID`, `SERVICE_DISABLED`.
    pub(crate) reason: Option<String>,
    /// How long a `RetryInfo` or the message says to wait.
    pub(crate) wait: Option<Duration>,
    /// Whether the API itself said it, and not something in front of it.
    pub(crate) is_of_the_api: bool,
    quotas: Vec<Quota>,
}

/// A quota that a `QuotaFailure` names.
#[derive(Debug, Clone, Default)]
struct Quota {
    id: String,
    is_zero: bool,
}

/// The most characters of a body that is no JSON which are kept.
const MAX_KEPT_CHARS: usize = 4000;

impl ErrorBody {
    /// Reads a body. Streams and proxies wrap the envelope in an array, or put it as text into
    /// another one; a front end answers with HTML, or with nothing.
    pub(crate) fn parse(status: u16, body: &[u8]) -> Self {
        let value: Value = serde_json::from_slice(body).unwrap_or_default();
        let mut error = Self::of(&value).unwrap_or_else(|| Self {
            message: plain_text(body),
            ..Self::default()
        });
        if !(400..=599).contains(&error.code) {
            error.code = status;
        }
        error
    }

    /// Each field and each detail is read by itself, so that a strange one spoils no other.
    fn of(value: &Value) -> Option<Self> {
        let value = match value {
            Value::Array(values) => values.first()?,
            value => value,
        };
        let envelope = value.get("error")?;
        let text = |name: &str| {
            let text = envelope.get(name).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let mut error = Self {
            code: envelope
                .get("code")
                .and_then(Value::as_u64)
                .and_then(|code| code.try_into().ok())
                .unwrap_or(0),
            message: envelope
                .as_str()
                .map_or_else(|| text("message"), str::to_owned),
            status: text("status"),
            is_of_the_api: true,
            ..Self::default()
        };
        if let Ok(inner) = serde_json::from_str::<Value>(&error.message)
            && let Some(inner) = Self::of(&inner)
        {
            return Some(inner);
        }
        let details = envelope.get("details").and_then(Value::as_array);
        for detail in details.into_iter().flatten() {
            error.add(detail);
        }
        error.wait = error.wait.max(wait_in(&error.message));
        Some(error)
    }

    /// Which fields a detail has depends on its `@type`.
    fn add(&mut self, detail: &Value) {
        let text = |name: &str| detail.get(name).and_then(Value::as_str);
        if let Some(reason) = text("reason") {
            self.reason.get_or_insert_with(|| reason.to_owned());
        }
        self.wait = self.wait.max(text("retryDelay").and_then(secs_of));
        let violations = detail.get("violations").and_then(Value::as_array);
        let quotas = violations.into_iter().flatten().map(|violation| {
            let id = violation.get("quotaId").and_then(Value::as_str);
            let is_zero = match violation.get("quotaValue") {
                Some(Value::String(value)) => value.trim() == "0",
                Some(Value::Number(value)) => value.as_f64() == Some(0.0),
                _ => false,
            };
            Quota {
                id: id.unwrap_or_default().to_owned(),
                is_zero,
            }
        });
        self.quotas.extend(quotas);
    }

    /// Whether the quota of the day is used up. A `RetryInfo` beside it means nothing.
    pub(crate) fn is_of_the_day(&self) -> bool {
        self.quotas.iter().any(|quota| quota.id.contains("PerDay"))
    }

    /// Whether the quota that is used up is 0: it needs a paid account.
    pub(crate) fn is_without_free_tier(&self) -> bool {
        self.quotas.iter().any(|quota| quota.is_zero) || says_limit_0(&self.message)
    }
}

/// Whether a message says `limit: 0`, and not a longer number.
fn says_limit_0(message: &str) -> bool {
    message.split("limit: 0").skip(1).any(|rest| {
        let mut rest = rest.chars();
        match rest.next() {
            Some('.') => !rest.next().is_some_and(|c| c.is_ascii_digit()),
            next => !next.is_some_and(|c| c.is_ascii_digit()),
        }
    })
}

/// The time in `Please retry in 48.9s.`, with `ms`, `s`, `m` and `h` together or alone.
fn wait_in(message: &str) -> Option<Duration> {
    let (_, rest) = message.split_once("retry in ")?;
    let text = rest.split_whitespace().next()?.trim_end_matches(['.', ',']);
    let mut secs = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, unit) = rest.split_at(end);
        let number: f64 = number.parse().ok()?;
        let length = unit
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(unit.len());
        let (unit, next) = unit.split_at(length);
        secs += number
            * match unit {
                "ms" => 0.001,
                "s" => 1.0,
                "m" => 60.0,
                "h" => 3600.0,
                _ => return None,
            };
        rest = next;
    }
    asked_wait(secs)
}

/// A duration of protocol messages: `48s`, `24.18243361s`.
fn secs_of(delay: &str) -> Option<Duration> {
    asked_wait(delay.trim().strip_suffix('s')?.parse().ok()?)
}

/// The first words of a body that is no JSON.
fn plain_text(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    if text.trim_start().starts_with('<') {
        return "the answer is a web page".to_owned();
    }
    text.chars().take(MAX_KEPT_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parse(value: &Value) -> ErrorBody {
        ErrorBody::parse(429, value.to_string().as_bytes())
    }

    #[test]
    fn only_codes_of_errors_are_believed() {
        for (code, known) in [(json!(503), 503), (json!(0), 429), (json!(200), 429)] {
            assert_eq!(parse(&json!({ "error": { "code": code } })).code, known);
        }
        for code in [json!("503"), json!(-4), json!(70_000), json!(null)] {
            assert_eq!(parse(&json!({ "error": { "code": code } })).code, 429);
        }
    }

    #[test]
    fn a_strange_detail_spoils_no_other() {
        let error = parse(&json!({ "error": { "message": "m", "details": [
            null, 7, { "violations": "none", "retryDelay": 5 },
            { "retryDelay": "9.2s" },
            { "violations": [null, { "quotaId": "XPerDayY", "quotaValue": 0 }] },
        ] } }));
        assert_eq!(error.wait, Some(Duration::from_secs(10)));
        assert!(error.is_of_the_day() && error.is_without_free_tier());
    }

    #[test]
    fn waits_are_read_from_messages() {
        for (message, secs) in [
            ("Please retry in 48.939935699s.", Some(49)),
            ("Please retry in 500ms.", Some(1)),
            ("Please retry in 6h34m53s.", Some(23_693)),
            ("Please retry in a while.", None),
            ("Please retry in 1e999s.", None),
            ("retry in s", None),
        ] {
            let wait = wait_in(message).map(|wait| wait.as_secs());
            assert_eq!(wait, secs, "{message}");
        }
    }

    #[test]
    fn a_limit_of_0_is_told_from_longer_numbers() {
        assert!(says_limit_0("metric: x, limit: 0, model: y"));
        assert!(says_limit_0("limit: 0."));
        assert!(!says_limit_0("limit: 05") && !says_limit_0("limit: 0.5"));
    }
}
