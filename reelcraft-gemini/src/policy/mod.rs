//! How calls are made: when they may go out, what is tried again and for how long.

mod failure;
mod gate;
mod patience;
mod told;
mod waits;

pub(crate) use failure::Failure;
pub(crate) use gate::Gate;
pub(crate) use patience::{Patience, Verdict};
pub(crate) use waits::asked_wait;
