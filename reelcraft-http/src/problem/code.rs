//! The stable names of everything that can go wrong.

use poem::http::StatusCode;
use reelcraft_core::ErrorKind;

/// Declares the codes: name, written name, HTTP status, and a title that never changes.
macro_rules! codes {
    ($( $(#[$meta:meta])* $variant:ident = $name:literal, $status:ident, $title:literal; )+) => {
        /// What went wrong, as a program can decide by it. Names and statuses never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $( $(#[$meta])* $variant, )+ }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The name that stands in answers.
            pub fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )+ }
            }

            /// The HTTP status that goes with it.
            pub fn status(self) -> StatusCode {
                match self { $( Self::$variant => StatusCode::$status, )+ }
            }

            /// The same short text for every occurrence.
            pub fn title(self) -> &'static str {
                match self { $( Self::$variant => $title, )+ }
            }
        }
    };
}

codes! {
    /// The request cannot be read at all.
    Malformed = "malformed", BAD_REQUEST, "The request cannot be read";
    /// The request is read, but something in it is wrong.
    InvalidInput = "invalid_input", UNPROCESSABLE_ENTITY, "Something in the request is wrong";
    /// A file cannot be read as what it should be.
    Media = "media", UNPROCESSABLE_ENTITY, "The file cannot be read";
    /// The provider declined to make it.
    Refused = "refused", UNPROCESSABLE_ENTITY, "The provider declined to make this";
    /// The body or the file is larger than is taken.
    TooLarge = "too_large", PAYLOAD_TOO_LARGE, "Too large";
    /// The body is not in a form that is taken here.
    UnsupportedType = "unsupported_type", UNSUPPORTED_MEDIA_TYPE, "This type of body is not taken";
    /// There is no such thing (any more).
    NotFound = "not_found", NOT_FOUND, "There is no such thing";
    /// There is such a path, but not with this method.
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED, "Not with this method";
    /// Nothing that would be accepted can be given.
    NotAcceptable = "not_acceptable", NOT_ACCEPTABLE, "Nothing acceptable can be given";
    /// The token is missing or wrong.
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "A token is needed";
    /// A page of another origin asks.
    ForeignOrigin = "foreign_origin", FORBIDDEN, "Pages of other origins are not served";
    /// The service is not known under this name.
    UnknownHost = "unknown_host", MISDIRECTED_REQUEST, "Not known under this name";
    /// What shall be changed was changed meanwhile.
    Changed = "changed", PRECONDITION_FAILED, "It was changed meanwhile";
    /// A change must say which version it changes.
    VersionNeeded = "version_needed", PRECONDITION_REQUIRED, "The version to change must be named";
    /// It cannot be done while something else is under way.
    Busy = "busy", CONFLICT, "Something else is under way";
    /// The caller cancelled it.
    Cancelled = "cancelled", CONFLICT, "It was cancelled";
    /// The part of a file that was asked for lies outside it.
    RangeOutside = "range_outside", RANGE_NOT_SATISFIABLE, "The range lies outside the file";
    /// The request did not arrive in time.
    RequestTimeout = "request_timeout", REQUEST_TIMEOUT, "The request did not arrive in time";
    /// As many jobs wait as may wait.
    QueueFull = "queue_full", TOO_MANY_REQUESTS, "Too many jobs wait";
    /// A quota of the provider is used up.
    QuotaExceeded = "quota_exceeded", TOO_MANY_REQUESTS, "The provider's quota is used up";
    /// The provider rejects the key of this service.
    ProviderKey = "provider_key", BAD_GATEWAY, "The provider rejects this service's key";
    /// A provider or program is missing, overloaded or not reachable.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Not available now";
    /// A paid call was in flight when the service stopped; it may have been billed.
    Interrupted = "interrupted", SERVICE_UNAVAILABLE, "Interrupted; it may have been billed";
    /// There is no room for more files.
    DiskFull = "disk_full", INSUFFICIENT_STORAGE, "There is no room for more files";
    /// No answer came in time.
    Timeout = "timeout", GATEWAY_TIMEOUT, "No answer came in time";
    /// A defect of Reelcraft or of the machine under it.
    Internal = "internal", INTERNAL_SERVER_ERROR, "A defect of Reelcraft or of its machine";
}

impl Code {
    /// The one place where the kinds of the engine become codes, and so statuses.
    pub fn of_kind(kind: &ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidInput => Self::InvalidInput,
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::Unauthenticated => Self::ProviderKey,
            ErrorKind::QuotaExceeded { .. } => Self::QuotaExceeded,
            ErrorKind::Refused { .. } => Self::Refused,
            ErrorKind::Unavailable => Self::Unavailable,
            ErrorKind::Timeout => Self::Timeout,
            ErrorKind::Cancelled => Self::Cancelled,
            ErrorKind::Media => Self::Media,
            _ => Self::Internal,
        }
    }

    /// The code of a status that something beneath us gave.
    pub fn of_status(status: StatusCode) -> Self {
        let known = Self::ALL.iter().find(|code| code.status() == status);
        match known {
            Some(code) => *code,
            None if status.is_client_error() => Self::Malformed,
            None => Self::Internal,
        }
    }

    /// Finds a code by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_statuses_are_errors() {
        for (index, code) in Code::ALL.iter().enumerate() {
            assert!(code.status().as_u16() >= 400);
            let others = &Code::ALL[index + 1..];
            assert!(others.iter().all(|other| other.name() != code.name()));
            assert_eq!(Code::named(code.name()), Some(*code));
        }
    }
}
