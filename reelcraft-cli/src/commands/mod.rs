//! The commands.

mod cache;
mod captions;
mod check;
mod doctor;
mod new;
mod run;

pub(crate) use cache::cache;
pub(crate) use captions::captions;
pub(crate) use check::check;
pub(crate) use doctor::doctor;
pub(crate) use new::new;
pub(crate) use run::{Request, run};
