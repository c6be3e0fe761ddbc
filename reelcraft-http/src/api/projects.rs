//! Projects: begin, read, change, copy, remove.

use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, types::ToJSON};
use reelcraft_core::{IoContext as _, Project, Result};
use serde_json::{Value, json};

use super::Tag;
use super::project_document::MergePatch;
use super::project_view::{project_view, summary_view};
use super::project_wire::{ProjectPage, ProjectView, ProjectWrite};
use crate::body::{JsonBody, parse};
use crate::id::Id;
use crate::problem::{Answer, Code, Failure};
use crate::projects::{Addresses, ProjectRow};
use crate::service::Shared;

/// Projects: begin, read, change, copy, remove.
pub(crate) struct ProjectsApi(pub(crate) Shared);

/// A project, with its version.
#[derive(ApiResponse)]
pub(crate) enum Tagged<T: ToJSON> {
    /// Here it is.
    #[oai(status = 200)]
    Here(
        Json<T>,
        /// The revision in quotes; give it back as `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

/// A project that was begun.
#[derive(ApiResponse)]
pub(crate) enum Begun<T: ToJSON> {
    /// It was begun.
    #[oai(status = 201)]
    Begun(
        Json<T>,
        /// The revision in quotes.
        #[oai(header = "ETag")]
        String,
        /// The address of the project.
        #[oai(header = "Location")]
        String,
    ),
}

/// Nothing is left to say.
#[derive(ApiResponse)]
pub(crate) enum Gone {
    /// It is gone.
    #[oai(status = 204)]
    Gone,
}

#[OpenApi(tag = "Tag::Projects")]
impl ProjectsApi {
    /// List projects
    #[oai(path = "/api/projects", method = "get", operation_id = "listProjects")]
    async fn list(
        &self,
        /// The `next` of the page before.
        #[oai(validator(pattern = "^[0-9]{1,15}-[0-9a-f]{32}$"))]
        cursor: Query<Option<String>>,
        /// How many.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
    ) -> Answer<Json<ProjectPage>> {
        let before = cursor
            .0
            .as_deref()
            .and_then(|cursor| cursor.split_once('-'));
        let before = before.and_then(|(time, id)| Some((time.parse().ok()?, id)));
        let mut rows = self.0.projects.list(before, limit.0 + 1).await?;
        let has_more = rows.len() > limit.0 as usize;
        rows.truncate(limit.0 as usize);
        let last = rows.last().filter(|_| has_more);
        let next = last.map(|row| format!("{}-{}", row.updated_at, row.id));
        let mut projects = Vec::with_capacity(rows.len());
        for row in rows {
            projects.push(summary_view(&self.0, row).await?);
        }
        Ok(Json(ProjectPage { projects, next }))
    }

    /// Begin a project
    #[oai(
        path = "/api/projects",
        method = "post",
        operation_id = "createProject"
    )]
    async fn create(&self, body: JsonBody<ProjectWrite>) -> Answer<Begun<ProjectView>> {
        let project = read_document(&body.0.document.0)?;
        let row = begin(&self.0, body.0.name, &project).await?;
        begun(&self.0, row).await
    }

