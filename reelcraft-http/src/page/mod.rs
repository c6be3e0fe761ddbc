//! The web page: what was built into the program, or a plain page that says how to build it.

mod docs;
mod files;

pub(crate) use docs::{Docs, serve_docs};
pub(crate) use files::serve_page;
