//! Finding all mistakes of a JSON value.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use regex::Regex;
use serde_json::Value;

use super::schema::Schema;
use crate::problem::Mistake;

/// How many mistakes are told.
const MOST_MISTAKES: usize = 50;

/// Checks a value against a schema, and gives all mistakes. Whole numbers that are written as
/// `3.0` become `3` where a whole number is wanted.
pub(super) fn check(value: &mut Value, schema: &Schema) -> Vec<Mistake> {
    let mut checker = Checker {
        schema,
        mistakes: Vec::new(),
    };
    checker.value(value, &schema.root, "#");
    checker.mistakes
}

struct Checker<'a> {
    schema: &'a Schema,
    mistakes: Vec<Mistake>,
}

impl Checker<'_> {
    fn tell(&mut self, pointer: &str, detail: impl Into<String>, hint: Option<String>) {
        if self.mistakes.len() < MOST_MISTAKES {
            self.mistakes.push(Mistake {
                pointer: pointer.to_owned(),
                detail: detail.into(),
                hint,
            });
        }
    }

    fn value(&mut self, value: &mut Value, reference: &MetaSchemaRef, pointer: &str) {
        let shared = self.schema;
        let Some(schema) = shared.resolve(reference) else {
            return;
        };
        for part in &schema.all_of {
            self.value(value, part, pointer);
        }
        if value.is_null() && schema.nullable {
            return;
        }
        let is_right_type = match schema.ty {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "number" => value.is_number(),
            "integer" => made_whole(value),
            _ => true,
        };
        if !is_right_type {
            let detail = format!("expected {}, found {}", named(schema.ty), found(value));
            return self.tell(pointer, detail, None);
        }
        if !schema.enum_items.is_empty() && !schema.enum_items.contains(value) {
            return self.unknown_choice(value, schema, pointer);
        }
        match value {
            Value::Object(_) => self.object(value, schema, pointer),
            Value::Array(items) => {
                let count = items.len();
                if schema.min_items.is_some_and(|least| count < least)
                    || schema.max_items.is_some_and(|most| count > most)
                {
                    let bounds = bounds(schema.min_items, schema.max_items);
                    self.tell(pointer, format!("{count} items are not {bounds}"), None);
                }
                if let Some(of_items) = &schema.items {
                    for (index, item) in items.iter_mut().enumerate() {
                        self.value(item, of_items, &format!("{pointer}/{index}"));
                    }
                }
            }
            Value::String(text) => self.text(text, schema, pointer),
            Value::Number(number) => self.number(number.as_f64(), schema, pointer),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn object(&mut self, value: &mut Value, schema: &MetaSchema, pointer: &str) {
        let Value::Object(entries) = value else {
            return;
        };
        for name in &schema.required {
            if !entries.contains_key(*name) {
                self.tell(pointer, format!("`{name}` is missing"), None);
            }
        }
        // A schema without properties takes any.
        if schema.properties.is_empty() {
            return;
        }
        for (name, entry) in entries.iter_mut() {
            let is_known = schema.properties.iter().any(|(known, _)| known == name);
            if entry.is_null() && is_known && !schema.required.contains(&name.as_str()) {
                // The same as leaving it out.
                continue;
            }
            let place = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            match schema.properties.iter().find(|(known, _)| known == name) {
                Some((_, of_entry)) => self.value(entry, of_entry, &place),
                None => {
                    let names = schema.properties.iter().map(|(known, _)| *known);
                    let hint = nearest(name, names);
                    self.tell(&place, format!("unknown field `{}`", shown(name)), hint);
                }
            }
        }
    }

    fn text(&mut self, text: &str, schema: &MetaSchema, pointer: &str) {
        let chars = text.chars().count();
        if schema.min_length.is_some_and(|least| chars < least)
            || schema.max_length.is_some_and(|most| chars > most)
        {
            let bounds = bounds(schema.min_length, schema.max_length);
            return self.tell(
                pointer,
                format!("{chars} characters are not {bounds}"),
                None,
            );
        }
        let pattern = schema
            .pattern
            .as_deref()
            .and_then(|pattern| Regex::new(pattern).ok());
        if pattern.is_some_and(|pattern| !pattern.is_match(text)) {
            let hint = schema
                .example
                .as_ref()
                .map(|example| format!("for example {example}"));
            self.tell(
                pointer,
                format!("`{}` is not of the right form", shown(text)),
                hint,
            );
        }
    }

    fn number(&mut self, number: Option<f64>, schema: &MetaSchema, pointer: &str) {
        let Some(number) = number else { return };
        let is_over = |least: f64| match schema.exclusive_minimum {
            Some(true) => number > least,
            _ => number >= least,
        };
        let is_under = |most: f64| match schema.exclusive_maximum {
            Some(true) => number < most,
            _ => number <= most,
        };
        if !schema.minimum.is_none_or(is_over) || !schema.maximum.is_none_or(is_under) {
            let bounds = bounds(schema.minimum, schema.maximum);
            self.tell(pointer, format!("{number} is not {bounds}"), None);
        }
    }

    fn unknown_choice(&mut self, value: &Value, schema: &MetaSchema, pointer: &str) {
        let names = schema.enum_items.iter().filter_map(Value::as_str);
        let (detail, hint) = match value.as_str() {
            Some(text) => (
                format!("unknown value `{}`", shown(text)),
                nearest(text, names),
            ),
            None => (
                format!("expected one of some names, found {}", found(value)),
                None,
            ),
        };
        self.tell(pointer, detail, hint);
    }
}

/// Whether a value is a whole number; `3.0` becomes `3`.
fn made_whole(value: &mut Value) -> bool {
    if value.is_i64() || value.is_u64() {
        return true;
    }
    let whole = value
        .as_f64()
        .filter(|number| number.fract() == 0.0 && number.abs() < 9e15);
    match whole {
        Some(number) => {
            *value = Value::from(number as i64);
            true
        }
        None => false,
    }
}

fn named(ty: &str) -> &str {
    match ty {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "boolean" => "true or false",
        "integer" => "a whole number",
        _ => "a number",
    }
}

fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn bounds<T: std::fmt::Display>(least: Option<T>, most: Option<T>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "right".to_owned(),
    }
}

/// The nearest of some names as a hint, or all of them where they are few.
fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let names: Vec<&str> = names.collect();
    let wanted = text.to_lowercase();
    let near = names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&wanted, name), *name))
        .min()?;
    match near {
        (distance, name) if distance <= 2.max(name.len() / 3) => {
            Some(format!("did you mean `{name}`?"))
        }
        _ => Some(format!("use one of: {}", names.join(", "))),
    }
}

/// A text of the caller's, short enough to be told back.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
