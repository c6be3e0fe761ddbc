//! What the service needs of the program around it: the providers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use async_trait::async_trait;
use reelcraft_core::{Language, Project, Result, Stage, Studio};
use reelcraft_render::RenderOptions;

/// The providers of a program. The service itself knows none of them: which one is used is
/// decided where this is implemented.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Makes the studio for some stages of a project.
    fn studio(
        &self,
        project: &Project,
        renderer: RenderOptions,
        stages: &BTreeSet<Stage>,
    ) -> Result<Studio>;

    /// Says who writes, draws and speaks, and why.
    async fn providers(&self) -> Vec<ProviderState>;

    /// The voices that can speak a language, the best ones first.
    async fn voices(&self, language: &Language) -> Vec<VoiceChoice>;

    /// The language that a text seems to be in, of those that scripts can be written in.
    fn guess_language(&self, text: &str) -> Language;

    /// The bundled tracks, by name: files of this machine.
    fn music(&self) -> Result<BTreeMap<String, PathBuf>>;
}

/// A provider, and whether it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderState {
    /// `gemini`, `local`.
    pub name: String,
    /// Whether it is what `auto` means now.
    pub is_used: bool,
    /// Whether it could be used.
    pub is_available: bool,
    /// Why it is, or is not, in one sentence.
    pub reason: String,
    /// What it uses for what: `script`, `pictures`, `voice`.
    pub models: BTreeMap<String, String>,
}

/// A voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceChoice {
    /// Which provider has it.
    pub provider: String,
    /// The name that projects use.
    pub name: String,
    /// What it sounds like, in a few words.
    pub character: String,
    /// Whether it could speak now.
    pub is_available: bool,
}
