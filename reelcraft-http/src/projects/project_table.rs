//! Projects in the database.

use std::sync::Arc;

use reelcraft_core::{Error, IoContext as _, Project, Result};
use serde_json::json;
use sqlx::{Row as _, SqlitePool};

use crate::clock::now_millis;
use crate::data_folder::DataFolder;
use crate::database::During as _;
use crate::id::Id;
use crate::jobs::Bus;
use crate::projects::versions::Brought;

/// A project as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ProjectRow {
    pub(crate) id: Id,
    pub(crate) name: String,
    /// Paths are relative to the project's folder.
    pub(crate) document: Project,
    /// Grows by one with each change.
    pub(crate) revision: i64,
    /// Times are milliseconds since 1970.
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// What a list tells of a project.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub(crate) struct Summary {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) revision: i64,
    pub(crate) scenes: u32,
    pub(crate) pictures: u32,
    pub(crate) has_voice: bool,
    pub(crate) language: Option<String>,
    pub(crate) cover: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// Projects in the database.
#[derive(Debug, Clone)]
pub(crate) struct ProjectTable {
    pool: SqlitePool,
    bus: Arc<Bus>,
}

impl ProjectTable {
    pub(crate) fn new(pool: SqlitePool, bus: Arc<Bus>) -> Self {
        Self { pool, bus }
    }

    /// Announces the folder of a project that is about to be added: should that never happen, the
    /// folder goes after the next start.
    pub(crate) async fn announce(&self, id: &Id) -> Result<()> {
        sqlx::query("INSERT OR IGNORE INTO loose_projects (id) VALUES (?1)")
            .bind(id.as_str())
            .execute(&self.pool)
            .await
            .during("announce a project")
            .map(drop)
    }

    /// Removes the folders that have no project: those of projects that were never added, or are
    /// removed. Nothing else may run.
    pub(crate) async fn remove_loose_folders(&self, folder: &DataFolder) -> Result<()> {
        let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM loose_projects")
            .fetch_all(&self.pool)
            .await
            .during("look for folders")?;
        for id in ids {
            self.remove_folder(&id.parse()?, folder).await?;
        }
        Ok(())
    }

