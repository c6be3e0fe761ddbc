//! The lists of models and voices.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::errors::ApiError;
use super::models::{self, MODELS, Model};
use super::path::Query;
use super::route::Route;
use super::voices::VOICES;

/// How many entries a page has at most, and without being asked.
const PAGE_SIZES: (usize, usize) = (1000, 50);

/// A page of the models that answer under a version.
pub(super) fn models(version: &str, revived: &[String], query: &Query) -> Result<Value, ApiError> {
    let models = MODELS
        .iter()
        .filter(|model| answers(model, version, revived))
        .map(describe)
        .collect::<Vec<_>>();
    let (models, next) = page(
        models,
        query,
        &["pageSize", "page_size"],
        &["pageToken", "page_token"],
    )?;
    let mut list = json!({ "models": models });
    if let (Value::Object(map), Some(next)) = (&mut list, next) {
        map.insert("nextPageToken".to_owned(), next.into());
    }
    Ok(list)
}

/// One model.
pub(super) fn model(id: &str, version: &str, revived: &[String]) -> Result<Value, ApiError> {
    models::find(id)
        .filter(|model| answers(model, version, revived))
        .map(describe)
        .ok_or_else(|| {
            ApiError::new(
                404,
                "NOT_FOUND",
                format!("Model is not found: models/{id} for api version {version}"),
            )
        })
}

/// A page of the voices.
pub(super) fn voices(query: &Query) -> Result<Value, ApiError> {
    let language = query.get(&["language_code"]);
    let voices = VOICES
        .iter()
        .map(|(name, character)| {
            json!({
                "id": name,
                "display_name": name,
                "description": character,
                "language_code": language.unwrap_or("en-US"),
            })
        })
        .collect::<Vec<_>>();
    let (voices, next) = page(voices, query, &["page_size"], &["page_token"])?;
    let mut list = json!({ "voices": voices });
    if let (Value::Object(map), Some(next)) = (&mut list, next) {
        map.insert("next_page_token".to_owned(), next.into());
    }
    Ok(list)
}

fn answers(model: &Model, version: &str, revived: &[String]) -> bool {
    model.answers(version, revived.iter().any(|id| id == model.id))
}

fn describe(model: &Model) -> Value {
    let (input, output) = match model.route {
        Route::Speech => (8192, 16384),
        Route::Image => (65536, 32768),
        Route::Text | Route::List => (1_048_576, 65536),
    };
    json!({
        "name": format!("models/{}", model.id),
        "version": "001",
        "displayName": model.display_name,
        "inputTokenLimit": input,
        "outputTokenLimit": output,
        "supportedGenerationMethods": ["generateContent", "countTokens", "batchGenerateContent"],
        "temperature": 1,
        "topP": 0.95,
        "topK": 64,
        "maxTemperature": 2,
        "thinking": !model.thinking.is_empty(),
    })
}

/// Cuts a page out of a list and gives the token of the next one. A token is the start of its
/// page behind base64, which nobody needs to know.
fn page(
    entries: Vec<Value>,
    query: &Query,
    size_names: &[&str],
    token_names: &[&str],
) -> Result<(Vec<Value>, Option<String>), ApiError> {
    let (most, usual) = PAGE_SIZES;
    let size = match query.get(size_names) {
        None => usual,
        Some(text) => text
            .parse::<usize>()
            .map_err(|_| ApiError::wrong_value("page_size", "TYPE_INT32", &text.into()))?,
    };
    let size = if size == 0 { usual } else { size.min(most) };
    let start = match query.get(token_names).filter(|token| !token.is_empty()) {
        None => 0,
        Some(token) => URL_SAFE_NO_PAD
            .decode(token)
            .ok()
            .and_then(|bytes| {
                String::from_utf8(bytes)
                    .ok()?
                    .strip_prefix("from ")?
                    .parse()
                    .ok()
            })
            .ok_or_else(|| ApiError::invalid("The page token is invalid."))?,
    };
    let end = start + size;
    let next = (end < entries.len()).then(|| URL_SAFE_NO_PAD.encode(format!("from {end}")));
    Ok((entries.into_iter().skip(start).take(size).collect(), next))
}
