//! Versions of what was made for a project.

use std::time::Duration;

use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use reelcraft_core::ErrorKind;
use reelcraft_core::pipeline::accept_picture;
use reelcraft_core::project::Scene;
use serde_json::json;

use super::Tag;
use super::project_wire::{AcceptRequest, ProjectView, RestoreRequest, VersionList, VersionView};
use super::projects::{Tagged, check_version, tagged};
use crate::body::JsonBody;
use crate::clock::rfc3339;
use crate::id::Id;
use crate::jobs::JobKind;
use crate::problem::{Answer, Code, Failure};
use crate::projects::versions::{Version, of_picture, of_voice};
use crate::projects::{Addresses, ProjectRow, SavedProject};
use crate::service::Shared;

/// Versions of what was made for a project.
pub(crate) struct ProjectHistoryApi(pub(crate) Shared);

#[OpenApi(tag = "Tag::Projects")]
impl ProjectHistoryApi {
    /// List the versions of a picture, or of the voiceover
    ///
    /// Nothing that was made is ever removed while there is the project.
    #[oai(
        path = "/api/projects/:id/versions",
        method = "get",
        operation_id = "listVersions"
    )]
    async fn list(
        &self,
        id: Path<String>,
        /// The scene whose pictures are listed, from 1. Absent: the voiceover.
        #[oai(validator(minimum(value = "1"), maximum(value = "500")))]
        scene: Query<Option<u32>>,
    ) -> Answer<Json<VersionList>> {
        let id: Id = id.parse()?;
        let row = self.0.projects.get(&id).await?;
        let addresses = Addresses::of(&self.0.assets, &id, self.0.folder.project(&id))?;
        let mut versions = Vec::new();
        for version in self.versions_of(&addresses, &row, scene.0).await? {
            // One whose file is lost cannot be shown, nor restored.
            if let Some(view) = version_view(&addresses, version).await {
                versions.push(view);
            }
        }
        Ok(Json(VersionList { versions }))
    }

    /// Say that a picture is fine
    ///
    /// One whose prompt or style has changed since it was made is `stale`, and would be made anew.
    /// After this it counts as made from what the project says now. Refused while a job works in
    /// the project.
    #[oai(
        path = "/api/projects/:id/accept",
        method = "post",
        operation_id = "acceptPicture"
    )]
    async fn accept(
        &self,
        id: Path<String>,
        body: JsonBody<AcceptRequest>,
    ) -> Answer<Tagged<ProjectView>> {
        let id: Id = id.parse()?;
        let number = body.0.scene;
        self.check_idle(&id, None, true).await?;
        let store = SavedProject::open(&self.0, &id).await?;
        let index = (number as usize).saturating_sub(1);
        // Somebody else may be accepting another one at the same moment.
        let mut attempts = 20;
        loop {
            let store = store.clone();
            let accepting = tokio::task::spawn_blocking(move || accept_picture(&store, index));
            match accepting.await.map_err(Failure::internal)? {
                Err(error) if *error.kind() == ErrorKind::Unavailable && attempts > 0 => {
                    attempts -= 1;
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                done => break done?,
            }
        }
        let row = self.0.projects.get(&id).await?;
        let data = json!({ "project": id, "revision": row.revision });
        let bus = self.0.jobs.bus();
        bus.tell(None, Some(&id), "project", &data, false);
        tagged(&self.0, row).await
    }

    /// Restore a version
    ///
    /// It becomes the current one; all others stay. Refused while a job may write there.
    #[oai(
        path = "/api/projects/:id/versions",
        method = "post",
        operation_id = "restoreVersion"
    )]
    async fn restore(
        &self,
        id: Path<String>,
        /// The `ETag` of the project as you know it, or `*`.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: JsonBody<RestoreRequest>,
    ) -> Answer<Tagged<ProjectView>> {
        let RestoreRequest {
            scene,
            version,
            with_prompt,
        } = body.0;
        let id: Id = id.parse()?;
        let mut row = self.0.projects.get(&id).await?;
        if if_match.0.is_some() {
            check_version(&row, if_match.0.as_deref())?;
        }
        self.check_idle(&id, scene, false).await?;
        let addresses = Addresses::of(&self.0.assets, &id, self.0.folder.project(&id))?;
        let versions = self.versions_of(&addresses, &row, scene).await?;
        let wanted = versions.into_iter().find(|known| known.id == version);
        let wanted = wanted.ok_or_else(|| Failure::not_found("there is no such version"))?;
        match scene {
            None => row.document.voice.file = Some(wanted.file),
            Some(number) => {
                let scene = scene_of(&mut row, number)?;
                if scene.locked {
                    return Err(
                        Failure::new(Code::Busy, format!("scene {number} is locked"))
                            .hint("unlock it first"),
                    );
                }
                scene.image = Some(wanted.file);
                if with_prompt.unwrap_or_default() && !wanted.text.is_empty() {
                    scene.prompt = Some(wanted.text);
                }
            }
        }
        let projects = &self.0.projects;
        if !projects
            .replace(&id, row.revision, &row.name, &row.document)
            .await?
        {
            return Err(
                Failure::new(Code::Changed, "the project was changed meanwhile")
                    .hint("read it again, and try again"),
            );
        }
        tagged(&self.0, projects.get(&id).await?).await
    }
}

