//! What the path and the query of a call ask for.

use super::errors::ApiError;

/// What a path asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// `v1` or `v1beta`.
    pub(super) version: String,
    pub(super) resource: Resource,
}

/// What is asked for under a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Resource {
    Models,
    Model(String),
    Voices,
    Call { model: String, method: Method },
}

/// What a model can be asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Generate,
    Stream,
    CountTokens,
}

impl Target {
    /// Reads a method and a path; `None` where nothing is.
    pub(super) fn read(http_method: &str, path: &str) -> Option<Self> {
        let mut segments = path.strip_prefix('/')?.split('/');
        let version = segments.next().filter(|v| matches!(*v, "v1" | "v1beta"))?;
        let collection = segments.next()?;
        let name = segments.next();
        if segments.next().is_some() {
            return None;
        }
        let resource = match (http_method, collection, name) {
            ("GET", "models", None) => Resource::Models,
            ("GET", "models", Some(name)) if !name.contains(':') => {
                Resource::Model(name.to_owned())
            }
            ("GET", "voices", None) if version == "v1beta" => Resource::Voices,
            ("POST", "models", Some(name)) => {
                let (model, method) = name.split_once(':')?;
                let method = match method {
                    "generateContent" => Method::Generate,
                    "streamGenerateContent" => Method::Stream,
                    "countTokens" => Method::CountTokens,
                    _ => return None,
                };
                Resource::Call {
                    model: model.to_owned(),
                    method,
                }
            }
            _ => return None,
        };
        Some(Self {
            version: version.to_owned(),
            resource,
        })
    }
}

impl Method {
    /// As it is called in the path.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Generate => "generateContent",
            Self::Stream => "streamGenerateContent",
            Self::CountTokens => "countTokens",
        }
    }
}

/// The parameters of a query.
#[derive(Debug, Clone, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query. What a list does not know is refused, and so is a key: it would end up in
    /// the logs of every proxy on the way.
    pub(super) fn read(query: &str) -> Result<Self, ApiError> {
        const KNOWN: [&str; 9] = [
            "alt",
            "$alt",
            "prettyPrint",
            "pageSize",
            "page_size",
            "pageToken",
            "page_token",
            "language_code",
            "gender",
        ];
        let mut pairs = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if name == "key" {
                return Err(ApiError::invalid(
                    "This server takes no key in the URL, where logs show it: send the header \
                     x-goog-api-key.",
                ));
            }
            if !KNOWN.contains(&name) {
                return Err(ApiError::payload(
                    name,
                    &format!(
                        "Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' \
                         could not be found in request message."
                    ),
                ));
            }
            pairs.push((name.to_owned(), value.to_owned()));
        }
        Ok(Self(pairs))
    }

    /// The value of the first parameter that has one of these names.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| names.contains(&name.as_str()))
            .map(|(_, value)| value.as_str())
    }
}