    /// Read a project
    #[oai(
        path = "/api/projects/:id",
        method = "get",
        operation_id = "getProject"
    )]
    async fn get(&self, id: Path<String>) -> Answer<Tagged<ProjectView>> {
        let row = self.0.projects.get(&id.parse()?).await?;
        tagged(&self.0, row).await
    }

    /// Replace a project
    #[oai(
        path = "/api/projects/:id",
        method = "put",
        operation_id = "replaceProject"
    )]
    async fn replace(
        &self,
        id: Path<String>,
        /// The `ETag` of the version that is replaced, or `*`.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: JsonBody<ProjectWrite>,
    ) -> Answer<Tagged<ProjectView>> {
        let row = self.0.projects.get(&id.parse()?).await?;
        check_version(&row, if_match.0.as_deref())?;
        let project = read_document(&body.0.document.0)?;
        self.change(row, body.0.name, &project).await
    }

    /// Change parts of a project
    ///
    /// By a JSON merge patch (RFC 7396): `{"document": {"music": {"volume": 0.2}}}`.
    #[oai(
        path = "/api/projects/:id",
        method = "patch",
        operation_id = "patchProject"
    )]
    async fn patch(
        &self,
        id: Path<String>,
        /// The `ETag` of the version that is changed, or `*`.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: JsonBody<MergePatch>,
    ) -> Answer<Tagged<ProjectView>> {
        let row = self.0.projects.get(&id.parse()?).await?;
        check_version(&row, if_match.0.as_deref())?;
        let folder = self.0.folder.project(&row.id);
        let addresses = Addresses::of(&self.0.assets, &row.id, folder)?;
        let shown = addresses.shown(&row.document).await?;
        let mut whole = json!({ "name": row.name, "document": shown });
        merge(&mut whole, &body.0.0);
        let write: ProjectWrite = parse(whole)?;
        let project = read_document(&write.document.0)?;
        self.change(row, write.name, &project).await
    }

    /// Remove a project
    ///
    /// With all that was made for it; finished videos are kept.
    #[oai(
        path = "/api/projects/:id",
        method = "delete",
        operation_id = "deleteProject"
    )]
    async fn delete(
        &self,
        id: Path<String>,
        /// The `ETag` of the version that is removed, or `*`.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Answer<Gone> {
        let row = self.0.projects.get(&id.parse()?).await?;
        if if_match.0.is_some() {
            check_version(&row, if_match.0.as_deref())?;
        }
        let work = &self.0.jobs;
        while !self.0.projects.remove(&row.id).await? {
            // Somebody else may have removed it, or have asked for more work.
            self.0.projects.get(&row.id).await?;
            for job in work.table().under_way(&row.id).await? {
                work.cancel(&job.id).await?;
                work.wait(&job.id).await?;
            }
        }
        self.0
            .projects
            .remove_folder(&row.id, &self.0.folder)
            .await?;
        self.0.untidy.notify_one();
        Ok(Gone::Gone)
    }

    /// Copy a project
    ///
    /// With all that was made for it.
    #[oai(
        path = "/api/projects/:id/duplicate",
        method = "post",
        operation_id = "duplicateProject"
    )]
    async fn duplicate(&self, id: Path<String>) -> Answer<Begun<ProjectView>> {
        let row = self.0.projects.get(&id.parse()?).await?;
        let copy = Id::new()?;
        let (from, to) = (self.0.folder.project(&row.id), self.0.folder.project(&copy));
        self.0.projects.announce(&copy).await?;
        let target = to.clone();
        tokio::task::spawn_blocking(move || copy_folder(&from, &target))
            .await
            .map_err(Failure::internal)??;
        let name = format!("{} 2", row.name);
        let copied = self.0.projects.add(&copy, &name, &row.document).await?;
        // Its files are needed by both now.
        let addresses = Addresses::of(&self.0.assets, &copy, to)?;
        let shown = addresses.shown(&copied.document).await?;
        let (_, needed) = addresses.kept(&shown, Some(&copied.document)).await?;
        addresses.need(&needed).await;
        self.0.projects.copy_brought(&row.id, &copy).await?;
        begun(&self.0, copied).await
    }
}

impl ProjectsApi {
    async fn change(
        &self,
        row: ProjectRow,
        name: Option<String>,
        project: &Project,
    ) -> Answer<Tagged<ProjectView>> {
        let folder = self.0.folder.project(&row.id);
        let addresses = Addresses::of(&self.0.assets, &row.id, folder)?;
        let (kept, needed) = addresses.kept(project, Some(&row.document)).await?;
        self.0.projects.note_brought(&row.id, &row.document).await?;
        let name = name.unwrap_or(row.name);
        if !self
            .0
            .projects
            .replace(&row.id, row.revision, &name, &kept)
            .await?
        {
            return Err(changed_meanwhile());
        }
        addresses.need(&needed).await;
        self.0.projects.note_brought(&row.id, &kept).await?;
        tagged(&self.0, self.0.projects.get(&row.id).await?).await
    }
}

/// Begins a project whose files are addresses.
pub(super) async fn begin(
    shared: &Shared,
    name: Option<String>,
    project: &Project,
) -> Answer<ProjectRow> {
    shared.assets.disk().require(0)?;
    let id = Id::new()?;
    let name = name.unwrap_or_else(|| name_of(project));
    let folder = shared.folder.project(&id);
    shared.projects.announce(&id).await?;
    let addresses = Addresses::of(&shared.assets, &id, folder)?;
    let added: Result<_> = async {
        let (kept, needed) = addresses.kept(project, None).await?;
        Ok((shared.projects.add(&id, &name, &kept).await?, needed))
    }
    .await;
    match added {
        Ok((row, needed)) => {
            addresses.need(&needed).await;
            shared.projects.note_brought(&id, &row.document).await?;
            Ok(row)
        }
        Err(error) => {
            shared.projects.remove_folder(&id, &shared.folder).await?;
            Err(error.into())
        }
    }
}

