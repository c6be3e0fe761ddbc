//! Files by their addresses: bytes in an object store, facts in the database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::{GetOptions, GetRange, GetResult, ObjectStore, ObjectStoreExt as _};
use reelcraft_core::{Digest, Error, ErrorKind, IoContext as _, LineSpan, Result};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqlitePool};
use tokio::sync::Mutex;

use super::disk::Disk;
use super::path::{AssetPath, Shelf};
use crate::clock::now_millis;
use crate::data_folder::DataFolder;
use crate::database::During as _;

/// Files by their addresses. What lies under an address never changes: it is named by its
/// content.
#[derive(Debug, Clone)]
pub(crate) struct Assets {
    store: Arc<LocalFileSystem>,
    root: PathBuf,
    pool: SqlitePool,
    /// For what only looks: it never waits behind what writes.
    reading: SqlitePool,
    disk: Arc<Disk>,
    /// Held while a file is put in its place or removed from it, and noted.
    placing: Arc<Mutex<()>>,
}

/// What is known of a file besides its bytes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Facts {
    /// What the person called it; it names nothing here.
    #[serde(skip)]
    pub(crate) label: Option<String>,
    /// Width and height of a picture, in pixels.
    #[serde(skip)]
    pub(crate) size_px: Option<(u32, u32)>,
    /// Length of a sound or video, in seconds.
    #[serde(skip)]
    pub(crate) secs: Option<f64>,
    /// The digest of the bytes, where the address is not named by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) digest: Option<Digest>,
    /// The lines that are spoken in a voiceover.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) lines: Vec<String>,
    /// When they are spoken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) spans: Vec<Option<LineSpan>>,
    /// When their words are spoken, from the start of their line on, where somebody told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) words: Vec<Vec<LineSpan>>,
}

/// A file that is there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asset {
    pub(crate) path: AssetPath,
    pub(crate) bytes: u64,
    pub(crate) facts: Facts,
}

/// A file in a list.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(crate) struct Listed {
    /// Its address without the first slash.
    pub(crate) path: String,
    pub(crate) label: Option<String>,
    pub(crate) bytes: i64,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    pub(crate) secs: Option<f64>,
    /// Milliseconds since 1970.
    pub(crate) created_at: i64,
    /// How many projects use it.
    pub(crate) projects: u32,
}

#[derive(FromRow)]
struct Row {
    label: Option<String>,
    bytes: i64,
    width: Option<u32>,
    height: Option<u32>,
    secs: Option<f64>,
    facts: Option<String>,
}

