//! Writing scripts and image prompts.

mod gemini_script;
mod instructions;
mod lines;
mod prompts;
mod questions;

pub use gemini_script::GeminiScript;
