//! The OpenAPI document.

use poem_openapi::{LicenseObject, OpenApi, OpenApiService};
use reelcraft_core::{Error, Result};
use serde_json::{Map, Value, json};

use super::operations;
use crate::service::Shared;

const ABOUT: &str = "From a topic to a finished short vertical video, every part of it editable on \
the way.\n\nThe steps answer when the work is done; with `Prefer: respond-async` they answer at \
once with a job, which can be watched and stopped. Errors are problem details (RFC 9457) with a \
stable `code`.";

/// Makes the service of the framework from all operations.
pub(super) fn service<T: OpenApi>(all: T) -> OpenApiService<T, ()> {
    OpenApiService::new(all, "Reelcraft", env!("CARGO_PKG_VERSION"))
        .description(ABOUT)
        .license(LicenseObject::new("MIT OR Apache-2.0").identifier("MIT OR Apache-2.0"))
}

/// The OpenAPI document, the same each time.
pub(crate) fn document(shared: &Shared) -> Result<Value> {
    let text = operations(shared).spec();
    let mut document: Value = serde_json::from_str(&text)
        .map_err(|error| Error::internal("cannot read the API document").because(error))?;
    complete(&mut document);
    Ok(document)
}

/// Adds what the framework cannot say.
fn complete(document: &mut Value) {
    let schemes = json!({
        "token": { "type": "http", "scheme": "bearer",
            "description": "The token that the service was started with, where there is one." },
    });
    if let Some(components) = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
    {
        components.insert("securitySchemes".to_owned(), schemes);
    }
    if let Some(document) = document.as_object_mut() {
        document.insert("security".to_owned(), json!([{ "token": [] }, {}]));
        // It is served from the address that it describes.
        document.remove("servers");
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (method, operation) in paths
        .into_iter()
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut)
        .flatten()
    {
        keep_possible(method, operation);
    }
    if let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    {
        for schema in schemas.values_mut() {
            allow_null(schema);
            if let Some(example) = schema.get_mut("example") {
                leave_out_nulls(example);
            }
        }
    }
    for name in names_in_requests(document) {
        let pointer = format!("/components/schemas/{name}");
        if let Some(schema) = document.pointer_mut(&pointer) {
            close(schema);
        }
    }
}

/// An example shows what is chosen, not everything that could be.
fn leave_out_nulls(example: &mut Value) {
    match example {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(leave_out_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_nulls),
        _ => {}
    }
}

/// Operations that only read, but for which something is made first.
const WORK_TO_READ: [&str; 3] = ["getWaveform", "previewProjectFrame", "exportZip"];

/// Leaves only those errors that an operation can end with.
fn keep_possible(method: &str, operation: &mut Value) {
    let has_body = operation.get("requestBody").is_some();
    let has_version = operation
        .get("parameters")
        .and_then(Value::as_array)
        .is_some_and(|parameters| parameters.iter().any(|known| known["name"] == "If-Match"));
    let name = operation.get("operationId").and_then(Value::as_str);
    let is_work = name.is_some_and(|name| WORK_TO_READ.contains(&name));
    let Some(responses) = operation
        .get_mut("responses")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    responses.retain(|status, _| match status.as_str() {
        "405" | "406" | "416" => false,
        "408" | "413" | "415" => has_body,
        "412" | "428" => has_version,
        "504" | "507" if is_work => true,
        "409" | "429" | "502" | "504" | "507" => method != "get",
        _ => true,
    });
}

/// The schemas that bodies of requests are made of.
fn names_in_requests(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for operation in paths
        .into_iter()
        .flat_map(Map::values)
        .filter_map(Value::as_object)
        .flat_map(Map::values)
    {
        if let Some(body) = operation.get("requestBody") {
            references(body, &mut waiting);
        }
    }
    while let Some(name) = waiting.pop() {
        if found.contains(&name) {
            continue;
        }
        let pointer = format!("/components/schemas/{name}");
        if let Some(schema) = document.pointer(&pointer) {
            references(schema, &mut waiting);
        }
        found.push(name);
    }
    found
}

fn references(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                match value.as_str().filter(|_| name == "$ref") {
                    Some(reference) => {
                        into.extend(reference.rsplit('/').next().map(str::to_owned));
                    }
                    None => references(value, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, into)),
        _ => {}
    }
}

/// Says that null may stand where a field may be left out.
fn allow_null(schema: &mut Value) {
    let required: Vec<String> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| {
            names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default();
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        if required.contains(name) {
            continue;
        }
        if let Some(reference) = property.get("$ref").cloned() {
            *property = json!({ "allOf": [{ "$ref": reference }] });
        }
        if let Some(property) = property.as_object_mut() {
            property.insert("nullable".to_owned(), Value::Bool(true));
        }
    }
}

/// Says that other fields are refused, which is true of all objects in requests.
fn close(schema: &mut Value) {
    if let Some(schema) = schema.as_object_mut()
        && schema.contains_key("properties")
    {
        schema.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
}
