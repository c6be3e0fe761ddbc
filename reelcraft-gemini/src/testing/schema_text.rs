//! Writing JSON that fits a schema, in the order of its properties.

use serde_json::{Map, Value};

/// How deep references may lead.
const DEEPEST: usize = 12;

/// Writes JSON that fits `schema`. What is known of it is taken from `known`, where it fits; the
/// rest is made up.
pub(super) fn write_json(schema: &Value, known: Option<&Value>) -> String {
    let mut writer = Writer {
        root: schema,
        out: String::new(),
        made_up: 0,
    };
    writer.value(schema, known, "text", 0);
    writer.out
}

struct Writer<'a> {
    root: &'a Value,
    out: String,
    /// How many values were made up, so that no two are the same.
    made_up: usize,
}

impl Writer<'_> {
    fn value(&mut self, schema: &Value, known: Option<&Value>, name: &str, depth: usize) {
        let schema = self.resolve(schema).clone();
        let null = Value::Null;
        let known = known.filter(|known| **known != null);
        if let Some(options) = schema.get("enum").and_then(Value::as_array) {
            let chosen = known.filter(|known| options.contains(known));
            let chosen = chosen.or_else(|| options.get(self.made_up % options.len().max(1)));
            self.made_up += 1;
            self.out.push_str(&chosen.unwrap_or(&null).to_string());
            return;
        }
        match type_of(&schema).as_str() {
            _ if depth > DEEPEST => self.out.push_str("null"),
            "object" => self.object(&schema, known, depth),
            "array" => self.array(&schema, known, name, depth),
            "integer" => match known.filter(|known| known.is_i64()) {
                Some(known) => self.out.push_str(&known.to_string()),
                None => self.number(&schema, 1.0),
            },
            "number" => match known.filter(|known| known.is_number()) {
                Some(known) => self.out.push_str(&known.to_string()),
                None => self.number(&schema, 0.5),
            },
            "boolean" => {
                let value = known.and_then(Value::as_bool).unwrap_or(true);
                self.out.push_str(if value { "true" } else { "false" });
            }
            "null" => self.out.push_str("null"),
            _ => {
                self.made_up += 1;
                let text = match known {
                    Some(Value::String(text)) => text.clone(),
                    Some(other) => other.to_string(),
                    None => format!("Some {} number {}.", name.replace('_', " "), self.made_up),
                };
                self.out.push_str(&Value::String(text).to_string());
            }
        }
    }

    fn object(&mut self, schema: &Value, known: Option<&Value>, depth: usize) {
        let empty = Map::new();
        let properties = schema
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let ordered = schema.get("propertyOrdering").and_then(Value::as_array);
        let mut names: Vec<&str> = ordered
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|name| properties.contains_key(*name))
            .collect();
        for name in properties.keys() {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        self.out.push('{');
        for (index, name) in names.into_iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.out.push_str(&Value::from(name).to_string());
            self.out.push(':');
            let known = known.and_then(|known| known.get(name));
            if let Some(schema) = properties.get(name) {
                self.value(schema, known, name, depth + 1);
            }
        }
        self.out.push('}');
    }

    fn array(&mut self, schema: &Value, known: Option<&Value>, name: &str, depth: usize) {
        let items = schema.get("items").unwrap_or(&Value::Null);
        let limit = |keyword: &str| {
            let value = schema.get(keyword)?;
            // In one kind of schema 64-bit numbers may be strings.
            let text = value.as_str().and_then(|text| text.parse().ok());
            value.as_u64().or(text).map(|limit| limit as usize)
        };
        let least = limit("minItems").unwrap_or(0);
        let most = limit("maxItems").unwrap_or(usize::MAX);
        let known = known.and_then(Value::as_array);
        let wanted = known.map_or(2, Vec::len);
        let count = wanted.max(least).min(most);
        let singular = name.strip_suffix('s').unwrap_or(name);
        self.out.push('[');
        for index in 0..count {
            if index > 0 {
                self.out.push(',');
            }
            let item = known.and_then(|known| known.get(index));
            self.value(items, item, singular, depth + 1);
        }
        self.out.push(']');
    }

    /// A made-up number inside the limits.
    fn number(&mut self, schema: &Value, step: f64) {
        self.made_up += 1;
        let limit = |keyword| schema.get(keyword).and_then(Value::as_f64);
        let least = limit("minimum").unwrap_or(0.0);
        let most = limit("maximum").unwrap_or(f64::MAX);
        let value = (least + step * self.made_up as f64).min(most);
        self.out.push_str(&value.to_string());
    }

    /// Follows references into `$defs`, and takes the first of several choices that is not null.
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        for _ in 0..DEEPEST {
            let target = schema
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|path| path.strip_prefix('#'))
                .and_then(|path| self.root.pointer(path));
            let choice = ["anyOf", "oneOf"]
                .iter()
                .find_map(|name| schema.get(*name)?.as_array())
                .and_then(|choices| choices.iter().find(|choice| type_of(choice) != "null"));
            match target.or(choice) {
                Some(next) => schema = next,
                None => break,
            }
        }
        schema
    }
}

/// The type of a schema in lower case: the first that is not null where there are several.
fn type_of(schema: &Value) -> String {
    let named = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().find(|name| **name != "null"),
        other => other,
    };
    match named.and_then(Value::as_str) {
        Some(name) => name.to_lowercase(),
        None if schema.get("properties").is_some() => "object".to_owned(),
        None if schema.get("items").is_some() => "array".to_owned(),
        None => "string".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn made_up_values_fit_and_keep_the_order() {
        let schema = json!({
            "type": "object",
            "properties": {
                "a": {"$ref": "#/$defs/mood"},
                "b": {"type": ["null", "integer"], "minimum": 3, "maximum": 3},
                "c": {"type": "array", "minItems": 3, "maxItems": 4, "items": {"type": "boolean"}},
                "d": {"anyOf": [{"type": "null"}, {"type": "string"}]},
                "e": {"type": "NUMBER"},
            },
            "propertyOrdering": ["c", "a"],
            "$defs": {"mood": {"type": "string", "enum": ["calm"]}},
        });
        assert_eq!(
            write_json(&schema, None),
            r#"{"c":[true,true,true],"a":"calm","b":3,"d":"Some d number 3.","e":2}"#
        );
    }

    #[test]
    fn known_values_are_used_where_they_fit() {
        let schema = json!({
            "properties": {
                "lines": {"items": {"type": "string"}, "maxItems": 2, "minItems": 2},
                "mood": {"enum": ["calm", "loud"]},
            }
        });
        let write = |known: Value| -> Value {
            serde_json::from_str(&write_json(&schema, Some(&known))).unwrap()
        };
        let written = write(json!({"lines": ["One", "Two", "Three"], "mood": "loud"}));
        assert_eq!(written, json!({"lines": ["One", "Two"], "mood": "loud"}));
        let written = write(json!({"lines": ["One"], "mood": "sour"}));
        assert_eq!(written["lines"].as_array().unwrap().len(), 2);
        assert_ne!(written["mood"], "sour");
    }
}
