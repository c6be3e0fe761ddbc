//! The errors that Google answers with: one envelope, a status name, and details by type.

use serde_json::{Value, json};

/// An error of the API, as its body will say it.
#[derive(Debug, Clone)]
pub(super) struct ApiError {
    code: u16,
    status: &'static str,
    message: String,
    details: Vec<Value>,
}

impl ApiError {
    pub(super) fn new(code: u16, status: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            status,
            message: message.into(),
            details: Vec::new(),
        }
    }

    /// The request is wrong.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "INVALID_ARGUMENT", message)
    }

    /// The body, or a field of it, does not fit the message that the API expects.
    pub(super) fn payload(at: &str, message: &str) -> Self {
        let message = format!("Invalid JSON payload received. {message}");
        Self::invalid(message.clone()).detail(
            "BadRequest",
            json!({"fieldViolations": [{"field": at, "description": message}]}),
        )
    }

    /// A field that the message at the path does not have.
    pub(super) fn unknown_field(name: &str, at: &str) -> Self {
        let place = if at.is_empty() {
            String::new()
        } else {
            format!(" at '{at}'")
        };
        Self::payload(
            at,
            &format!("Unknown name \"{name}\"{place}: Cannot find field."),
        )
    }

    /// A value of the wrong type, or none of an enum's.
    pub(super) fn wrong_value(at: &str, type_name: &str, value: &Value) -> Self {
        let message = format!("Invalid value at '{at}' ({type_name}), {value}");
        Self::invalid(message.clone()).detail(
            "BadRequest",
            json!({"fieldViolations": [{"field": at, "description": message}]}),
        )
    }

    /// No key was sent.
    pub(super) fn key_missing() -> Self {
        Self::new(
            403,
            "PERMISSION_DENIED",
            "Method doesn't allow unregistered callers (callers without established identity). \
             Please use API Key or other form of API consumer identity to call this API.",
        )
    }

    /// The key is not one.
    pub(super) fn key_invalid() -> Self {
        const MESSAGE: &str = "API key not valid. Please pass a valid API key.";
        Self::invalid(MESSAGE).error_info("API_KEY_INVALID").detail(
            "LocalizedMessage",
            json!({"locale": "en-US", "message": MESSAGE}),
        )
    }

    /// A kind of credential that this API does not take.
    pub(super) fn unauthenticated() -> Self {
        Self::new(
            401,
            "UNAUTHENTICATED",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, \
             login cookie or other valid authentication credential.",
        )
        .error_info("ACCESS_TOKEN_TYPE_UNSUPPORTED")
    }

    /// The model does not exist (any more), or not under this version.
    pub(super) fn model_gone(model: &str, version: &str, method: &str) -> Self {
        Self::new(
            404,
            "NOT_FOUND",
            format!(
                "models/{model} is not found for API version {version}, or is not supported for \
                 {method}. Call ListModels to see the list of available models and their \
                 supported methods."
            ),
        )
    }

    /// Something broke at Google's.
    pub(super) fn internal() -> Self {
        Self::new(
            500,
            "INTERNAL",
            "An internal error has occurred. Please retry or report in \
             https://developers.generativeai.google/guide/troubleshooting",
        )
    }

    /// Adds a detail of a type of `google.rpc`.
    pub(super) fn detail(mut self, type_name: &str, mut fields: Value) -> Self {
        if let Value::Object(map) = &mut fields {
            map.insert(
                "@type".to_owned(),
                format!("type.googleapis.com/google.rpc.{type_name}").into(),
            );
        }
        self.details.push(fields);
        self
    }

    /// Adds the detail that names the reason.
    pub(super) fn error_info(self, reason: &str) -> Self {
        self.detail(
            "ErrorInfo",
            json!({
                "reason": reason,
                "domain": "googleapis.com",
                "metadata": {"service": "generativelanguage.googleapis.com"},
            }),
        )
    }

    pub(super) fn code(&self) -> u16 {
        self.code
    }

    pub(super) fn status(&self) -> &'static str {
        self.status
    }

    pub(super) fn body(&self) -> Value {
        let mut error = json!({
            "code": self.code,
            "message": self.message,
            "status": self.status,
        });
        if let Value::Object(map) = &mut error
            && !self.details.is_empty()
        {
            map.insert("details".to_owned(), self.details.clone().into());
        }
        json!({ "error": error })
    }
}

/// Why a call gives no content: an error, or an answer that says the prompt is blocked.
#[derive(Debug, Clone)]
pub(super) enum Stop {
    Error(ApiError),
    Blocked(String),
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Self {
        Self::Error(error)
    }
}

impl From<reelcraft_core::Error> for Stop {
    /// What the provider behind the server could not do.
    fn from(error: reelcraft_core::Error) -> Self {
        match error.kind() {
            reelcraft_core::ErrorKind::Refused { .. } => {
                Self::Blocked("PROHIBITED_CONTENT".to_owned())
            }
            reelcraft_core::ErrorKind::InvalidInput => ApiError::invalid(error.chain()).into(),
            _ => ApiError::new(500, "INTERNAL", error.chain()).into(),
        }
    }
}
