//! The REST service of Reelcraft: projects, jobs, files, and the page.
//!
//! [`Service::open`] opens a data folder with the providers of an [`Engine`], and
//! [`Service::serve`] answers until it is told to stop. Work is done by jobs that survive
//! restarts: each runs the pipeline of `reelcraft-core` over a project, of somebody's or of its
//! own.

mod api;
mod assets;
mod background;
mod body;
mod clock;
mod data_folder;
mod database;
mod engine;
mod guard;
mod id;
mod jobs;
mod kept;
mod metrics;
mod music;
mod page;
mod preview;
pub mod problem;
mod projects;
mod recent;
mod remembered;
mod routes;
mod server;
mod service;
pub mod settings;
mod usage;

pub use engine::{Engine, ProviderState, VoiceChoice};
pub use service::Service;
