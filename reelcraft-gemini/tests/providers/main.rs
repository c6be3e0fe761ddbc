//! The three providers over the wire: what they send, what they make of what comes, and that
//! they keep their contracts.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod contracts;
mod costs;
mod many;
mod network;
mod requests;
mod topics;
mod world;

use world::{
    KEY, connection, connection_with, image_request, script_request, server, speech_request,
};
