//! How long servers ask to wait.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// The longest wait that is believed.
const LONGEST: Duration = Duration::from_hours(7 * 24);
/// Where the days of quotas begin and end.
const ZONE: &str = "America/Los_Angeles";

/// A wait of so many seconds, rounded up and no longer than seven days; `None` for what is no
/// time.
pub(crate) fn asked_wait(secs: f64) -> Option<Duration> {
    let is_time = secs.is_finite() && secs >= 0.0;
    is_time.then(|| Duration::from_secs(secs.ceil().min(LONGEST.as_secs_f64()) as u64))
}

/// What `Retry-After` says: seconds, or a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(secs) = value.parse() {
        return asked_wait(secs);
    }
    let date = jiff::fmt::rfc2822::parse(value).ok()?;
    let secs = date
        .timestamp()
        .duration_since(Timestamp::now())
        .as_secs_f64();
    asked_wait(secs.max(0.0))
}

/// When the quotas of the day begin anew, and how long that is from now.
pub(super) fn next_day(now: Timestamp) -> Option<(Timestamp, Duration)> {
    let zone = TimeZone::get(ZONE).ok()?;
    let midnight = now
        .to_zoned_datetime(zone)
        .tomorrow()
        .and_then(|tomorrow| tomorrow.start_of_day())
        .ok()?
        .timestamp();
    // A little more, so that whoever waits is not there too early.
    let until = midnight.checked_add(1.second()).ok()?;
    Some((
        midnight,
        asked_wait(until.duration_since(now).as_secs_f64())?,
    ))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn waits_are_bounded() {
        assert_eq!(asked_wait(0.2), Some(Duration::from_secs(1)));
        assert_eq!(asked_wait(1e300), Some(LONGEST));
        for secs in [f64::NAN, f64::INFINITY, -1.0] {
            assert_eq!(asked_wait(secs), None);
        }
    }

    #[test]
    fn headers_have_seconds_or_a_date() {
        let wait = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_str(value).unwrap());
            retry_after(&headers)
        };
        assert_eq!(wait("40"), Some(Duration::from_secs(40)));
        assert_eq!(wait("18446744073709551616"), Some(LONGEST));
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("Fri, 31 Dec 2100 23:59:59 GMT"), Some(LONGEST));
        assert_eq!(wait("soon"), None);
    }

    #[test]
    fn days_end_at_midnight_in_california() {
        for (now, midnight) in [
            ("2026-11-23T11:00:00Z", "2026-11-24T08:00:00Z"),
            ("2026-11-23T07:59:00Z", "2026-11-23T08:00:00Z"),
            // Summer time begins, and the day has 23 hours; it ends, and the day has 25.
            ("2026-03-08T08:30:00Z", "2026-03-09T07:00:00Z"),
            ("2026-11-01T07:30:00Z", "2026-11-02T08:00:00Z"),
        ] {
            let now: Timestamp = now.parse().unwrap();
            let (until, wait) = next_day(now).unwrap();
            assert_eq!(until.to_string(), midnight);
            let secs = until.duration_since(now).as_secs() + 1;
            assert_eq!(wait.as_secs(), secs.unsigned_abs());
        }
    }
}
