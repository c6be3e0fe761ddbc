//! Versions of what was made for a project.

use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use reelcraft_core::project::Scene;

use super::Tag;
use super::project_wire::{ProjectView, RestoreRequest, VersionList, VersionView};
use super::projects::{Tagged, check_version, tagged};
use crate::body::JsonBody;
use crate::clock::rfc3339;
use crate::id::Id;
use crate::jobs::JobKind;
use crate::problem::{Answer, Code, Failure};
use crate::projects::versions::{Version, of_picture, of_voice};
use crate::projects::{Addresses, ProjectRow};
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
        for version in versions_of(&addresses, &row, scene.0)? {
            // One whose file is lost cannot be shown, nor restored.
            if let Some(view) = version_view(&addresses, &version).await {
                versions.push(view);
            }
        }
        Ok(Json(VersionList { versions }))
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
        self.check_idle(&id, scene).await?;
        let addresses = Addresses::of(&self.0.assets, &id, self.0.folder.project(&id))?;
        let versions = versions_of(&addresses, &row, scene)?;
        let wanted = versions
            .iter()
            .find(|known| known.record.key.as_str() == version);
        let record = wanted
            .map(|version| version.record.clone())
            .ok_or_else(|| Failure::not_found("there is no such version"))?;
        match scene {
            None => row.document.voice.file = record.file,
            Some(number) => {
                let scene = scene_of(&mut row, number)?;
                if scene.locked {
                    return Err(
                        Failure::new(Code::Busy, format!("scene {number} is locked"))
                            .hint("unlock it first"),
                    );
                }
                scene.image = record.file;
                if with_prompt.unwrap_or_default() {
                    scene.prompt = Some(record.text);
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
    /// Refuses to change what a job is about to change.
    async fn check_idle(&self, id: &Id, scene: Option<u32>) -> Answer<()> {
        for job in self.0.jobs.table().under_way(id).await? {
            let spec = &job.spec;
            let writes = match scene {
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
}

fn versions_of<'a>(
    addresses: &'a Addresses<'_>,
    row: &ProjectRow,
    scene: Option<u32>,
) -> Answer<Vec<Version<'a>>> {
    let ledger = addresses.ledger();
    match scene {
        None => Ok(of_voice(ledger, &row.document)),
        Some(number) => {
            let scene = row.document.scenes.get(number.saturating_sub(1) as usize);
            let scene = scene.ok_or_else(|| no_scene(number))?;
            Ok(of_picture(ledger, scene))
        }
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

async fn version_view(addresses: &Addresses<'_>, version: &Version<'_>) -> Option<VersionView> {
    let record = version.record;
    let file = record.file.as_ref()?.to_string_lossy();
    let path = addresses.address_of(&file).await.ok()?;
    Some(VersionView {
        id: record.key.to_string(),
        url: path.to_string(),
        current: version.is_current,
        text: record.text.clone(),
        provider: record.origin.provider.clone(),
        model: record.origin.model.clone(),
        cost_usd: record.origin.usage.micro_usd as f64 / 1e6,
        made_at: rfc3339(record.made_at as i64 * 1000),
    })
}
