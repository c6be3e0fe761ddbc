//! Work in projects: what would be made, making it, and watching it.

use std::collections::BTreeSet;
use std::sync::Arc;

use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use reelcraft_core::Project;
use reelcraft_core::pipeline::Costs;
use reelcraft_core::project::{Format, ProjectStore as _};
use reelcraft_render::RenderOptions;

use super::Tag;
use super::answering::{Done, Manner, answer_job};
use super::cost_wire::{CostsView, EstimateView};
use super::events::{EventStream, Snapshot};
use super::job_wire::JobView;
use super::project_view::project_view;
use super::project_wire::WorkRequest;
use crate::body::JsonBody;
use crate::guard::Person;
use crate::id::Id;
use crate::jobs::{JobKind, Note, Spec};
use crate::problem::{Answer, Failure};
use crate::projects::{Addresses, SavedProject};
use crate::service::Shared;

/// Work in projects.
pub(crate) struct ProjectWorkApi(pub(crate) Shared);

#[OpenApi(tag = "Tag::Projects")]
impl ProjectWorkApi {
    /// Do work in a project
    ///
    /// `script` writes the lines, or single ones of them anew; `visuals` draws what is missing or
    /// out of date, `voiceover` speaks, `render` makes the video of the project as it is now,
    /// `make` does all of it. What is made is in the project the moment it exists.
    #[oai(
        path = "/api/projects/:id/work/:kind",
        method = "post",
        operation_id = "workInProject"
    )]
    async fn work(
        &self,
        id: Path<String>,
        kind: Path<JobKind>,
        person: Person,
        /// `respond-async` (RFC 7240) answers at once with the job as it is then.
        #[oai(name = "Prefer")]
        prefer: Header<Option<String>>,
        /// Asking again under the same key gives the same job.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        body: JsonBody<WorkRequest>,
    ) -> Answer<Done<JobView>> {
        let id: Id = id.parse()?;
        let row = self.0.projects.get(&id).await?;
        let mut spec = spec_of(kind.0, &body.0, &row.document)?;
        if kind.0 == JobKind::Render {
            // The person may go on editing: the video shows the project as it is now.
            let folder = self.0.folder.project(&id);
            let addresses = Addresses::of(&self.0.assets, &id, folder)?;
            spec.document = Some(addresses.shown(&row.document).await?);
            spec.revision = Some(row.revision);
        }
        let manner = Manner::of(person, &prefer, &key)?;
        answer_job(&self.0, manner, spec, id).await
    }

    /// Say what work would make and cost
    ///
    /// Nothing is made or changed. It tells which scenes would be touched, about what the calls to
    /// providers would cost, and what stands in the way.
    #[oai(
        path = "/api/projects/:id/estimate",
        method = "get",
        operation_id = "estimateWork"
    )]
    async fn estimate(
        &self,
        id: Path<String>,
        /// The work.
        kind: Query<JobKind>,
        /// The scenes to touch, from 1, with commas between them. Absent: all that need it.
        #[oai(validator(pattern = "^[0-9]{1,3}(,[0-9]{1,3}){0,499}$"))]
        scenes: Query<Option<String>>,
        /// Whether new versions are made of what is current.
        redo: Query<Option<bool>>,
        /// Whether results are kept whose cause has changed since.
        keep_stale: Query<Option<bool>>,
    ) -> Answer<Json<EstimateView>> {
        let id: Id = id.parse()?;
        let store = SavedProject::open(&self.0, &id).await?;
        let scenes = scenes
            .0
            .map(|text| text.split(',').flat_map(str::parse).collect());
        let request = WorkRequest {
            scenes,
            redo: redo.0,
            keep_stale: keep_stale.0,
            ..WorkRequest::default()
        };
        let project = store.load()?;
        let work = spec_of(kind.0, &request, &project)?.work(&project);
        let engine = &self.0.engine;
        let studio = engine.studio(&project, RenderOptions::default(), &work.stages)?;
        let forecast = tokio::task::spawn_blocking(move || studio.forecast(&store, &work));
        let forecast = forecast.await.map_err(Failure::internal)??;
        Ok(Json(EstimateView::of(forecast)))
    }

    /// Say what a project has cost so far
    #[oai(
        path = "/api/projects/:id/costs",
        method = "get",
        operation_id = "getCosts"
    )]
    async fn costs(&self, id: Path<String>) -> Answer<Json<CostsView>> {
        let store = SavedProject::open(&self.0, &id.parse()?).await?;
        let costs = tokio::task::spawn_blocking(move || Costs::of(&store));
        let costs = costs.await.map_err(Failure::internal)??;
        Ok(Json(CostsView::of(costs)))
    }

    /// Watch a project
    ///
    /// Server-sent events: first `snapshot` with the project as it is; then `project` with its new
    /// revision whenever it was changed, and the events of its jobs as `/api/jobs/{id}/events`
    /// tells them. Every event has an id; who comes back with `Last-Event-ID` gets what was
    /// missed, or a new snapshot.
    #[oai(
        path = "/api/projects/:id/events",
        method = "get",
        operation_id = "watchProject"
    )]
    async fn events(
        &self,
        id: Path<String>,
        /// The id of the last event that was received.
        #[oai(name = "Last-Event-ID")]
        heard: Header<Option<String>>,
    ) -> Answer<EventStream> {
        let id: Id = id.parse()?;
        self.0.projects.get(&id).await?;
        let heard = heard.0.and_then(|number| number.parse().ok());
        let (wanted, shared) = (id.clone(), self.0.clone());
        let snapshot = move || -> Snapshot {
            let (shared, id) = (shared.clone(), id.clone());
            Box::pin(async move {
                let row = shared.projects.get(&id).await.ok()?;
                let view = project_view(&shared, row).await.ok()?;
                let text = poem_openapi::types::ToJSON::to_json_string(&view);
                Some(("snapshot", text, false))
            })
        };
        let is_wanted = move |note: &Note| note.project.as_ref() == Some(&wanted);
        let desk = Arc::clone(&self.0.jobs);
        Ok(EventStream::new(
            desk.bus(),
            self.0.closing.clone(),
            heard,
            is_wanted,
            snapshot,
            false,
        ))
    }
}

