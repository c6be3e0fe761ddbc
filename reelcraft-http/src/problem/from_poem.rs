//! What goes wrong beneath us: in the router, in the reading of parameters and bodies.

use poem::error::{ParseMultipartError, ReadBodyError, StaticFileError};
use poem_openapi::error::{ContentTypeError, ParseParamError, ParsePathError};

use super::{Code, Failure, Mistake};

/// Turns an error of the web framework into what we say about it.
pub(crate) fn from_poem(error: poem::Error) -> Failure {
    let error = match error.downcast::<Failure>() {
        Ok(failure) => return failure,
        Err(error) => error,
    };
    if let Some(ParseParamError { name, reason }) = error.downcast_ref() {
        return of_parameter(name, reason);
    }
    if let Some(ParsePathError { name, .. }) = error.downcast_ref() {
        return Failure::not_found(format!("there is nothing with this {name}"));
    }
    if let Some(error) = error.downcast_ref::<ContentTypeError>() {
        return Failure::new(Code::UnsupportedType, error.to_string())
            .hint("send the type that /docs names for this operation");
    }
    if let Some(error) = error.downcast_ref::<ReadBodyError>() {
        return of_body(error);
    }
    if let Some(error) = error.downcast_ref::<ParseMultipartError>() {
        return match error {
            ParseMultipartError::InvalidContentType(_)
            | ParseMultipartError::ContentTypeRequired => {
                Failure::new(Code::UnsupportedType, "the body is not multipart/form-data")
            }
            other => Failure::new(Code::Malformed, other.to_string()),
        };
    }
    if let Some(StaticFileError::RangeNotSatisfiable { .. }) = error.downcast_ref() {
        return Failure::new(Code::RangeOutside, "the range lies outside the file");
    }
    let code = Code::of_status(error.status());
    match code {
        Code::Internal => Failure::internal(error),
        Code::NotFound => Failure::not_found("there is nothing at this address")
            .hint("see /docs for all operations"),
        Code::MethodNotAllowed => Failure::new(
            code,
            "there is something at this address, but not with this method",
        ),
        code => Failure::new(code, error.to_string()),
    }
}

/// A body that did not arrive, or not whole.
pub(super) fn of_body(error: &ReadBodyError) -> Failure {
    match error {
        ReadBodyError::PayloadTooLarge => Failure::new(Code::TooLarge, "the body is too large"),
        ReadBodyError::Utf8(_) => Failure::new(Code::Malformed, "the body is no UTF-8 text"),
        ReadBodyError::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            Failure::new(Code::RequestTimeout, error.to_string())
        }
        _ => Failure::new(Code::Malformed, "the body did not arrive whole"),
    }
}

fn of_parameter(name: &str, reason: &str) -> Failure {
    let mistake = Mistake {
        pointer: name.to_owned(),
        detail: reason.to_owned(),
        hint: None,
    };
    Failure {
        mistakes: vec![mistake],
        ..Failure::new(
            Code::Malformed,
            format!("the parameter `{name}` cannot be read: {reason}"),
        )
    }
}
