//! A project of somebody's, as the pipeline sees it.

use std::path::{Path, PathBuf};

use reelcraft_core::project::{Edit, ProjectStore};
use reelcraft_core::{Error, Project, Result};

use super::project_table::ProjectTable;
use crate::database::wait;
use crate::id::Id;
use crate::service::Shared;

/// How often a change is tried again when somebody else changes the project at the same moment.
const ATTEMPTS: usize = 20;

/// A project of somebody's, as the pipeline sees it: the document in the database, what was made
/// for it in a folder.
#[derive(Debug, Clone)]
pub(crate) struct SavedProject {
    id: Id,
    folder: PathBuf,
    table: ProjectTable,
}

impl SavedProject {
    /// Opens a project; one that is not there is
    /// [`NotFound`](reelcraft_core::ErrorKind::NotFound).
    pub(crate) async fn open(shared: &Shared, id: &Id) -> Result<Self> {
        shared.projects.get(id).await?;
        Ok(Self {
            id: id.clone(),
            folder: shared.folder.project(id),
            table: shared.projects.clone(),
        })
    }
}

impl SavedProject {
    async fn change(&self, edit: &Edit) -> Result<bool> {
        for _ in 0..ATTEMPTS {
            let mut row = self.table.get(&self.id).await?;
            if !edit.apply(&mut row.document) {
                return Ok(false);
            }
            let (revision, name) = (row.revision, &row.name);
            let replaced = self.table.replace(&self.id, revision, name, &row.document);
            if replaced.await? {
                return Ok(true);
            }
        }
        Err(Error::unavailable("the project is changed all the time"))
    }
}

impl ProjectStore for SavedProject {
    fn load(&self) -> Result<Project> {
        let this = self.clone();
        wait(async move { this.table.get(&this.id).await.map(|row| row.document) })
    }

    fn save(&self, edit: &Edit) -> Result<bool> {
        let (this, edit) = (self.clone(), edit.clone());
        wait(async move { this.change(&edit).await })
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    fn assets_folder(&self) -> PathBuf {
        self.folder.join("assets")
    }

    fn default_output(&self) -> PathBuf {
        self.folder.join("reel.mp4")
    }
}
