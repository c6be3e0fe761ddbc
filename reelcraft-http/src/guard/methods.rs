//! Which methods there are at which address.

use serde_json::{Map, Value};

/// Files are read, and nothing else.
const READ: &str = "GET, HEAD";

/// Which methods there are at which address, for the `Allow` header of RFC 9110.
#[derive(Debug)]
pub(crate) struct Methods {
    /// Paths of the OpenAPI document by their parts, those with the fewest parameters first.
    operations: Vec<(Vec<String>, String)>,
}

impl Methods {
    /// Reads them from the OpenAPI document.
    pub(crate) fn of(document: &Value) -> Self {
        let paths = document.get("paths").and_then(Value::as_object);
        let operations = paths.into_iter().flatten().map(|(path, operations)| {
            let methods = operations.as_object().into_iter().flat_map(Map::keys);
            let methods: Vec<String> = methods.map(|method| method.to_uppercase()).collect();
            let parts = path.split('/').map(str::to_owned).collect();
            (parts, methods.join(", "))
        });
        let mut operations: Vec<(Vec<String>, String)> = operations.collect();
        operations.sort_by_key(|(parts, _)| parts.iter().filter(|part| is_parameter(part)).count());
        Self { operations }
    }

    /// The methods at an address where there is something.
    pub(crate) fn at(&self, path: &str) -> &str {
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |template: &[String]| {
            template.len() == parts.len()
                && template
                    .iter()
                    .zip(&parts)
                    .all(|(known, part)| is_parameter(known) || known == part)
        };
        let found = self.operations.iter().find(|(template, _)| fits(template));
        found.map_or(READ, |(_, methods)| methods.as_str())
    }
}

fn is_parameter(part: &str) -> bool {
    part.starts_with('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_without_parameters_goes_first() {
        let methods = Methods::of(&serde_json::json!({ "paths": {
            "/api/projects/{id}": { "get": {}, "put": {} },
            "/api/projects/import": { "post": {} },
        } }));
        assert_eq!(methods.at("/api/projects/import"), "POST");
        assert_eq!(methods.at("/api/projects/7"), "GET, PUT");
        assert_eq!(methods.at("/music/calm.mp3"), "GET, HEAD");
    }
}
