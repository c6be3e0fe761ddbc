//! What the service says when it cannot do what was asked: problem details as RFC 9457 has them,
//! each with a stable code.

mod code;
mod failure;
mod from_poem;
mod mistake;
mod paths;
mod response;

pub use code::Code;
pub use failure::Failure;
pub(crate) use from_poem::from_poem;
pub use mistake::Mistake;
pub(crate) use paths::without_paths;
pub use response::Problem;

/// The result of everything that answers a request.
pub type Answer<T> = std::result::Result<T, Failure>;