/// What a job is to do in a project.
fn spec_of(kind: JobKind, request: &WorkRequest, project: &Project) -> Answer<Spec> {
    let scenes = request.scenes.as_ref();
    let scenes: Option<BTreeSet<usize>> =
        scenes.map(|scenes| scenes.iter().map(|number| *number as usize).collect());
    if scenes.as_ref().is_some_and(BTreeSet::is_empty) {
        return Err(Failure::invalid("#/scenes", "no scene is named")
            .hint("leave the field out for all scenes"));
    }
    let count = project.scenes.len();
    let mut numbers = scenes.iter().flatten();
    if let Some(number) = numbers.find(|number| !(1..=count).contains(*number)) {
        let detail = format!("there is no scene {number}: the project has {count}");
        return Err(Failure::invalid("#/scenes", detail));
    }
    let is_rewriting = kind == JobKind::Script && scenes.is_some();
    if request.wish.is_some() && !is_rewriting {
        return Err(
            Failure::invalid("#/wish", "a wish is for single lines of the script")
                .hint("name their scenes in `scenes`, and the work `script`"),
        );
    }
    let numbers = scenes.iter().flatten().filter(|_| is_rewriting);
    let lines = numbers.filter_map(|number| {
        let scene = project.scenes.get(number.checked_sub(1)?)?;
        Some((*number, scene.line.clone()))
    });
    let formats = request.formats.iter().flatten().enumerate();
    let formats = formats.map(|(index, name)| {
        let format = name.parse::<Format>();
        format.map_err(|error| Failure::invalid(&format!("#/formats/{index}"), error.to_string()))
    });
    Ok(Spec {
        formats: formats.collect::<Answer<_>>()?,
        lines: lines.collect(),
        scenes,
        redo: request.redo.unwrap_or_default() || is_rewriting,
        keep_stale: request.keep_stale.unwrap_or_default(),
        wish: request.wish.clone(),
        quality: request.quality.map(|choice| choice.0).unwrap_or_default(),
        ..Spec::of_kind(match kind {
            JobKind::Image => JobKind::Visuals,
            kind => kind,
        })
    })
}
