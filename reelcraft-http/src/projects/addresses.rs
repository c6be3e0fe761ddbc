//! Addresses in projects: people see addresses of the service, the engine sees files.

use std::path::{Path, PathBuf};

use reelcraft_core::pipeline::Ledger;
use reelcraft_core::project::Music;
use reelcraft_core::{IoContext as _, Project, Result};
use serde_json::Value;

use super::slots::{Holds, Mistakes, Slot};
use crate::assets::{AssetPath, Assets, Facts, Shelf};
use crate::database::During as _;
use crate::id::Id;

/// The folder of a project's own pictures and sounds, inside its folder.
const MEDIA: &str = "media";

/// Replaces the addresses in a project by the files they mean; all that are wrong are told at
/// once.
pub(crate) async fn resolve(assets: &Assets, project: &Project) -> Result<Project> {
    let mut document = document_of(project)?;
    let mut mistakes = Mistakes::default();
    for (slot, text) in Slot::all(&document) {
        match slot.find(assets, &text).await {
            Ok(path) => slot.set(&mut document, &engine_path(assets, &slot, &path)),
            Err(error) => mistakes.add(&slot, &error),
        }
    }
    mistakes.finish()?;
    project_of(document)
}

/// The files that a project names, each once.
pub(crate) fn files_of(project: &Project) -> Result<Vec<String>> {
    let slots = Slot::all(&document_of(project)?);
    let mut names: Vec<String> = slots.into_iter().map(|(_, text)| text).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// Replaces the files that a project names by others.
pub(crate) fn with_files(
    project: &Project,
    other: impl Fn(&str) -> Option<String>,
) -> Result<Project> {
    let mut document = document_of(project)?;
    for (slot, text) in Slot::all(&document) {
        if let Some(other) = other(&text) {
            slot.set(&mut document, Path::new(&other));
        }
    }
    project_of(document)
}

fn document_of(project: &Project) -> Result<Value> {
    serde_json::to_value(project).during("write a project")
}

fn project_of(document: Value) -> Result<Project> {
    serde_json::from_value(document).during("read a project")
}

/// A bundled track is known to the engine by its name.
fn engine_path(assets: &Assets, slot: &Slot, path: &AssetPath) -> PathBuf {
    match (slot.holds, path.shelf()) {
        (Holds::Music, Shelf::Music) if Music::BUNDLED.contains(&path.stem()) => {
            PathBuf::from(path.stem())
        }
        _ => assets.file(path),
    }
}

/// The addresses of one saved project.
pub(crate) struct Addresses<'a> {
    assets: &'a Assets,
    id: &'a Id,
    folder: PathBuf,
    ledger: Ledger,
}

impl<'a> Addresses<'a> {
    /// Looks at what was made for a project whose folder is `folder`.
    pub(crate) fn of(assets: &'a Assets, id: &'a Id, folder: PathBuf) -> Result<Self> {
        // It grows with everything that is made.
        let ledger = tokio::task::block_in_place(|| Ledger::peek(&folder, &folder.join("assets")))?;
        Ok(Self {
            assets,
            id,
            folder,
            ledger,
        })
    }

    /// What was made for the project.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Replaces the files in a project by their addresses. A file that is gone has the address
    /// under which it was known; one that never was known is left out.
    pub(crate) async fn shown(&self, project: &Project) -> Result<Project> {
        let mut shown = document_of(project)?;
        for (slot, text) in Slot::all(&shown) {
            let address = match self.address_of(&text).await {
                Ok(path) => Some(path),
                Err(_) => self.lost_address(&text),
            };
            match address {
                Some(address) => slot.set(&mut shown, Path::new(&address.to_string())),
                None => slot.clear(&mut shown),
            }
        }
        project_of(shown)
    }

    /// The address of a file in the project's folder.
    pub(crate) async fn address_of(&self, file: &str) -> Result<AssetPath> {
        let path = self.folder.join(file);
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let known = self.digest_of(file);
        if let Some(digest) = known
            && let Some(path) = self.assets.of_content(&digest, &extension).await?
        {
            return Ok(path);
        }
        let path = self
            .assets
            .put_file(Shelf::Temp, &path, &Facts::default())
            .await?;
        self.assets.use_in(&path, self.id.as_str()).await?;
        Ok(path)
    }

