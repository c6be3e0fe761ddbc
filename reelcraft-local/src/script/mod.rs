//! Scripts from a topic or a text, and image prompts from lines.

pub(crate) mod clean_text;
mod condense;
mod content_words;
mod local_script;
mod outline;
mod prompts;
mod stop_words;
mod topic_language;
mod unseen_words;
pub(crate) mod uzbek_letters;
mod writing_language;

pub use local_script::LocalScript;
pub(crate) use prompts::subject_of;
pub use topic_language::guess_language;
