//! From a request to its response.

use std::sync::Arc;
use std::time::Instant;

use poem::{Endpoint, Request, Response};
use serde_json::{Value, json};

use super::answer::{Answer, What};
use super::call::Call;
use super::envelope::{Made, Tokens, blocked};
use super::errors::{ApiError, Stop};
use super::path::{Method, Query, Resource, Target};
use super::record::RecordedRequest;
use super::reply::Reply;
use super::route::Route;
use super::state::State;
use super::{fields, image, lists, models, rules, speech, text};

/// The API as an endpoint of the web server.
pub(super) struct Api(pub(super) Arc<State>);

impl Endpoint for Api {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let (parts, body) = request.into_parts();
        let body = body.into_vec().await?;
        let headers = parts.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        });
        let path = parts.uri.path();
        let target = Target::read(parts.method.as_str(), path);
        let request = RecordedRequest {
            route: None,
            method: parts.method.to_string(),
            path: path.to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            model: target.as_ref().and_then(|target| match &target.resource {
                Resource::Call { model, .. } | Resource::Model(model) => Some(model.clone()),
                Resource::Models | Resource::Voices => None,
            }),
            headers: headers.collect(),
            body: serde_json::from_slice(&body).unwrap_or_default(),
            arrived: Instant::now(),
            answer: None,
        };
        let number = self.0.arrived(request.clone());
        let incoming = Incoming {
            state: &self.0,
            number,
            request,
            body,
        };
        let (reply, _running) = incoming.answer(target).await;
        self.0.answered(number, &reply);
        if !reply.delay.is_zero() {
            tokio::time::sleep(reply.delay).await;
        }
        Ok(reply.into_response())
    }
}

/// A request on its way through the rules.
struct Incoming<'a> {
    state: &'a Arc<State>,
    number: u64,
    request: RecordedRequest,
    body: Vec<u8>,
}