    /// Removes the folder of a project that is not there.
    pub(crate) async fn remove_folder(&self, id: &Id, folder: &DataFolder) -> Result<()> {
        let path = folder.project(id);
        let removing = tokio::task::spawn_blocking(move || match std::fs::remove_dir_all(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).io_context("remove the folder", &path)
            }
            _ => Ok(()),
        });
        removing.await.during("remove a folder")??;
        sqlx::query("DELETE FROM loose_projects WHERE id = ?1")
            .bind(id.as_str())
            .execute(&self.pool)
            .await
            .during("remove a folder")
            .map(drop)
    }

    /// Adds a project that was announced.
    pub(crate) async fn add(&self, id: &Id, name: &str, document: &Project) -> Result<ProjectRow> {
        let now = now_millis();
        let mut change = self.pool.begin().await.during("add a project")?;
        sqlx::query("DELETE FROM loose_projects WHERE id = ?1")
            .bind(id.as_str())
            .execute(&mut *change)
            .await
            .during("add a project")?;
        sqlx::query(
            "INSERT INTO projects (id, name, document, revision, created_at, updated_at) \
             VALUES (?1, ?2, ?3, 1, ?4, ?4)",
        )
        .bind(id.as_str())
        .bind(name)
        .bind(text_of(document)?)
        .bind(now)
        .execute(&mut *change)
        .await
        .during("add a project")?;
        change.commit().await.during("add a project")?;
        Ok(ProjectRow {
            id: id.clone(),
            name: name.to_owned(),
            document: document.clone(),
            revision: 1,
            created_at: now,
            updated_at: now,
        })
    }

    /// Finds a project.
    pub(crate) async fn get(&self, id: &Id) -> Result<ProjectRow> {
        let row = sqlx::query("SELECT * FROM projects WHERE id = ?1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await
            .during("read a project")?
            .ok_or_else(|| Error::not_found("there is no such project"))?;
        let number = |column: &str| row.try_get::<i64, _>(column).during("read a project");
        let document: String = row.try_get("document").during("read a project")?;
        Ok(ProjectRow {
            id: id.clone(),
            name: row.try_get("name").during("read a project")?,
            document: serde_json::from_str(&document).during("read a project")?,
            revision: number("revision")?,
            created_at: number("created_at")?,
            updated_at: number("updated_at")?,
        })
    }

    /// Lists projects, those that were changed last first: at most `limit`, only those before a
    /// time and id.
    pub(crate) async fn list(
        &self,
        before: Option<(i64, &str)>,
        limit: u32,
    ) -> Result<Vec<Summary>> {
        sqlx::query_as(
            "SELECT id, name, revision, created_at, updated_at, \
             coalesce(json_array_length(document, '$.scene'), 0) AS scenes, \
             (SELECT count(*) FROM json_each(document, '$.scene') \
              WHERE json_extract(value, '$.image') IS NOT NULL) AS pictures, \
             json_extract(document, '$.voice.file') IS NOT NULL AS has_voice, \
             json_extract(document, '$.reel.language') AS language, \
             json_extract(document, '$.scene[0].image') AS cover \
             FROM projects WHERE ?1 IS NULL OR (updated_at, id) < (?1, ?2) \
             ORDER BY updated_at DESC, id DESC LIMIT ?3",
        )
        .bind(before.map(|(time, _)| time))
        .bind(before.map(|(_, id)| id))
        .bind(limit)
        .fetch_all(&self.pool)
        .await
        .during("list projects")
    }

    /// Replaces name and document of a project at a revision; `false` when it was changed
    /// meanwhile.
    pub(crate) async fn replace(
        &self,
        id: &Id,
        revision: i64,
        name: &str,
        document: &Project,
    ) -> Result<bool> {
        let replaced = sqlx::query(
            "UPDATE projects SET name = ?3, document = ?4, revision = revision + 1, \
             updated_at = ?5 WHERE id = ?1 AND revision = ?2",
        )
        .bind(id.as_str())
        .bind(revision)
        .bind(name)
        .bind(text_of(document)?)
        .bind(now_millis())
        .execute(&self.pool)
        .await
        .during("change a project")?;
        let is_replaced = replaced.rows_affected() == 1;
        if is_replaced {
            let data = json!({ "project": id, "revision": revision + 1 });
            self.bus.tell(None, Some(id), "project", &data, false);
        }
        Ok(is_replaced)
    }

    /// Notes that the pictures that people ever brought into a project are in its copy, too.
    pub(crate) async fn copy_brought(&self, id: &Id, copy: &Id) -> Result<()> {
        sqlx::query(
            "INSERT OR IGNORE INTO brought (project, file, line, prompt, at) \
             SELECT ?2, file, line, prompt, at FROM brought WHERE project = ?1",
        )
        .bind(id.as_str())
        .bind(copy.as_str())
        .execute(&self.pool)
        .await
        .during("note pictures")
        .map(drop)
    }

    /// Notes the pictures that people brought into a project, as it is now.
    pub(crate) async fn note_brought(&self, id: &Id, project: &Project) -> Result<()> {
        for brought in Brought::all_in(project, now_millis()) {
            sqlx::query(
                "INSERT OR IGNORE INTO brought (project, file, line, prompt, at) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .bind(id.as_str())
            .bind(brought.file)
            .bind(brought.line)
            .bind(brought.prompt)
            .bind(brought.at)
            .execute(&self.pool)
            .await
            .during("note a picture")?;
        }
        Ok(())
    }

    /// The pictures that people ever brought into a project, the oldest first.
    pub(crate) async fn brought(&self, id: &Id) -> Result<Vec<Brought>> {
        sqlx::query_as(
            "SELECT file, line, prompt, at FROM brought WHERE project = ?1 \
             ORDER BY at",
        )
        .bind(id.as_str())
        .fetch_all(&self.pool)
        .await
        .during("look for pictures")
    }

    /// Removes a project that no job works for; `false` when one does. Its folder is loose then.
    pub(crate) async fn remove(&self, id: &Id) -> Result<bool> {
        let mut change = self.pool.begin().await.during("remove a project")?;
        // What was made for it alone need not be kept for some days.
        sqlx::query(
            "UPDATE assets SET used_at = 0 WHERE path LIKE 'temp/%' \
             AND path IN (SELECT path FROM asset_uses WHERE project = ?1)",
        )
        .bind(id.as_str())
        .execute(&mut *change)
        .await
        .during("remove a project")?;
        let removed = sqlx::query(
            "DELETE FROM projects WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM job_records \
             WHERE project = ?1 AND state IN ('queued', 'running', 'cancelling'))",
        )
        .bind(id.as_str())
        .execute(&mut *change)
        .await
        .during("remove a project")?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("INSERT OR IGNORE INTO loose_projects (id) VALUES (?1)")
            .bind(id.as_str())
            .execute(&mut *change)
            .await
            .during("remove a project")?;
        change.commit().await.during("remove a project")?;
        Ok(true)
    }
}

fn text_of(document: &Project) -> Result<String> {
    serde_json::to_string(document).during("write JSON")
}
