//! A server that answers as Gemini does: for tests, and to try everything without a key.
//!
//! [`FakeGemini`] listens on this machine only. It reads requests by its own tables and shares
//! nothing with the client, so that a field with a wrong name, a model that is gone or a voice
//! that does not exist is refused here as it is there. What it writes, draws and speaks comes
//! from the traits of `reelcraft-core`. [`Answer`]s make it fail in the ways Gemini fails.
//!
//! ```
//! # use std::time::Duration;
//! # use reelcraft_gemini::testing::{Answer, FakeGemini, Route};
//! # #[tokio::main]
//! # async fn main() -> reelcraft_core::Result<()> {
//! let fake = FakeGemini::builder().key("test-key").start().await?;
//! fake.script_answers(
//!     Route::Image,
//!     [Answer::per_minute(Duration::from_secs(1)), Answer::overloaded()],
//! );
//! // … let a client at fake.base_url() draw, and see that it tries again …
//! assert_eq!(fake.answers_left(Route::Image), 2);
//! assert!(fake.requests_of(Route::Image).is_empty());
//! # Ok(())
//! # }
//! ```

mod answer;
mod answer_body;
mod builder;
mod call;
mod chance;
mod default_images;
mod default_script;
mod default_voice;
mod envelope;
mod errors;
mod failure;
mod fake_gemini;
mod fields;
mod flaws;
mod image;
mod image_rules;
mod lists;
mod message;
mod models;
mod path;
mod picture_files;
mod record;
mod reply;
mod route;
mod rules;
mod schema_rules;
mod schema_text;
mod server;
mod sound_files;
mod speech;
mod speech_rules;
mod state;
mod tasks;
mod text;
mod voices;

pub use answer::Answer;
pub use builder::FakeGeminiBuilder;
pub use fake_gemini::FakeGemini;
pub use flaws::{PictureFlaw, SoundFlaw, TextFlaw};
pub use record::{RecordedAnswer, RecordedRequest};
pub use route::Route;
