//! Jobs on the wire.

use poem_openapi::Object;
use reelcraft_core::Result;
use serde::Serialize;

use crate::clock::rfc3339;
use crate::jobs::{Job, JobKind, JobState, JobsDesk, Made, SceneReport};
use crate::problem::Problem;

/// A piece of work.
#[derive(Debug, Clone, PartialEq, Object, Serialize)]
#[oai(rename = "Job", skip_serializing_if_is_none)]
#[serde(rename = "Job")]
pub(crate) struct JobView {
    /// Its name.
    pub(crate) id: String,
    /// What it makes.
    pub(crate) kind: JobKind,
    /// Where it is on its way.
    pub(crate) state: JobState,
    /// The scenes that it was asked for, from 1. Absent: all that need it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) asked_scenes: Option<Vec<u32>>,
    /// The project that it works for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) project: Option<String>,
    /// How many jobs go before it, while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place_in_queue: Option<u32>,
    /// The stage that runs, or the last one that ran: `script`, `prompts`, `visuals`, `voice`,
    /// `render`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stage: Option<String>,
    /// Units of the stage that are done: scenes, calls or frames.
    pub(crate) done: u64,
    /// Units of the stage in all; 0 while that is not known.
    pub(crate) total: u64,
    /// Estimated seconds to the end of the stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) eta_secs: Option<f64>,
    /// What became of each scene so far.
    pub(crate) scenes: Vec<SceneReport>,
    /// What the person should know.
    pub(crate) warnings: Vec<String>,
    /// What was made, when it has succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) result: Option<Made>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) problem: Option<Problem>,
    /// How often it was begun.
    pub(crate) attempts: u32,
    /// When it was asked for, as RFC 3339 has it.
    pub(crate) created_at: String,
    /// When it was begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) started_at: Option<String>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) finished_at: Option<String>,
}

/// A page of jobs.
#[derive(Debug, Clone, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct JobPage {
    /// The jobs, the newest first.
    pub(crate) jobs: Vec<JobView>,
    /// What to give as `cursor` for the next page; absent on the last one.
    pub(crate) next: Option<String>,
}

/// Tells a job.
pub(crate) async fn job_view(desk: &JobsDesk, job: &Job) -> Result<JobView> {
    let place = match job.state {
        JobState::Queued => Some(desk.table().place_in_queue(job).await?),
        _ => None,
    };
    let Job {
        number: _,
        id,
        person: _,
        project,
        state,
        spec,
        report,
        created_at,
        started_at,
        finished_at,
    } = job.clone();
    Ok(JobView {
        id: id.to_string(),
        kind: spec.kind,
        state,
        asked_scenes: spec
            .scenes
            .map(|scenes| scenes.into_iter().map(|number| number as u32).collect()),
        project: project.map(|id| id.to_string()),
        place_in_queue: place,
        stage: report.stage,
        done: report.done,
        total: report.total,
        eta_secs: report.eta_secs.filter(|_| !state.is_final()),
        scenes: report.scenes,
        warnings: report.warnings,
        result: report.made,
        problem: report.problem,
        attempts: report.attempts,
        created_at: rfc3339(created_at),
        started_at: started_at.map(rfc3339),
        finished_at: finished_at.map(rfc3339),
    })
}
