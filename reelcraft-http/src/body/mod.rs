//! JSON bodies: bounded, and checked against the very schema that is published, so that all
//! mistakes are told at once, each with its place.

mod check;
mod depth;
mod json_body;
mod schema;

pub(crate) use json_body::{JsonBody, parse};
