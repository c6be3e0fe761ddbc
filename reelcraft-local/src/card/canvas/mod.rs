//! The surface a card is painted on.

#[expect(
    clippy::module_inception,
    reason = "a file is named for the thing in it"
)]
mod canvas;
mod fill;
mod illustrate;
mod placed;

pub(crate) use canvas::Canvas;
pub(crate) use fill::Fill;
pub(crate) use placed::{Placed, Shadow};
