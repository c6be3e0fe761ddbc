//! Where a project lives, and the small changes that generation makes to it.

use std::path::{Path, PathBuf};

use super::Project;
use crate::Result;

/// A scene that generation speaks of: its place, and the line it had when the work began.
///
/// A person may edit the project while the work runs. When another line stands at that place, a
/// store looks for the line elsewhere, and lets the change go when it is nowhere: what was made
/// stays in the ledger and is found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneRef {
    /// The index of the scene, from 0.
    pub index: usize,
    /// Its line when the work began.
    pub line: String,
}

impl SceneRef {
    /// Finds the scene among the lines as they are now.
    pub fn find(&self, lines: &[String]) -> Option<usize> {
        if lines.get(self.index) == Some(&self.line) {
            return Some(self.index);
        }
        lines.iter().position(|line| *line == self.line)
    }
}

/// A change that generation makes to a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// The script was written: the scenes get these lines, and lose the prompts and pictures of
    /// other lines.
    Script(Vec<String>),
    /// A scene's prompt was written.
    Prompt(SceneRef, String),
    /// A scene's picture was drawn: its path relative to the project's folder.
    Image(SceneRef, PathBuf),
    /// The voiceover was spoken: its path relative to the project's folder.
    Voice(PathBuf),
}

/// Where a project lives: a TOML file, or a document of a service.
///
/// All methods are short and synchronous. `save` changes just what the edit says, in the project
/// as it is at that moment, and returns when the change will survive a crash.
pub trait ProjectStore: Send + Sync {
    /// Reads the project as it is now.
    fn load(&self) -> Result<Project>;

    /// Makes one change.
    fn save(&self, edit: &Edit) -> Result<()>;

    /// The folder that relative paths of the project begin in.
    fn folder(&self) -> &Path;

    /// The folder of generated files, inside [`folder`](Self::folder); it may not exist yet.
    fn assets_folder(&self) -> PathBuf;

    /// Where the video goes when nobody says otherwise.
    fn default_output(&self) -> PathBuf;
}

impl Edit {
    /// Makes the change to a project in memory; `false` when the scene is gone.
    pub fn apply(&self, project: &mut Project) -> bool {
        let lines = project.lines();
        match self {
            Self::Script(new) => {
                let old = std::mem::take(&mut project.scenes);
                let mut old = old.into_iter();
                project.scenes = new
                    .iter()
                    .map(|line| {
                        let mut scene = old.next().unwrap_or_default();
                        if scene.line != *line {
                            scene.prompt = None;
                            scene.image = None;
                        }
                        scene.line.clone_from(line);
                        scene
                    })
                    .collect();
                true
            }
            Self::Prompt(scene, prompt) => scene
                .find(&lines)
                .and_then(|index| project.scenes.get_mut(index))
                .map(|scene| scene.prompt = Some(prompt.clone()))
                .is_some(),
            Self::Image(scene, image) => scene
                .find(&lines)
                .and_then(|index| project.scenes.get_mut(index))
                .map(|scene| scene.image = Some(image.clone()))
                .is_some(),
            Self::Voice(file) => {
                project.voice.file = Some(file.clone());
                true
            }
        }
    }
}
