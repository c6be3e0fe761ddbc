//! A document as a tree of values with their places, whatever format it came in.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, de::Error as TomlError};

/// A value and the bytes of the text in which it stands; `None` where there is no text.
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) span: Option<Range<usize>>,
}

/// A value.
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Number(f64),
    Flag,
    List(Vec<Node>),
    Table(Vec<(Key, Node)>),
    /// Something no project holds, by its name.
    Other(&'static str),
}

/// A key of a table and where it stands.
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Option<Range<usize>>,
}

impl Node {
    /// Reads TOML as far as it can be understood, with all mistakes of its syntax.
    pub(super) fn from_toml(text: &str) -> (Self, Vec<TomlError>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let span = table.span();
        let value = Self::of_table(table.get_ref());
        (
            Self {
                value,
                span: Some(span),
            },
            errors,
        )
    }

    fn of_table(table: &DeTable<'_>) -> Value {
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, value)| {
                let key = Key {
                    name: key.get_ref().to_string(),
                    span: Some(key.span()),
                };
                (key, Self::of_toml(value))
            })
            .collect();
        // The parser sorts by name; people read from top to bottom.
        entries.sort_by_key(|(key, _)| key.span.as_ref().map_or(0, |span| span.start));
        Value::Table(entries)
    }

    fn of_toml(value: &Spanned<DeValue<'_>>) -> Self {
        let span = Some(value.span());
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Value::Other("a number too large"), Value::Integer),
            DeValue::Float(number) => number
                .as_str()
                .parse()
                .map_or(Value::Other("an unreadable number"), Value::Number),
            DeValue::Boolean(_) => Value::Flag,
            DeValue::Datetime(_) => Value::Other("a date"),
            DeValue::Array(items) => Value::List(items.iter().map(Self::of_toml).collect()),
            DeValue::Table(table) => Self::of_table(table),
        };
        Self { value, span }
    }

    /// Takes a JSON value; `null` counts as absent.
    pub(super) fn from_json(value: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        let value = match value {
            Json::Null => Value::Other("null"),
            Json::Bool(_) => Value::Flag,
            Json::Number(number) => match number.as_i64() {
                Some(integer) => Value::Integer(integer),
                None => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
            },
            Json::String(text) => Value::Text(text.clone()),
            Json::Array(items) => Value::List(items.iter().map(Self::from_json).collect()),
            Json::Object(entries) => Value::Table(
                entries
                    .iter()
                    .filter(|(_, value)| !value.is_null())
                    .map(|(name, value)| {
                        let key = Key {
                            name: name.clone(),
                            span: None,
                        };
                        (key, Self::from_json(value))
                    })
                    .collect(),
            ),
        };
        Self { value, span: None }
    }

    /// What the value is, for people.
    pub(super) fn type_name(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Integer(_) | Value::Number(_) => "a number",
            Value::Flag => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Other(name) => name,
        }
    }

    /// The number, whole or not.
    pub(super) fn as_number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(number) => Some(number as f64),
            Value::Number(number) => Some(number),
            _ => None,
        }
    }
}