impl Assets {
    pub(crate) fn new(
        folder: &DataFolder,
        pool: SqlitePool,
        reading: SqlitePool,
        disk: Arc<Disk>,
    ) -> Result<Self> {
        let root = folder.root().to_owned();
        let store = LocalFileSystem::new_with_prefix(&root)
            .during("open the folder of files")?
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            root,
            pool,
            reading,
            disk,
            placing: Arc::default(),
        })
    }

    /// How much room there is.
    pub(crate) fn disk(&self) -> &Arc<Disk> {
        &self.disk
    }

    /// Puts bytes on a shelf, and gives their address.
    pub(crate) async fn put(
        &self,
        shelf: Shelf,
        extension: &str,
        bytes: Bytes,
        facts: &Facts,
    ) -> Result<AssetPath> {
        let path = AssetPath::of_content(shelf, &Digest::of_bytes(&bytes), extension)?;
        let length = bytes.len() as u64;
        let _alone = self.placing.lock().await;
        if !self.file(&path).exists() {
            let kept = self.store.put(&place(&path), bytes.into()).await;
            kept.during("keep a file")?;
            self.disk.add(length);
        }
        self.note(&path, length, facts).await?;
        Ok(path)
    }

    /// Puts a file of the data folder on a shelf; it stays where it is, too, and takes no more
    /// room.
    pub(crate) async fn put_file(
        &self,
        shelf: Shelf,
        file: &Path,
        facts: &Facts,
    ) -> Result<AssetPath> {
        let owned = file.to_owned();
        let reading = tokio::task::spawn_blocking(move || -> Result<(Digest, u64)> {
            let length = std::fs::metadata(&owned).io_context("read", &owned)?.len();
            Ok((Digest::of_file(&owned)?, length))
        });
        let (digest, length) = reading.await.during("read a file")??;
        let extension = file.extension().unwrap_or_default().to_string_lossy();
        let path = AssetPath::of_content(shelf, &digest, &extension)?;
        let from = Place::from_absolute_path(file)
            .ok()
            .and_then(|_| file.strip_prefix(&self.root).ok())
            .map(|inside| Place::from(inside.to_string_lossy().replace('\\', "/")))
            .ok_or_else(|| {
                Error::internal(format!("{} is not in the data folder", file.display()))
            })?;
        let _alone = self.placing.lock().await;
        // What is there already has the same content. To link it once more would leave the name
        // under which the link is made: two names of one file are not renamed into each other.
        if !self.file(&path).exists() {
            let kept = self.store.copy(&from, &place(&path)).await;
            kept.during("keep a file")?;
            self.disk.add(length);
        }
        self.note(&path, length, facts).await?;
        Ok(path)
    }

    /// Notes a file that lies in its place.
    pub(crate) async fn note(&self, path: &AssetPath, bytes: u64, facts: &Facts) -> Result<()> {
        let now = now_millis();
        let kept = serde_json::to_string(facts).during("write JSON")?;
        let size = facts.size_px;
        let noted = sqlx::query(
            "INSERT INTO assets (path, label, bytes, width, height, secs, facts, created_at, \
             used_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8) \
             ON CONFLICT (path) DO UPDATE SET used_at = ?8, label = coalesce(?2, label), \
             width = coalesce(?4, width), height = coalesce(?5, height), \
             secs = coalesce(?6, secs), facts = CASE ?7 WHEN '{}' THEN facts ELSE ?7 END",
        )
        .bind(path.place())
        .bind(&facts.label)
        .bind(bytes as i64)
        .bind(size.map(|(width, _)| width))
        .bind(size.map(|(_, height)| height))
        .bind(facts.secs)
        .bind(kept)
        .bind(now)
        .execute(&self.pool)
        .await;
        noted.during("note a file").map(drop)
    }

    /// Finds a file; a missing one is [`NotFound`](reelcraft_core::ErrorKind::NotFound).
    pub(crate) async fn find(&self, path: &AssetPath) -> Result<Asset> {
        let row: Option<Row> = sqlx::query_as(
            "SELECT label, bytes, width, height, secs, facts FROM assets WHERE path = ?1",
        )
        .bind(path.place())
        .fetch_optional(&self.reading)
        .await
        .during("look for a file")?;
        let row = row.ok_or_else(|| gone(path))?;
        let facts: Facts = row
            .facts
            .and_then(|facts| serde_json::from_str(&facts).ok())
            .unwrap_or_default();
        Ok(Asset {
            path: path.clone(),
            bytes: row.bytes as u64,
            facts: Facts {
                label: row.label,
                size_px: row.width.zip(row.height),
                secs: row.secs,
                ..facts
            },
        })
    }

    /// Finds the file with this content on any shelf where people's pictures and sounds lie.
    pub(crate) async fn of_content(
        &self,
        digest: &str,
        extension: &str,
    ) -> Result<Option<AssetPath>> {
        for shelf in [Shelf::Uploads, Shelf::Temp] {
            let Ok(path) = format!("/{}/{digest}.{extension}", shelf.name()).parse() else {
                return Ok(None);
            };
            let is_there = tokio::fs::try_exists(self.file(&path)).await;
            if self.find(&path).await.is_ok() && is_there.unwrap_or_default() {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// Notes that a file is needed now, so that it is not removed in the next days. One that is not
    /// there is [`NotFound`](reelcraft_core::ErrorKind::NotFound).
    pub(crate) async fn touch(&self, path: &AssetPath) -> Result<()> {
        let touched = sqlx::query("UPDATE assets SET used_at = ?2 WHERE path = ?1")
            .bind(path.place())
            .bind(now_millis())
            .execute(&self.pool)
            .await
            .during("note a file")?;
        let is_there = tokio::fs::try_exists(self.file(path)).await;
        if touched.rows_affected() == 0 || !is_there.unwrap_or_default() {
            return Err(gone(path));
        }
        Ok(())
    }

    /// Notes that a project needs a file, for as long as there is the project.
    pub(crate) async fn use_in(&self, path: &AssetPath, project: &str) -> Result<()> {
        self.touch(path).await?;
        sqlx::query("INSERT OR IGNORE INTO asset_uses (project, path) VALUES (?1, ?2)")
            .bind(project)
            .bind(path.place())
            .execute(&self.pool)
            .await
            .during("note a file")
            .map(drop)
    }

    /// Opens a file, or a part of it.
    pub(crate) async fn open(
        &self,
        path: &AssetPath,
        range: Option<GetRange>,
    ) -> Result<GetResult> {
        let options = GetOptions::new().with_range(range);
        let opened = self.store.get_opts(&place(path), options).await;
        opened.map_err(|error| match error {
            object_store::Error::NotFound { .. } => gone(path),
            error => Error::internal(format!("cannot open {path}")).because(error),
        })
    }

    /// Reads all of a file.
    pub(crate) async fn read(&self, path: &AssetPath) -> Result<Bytes> {
        let opened = self.open(path, None).await?;
        opened.bytes().await.during("read a file")
    }

    /// Where a file lies on this machine, for programs that read files.
    pub(crate) fn file(&self, path: &AssetPath) -> PathBuf {
        self.root.join("assets").join(path.place())
    }

    /// Removes a file that no project and no job uses; `false` when one does, or it is not there.
    ///
    /// It stays, too, when somebody has needed it since `unused_since`, in milliseconds.
    pub(crate) async fn remove(&self, path: &AssetPath, unused_since: i64) -> Result<bool> {
        let _alone = self.placing.lock().await;
        let removed: Option<i64> = sqlx::query_scalar(
            "DELETE FROM assets WHERE path = ?1 AND used_at < ?2 \
             AND NOT EXISTS (SELECT 1 FROM asset_uses WHERE asset_uses.path = assets.path) \
             AND NOT EXISTS (SELECT 1 FROM job_records \
              WHERE state IN ('queued', 'running', 'cancelling') \
              AND instr(spec, '/' || assets.path) > 0) \
             RETURNING bytes",
        )
        .bind(path.place())
        .bind(unused_since)
        .fetch_optional(&self.pool)
        .await
        .during("remove a file")?;
        let Some(bytes) = removed else {
            return Ok(false);
        };
        self.disk.give_back(bytes.unsigned_abs());
        match self.store.delete(&place(path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(true),
            Err(error) => Err(Error::internal(format!("cannot remove {path}")).because(error)),
        }
    }

    /// The temporary files that nobody has needed since a time, and no project uses.
    pub(crate) async fn unused_since(&self, millis: i64) -> Result<Vec<AssetPath>> {
        let places: Vec<String> = sqlx::query_scalar(
            "SELECT path FROM assets WHERE path LIKE 'temp/%' AND used_at < ?1 \
             AND NOT EXISTS (SELECT 1 FROM asset_uses WHERE asset_uses.path = assets.path)",
        )
        .bind(millis)
        .fetch_all(&self.pool)
        .await
        .during("look for unused files")?;
        Ok(places
            .iter()
            .filter_map(|place| format!("/{place}").parse().ok())
            .collect())
    }

    /// Lists the files of a shelf, the newest first: at most `limit`, only those before a time and
    /// place.
    pub(crate) async fn list(
        &self,
        shelf: Shelf,
        before: Option<(i64, &str)>,
        limit: u32,
    ) -> Result<Vec<Listed>> {
        sqlx::query_as(
            "SELECT path, label, bytes, width, height, secs, created_at, \
             (SELECT count(*) FROM asset_uses WHERE asset_uses.path = assets.path) AS projects \
             FROM assets WHERE path LIKE ?1 || '/%' \
             AND (?2 IS NULL OR (created_at, path) < (?2, ?3)) \
             ORDER BY created_at DESC, path DESC LIMIT ?4",
        )
        .bind(shelf.name())
        .bind(before.map(|(time, _)| time))
        .bind(before.map(|(_, place)| place))
        .bind(limit)
        .fetch_all(&self.reading)
        .await
        .during("list files")
    }

    /// Puts in order what a killed service left: files that no row knows. Temporary ones go, all
    /// others get their rows. Nothing else may run.
    pub(crate) async fn put_in_order(&self) -> Result<()> {
        for shelf in [Shelf::Temp, Shelf::Uploads, Shelf::Exports] {
            let folder = self.root.join("assets").join(shelf.name());
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            for entry in entries {
                let name = entry.file_name().to_string_lossy().into_owned();
                let Ok(path) = format!("/{}/{name}", shelf.name()).parse::<AssetPath>() else {
                    continue;
                };
                match self.find(&path).await {
                    Err(error) if *error.kind() == ErrorKind::NotFound => {}
                    found => {
                        found?;
                        continue;
                    }
                }
                if shelf == Shelf::Temp {
                    std::fs::remove_file(entry.path()).ok();
                } else if let Ok(metadata) = entry.metadata() {
                    self.note(&path, metadata.len(), &Facts::default()).await?;
                }
            }
        }
        Ok(())
    }
}

fn place(path: &AssetPath) -> Place {
    Place::from(format!("assets/{}", path.place()))
}

fn gone(path: &AssetPath) -> Error {
    Error::not_found(format!("there is no {path}"))
        .hint("temporary files are removed after some days: make or upload it again")
}
