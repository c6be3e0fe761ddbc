//! Answering with the result of a job, or with the job itself.

use std::sync::Arc;
use std::time::Duration;

use poem_openapi::ApiResponse;
use poem_openapi::param::Header;
use poem_openapi::payload::Json;
use poem_openapi::types::ToJSON;

use super::job_wire::{JobView, job_view};
use crate::guard::Person;
use crate::id::Id;
use crate::jobs::{Job, JobState, JobsDesk, Spec, Wanted};
use crate::problem::{Answer, Code, Failure};
use crate::service::Shared;

/// What was asked for, or the job that makes it.
#[derive(ApiResponse)]
#[expect(clippy::large_enum_variant, reason = "it lives for a moment")]
pub(crate) enum Done<T: ToJSON> {
    /// It is done.
    #[oai(status = 200)]
    Done(Json<T>),
    /// It was begun, as `Prefer: respond-async` asks for. The job tells when it is done.
    #[oai(status = 202)]
    Begun(
        Json<JobView>,
        /// The address of the job.
        #[oai(header = "Location")]
        String,
        /// `respond-async`
        #[oai(header = "Preference-Applied")]
        String,
    ),
}

/// How the caller wants to be answered.
pub(crate) struct Manner {
    person: Person,
    is_async: bool,
    once_key: Option<String>,
}

impl Manner {
    /// Reads it from the headers.
    pub(crate) fn of(
        person: Person,
        prefer: &Header<Option<String>>,
        key: &Header<Option<String>>,
    ) -> Answer<Self> {
        let prefer = prefer.0.as_deref().unwrap_or_default();
        let is_async = prefer
            .split([',', ';'])
            .any(|word| word.trim().eq_ignore_ascii_case("respond-async"));
        let once_key = key.0.clone().filter(|key| !key.is_empty());
        if once_key.as_ref().is_some_and(|key| key.len() > 200) {
            return Err(Failure::invalid(
                "Idempotency-Key",
                "the key has more than 200 characters",
            ));
        }
        Ok(Self {
            person,
            is_async,
            once_key,
        })
    }
}

/// Has a job done, and answers with what it made; or at once with the job, where the caller wants
/// that.
pub(crate) async fn answer<T: ToJSON>(
    shared: &Shared,
    manner: Manner,
    spec: Spec,
    project: Option<Id>,
    read: impl FnOnce(&Job) -> Answer<T>,
) -> Answer<Done<T>> {
    let desk = &shared.jobs;
    match done_or_begun(shared, manner, spec, project).await? {
        Ended::No(job) => begun(desk, &job).await,
        Ended::Yes(job) => Ok(Done::Done(Json(read(&job)?))),
    }
}

async fn begun<T: ToJSON>(desk: &JobsDesk, job: &Job) -> Answer<Done<T>> {
    let view = job_view(desk, job).await?;
    let location = format!("/api/jobs/{}", job.id);
    let applied = "respond-async".to_owned();
    Ok(Done::Begun(Json(view), location, applied))
}

/// As [`answer`], where the job itself is the answer.
pub(crate) async fn answer_job(
    shared: &Shared,
    manner: Manner,
    spec: Spec,
    project: Id,
) -> Answer<Done<JobView>> {
    let desk = &shared.jobs;
    match done_or_begun(shared, manner, spec, Some(project)).await? {
        Ended::No(job) => begun(desk, &job).await,
        Ended::Yes(job) => Ok(Done::Done(Json(job_view(desk, &job).await?))),
    }
}

/// Whether a job has ended, and well.
enum Ended {
    Yes(Job),
    No(Job),
}

async fn done_or_begun(
    shared: &Shared,
    manner: Manner,
    spec: Spec,
    project: Option<Id>,
) -> Answer<Ended> {
    let is_kept = manner.once_key.is_some();
    let wanted = Wanted {
        spec,
        person: manner.person.0,
        project,
        once_key: manner.once_key,
    };
    let desk = &shared.jobs;
    let job = desk.submit(wanted).await?;
    if manner.is_async {
        return Ok(Ended::No(job));
    }
    // Who goes away does not want it any more, unless they can come back for it.
    let mut guard = CancelWhenGone {
        desk: Arc::clone(desk),
        job: Some(job.id.clone()).filter(|_| !is_kept),
    };
    let patience = Duration::from_secs(shared.settings.limits.job_answer_secs);
    let waited = tokio::select! {
        waited = tokio::time::timeout(patience, desk.wait(&job.id)) => waited,
        () = shared.closing.cancelled() => {
            guard.job = None;
            return Err(Failure::new(Code::Unavailable, "the service ends, and the job goes on later")
                .hint(format!("ask /api/jobs/{} for it", job.id))
                .in_job(job.id.as_str()));
        }
    };
    guard.job = None;
    let job = waited.map_err(|_| {
        Failure::new(Code::Timeout, "it is not done yet, and goes on")
            .hint(format!("ask /api/jobs/{} for it", job.id))
            .in_job(job.id.as_str())
    })??;
    match (job.state, &job.report.problem) {
        (JobState::Succeeded, _) => Ok(Ended::Yes(job)),
        (JobState::Cancelled, _) => {
            Err(Failure::new(Code::Cancelled, "the job was cancelled").in_job(job.id.as_str()))
        }
        (_, Some(problem)) => Err(problem.to_failure()),
        (_, None) => Err(Failure::internal("a job failed without a reason")),
    }
}

/// Cancels a job when the one who waits for it goes away.
struct CancelWhenGone {
    desk: Arc<JobsDesk>,
    job: Option<Id>,
}

impl Drop for CancelWhenGone {
    fn drop(&mut self) {
        if let Some(id) = self.job.take() {
            let desk = Arc::clone(&self.desk);
            tokio::spawn(async move {
                tracing::info!(job = %id, "nobody waits for it any more");
                if let Err(error) = desk.cancel(&id).await {
                    tracing::warn!(reason = error.chain(), "a job could not be cancelled");
                }
            });
        }
    }
}

/// What a job made, where it must have made it.
pub(crate) fn made<T>(job: &Job, part: impl FnOnce(&crate::jobs::Made) -> Option<T>) -> Answer<T> {
    let made = job.report.made.as_ref().and_then(part);
    made.ok_or_else(|| Failure::internal("a job succeeded without its result"))
}
