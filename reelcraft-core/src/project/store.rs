//! Where a project lives, and the small changes that generation makes to it.

use std::path::{Path, PathBuf};

use super::{Cue, Project, VoiceProvider};
use crate::Result;

/// A scene that generation speaks of: its place, and the line it had when the work began.
///
/// A person may edit the project while the work runs. When another line stands at that place, a
/// store looks for the line elsewhere.
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
///
/// Each says what it expects to find. Where a person has written something else meanwhile, or
/// has locked the scene, the person's word stays: what was made is in the ledger, and is found
/// again when it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// The script was written: the scenes get these lines, and lose the prompts and pictures of
    /// other lines.
    Script {
        /// The lines before.
        was: Vec<String>,
        /// The new lines.
        lines: Vec<String>,
    },
    /// A scene's line was written anew; its prompt and picture stay, and are out of date. Its
    /// captions are those of the new line.
    Line {
        /// Which scene, and the line before.
        scene: SceneRef,
        /// The new line.
        line: String,
    },
    /// A scene's prompt was written.
    Prompt {
        /// Which scene.
        scene: SceneRef,
        /// The prompt before.
        was: Option<String>,
        /// The new prompt.
        prompt: String,
    },
    /// A scene's picture was drawn.
    Image {
        /// Which scene.
        scene: SceneRef,
        /// The picture before.
        was: Option<PathBuf>,
        /// The new picture's path, relative to the project's folder.
        image: PathBuf,
    },
    /// The captions of a scene were written by the person, outside of the project.
    Captions {
        /// Which scene.
        scene: SceneRef,
        /// The captions before.
        was: Vec<Cue>,
        /// The new ones; empty: what the line gives.
        captions: Vec<Cue>,
    },
    /// The voiceover was spoken.
    Voice {
        /// The file before.
        was: Option<PathBuf>,
        /// The new file's path, relative to the project's folder.
        file: PathBuf,
    },
}

impl Edit {
    /// Makes the change to a project in memory; `false` when the person was faster and nothing
    /// was changed.
    pub fn apply(&self, project: &mut Project) -> bool {
        match self {
            Self::Script { was, lines } => {
                if project.lines() != *was {
                    return false;
                }
                let mut old = std::mem::take(&mut project.scenes).into_iter();
                for line in lines {
                    let mut scene = old.next().unwrap_or_default();
                    if scene.line != *line {
                        scene.prompt = None;
                        scene.image = None;
                        scene.voice = None;
                        scene.captions.clear();
                    }
                    scene.line.clone_from(line);
                    project.scenes.push(scene);
                }
                true
            }
            Self::Line { scene, line } => self.apply_to_scene(project, scene, |scene| {
                scene.line.clone_from(line);
                scene.voice = None;
                scene.captions.clear();
                true
            }),
            Self::Captions {
                scene,
                was,
                captions,
            } => self.apply_to_scene(project, scene, |scene| {
                let is_expected = scene.captions == *was;
                if is_expected {
                    scene.captions.clone_from(captions);
                }
                is_expected
            }),
            Self::Prompt { scene, was, prompt } => self.apply_to_scene(project, scene, |scene| {
                let is_expected = scene.prompt == *was;
                if is_expected {
                    scene.prompt = Some(prompt.clone());
                }
                is_expected
            }),
            Self::Image { scene, was, image } => self.apply_to_scene(project, scene, |scene| {
                let is_expected = scene.image == *was;
                if is_expected {
                    scene.image = Some(image.clone());
                }
                is_expected
            }),
            Self::Voice { was, file } => {
                let is_expected =
                    project.voice.file == *was && project.voice.provider != VoiceProvider::File;
                if is_expected {
                    project.voice.file = Some(file.clone());
                }
                is_expected
            }
        }
    }

    fn apply_to_scene(
        &self,
        project: &mut Project,
        scene: &SceneRef,
        change: impl FnOnce(&mut super::Scene) -> bool,
    ) -> bool {
        let index = scene.find(&project.lines());
        index
            .and_then(|index| project.scenes.get_mut(index))
            .is_some_and(|scene| (!scene.locked || self.is_of_person()) && change(scene))
    }

    /// Whether it is the person's own change, which a lock does not stop.
    fn is_of_person(&self) -> bool {
        matches!(self, Self::Captions { .. })
    }
}

/// Where a project lives: a TOML file, or a document of a service.
///
/// All methods are short and synchronous. `save` changes just what the edit says, in the project
/// as it is at that moment, and returns when the change will survive a crash.
pub trait ProjectStore: Send + Sync {
    /// Reads the project as it is now.
    fn load(&self) -> Result<Project>;

    /// Makes one change; `false` when the person was faster and nothing was changed.
    fn save(&self, edit: &Edit) -> Result<bool>;

    /// The folder that relative paths of the project begin in.
    fn folder(&self) -> &Path;

    /// The folder of generated files, inside [`folder`](Self::folder); it may not exist yet.
    fn assets_folder(&self) -> PathBuf;

    /// Where the video goes when nobody says otherwise.
    fn default_output(&self) -> PathBuf;

    /// The file the project itself is in, which no output may replace; `None` where there is
    /// none.
    fn project_file(&self) -> Option<&Path> {
        None
    }
}
