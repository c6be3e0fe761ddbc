//! The engine of Reelcraft without its providers: what a project is, what a provider promises,
//! when each frame is seen, and how a topic becomes a video.
//!
//! [`Studio`] holds the four [traits](provider) and takes a project from its topic to the video.
//! This program does it with the providers that need no key and no network:
#![doc = concat!("```rust,ignore\n", include_str!("../docs/topic_to_video.rs"), "```")]
//! A provider of one's own is an implementation of its trait:
#![doc = concat!("```rust,ignore\n", include_str!("../docs/own_image_gen.rs"), "```")]

mod atomic_file;
pub mod captions;
mod control;
mod digest;
mod error;
mod language;
pub mod pipeline;
pub mod project;
pub mod provider;
mod shown_path;
#[cfg(feature = "testing")]
pub mod testing;
mod time;
pub mod timeline;
pub mod voiceover;

pub use atomic_file::{AtomicFile, sweep};
pub use control::{Control, Event, Progress, Stage};
pub use digest::{Digest, DigestBuilder};
pub use error::{Error, ErrorKind, IoContext, Result};
pub use language::Language;
pub use pipeline::{Outcome, Studio, Work};
pub use project::{Problem, Project, ProjectFile, ProjectStore, Scene};
pub use time::{FrameRange, FrameRate, LineSpan, SAMPLE_RATE_HZ};
