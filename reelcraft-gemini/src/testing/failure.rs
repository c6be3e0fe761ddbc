//! The failures that have nothing to do with what was asked.

use std::time::Duration;

use serde_json::{Value, json};

use super::errors::ApiError;

/// Where the quotas are explained.
const QUOTA_DOCS: &str = "https://ai.google.dev/gemini-api/docs/rate-limits";

/// A failure that any call can meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Failure {
    Location,
    Unauthenticated,
    CreditsDepleted,
    ServiceDisabled,
    ModelGone,
    TimedOut,
    PerMinute(Duration),
    PerDay,
    NoQuota,
    Internal,
    Overloaded,
    HighDemand,
    Deadline,
}

impl Failure {
    /// The error of this failure for a call of a model.
    pub(super) fn error(self, model: &str, version: &str) -> ApiError {
        let unavailable = |message| ApiError::new(503, "UNAVAILABLE", message);
        match self {
            Self::Location => ApiError::new(
                400,
                "FAILED_PRECONDITION",
                "User location is not supported for the API use.",
            ),
            Self::Unauthenticated => ApiError::unauthenticated(),
            Self::CreditsDepleted => ApiError::new(
                402,
                "RESOURCE_EXHAUSTED",
                "Your prepayment credits are depleted. Please go to AI Studio at \
                 https://ai.studio/projects to manage your project and billing.",
            ),
            Self::ServiceDisabled => ApiError::new(
                403,
                "PERMISSION_DENIED",
                "Generative Language API has not been used in project 1000000000000 before or it \
                 is disabled. Enable it, then retry.",
            )
            .error_info("SERVICE_DISABLED"),
            Self::ModelGone => ApiError::model_gone(model, version, "generateContent"),
            Self::TimedOut => ApiError::new(408, "DEADLINE_EXCEEDED", "Request Timeout"),
            Self::PerMinute(delay) => per_minute(model, delay),
            Self::PerDay => per_day(model),
            Self::NoQuota => no_quota(model),
            Self::Internal => ApiError::internal(),
            Self::Overloaded => unavailable("The model is overloaded. Please try again later."),
            Self::HighDemand => unavailable(
                "This model is currently experiencing high demand. Spikes in demand are usually \
                 temporary. Please try again later.",
            ),
            Self::Deadline => ApiError::new(
                504,
                "DEADLINE_EXCEEDED",
                "Deadline expired before operation could complete.",
            ),
        }
    }

    /// The failure that a status usually stands for; a 502 is no JSON and not among them.
    pub(super) fn of_status(status: u16) -> Option<Self> {
        Some(match status {
            400 => Self::Location,
            401 => Self::Unauthenticated,
            402 => Self::CreditsDepleted,
            403 => Self::ServiceDisabled,
            404 => Self::ModelGone,
            408 => Self::TimedOut,
            429 => Self::PerMinute(Duration::from_secs(1)),
            500 => Self::Internal,
            503 => Self::Overloaded,
            504 => Self::Deadline,
            _ => return None,
        })
    }
}

/// A limit that was hit.
struct Limit<'a> {
    metric: &'a str,
    id: &'a str,
    /// What it allows; where the error leaves it out, `None`.
    value: Option<&'a str>,
}

fn per_minute(model: &str, delay: Duration) -> ApiError {
    let limit = Limit {
        metric: "generate_requests_per_model",
        id: "GenerateRequestsPerMinutePerProjectPerModel",
        value: Some("10"),
    };
    exhausted(model, &[limit], Some(delay))
}

/// The delay it names has nothing to do with the midnight at which the quota returns.
fn per_day(model: &str) -> ApiError {
    let limits = [
        Limit {
            metric: "generate_content_free_tier_requests",
            id: "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
            value: Some("20"),
        },
        Limit {
            metric: "generate_content_free_tier_requests",
            id: "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
            value: None,
        },
    ];
    exhausted(model, &limits, Some(Duration::from_secs(18)))
}

/// What a key without billing gets for pictures.
fn no_quota(model: &str) -> ApiError {
    let limits = [
        Limit {
            metric: "generate_content_free_tier_input_token_count",
            id: "GenerateContentInputTokensPerModelPerMinute-FreeTier",
            value: Some("0"),
        },
        Limit {
            metric: "generate_content_free_tier_requests",
            id: "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
            value: Some("0"),
        },
    ];
    exhausted(model, &limits, Some(Duration::from_secs_f64(23.5)))
}

fn exhausted(model: &str, limits: &[Limit<'_>], delay: Option<Duration>) -> ApiError {
    let mut message = format!(
        "You exceeded your current quota, please check your plan and billing details. For more \
         information on this error, head to: {QUOTA_DOCS}. "
    );
    let mut violations = Vec::new();
    for limit in limits {
        let metric = format!("generativelanguage.googleapis.com/{}", limit.metric);
        message.push_str(&format!(
            "\n* Quota exceeded for metric: {metric}, limit: {}, model: {model}",
            limit.value.unwrap_or("5")
        ));
        let mut violation = json!({
            "quotaMetric": metric,
            "quotaId": limit.id,
            "quotaDimensions": {"location": "global", "model": model},
        });
        if let (Value::Object(map), Some(value)) = (&mut violation, limit.value) {
            map.insert("quotaValue".to_owned(), value.into());
        }
        violations.push(violation);
    }
    if let Some(delay) = delay {
        message.push_str(&format!("\nPlease retry in {}s.", delay.as_secs_f64()));
    }
    let error = ApiError::new(429, "RESOURCE_EXHAUSTED", message)
        .detail(
            "Help",
            json!({"links": [{"description": "Learn more about Gemini API quotas", "url": QUOTA_DOCS}]}),
        )
        .detail("QuotaFailure", json!({ "violations": violations }));
    match delay {
        Some(delay) => error.detail(
            "RetryInfo",
            json!({"retryDelay": format!("{}s", delay.as_secs_f64())}),
        ),
        None => error,
    }
}
