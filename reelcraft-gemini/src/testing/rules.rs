//! The rules that hold for the body of any call, and for those of text models.

use serde_json::Value;

use super::errors::ApiError;
use super::fields::PART_DATA;
use super::models::Model;
use super::route::Route;
use super::{image_rules, schema_rules, speech_rules};

/// Checks a body that has been read, with names in camelCase.
pub(super) fn check(model: &Model, body: &Value) -> Result<(), ApiError> {
    check_contents(body)?;
    let config = body.get("generationConfig").unwrap_or(&Value::Null);
    check_model_name(model, body)?;
    check_thinking(model, config)?;
    check_candidates(config)?;
    match model.route {
        Route::Image => image_rules::check(model, body, config),
        Route::Speech => speech_rules::check(model, body, config),
        Route::Text | Route::List => check_text(config),
    }
}

/// The modalities that are asked for; empty means the model's own.
pub(super) fn modalities(config: &Value) -> Vec<&str> {
    config
        .get("responseModalities")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default()
}

/// The error about modalities that a model does not answer in.
pub(super) fn wrong_modalities(modalities: &[&str]) -> ApiError {
    ApiError::invalid(format!(
        "The requested combination of response modalities ({}) is not supported by the model.",
        modalities.join(", ")
    ))
}

fn check_contents(body: &Value) -> Result<(), ApiError> {
    let missing =
        || ApiError::invalid("* GenerateContentRequest.contents: contents is not specified\n");
    let contents = body
        .get("contents")
        .and_then(Value::as_array)
        .filter(|contents| !contents.is_empty())
        .ok_or_else(missing)?;
    for (index, content) in contents.iter().enumerate() {
        check_role(content)?;
        check_parts(content, &format!("contents[{index}]"))?;
    }
    if let Some(instruction) = body.get("systemInstruction") {
        check_parts(instruction, "system_instruction")?;
    }
    let last_role = contents
        .last()
        .and_then(|content| content.get("role")?.as_str());
    if last_role == Some("model") {
        return Err(ApiError::invalid(
            "Please ensure that the last turn in the contents is of the role user.",
        ));
    }
    Ok(())
}

fn check_role(content: &Value) -> Result<(), ApiError> {
    match content.get("role").and_then(Value::as_str) {
        None | Some("user" | "model") => Ok(()),
        Some(_) => Err(ApiError::invalid("Please use a valid role: user, model.")),
    }
}

fn check_parts(content: &Value, at: &str) -> Result<(), ApiError> {
    let parts = content.get("parts").and_then(Value::as_array);
    let Some(parts) = parts.filter(|parts| !parts.is_empty()) else {
        return Err(ApiError::invalid(format!(
            "* GenerateContentRequest.{at}.parts: contents.parts must not be empty.\n"
        )));
    };
    for (index, part) in parts.iter().enumerate() {
        let count = PART_DATA
            .iter()
            .filter(|name| part.get(**name).is_some())
            .count();
        if count != 1 {
            return Err(ApiError::invalid(format!(
                "* GenerateContentRequest.{at}.parts[{index}].data: required oneof field 'data' \
                 must have one initialized field\n"
            )));
        }
        for name in ["mimeType", "data"] {
            if part
                .get("inlineData")
                .is_some_and(|blob| blob.get(name).is_none())
            {
                return Err(ApiError::invalid(format!(
                    "* GenerateContentRequest.{at}.parts[{index}].inline_data: {name} is empty\n"
                )));
            }
        }
    }
    Ok(())
}

/// A body may name the model, with or without `models/`, but no other one.
fn check_model_name(model: &Model, body: &Value) -> Result<(), ApiError> {
    match body.get("model").and_then(Value::as_str) {
        Some(name) if name.strip_prefix("models/").unwrap_or(name) != model.id => {
            Err(ApiError::invalid(format!(
                "The model in the body, {name}, is not that of the path, models/{}.",
                model.id
            )))
        }
        _ => Ok(()),
    }
}

fn check_thinking(model: &Model, config: &Value) -> Result<(), ApiError> {
    let Some(thinking) = config.get("thinkingConfig") else {
        return Ok(());
    };
    if model.thinking.is_empty() {
        return Err(ApiError::invalid("Thinking is not enabled for this model."));
    }
    let level = thinking.get("thinkingLevel").and_then(Value::as_str);
    if level.is_some() && thinking.get("thinkingBudget").is_some() {
        return Err(ApiError::invalid(
            "You can only set only one of thinking budget and thinking level.",
        ));
    }
    match level {
        Some(level) if !model.thinking.contains(&level) => Err(ApiError::invalid(format!(
            "Thinking level {level} is not supported for this model. Please retry with other \
             thinking level."
        ))),
        _ => Ok(()),
    }
}

fn check_candidates(config: &Value) -> Result<(), ApiError> {
    if config
        .get("candidateCount")
        .is_some_and(|count| *count != 1)
    {
        return Err(ApiError::invalid(
            "Multiple candidates is not enabled for this model",
        ));
    }
    if let Some(count) = config.get("maxOutputTokens").and_then(Value::as_i64)
        && !(1..=65536).contains(&count)
    {
        return Err(ApiError::invalid(format!(
            "Unable to submit request because it has a maxOutputTokens value of {count} but the \
             supported range is from 1 (inclusive) to 65537 (exclusive)."
        )));
    }
    Ok(())
}

fn check_text(config: &Value) -> Result<(), ApiError> {
    let modalities = modalities(config);
    if modalities.iter().any(|modality| *modality != "TEXT") {
        return Err(wrong_modalities(&modalities));
    }
    for (field, what) in [
        ("imageConfig", "Image generation"),
        ("speechConfig", "Speech generation"),
        ("responseFormat", "Response format"),
    ] {
        if config.get(field).is_some() {
            return Err(ApiError::invalid(format!(
                "{what} is not enabled for this model"
            )));
        }
    }
    schema_rules::check(config)
}