    /// The address of a file that is gone.
    fn lost_address(&self, file: &str) -> Option<AssetPath> {
        let (_, extension) = file.rsplit_once('.')?;
        let digest = self.digest_of(file)?;
        let shelf = Shelf::Temp.name();
        format!("/{shelf}/{digest}.{extension}").parse().ok()
    }

    /// The digest of a file's content, where its name or the ledger tells.
    fn digest_of(&self, file: &str) -> Option<String> {
        if let Some(name) = brought_name(file) {
            return Some(name.to_owned());
        }
        let path = Path::new(file);
        let mut records = self.ledger.records().iter().rev();
        records
            .find(|record| record.file.as_deref() == Some(path))
            .and_then(|record| record.content.as_ref())
            .map(ToString::to_string)
    }

    /// Replaces the addresses in a project that a person wrote by files of its folder; all that
    /// are wrong are told at once. What was made for the project is recognised; everything else
    /// is put into its folder. A file of `before` that is gone may stay named: nobody can do
    /// anything about it by another change. Gives the files that it needs, too.
    pub(crate) async fn kept(
        &self,
        project: &Project,
        before: Option<&Project>,
    ) -> Result<(Project, Vec<AssetPath>)> {
        let mut kept = document_of(project)?;
        let before = before.map(document_of).transpose()?;
        let before = before.as_ref().map(Slot::all).unwrap_or_default();
        let mut mistakes = Mistakes::default();
        let mut needed = Vec::new();
        for (slot, text) in Slot::all(&kept) {
            match slot.find(self.assets, &text).await {
                Ok(path) => {
                    slot.set(&mut kept, &self.file_of(&slot, &path)?);
                    needed.push(path);
                }
                Err(error) => {
                    let lost = before.iter().map(|(_, file)| file);
                    let is_it = |file: &&String| {
                        let address = self.lost_address(file);
                        address.is_some_and(|address| address.to_string() == text)
                    };
                    match lost.into_iter().find(is_it) {
                        Some(file) => slot.set(&mut kept, Path::new(file)),
                        None => mistakes.add(&slot, &error),
                    }
                }
            }
        }
        mistakes.finish()?;
        Ok((project_of(kept)?, needed))
    }

    /// Notes that the project needs some files. It has them in its folder: should a file have gone
    /// in the last moment, it gets its address again when the project is looked at.
    pub(crate) async fn need(&self, files: &[AssetPath]) {
        for path in files.iter().filter(|path| path.shelf() != Shelf::Music) {
            if let Err(error) = self.assets.use_in(path, self.id.as_str()).await {
                tracing::warn!(reason = error.chain(), %path, "it is not noted who uses a file");
            }
        }
    }

    fn file_of(&self, slot: &Slot, path: &AssetPath) -> Result<PathBuf> {
        if path.shelf() == Shelf::Music && slot.holds == Holds::Music {
            return Ok(engine_path(self.assets, slot, path));
        }
        let mut records = self.ledger.records().iter().rev();
        let made = records.find(|record| {
            record
                .content
                .as_ref()
                .is_some_and(|digest| digest.as_str() == path.stem())
                && record.file.is_some()
        });
        if let Some(file) = made.and_then(|record| record.file.clone())
            && self.folder.join(&file).is_file()
        {
            return Ok(file);
        }
        let name = format!("{}.{}", path.stem(), path.extension());
        let folder = self.folder.join(MEDIA);
        let target = folder.join(&name);
        if !target.exists() {
            std::fs::create_dir_all(&folder).io_context("create the folder", &folder)?;
            let source = self.assets.file(path);
            std::fs::hard_link(&source, &target)
                .or_else(|_| std::fs::copy(&source, &target).map(drop))
                .io_context("keep", &target)?;
        }
        Ok(PathBuf::from(MEDIA).join(name))
    }
}

/// The digest in the name of a file that a person brought, from its path in the project's folder;
/// `None` for what was made.
pub(super) fn brought_name(file: &str) -> Option<&str> {
    let name = file.strip_prefix(MEDIA)?.strip_prefix('/')?;
    name.split('.').next()
}
