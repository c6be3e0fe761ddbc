//! What whoever runs the service can choose.

mod bytes;
mod file;
mod limits;
#[expect(clippy::module_inception, reason = "the settings themselves")]
mod settings;
mod token;

pub use bytes::Bytes;
pub use file::{FILE_NAME, find_file, read_file};
pub use limits::Limits;
pub use settings::Settings;
pub use token::{ApiToken, TOKEN_VARIABLE};