/// Reads a document that a person wrote; all mistakes at once.
pub(super) fn read_document(document: &Value) -> Answer<Project> {
    Project::from_json(document).map_err(|error| {
        let mut failure = Failure::from(error);
        for mistake in &mut failure.mistakes {
            let place = mistake.pointer.trim_start_matches('#');
            mistake.pointer = format!("#/document{place}");
        }
        failure
    })
}

/// The first words of what a project is about.
fn name_of(project: &Project) -> String {
    let topic = project.reel.topic.as_deref().unwrap_or_default();
    let lines = project.scenes.iter().map(|scene| scene.line.as_str());
    let text = std::iter::once(topic)
        .chain(lines)
        .find(|text| !text.trim().is_empty());
    let first = text
        .unwrap_or("Reel")
        .trim()
        .lines()
        .next()
        .unwrap_or_default();
    first.chars().take(80).collect()
}

/// Refuses a change that does not say which version it changes, or another one than there is.
pub(super) fn check_version(row: &ProjectRow, if_match: Option<&str>) -> Answer<()> {
    let Some(asked) = if_match else {
        return Err(Failure::new(
            Code::VersionNeeded,
            "the change does not say which version it changes",
        )
        .hint("send the ETag of the version that you read as If-Match"));
    };
    let now = etag(row.revision);
    let is_now = asked
        .split(',')
        .map(str::trim)
        .any(|tag| tag == "*" || tag == now);
    if is_now {
        Ok(())
    } else {
        Err(changed_meanwhile())
    }
}

fn changed_meanwhile() -> Failure {
    Failure::new(Code::Changed, "the project was changed meanwhile")
        .hint("read it again, and change what it is now")
}

fn etag(revision: i64) -> String {
    format!("\"{revision}\"")
}

pub(super) async fn tagged(shared: &Shared, row: ProjectRow) -> Answer<Tagged<ProjectView>> {
    let tag = etag(row.revision);
    Ok(Tagged::Here(Json(project_view(shared, row).await?), tag))
}

pub(super) async fn begun(shared: &Shared, row: ProjectRow) -> Answer<Begun<ProjectView>> {
    let (tag, location) = (etag(row.revision), format!("/api/projects/{}", row.id));
    Ok(Begun::Begun(
        Json(project_view(shared, row).await?),
        tag,
        location,
    ))
}

/// Applies a JSON merge patch (RFC 7396).
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    if let Value::Object(entries) = target {
        for (name, value) in patch {
            if value.is_null() {
                entries.remove(name);
            } else {
                merge(entries.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
    }
}

/// Copies a folder with everything in it; files take no more room.
fn copy_folder(from: &std::path::Path, to: &std::path::Path) -> Result<()> {
    std::fs::create_dir_all(to).io_context("create the folder", to)?;
    let Ok(entries) = std::fs::read_dir(from) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            copy_folder(&source, &target)?;
        } else if source
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            // This one grows.
            std::fs::copy(&source, &target).io_context("copy", &source)?;
        } else {
            std::fs::hard_link(&source, &target)
                .or_else(|_| std::fs::copy(&source, &target).map(drop))
                .io_context("copy", &source)?;
        }
    }
    Ok(())
}

fn default_limit() -> u32 {
    20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patches_are_merged_as_rfc_7396_says() {
        for (target, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (
                json!({"a": "b"}),
                json!({"b": "c"}),
                json!({"a": "b", "b": "c"}),
            ),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (
                json!({"a": {"b": "c"}}),
                json!({"a": {"b": "d", "c": null}}),
                json!({"a": {"b": "d"}}),
            ),
            (json!({"a": "foo"}), json!("bar"), json!("bar")),
            (
                json!({}),
                json!({"a": {"bb": {"ccc": null}}}),
                json!({"a": {"bb": {}}}),
            ),
        ] {
            let mut merged = target;
            merge(&mut merged, &patch);
            assert_eq!(merged, result);
        }
    }
}
