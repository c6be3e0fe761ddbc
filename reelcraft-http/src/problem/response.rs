//! Problem details on the wire.

use poem::http::header;
use poem::{IntoResponse, Response};
use poem_openapi::payload::Json;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::{ToJSON, Type};
use poem_openapi::{ApiResponse, Object};
use serde::{Deserialize, Serialize};

use super::{Code, Failure, Mistake};

/// Problem details as RFC 9457 has them.
#[derive(Debug, Clone, PartialEq, Eq, Object, Serialize, Deserialize)]
#[oai(skip_serializing_if_is_none)]
pub struct Problem {
    /// Names the kind of problem: `urn:reelcraft:` and the code.
    #[serde(rename = "type")]
    #[oai(rename = "type")]
    pub kind: String,
    /// The same short text for every problem of this kind.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong, as a program can decide by it. Codes never change.
    pub code: String,
    /// What went wrong this time, for people.
    pub detail: String,
    /// The way out, where one is known.
    pub hint: Option<String>,
    /// The single mistakes, all of them.
    pub errors: Option<Vec<Mistake>>,
    /// How many seconds to wait before asking again, where that is known.
    pub retry_after: Option<u64>,
    /// The job that it happened in.
    pub job: Option<String>,
    /// The number of the request, which is in the log of the service.
    pub instance: Option<String>,
}

impl Problem {
    /// Tells a failure of the request with this number.
    pub fn of(failure: &Failure, instance: &str) -> Self {
        let Failure {
            code,
            detail,
            hint,
            mistakes,
            retry_after,
            job,
        } = failure.clone();
        Self {
            kind: format!("urn:reelcraft:{}", code.name()),
            title: code.title().to_owned(),
            status: code.status().as_u16(),
            code: code.name().to_owned(),
            detail,
            hint,
            errors: Some(mistakes).filter(|mistakes| !mistakes.is_empty()),
            retry_after: retry_after.map(|wait| wait.as_secs_f64().ceil() as u64),
            job,
            instance: Some(instance.to_owned()).filter(|number| !number.is_empty()),
        }
    }

    /// The failure that is told.
    pub fn to_failure(&self) -> Failure {
        let retry_after = self.retry_after.map(std::time::Duration::from_secs);
        Failure {
            code: Code::named(&self.code).unwrap_or(Code::Internal),
            detail: self.detail.clone(),
            hint: self.hint.clone(),
            mistakes: self.errors.clone().unwrap_or_default(),
            retry_after,
            job: self.job.clone(),
        }
    }
}

/// The media type of problem details.
const MEDIA_TYPE: &str = "application/problem+json";

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = poem::http::StatusCode::from_u16(self.status);
        let mut response = Response::builder()
            .status(status.unwrap_or(poem::http::StatusCode::INTERNAL_SERVER_ERROR))
            .content_type(MEDIA_TYPE)
            .header(header::CACHE_CONTROL, "no-store");
        if let Some(wait) = self.retry_after {
            response = response.header(header::RETRY_AFTER, wait.max(1));
        }
        if self.status == 401 {
            response = response.header(header::WWW_AUTHENTICATE, "Bearer realm=\"reelcraft\"");
        }
        response.body(Json(self).0.to_json_string())
    }
}

impl From<Failure> for poem::Error {
    fn from(failure: Failure) -> Self {
        let status = failure.code.status();
        Self::new(failure, status)
    }
}

impl ApiResponse for Failure {
    fn meta() -> MetaResponses {
        // Statuses that several codes share stand once.
        let mut statuses: Vec<u16> = Code::ALL
            .iter()
            .map(|code| code.status().as_u16())
            .collect();
        statuses.sort_unstable();
        statuses.dedup();
        let responses = statuses.into_iter().map(|status| {
            let title = Code::ALL
                .iter()
                .find(|code| code.status().as_u16() == status)
                .map_or("", |code| code.title());
            MetaResponse {
                description: title,
                status: Some(status),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: MEDIA_TYPE,
                    schema: Problem::schema_ref(),
                }],
                headers: Vec::new(),
            }
        });
        MetaResponses {
            responses: responses.collect(),
        }
    }

    fn register(registry: &mut Registry) {
        Problem::register(registry);
    }
}
