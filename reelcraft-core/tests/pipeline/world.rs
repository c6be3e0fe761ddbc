//! A project file and fakes to run the pipeline over.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use reelcraft_core::pipeline::Ledger;
use reelcraft_core::project::{ProjectFile, ProjectStore};
use reelcraft_core::testing::{FakeImages, FakeRenderer, FakeScript, FakeVoice, Log};
use reelcraft_core::{Control, Error, Event, Outcome, Project, Result, Studio, Work};

/// A project file in a folder of its own, and fakes that tell what they were asked for.
pub(crate) struct World {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) log: Log,
    pub(crate) studio: Studio,
}

pub(crate) const SEA: &str = "\
# My first reel
[reel]
topic = \"The sea\"   # short
language = \"en\"
scenes = 3

[music]
track = \"none\"
";

impl World {
    pub(crate) fn new(text: &str) -> Self {
        let log = Log::default();
        let studio = Studio::new(
            FakeScript(log.clone()),
            FakeImages(log.clone()),
            FakeVoice::by_line(log.clone()),
            FakeRenderer(log.clone()),
        );
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("sea.toml"), text).unwrap();
        Self {
            folder,
            log,
            studio,
        }
    }

    /// Runs, and gives what it warns of.
    pub(crate) async fn warnings(&self, work: &Work) -> Vec<String> {
        let warnings: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&warnings);
        let control = Control::new(move |event: Event| {
            if let Event::Warning { message } = event {
                seen.lock().unwrap().push(message);
            }
        });
        self.studio.run(&self.file(), work, &control).await.unwrap();
        let mut warnings = warnings.lock().unwrap();
        std::mem::take(&mut *warnings)
    }

    pub(crate) fn file(&self) -> ProjectFile {
        ProjectFile::open(self.path("sea.toml")).unwrap()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.path("sea.toml")).unwrap()
    }

    pub(crate) fn project(&self) -> Project {
        self.file().load().unwrap()
    }

    pub(crate) fn replace(&self, from: &str, to: &str) {
        let text = self.text();
        assert!(text.contains(from), "{from} is not in:\n{text}");
        fs::write(self.path("sea.toml"), text.replace(from, to)).unwrap();
    }

    pub(crate) async fn run(&self, work: &Work) -> Result<Outcome> {
        self.studio
            .run(&self.file(), work, &Control::default())
            .await
    }

    pub(crate) async fn make(&self) -> Result<Outcome> {
        self.run(&Work::default()).await
    }

    pub(crate) fn timeline(&self) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.path("sea.mp4")).unwrap()).unwrap()
    }

    pub(crate) fn records(&self) -> Vec<reelcraft_core::pipeline::Record> {
        let assets = self.path("sea.assets");
        Ledger::peek(self.folder.path(), &assets)
            .unwrap()
            .records()
            .to_vec()
    }
}

/// Everything in a folder, without what is generated.
pub(crate) fn leftovers(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".partial") {
                names.push(name);
            }
        }
    }
    names
}

pub(crate) fn fields(error: &Error) -> Vec<&str> {
    let problems = error.problems().iter();
    problems.map(|problem| problem.field.as_str()).collect()
}
