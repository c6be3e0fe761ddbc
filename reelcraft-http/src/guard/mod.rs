//! What every request passes before it reaches an operation.

mod body;
mod cors;
mod door;
mod entrance;
mod host;
mod methods;
mod person;
mod watch;

pub(crate) use body::Patience;
pub(crate) use cors::Cors;
pub(crate) use door::Door;
pub(crate) use entrance::{show_form, sign_in, sign_in_form, sign_out};
pub(crate) use host::Names;
pub(crate) use methods::Methods;
pub(crate) use person::Person;
pub(crate) use watch::{RequestNumber, Watch, text_of};