impl Incoming<'_> {
    /// Gives the reply, and what counts the call as running until it is sent.
    async fn answer(&self, target: Option<Target>) -> (Reply, Option<super::state::RunningGuard>) {
        let Some(target) = target else {
            return (Reply::page(404, NOT_FOUND), None);
        };
        let route = match &target.resource {
            Resource::Call { model, .. } => models::find(model).map(|model| model.route),
            _ => Some(Route::List),
        };
        let running = route.map(|route| {
            self.state.recognised(self.number, route);
            self.state.running(route)
        });
        let answered = match target.resource {
            Resource::Call { ref model, method } => {
                self.answer_call(&target.version, model, method).await
            }
            _ => self.answer_list(&target),
        };
        (
            answered.unwrap_or_else(|error| Reply::error(&error)),
            running,
        )
    }

    fn answer_list(&self, target: &Target) -> Result<Reply, ApiError> {
        let query = self.checked_query()?;
        let revived = &self.state.settings.revived;
        let body = match &target.resource {
            Resource::Model(id) => lists::model(id, &target.version, revived)?,
            Resource::Voices => lists::voices(&query)?,
            _ => lists::models(&target.version, revived, &query)?,
        };
        let order = self.state.next_answer(Route::List);
        let reply = match order.what {
            What::Failure(failure) => Reply::error(&failure.error("", &target.version)),
            What::Page { status, html } => Reply::page(status, html),
            _ => Reply::json(200, "OK", &body),
        };
        Ok(dressed(reply, order))
    }

    async fn answer_call(
        &self,
        version: &str,
        model: &str,
        method: Method,
    ) -> Result<Reply, ApiError> {
        let query = self.checked_query()?;
        let call = self.read_call(version, model, method)?;
        if method == Method::CountTokens {
            let count = call.prompt_tokens();
            let details = json!([{"modality": "TEXT", "tokenCount": count}]);
            let body = json!({"totalTokens": count, "promptTokensDetails": details});
            return Ok(Reply::json(200, "OK", &body));
        }
        let order = self.state.next_answer(call.model.route);
        let mut reply = self.make(&call, &order).await;
        if call.model.route == Route::Image && reply.status == 200 {
            reply.delay = self.state.settings.image_delay;
        }
        if method == Method::Stream {
            reply = reply.streamed(query.get(&["alt", "$alt"]) == Some("sse"));
        }
        Ok(dressed(reply, order))
    }

    /// Checks who asks, and how the query does.
    fn checked_query(&self) -> Result<Query, ApiError> {
        let query = Query::read(&self.request.query)?;
        match self.request.header("x-goog-api-key") {
            Some(key) if key == self.state.settings.key => Ok(query),
            Some(_) => Err(ApiError::key_invalid()),
            None if self.request.header("authorization").is_some() => {
                Err(ApiError::unauthenticated())
            }
            None => Err(ApiError::key_missing()),
        }
    }

    /// Checks everything that Gemini would refuse.
    fn read_call(&self, version: &str, id: &str, method: Method) -> Result<Call, ApiError> {
        let is_revived = self.state.settings.revived.iter().any(|name| name == id);
        let model = models::find(id)
            .filter(|model| model.answers(version, is_revived))
            .ok_or_else(|| ApiError::model_gone(id, version, method.name()))?;
        let content_type = self.request.header("content-type").unwrap_or_default();
        if !content_type.starts_with("application/json") {
            return Err(ApiError::payload(
                "",
                &format!("The content type is '{content_type}', not application/json."),
            ));
        }
        let body: Value = serde_json::from_slice(&self.body)
            .map_err(|error| ApiError::payload("", &error.to_string()))?;
        let message = match method {
            Method::CountTokens => &fields::COUNT_TOKENS,
            Method::Generate | Method::Stream => &fields::GENERATE_CONTENT,
        };
        let call = Call {
            model,
            version: version.to_owned(),
            body: message.read(&body, "")?,
        };
        if method != Method::CountTokens {
            rules::check(model, &call.body)?;
        }
        Ok(call)
    }

    /// Makes what was ordered.
    async fn make(&self, call: &Call, order: &Answer) -> Reply {
        let made = match &order.what {
            What::Failure(failure) => {
                return Reply::error(&failure.error(call.model.id, &call.version));
            }
            What::Page { status, html } => return Reply::page(*status, html),
            What::Blocked(reason) => Err(Stop::Blocked(reason.clone())),
            What::WithoutContent(reason) => Ok(without_content(call, reason)),
            what => match call.model.route {
                Route::Image => image::content(self.state, call, what).await,
                Route::Speech => speech::content(self.state, call, what).await,
                Route::Text | Route::List => text::content(self.state, call, what).await,
            },
        };
        let id = self.state.response_id();
        match made {
            Ok(mut content) => {
                if let Some(reason) = &order.finish_reason {
                    content.finish_reason.clone_from(reason);
                }
                let body = content.body(call.model.id, &id);
                let mut reply = Reply::json(200, &content.finish_reason, &body);
                reply.is_billed = content.is_billed();
                reply
            }
            Err(Stop::Blocked(reason)) => {
                let body = blocked(&reason, call.prompt_tokens(), call.model.id, &id);
                Reply::json(200, format_args!("blocked {reason}"), &body)
            }
            Err(Stop::Error(error)) => Reply::error(&error),
        }
    }
}

/// What stands where nothing is.
const NOT_FOUND: &str = include_str!("../../../fixtures/gemini/front_end_error.html");

/// Gives a reply the delay, the headers and the delivery that were ordered.
fn dressed(mut reply: Reply, order: Answer) -> Reply {
    reply.delay += order.delay;
    reply.headers.extend(order.headers);
    reply.delivered(order.delivery)
}

/// A candidate that ended before it said anything. What is left of the content differs by reason.
fn without_content(call: &Call, reason: &str) -> Made {
    let mut tokens = Tokens {
        prompt: call.prompt_tokens(),
        ..Tokens::default()
    };
    let mut finish_message = None;
    let content = match reason {
        "MAX_TOKENS" => {
            // All of it was thought.
            tokens.thoughts = text::most_tokens(call.config());
            Some(json!({"role": "model"}))
        }
        "NO_IMAGE" => Some(json!({"role": "model"})),
        "OTHER" if call.model.route == Route::Speech => {
            // What was spoken is paid for, though it never arrives.
            tokens.audio = tokens.prompt * 8;
            Some(json!({}))
        }
        "OTHER" => {
            finish_message = Some("Model failed to generate content due to internal error.");
            Some(json!({}))
        }
        "SAFETY" => Some(json!({})),
        _ => None,
    };
    Made {
        content,
        finish_reason: reason.to_owned(),
        finish_message,
        continuation_token: None,
        tokens,
    }
}