impl ProjectHistoryApi {
    /// Refuses to change what a job is about to change: with `any`, any job that writes there.
    async fn check_idle(&self, id: &Id, scene: Option<u32>, any: bool) -> Answer<()> {
        for job in self.0.jobs.table().under_way(id).await? {
            let spec = &job.spec;
            let writes = match scene {
                _ if any => spec.document.is_none(),
                None => matches!(spec.kind, JobKind::Voiceover | JobKind::Make),
                Some(number) => {
                    let touches = |scenes: &std::collections::BTreeSet<usize>| {
                        scenes.contains(&(number as usize))
                    };
                    matches!(
                        spec.kind,
                        JobKind::Visuals | JobKind::Script | JobKind::Make
                    ) && spec.scenes.as_ref().is_none_or(touches)
                }
            };
            if writes {
                return Err(Failure::new(Code::Busy, "a new version is being made")
                    .hint("wait for the job, or cancel it")
                    .in_job(job.id.as_str()));
            }
        }
        Ok(())
    }

    async fn versions_of(
        &self,
        addresses: &Addresses<'_>,
        row: &ProjectRow,
        scene: Option<u32>,
    ) -> Answer<Vec<Version>> {
        let ledger = addresses.ledger();
        let Some(number) = scene else {
            return Ok(of_voice(ledger, &row.document));
        };
        let scene = row.document.scenes.get(number.saturating_sub(1) as usize);
        let scene = scene.ok_or_else(|| no_scene(number))?;
        let brought = self.0.projects.brought(&row.id).await?;
        Ok(of_picture(ledger, &brought, scene))
    }
}

fn scene_of(row: &mut ProjectRow, number: u32) -> Answer<&mut Scene> {
    let scene = row
        .document
        .scenes
        .get_mut(number.saturating_sub(1) as usize);
    scene.ok_or_else(|| no_scene(number))
}

fn no_scene(number: u32) -> Failure {
    Failure::not_found(format!("there is no scene {number}"))
}

async fn version_view(addresses: &Addresses<'_>, version: Version) -> Option<VersionView> {
    let path = addresses.address_of(version.file.to_str()?).await.ok()?;
    Some(VersionView {
        id: version.id,
        url: path.to_string(),
        current: version.is_current,
        text: version.text,
        provider: version.provider,
        model: version.model,
        cost_usd: version.micro_usd as f64 / 1e6,
        made_at: rfc3339(version.made_at),
    })
}
