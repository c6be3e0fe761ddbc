//! Segments encoded, kept, found again, and joined: checked on the decoded video.

mod joins;
mod reuse;
mod stopping;
mod support;
