//! What a job works over.

use std::path::{Path, PathBuf};

use reelcraft_core::pipeline::{AssetKind, Ledger, Record};
use reelcraft_core::project::{Edit, ProjectFile, ProjectStore};
use reelcraft_core::provider::Origin;
use reelcraft_core::{Digest, IoContext as _, Project, Result};

use super::addresses::resolve;
use super::saved_project::SavedProject;
use crate::assets::AssetPath;
use crate::id::Id;
use crate::service::Shared;

/// What a job works over: somebody's project, or one that lives only as long as the job.
#[derive(Debug)]
pub(crate) enum JobProject {
    /// Somebody's project.
    Saved(SavedProject),
    /// A copy in the folder of the job.
    Own(ProjectFile),
}

impl JobProject {
    /// Makes the project of a job from its document, in whose paths are addresses. What an
    /// earlier attempt of the job has made is still there, and is found by the pipeline.
    pub(crate) async fn make(shared: &Shared, job: &Id, document: &Project) -> Result<Self> {
        let folder = shared.folder.job(job);
        std::fs::create_dir_all(&folder).io_context("create the folder", &folder)?;
        let path = folder.join("reel.toml");
        if path.exists() {
            std::fs::remove_file(&path).io_context("remove", &path)?;
        }
        let voice = voice_of(document);
        let project = resolve(&shared.assets, document).await?;
        let file = ProjectFile::create(&path, &project)?;
        if let Some(voice) = voice {
            tell_spans(shared, &file, &project, &voice).await?;
        }
        Ok(Self::Own(file))
    }

    /// Removes what is not needed any more after the job has succeeded; with failed scenes it is
    /// needed to try them again.
    pub(crate) fn clean_up(&self, is_needed_again: bool) {
        match self {
            Self::Saved(project) => {
                for extension in ["mp4", "jpg"] {
                    std::fs::remove_file(project.default_output().with_extension(extension)).ok();
                }
            }
            Self::Own(file) if !is_needed_again => {
                std::fs::remove_dir_all(file.folder()).ok();
            }
            Self::Own(_) => {}
        }
    }

    fn inner(&self) -> &dyn ProjectStore {
        match self {
            Self::Saved(project) => project,
            Self::Own(file) => file,
        }
    }
}

fn voice_of(document: &Project) -> Option<AssetPath> {
    let file = document.voice.file.as_ref()?;
    file.to_str()?.parse().ok()
}

/// A voiceover that was spoken here is known line by line: the pipeline need not listen to it.
async fn tell_spans(
    shared: &Shared,
    file: &ProjectFile,
    project: &Project,
    voice: &AssetPath,
) -> Result<()> {
    let facts = shared.assets.find(voice).await?.facts;
    let (Some(path), false) = (&project.voice.file, facts.spans.is_empty()) else {
        return Ok(());
    };
    let text: Vec<String> = facts
        .lines
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let digest: Digest = Digest::of_file(path)?;
    let mut ledger = Ledger::open(file.folder(), &file.assets_folder())?;
    ledger.add([Record {
        kind: AssetKind::Voiceover,
        inputs: digest.clone(),
        key: digest.clone(),
        variant: 0,
        file: Some(path.clone()),
        content: Some(digest),
        text: text.join("\n"),
        line: String::new(),
        spoken: Vec::new(),
        lines: Some(facts.spans),
        unsure: Vec::new(),
        secs: facts.secs.unwrap_or_default(),
        origin: Origin::default(),
        made_at: 0,
    }])
}

impl ProjectStore for JobProject {
    fn load(&self) -> Result<Project> {
        self.inner().load()
    }

    fn save(&self, edit: &Edit) -> Result<bool> {
        self.inner().save(edit)
    }

    fn folder(&self) -> &Path {
        self.inner().folder()
    }

    fn assets_folder(&self) -> PathBuf {
        self.inner().assets_folder()
    }

    fn default_output(&self) -> PathBuf {
        self.inner().default_output()
    }

    fn project_file(&self) -> Option<&Path> {
        self.inner().project_file()
    }
}
