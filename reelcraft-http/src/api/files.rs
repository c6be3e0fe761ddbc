//! Files that are kept until people remove them.

use poem_openapi::param::Query;
use poem_openapi::payload::Json;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tag;
use super::projects::Gone;
use crate::assets::{AssetPath, Listed, Shelf};
use crate::clock::rfc3339;
use crate::problem::{Answer, Code, Failure};
use crate::service::Shared;

/// Files that are kept until people remove them.
pub(crate) struct FilesApi(pub(crate) Shared);

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(crate) enum KeptOn {
    /// What people brought.
    Uploads,
    /// Finished videos, and their posters.
    Exports,
}

/// A page of files.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct FilePage {
    /// The files, the newest first.
    files: Vec<FileView>,
    /// What to give as `cursor` for the next page; absent on the last one.
    next: Option<String>,
}

/// A file.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct FileView {
    /// Its address.
    url: String,
    /// What the person calls it, or the name under which it is downloaded.
    label: Option<String>,
    /// Its size.
    bytes: u64,
    /// Width of a picture or video in pixels.
    width: Option<u32>,
    /// Height of a picture or video in pixels.
    height: Option<u32>,
    /// Length of a sound or video in seconds.
    duration: Option<f64>,
    /// How many projects use it, or have used it and can go back to it. It can be removed when
    /// none does.
    projects: u32,
    /// When it came, as RFC 3339 has it.
    created_at: String,
}

#[OpenApi(tag = "Tag::Material")]
impl FilesApi {
    /// List uploads or finished videos
    #[oai(path = "/api/files", method = "get", operation_id = "listFiles")]
    async fn list(
        &self,
        /// Which ones.
        kept_on: Query<KeptOn>,
        /// The `next` of the page before.
        #[oai(validator(
            pattern = "^[0-9]{1,15}-(uploads|exports)/[0-9a-f]{32}\\.[a-z0-9]{1,5}$"
        ))]
        cursor: Query<Option<String>>,
        /// How many.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
    ) -> Answer<Json<FilePage>> {
        let shelf = match kept_on.0 {
            KeptOn::Uploads => Shelf::Uploads,
            KeptOn::Exports => Shelf::Exports,
        };
        let before = cursor.0.as_deref().and_then(|text| text.split_once('-'));
        let before = before.and_then(|(time, place)| Some((time.parse().ok()?, place)));
        let mut files = self.0.assets.list(shelf, before, limit.0 + 1).await?;
        let has_more = files.len() > limit.0 as usize;
        files.truncate(limit.0 as usize);
        let last = files.last().filter(|_| has_more);
        let next = last.map(|file| format!("{}-{}", file.created_at, file.path));
        Ok(Json(FilePage {
            files: files.into_iter().map(told).collect(),
            next,
        }))
    }

    /// Remove an upload or a finished video
    ///
    /// For good. One that a project or a job uses stays.
    #[oai(path = "/api/files", method = "delete", operation_id = "deleteFile")]
    async fn delete(
        &self,
        /// Its address.
        #[oai(validator(pattern = "^/(uploads|exports)/[0-9a-f]{32}\\.[a-z0-9]{1,5}$"))]
        url: Query<String>,
    ) -> Answer<Gone> {
        let path: AssetPath = url.0.parse().map_err(Failure::from)?;
        if self.0.assets.remove(&path, i64::MAX).await? {
            return Ok(Gone::Gone);
        }
        self.0.assets.find(&path).await?;
        Err(Failure::new(Code::Busy, "a project or job uses the file")
            .hint("remove the project first; of what a job uses, wait for the job"))
    }
}

fn told(file: Listed) -> FileView {
    FileView {
        url: format!("/{}", file.path),
        label: file.label,
        bytes: file.bytes.unsigned_abs(),
        width: file.width,
        height: file.height,
        duration: file.secs,
        projects: file.projects,
        created_at: rfc3339(file.created_at),
    }
}

fn default_limit() -> u32 {
    20
}
