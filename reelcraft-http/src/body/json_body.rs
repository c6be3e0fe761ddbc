//! A JSON body of a request.

use poem::http::header;
use poem::{Request, RequestBody, Result};
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaSchemaRef, Registry};
use poem_openapi::types::{ParseFromJSON, Type};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde_json::Value;

use super::check::check;
use super::depth::depth;
use super::schema::Schema;
use crate::problem::{Answer, Code, Failure, from_poem};
use crate::settings::Limits;

/// A JSON body, checked against the published schema of its type.
#[derive(Debug)]
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: Type> Payload for JsonBody<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: ParseFromJSON + 'static> ParsePayload for JsonBody<T> {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> Result<Self> {
        let value = read_json(request, body).await?;
        Ok(Self(parse(value)?))
    }
}

impl<'a, T: ParseFromJSON + 'static> ApiExtractor<'a> for JsonBody<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <Self as Payload>::register(registry);
    }

    fn request_meta() -> Option<poem_openapi::registry::MetaRequest> {
        Some(poem_openapi::registry::MetaRequest {
            description: None,
            content: vec![poem_openapi::registry::MetaMediaType {
                content_type: Self::CONTENT_TYPE,
                schema: <Self as Payload>::schema_ref(),
            }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        <Self as ParsePayload>::from_request(request, body).await
    }
}

/// Checks a value against the schema of a type, and reads it.
pub(crate) fn parse<T: ParseFromJSON + 'static>(mut value: Value) -> Answer<T> {
    let mistakes = check(&mut value, &Schema::of::<T>());
    if !mistakes.is_empty() {
        return Err(Failure::mistakes(mistakes));
    }
    T::parse_from_json(Some(value)).map_err(|error| Failure::invalid("#", error.into_message()))
}

/// Reads a body as JSON, bounded in bytes and depth.
pub(crate) async fn read_json(request: &Request, body: &mut RequestBody) -> Answer<Value> {
    let content_type = request.header(header::CONTENT_TYPE).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    if essence != "application/json" && !essence.ends_with("+json") {
        return Err(Failure::new(Code::UnsupportedType, "the body is not JSON")
            .hint("send Content-Type: application/json"));
    }
    let limits = request.data::<Limits>().cloned().unwrap_or_default();
    let most = limits.json_body;
    let bytes = match body.take() {
        Ok(body) => body
            .into_bytes_limit(most.0 as usize)
            .await
            .map_err(|error| from_poem(error.into()))?,
        Err(error) => return Err(from_poem(error.into())),
    };
    if depth(&bytes) > limits.json_depth {
        return Err(Failure::new(
            Code::Malformed,
            format!(
                "the JSON is nested deeper than {} levels",
                limits.json_depth
            ),
        ));
    }
    serde_json::from_slice(&bytes)
        .map_err(|error| Failure::new(Code::Malformed, format!("the body is no JSON: {error}")))
}
