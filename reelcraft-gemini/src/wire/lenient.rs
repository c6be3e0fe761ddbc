//! Reading what servers leave out, write as `null`, or write as another type.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A field that may be `null`, which means the same as none.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A count: a number, or one written as a string, as 64-bit numbers are in JSON of protocol
/// messages. Anything else counts as nothing.
pub(super) fn count(value: Option<&Value>) -> u64 {
    match value {
        Some(Value::Number(number)) => number
            .as_u64()
            .or_else(|| number.as_f64().map(|count| count as u64))
            .unwrap_or(0),
        Some(Value::String(text)) => text.trim().parse().unwrap_or(0),
        _ => 0,
    }
}
