//! The rules for the schema of an answer.

use serde_json::Value;

use super::errors::ApiError;

/// The keywords of `responseJsonSchema`. Others may be ignored or refused by Gemini; here they
/// are refused.
const JSON_SCHEMA: &[&str] = &[
    "$id",
    "$defs",
    "$ref",
    "$anchor",
    "type",
    "format",
    "title",
    "description",
    "enum",
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "anyOf",
    "oneOf",
    "properties",
    "additionalProperties",
    "required",
    "propertyOrdering",
];

/// The keywords of `responseSchema`.
const OPEN_API: &[&str] = &[
    "type",
    "format",
    "title",
    "description",
    "nullable",
    "enum",
    "items",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "minProperties",
    "maxProperties",
    "anyOf",
    "properties",
    "required",
    "propertyOrdering",
    "example",
    "default",
];

/// Checks the schema of a configuration, where it has one.
pub(super) fn check(config: &Value) -> Result<(), ApiError> {
    let mime = config.get("responseMimeType").and_then(Value::as_str);
    if let Some(mime) = mime
        && !matches!(mime, "application/json" | "text/plain" | "text/x.enum")
    {
        return Err(ApiError::invalid(format!(
            "* GenerateContentRequest.generation_config.response_mime_type: allowed mimetypes are \
             `text/plain`, `application/json`, `application/xml`, `application/yaml` and \
             `text/x.enum`, not `{mime}`.\n"
        )));
    }
    let open_api = config.get("responseSchema");
    let json = config.get("responseJsonSchema");
    let (schema, keywords, at) = match (open_api, json) {
        (None, None) => return Ok(()),
        (Some(_), Some(_)) => {
            return Err(ApiError::invalid(
                "Only one of response_schema and response_json_schema may be set.",
            ));
        }
        (Some(schema), None) => (schema, OPEN_API, "response_schema"),
        (None, Some(schema)) => (schema, JSON_SCHEMA, "response_json_schema"),
    };
    if mime != Some("application/json") {
        return Err(ApiError::invalid(format!(
            "Function calling config or {at} is set without a response_mime_type of \
             `application/json`."
        )));
    }
    check_schema(schema, keywords, &format!("generation_config.{at}"))
}

fn check_schema(schema: &Value, keywords: &[&str], at: &str) -> Result<(), ApiError> {
    let Value::Object(map) = schema else {
        return Err(ApiError::wrong_value(at, "schema", schema));
    };
    for (name, value) in map {
        let place = format!("{at}.{name}");
        if !keywords.contains(&name.as_str()) {
            return Err(ApiError::unknown_field(name, at));
        }
        match name.as_str() {
            "type" => check_type(value, keywords == OPEN_API, &place)?,
            "items" => check_schema(value, keywords, &place)?,
            "properties" | "$defs" => {
                for (property, schema) in value.as_object().into_iter().flatten() {
                    check_schema(schema, keywords, &format!("{place}[{property}]"))?;
                }
            }
            "anyOf" | "oneOf" | "prefixItems" => {
                for schema in value.as_array().into_iter().flatten() {
                    check_schema(schema, keywords, &place)?;
                }
            }
            "required" | "propertyOrdering" => check_names(map, value, &place)?,
            "minItems" | "maxItems" if value.as_u64().is_none() => {
                return Err(ApiError::wrong_value(&place, "TYPE_INT64", value));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Types are in upper case in one kind of schema and in lower case in the other.
fn check_type(value: &Value, is_upper: bool, at: &str) -> Result<(), ApiError> {
    const TYPES: [&str; 7] = [
        "object", "array", "string", "integer", "number", "boolean", "null",
    ];
    let is_type = |value: &Value| {
        value.as_str().is_some_and(|name| {
            TYPES.iter().any(|known| {
                name == if is_upper {
                    known.to_uppercase()
                } else {
                    (*known).to_owned()
                }
            })
        })
    };
    let is_valid = match value {
        Value::Array(types) if !is_upper => types.iter().all(is_type),
        _ => is_type(value),
    };
    if is_valid {
        Ok(())
    } else {
        Err(ApiError::wrong_value(at, "type", value))
    }
}

/// What is required or ordered must be a property.
fn check_names(
    schema: &serde_json::Map<String, Value>,
    names: &Value,
    at: &str,
) -> Result<(), ApiError> {
    let properties = schema.get("properties").and_then(Value::as_object);
    for name in names.as_array().into_iter().flatten() {
        let is_property = name
            .as_str()
            .is_some_and(|name| properties.is_some_and(|map| map.contains_key(name)));
        if !is_property {
            return Err(ApiError::invalid(format!(
                "* GenerateContentRequest.{at}: {name} is not a property of the schema\n"
            )));
        }
    }
    Ok(())
}
