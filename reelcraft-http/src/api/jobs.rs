//! Watching, stopping and trying again.

use std::sync::Arc;

use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;

use super::Tag;
use super::events::EventStream;
use super::job_wire::{JobPage, JobView, job_view};
use crate::id::Id;
use crate::jobs::{Filter, JobState};
use crate::problem::{Answer, Failure};
use crate::service::Shared;

/// Watching, stopping and trying again.
pub(crate) struct JobsApi(pub(crate) Shared);

#[OpenApi(tag = "Tag::Jobs")]
impl JobsApi {
    /// List jobs
    #[oai(path = "/api/jobs", method = "get", operation_id = "listJobs")]
    async fn list(
        &self,
        /// Only jobs in this state.
        state: Query<Option<JobState>>,
        /// Only jobs of this project.
        #[oai(validator(pattern = "^[0-9a-f]{32}$"))]
        project: Query<Option<String>>,
        /// The `next` of the page before.
        #[oai(validator(pattern = "^[0-9]{1,18}$"))]
        cursor: Query<Option<String>>,
        /// How many.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
    ) -> Answer<Json<JobPage>> {
        let project = project.0.map(|id| id.parse::<Id>()).transpose()?;
        let filter = Filter {
            state: state.0,
            project,
            before: cursor.0.and_then(|cursor| cursor.parse().ok()),
            // One more tells whether there is a next page.
            limit: limit.0 + 1,
        };
        let desk = &self.0.jobs;
        let mut jobs = desk.table().list(&filter).await?;
        let has_more = jobs.len() > limit.0 as usize;
        jobs.truncate(limit.0 as usize);
        let next = jobs
            .last()
            .filter(|_| has_more)
            .map(|job| job.number.to_string());
        let mut views = Vec::with_capacity(jobs.len());
        for job in &jobs {
            views.push(job_view(desk, job).await?);
        }
        Ok(Json(JobPage { jobs: views, next }))
    }

    /// Look at a job
    #[oai(path = "/api/jobs/:id", method = "get", operation_id = "getJob")]
    async fn get(&self, id: Path<String>) -> Answer<Json<JobView>> {
        let job = self.0.jobs.get(&id.parse()?).await?;
        Ok(Json(job_view(&self.0.jobs, &job).await?))
    }

    /// Watch a job
    ///
    /// Server-sent events: first `snapshot` with the job as it is, then `progress`, `scene`,
    /// `warning`, and the state it comes to (`running`, `cancelling`, …) with the whole job. The
    /// stream ends with `succeeded`, `failed` or `cancelled`. Every event has an id; who comes
    /// back with `Last-Event-ID` gets what was missed, or a new snapshot.
    #[oai(
        path = "/api/jobs/:id/events",
        method = "get",
        operation_id = "watchJob"
    )]
    async fn events(
        &self,
        id: Path<String>,
        /// The id of the last event that was received.
        #[oai(name = "Last-Event-ID")]
        heard: Header<Option<String>>,
    ) -> Answer<EventStream> {
        let id: Id = id.parse()?;
        let job = self.0.jobs.get(&id).await?;
        let heard = heard.0.and_then(|number| number.parse().ok());
        let (wanted, shared) = (job.id.clone(), self.0.clone());
        let snapshot = move || -> super::events::Snapshot {
            let (shared, id) = (shared.clone(), id.clone());
            Box::pin(async move {
                let job = shared.jobs.get(&id).await.ok()?;
                let view = job_view(&shared.jobs, &job).await.ok()?;
                let is_last = job.state.is_final();
                let event = if is_last {
                    job.state.name()
                } else {
                    "snapshot"
                };
                Some((event, serde_json::to_string(&view).ok()?, is_last))
            })
        };
        // Whatever was missed of a job that has ended, its end is told.
        let heard = heard.filter(|_| !job.state.is_final());
        let bus = Arc::clone(&self.0.jobs);
        let is_wanted = move |note: &crate::jobs::Note| note.job.as_ref() == Some(&wanted);
        Ok(EventStream::new(
            bus.bus(),
            self.0.closing.clone(),
            heard,
            is_wanted,
            snapshot,
            true,
        ))
    }

    /// Cancel a job
    ///
    /// It stops between two frames or two calls, and keeps what is finished. A job that has ended
    /// stays as it is.
    #[oai(path = "/api/jobs/:id", method = "delete", operation_id = "cancelJob")]
    async fn cancel(&self, id: Path<String>) -> Answer<Json<JobView>> {
        let job = self.0.jobs.cancel(&id.parse()?).await?;
        Ok(Json(job_view(&self.0.jobs, &job).await?))
    }

    /// Try a job again
    ///
    /// It goes on from what was finished. Calls that were interrupted, and may have been billed,
    /// are made again.
    #[oai(
        path = "/api/jobs/:id/retry",
        method = "post",
        operation_id = "retryJob"
    )]
    async fn retry(&self, id: Path<String>) -> Answer<Json<JobView>> {
        let id: Id = id.0.parse().map_err(Failure::from)?;
        let job = self.0.jobs.retry(&id).await?;
        Ok(Json(job_view(&self.0.jobs, &job).await?))
    }
}

fn default_limit() -> u32 {
    20
}
