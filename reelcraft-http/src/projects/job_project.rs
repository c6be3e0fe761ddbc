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
        let project = resolve(&shared.assets, document).await?;
        let file = ProjectFile::create(&path, &project)?;
        if let (Some(voice), Some(sound)) = (voice_of(document), &project.voice.file) {
            let record = record_of(shared, &voice, sound).await?;
            Ledger::open(file.folder(), &file.assets_folder())?.add(record)?;
        }
        Ok(Self::Own(file))
    }

    /// Removes what is not needed any more after the job has succeeded; with failed scenes it is
    /// needed to try them again.
    pub(crate) fn clean_up(&self, is_needed_again: bool) {
        match self {
            Self::Saved(project) => {
                remove_videos(&project.default_output());
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

/// Removes a video in all formats, with its cover and captions: what is kept has an address.
fn remove_videos(output: &Path) {
    let stem = output.file_stem().unwrap_or_default().to_string_lossy();
    let folder = output.parent().map(std::fs::read_dir);
    for entry in folder.into_iter().flatten().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_of_it = name
            .strip_prefix(&*stem)
            .is_some_and(|rest| rest.starts_with(['.', '-']));
        let endings = [".mp4", ".jpg", ".srt", ".vtt", ".ass"];
        if is_of_it && endings.iter().any(|ending| name.ends_with(ending)) {
            std::fs::remove_file(entry.path()).ok();
        }
    }
}

/// The voiceover of a document with addresses.
pub(crate) fn voice_of(document: &Project) -> Option<AssetPath> {
    let file = document.voice.file.as_ref()?;
    file.to_str()?.parse().ok()
}

/// What is known of a voiceover that was spoken here, line by line: the pipeline need not listen
/// to it. `file` is where it lies, `None` for sounds of which nothing is known.
pub(crate) async fn record_of(
    shared: &Shared,
    voice: &AssetPath,
    file: &Path,
) -> Result<Option<Record>> {
    let facts = shared.assets.find(voice).await?.facts;
    if facts.spans.is_empty() {
        return Ok(None);
    }
    let text: Vec<String> = facts
        .lines
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let digest = Digest::of_file(file)?;
    Ok(Some(Record {
        kind: AssetKind::Voiceover,
        inputs: digest.clone(),
        key: digest.clone(),
        variant: 0,
        file: Some(file.to_owned()),
        content: Some(digest),
        text: text.join("\n"),
        line: String::new(),
        spoken: Vec::new(),
        lines: Some(facts.spans),
        words: facts.words,
        unsure: Vec::new(),
        secs: facts.secs.unwrap_or_default(),
        origin: Origin::default(),
        made_at: 0,
    }))
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
