//! Reading JSON as a protocol message: names in both cases, every unknown one refused.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_PAD_INDIFFERENT, URL_SAFE_PAD_INDIFFERENT};
use serde_json::{Map, Value};

use super::errors::ApiError;

/// The names and types of a message's fields, names in camelCase.
pub(super) struct Message(pub(super) &'static [(&'static str, Kind)]);

/// The type of a field.
pub(super) enum Kind {
    Text,
    /// Base64 of either alphabet, with padding or without.
    Bytes,
    Bool,
    /// A number without fraction, or a string with one.
    Int,
    Number,
    /// One of these names, exactly; the name of the enum comes first.
    Choice(&'static str, &'static [&'static str]),
    /// One of these names in any case.
    AnyCase(&'static str, &'static [&'static str]),
    Fields(&'static Message),
    Many(&'static Kind),
    /// What other rules look at.
    Anything,
}

impl Message {
    /// Reads a message and gives it with all names in camelCase and all enums in upper case.
    /// `at` is the path in the body, empty for the body itself.
    pub(super) fn read(&self, value: &Value, at: &str) -> Result<Value, ApiError> {
        let Value::Object(given) = value else {
            return Err(ApiError::wrong_value(at, "message", value));
        };
        let mut read = Map::new();
        for (name, value) in given {
            let field = self
                .0
                .iter()
                .find(|(camel, _)| name == camel || *name == snake_case(camel));
            let Some((camel, kind)) = field else {
                return Err(ApiError::unknown_field(name, at));
            };
            let place = if at.is_empty() {
                snake_case(camel)
            } else {
                format!("{at}.{}", snake_case(camel))
            };
            if read.contains_key(*camel) {
                return Err(ApiError::payload(
                    at,
                    &format!("Duplicate field '{place}'."),
                ));
            }
            // As everywhere in JSON of protocol messages, null is the same as nothing.
            if !value.is_null() {
                read.insert((*camel).to_owned(), kind.read(value, &place)?);
            }
        }
        Ok(Value::Object(read))
    }
}

impl Kind {
    fn read(&self, value: &Value, at: &str) -> Result<Value, ApiError> {
        let wrong = |type_name: &str| Err(ApiError::wrong_value(at, type_name, value));
        match (self, value) {
            (Self::Anything, _)
            | (Self::Text, Value::String(_))
            | (Self::Bool, Value::Bool(_))
            | (Self::Number, Value::Number(_)) => Ok(value.clone()),
            (Self::Bytes, Value::String(text)) => match decode_base64(text) {
                Some(_) => Ok(value.clone()),
                None => Err(ApiError::invalid(format!(
                    "Invalid value at '{at}' (TYPE_BYTES), Base64 decoding failed"
                ))),
            },
            (Self::Int, Value::Number(number)) if number.is_i64() => Ok(value.clone()),
            (Self::Int, Value::String(text)) => match text.parse::<i64>() {
                Ok(number) => Ok(number.into()),
                Err(_) => wrong("TYPE_INT32"),
            },
            (Self::Choice(_, names), Value::String(name)) if names.contains(&name.as_str()) => {
                Ok(value.clone())
            }
            (Self::AnyCase(_, names), Value::String(name))
                if names.contains(&name.to_uppercase().as_str()) =>
            {
                Ok(name.to_uppercase().into())
            }
            (Self::Fields(message), _) => message.read(value, at),
            (Self::Many(kind), Value::Array(items)) => items
                .iter()
                .enumerate()
                .map(|(index, item)| kind.read(item, &format!("{at}[{index}]")))
                .collect::<Result<Vec<_>, _>>()
                .map(Value::Array),
            (Self::Text, _) => wrong("TYPE_STRING"),
            (Self::Bytes, _) => wrong("TYPE_BYTES"),
            (Self::Bool, _) => wrong("TYPE_BOOL"),
            (Self::Int, _) => wrong("TYPE_INT32"),
            (Self::Number, _) => wrong("TYPE_FLOAT"),
            (Self::Many(_), _) => wrong("repeated field"),
            (Self::Choice(name, _) | Self::AnyCase(name, _), _) => wrong(&format!(
                "type.googleapis.com/google.ai.generativelanguage.v1beta.{name}"
            )),
        }
    }
}

/// Decodes base64 of either alphabet.
pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD_PAD_INDIFFERENT
        .decode(text)
        .or_else(|_| URL_SAFE_PAD_INDIFFERENT.decode(text))
        .ok()
}

fn snake_case(camel: &str) -> String {
    let mut snake = String::with_capacity(camel.len() + 4);
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const INNER: Message = Message(&[("topK", Kind::Int), ("blob", Kind::Bytes)]);
    static INNER_REF: Message = INNER;
    const OUTER: Message = Message(&[
        ("innerOnes", Kind::Many(&Kind::Fields(&INNER_REF))),
        ("level", Kind::AnyCase("Level", &["LOW", "HIGH"])),
    ]);

    #[test]
    fn both_cases_become_camel_case() {
        let read = OUTER
            .read(
                &json!({"inner_ones": [{"top_k": "4"}, {"topK": 5}], "level": "low"}),
                "",
            )
            .unwrap();
        assert_eq!(
            read,
            json!({"innerOnes": [{"topK": 4}, {"topK": 5}], "level": "LOW"})
        );
    }

    #[test]
    fn the_error_names_the_place() {
        let message = |value| {
            OUTER.read(&value, "").unwrap_err().body()["error"]["message"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(
            message(json!({"innerOnes": [{}, {"top": 1}]})),
            "Invalid JSON payload received. Unknown name \"top\" at 'inner_ones[1]': Cannot find field."
        );
        assert_eq!(
            message(json!({"inner": 1})),
            "Invalid JSON payload received. Unknown name \"inner\": Cannot find field."
        );
        assert!(message(json!({"innerOnes": [{"topK": 1.5}]})).contains("inner_ones[0].top_k"));
        assert!(message(json!({"level": "XLOW"})).contains("v1beta.Level"));
        assert!(message(json!({"innerOnes": [{"blob": "*"}]})).contains("Base64"));
    }

    #[test]
    fn base64_has_two_alphabets() {
        for text in ["+/8=", "-_8=", "-_8", "+/8"] {
            assert_eq!(decode_base64(text), Some(vec![0xFB, 0xFF]), "{text}");
        }
    }
}
