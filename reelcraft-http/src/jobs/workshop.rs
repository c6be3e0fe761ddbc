//! Where jobs are worked on.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt as _;
use reelcraft_core::pipeline::{Outcome, Work};
use reelcraft_core::project::ProjectStore;
use reelcraft_core::{Control, Error, Event, Project, Result, Stage, Studio};
use reelcraft_render::RenderOptions;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::job::Job;
use super::observer::Observer;
use super::outcome::made_by;
use super::report::Report;
use super::running::Hold;
use super::spec::JobKind;
use super::state::JobState;
use super::table::Ticket;
use crate::background::in_background;
use crate::guard::text_of;
use crate::id::Id;
use crate::kept::{Call, INTERRUPTED, Keeper, KeptImages, KeptScript, KeptVoice};
use crate::problem::{Code, Failure, Mistake, Problem};
use crate::projects::{JobProject, SavedProject};
use crate::service::Shared;

/// Works on a job until it ends, whatever happens.
pub(super) async fn work_on(shared: Shared, id: Id, ticket: Ticket) {
    let span = tracing::info_span!("job", %id);
    let desk = Arc::clone(&shared.jobs);
    // On a thread of its own: what the pipeline does there holds up nobody else, and a panic ends
    // this job and nothing else.
    let work = {
        let (shared, id) = (shared.clone(), id.clone());
        let runtime = tokio::runtime::Handle::current();
        in_background(move || runtime.block_on(run(&shared, &id, ticket).instrument(span)))
    };
    if let Err(error) = work.await.flatten() {
        end_with(&shared, &id, ticket, &Failure::from(error)).await;
    }
    desk.running.remove(ticket);
    desk.changed.notify_waiters();
}

/// Ends a job that could not even end by itself.
async fn end_with(shared: &Shared, id: &Id, ticket: Ticket, failure: &Failure) {
    let desk = &shared.jobs;
    let ended: Result<()> = async {
        let job = desk.get(id).await?;
        let report = Report {
            problem: Some(Problem::of(
                &failure.clone().in_job(id.as_str()),
                id.as_str(),
            )),
            ..job.report
        };
        if desk
            .table()
            .end(id, ticket, JobState::Failed, &report)
            .await?
        {
            desk.tell(&desk.get(id).await?).await;
        }
        Ok(())
    }
    .await;
    if let Err(error) = ended {
        tracing::error!(reason = error.chain(), job = %id, "a job could not be ended");
    }
}

async fn run(shared: &Shared, id: &Id, ticket: Ticket) -> Result<()> {
    let desk = &shared.jobs;
    let (sender, events) = mpsc::unbounded_channel();
    let control = || {
        let sender = sender.clone();
        Control::new(move |event: Event| {
            sender.send(event).ok();
        })
    };
    let hold = Hold::new(control(), control());
    // Before it begins: whoever cancels it from then on finds it here.
    desk.running.add(id, ticket, hold.clone());
    if shared.closing.is_cancelled() {
        return desk.table().park(id, ticket).await;
    }
    if !desk.table().begin(id, ticket).await? {
        return Ok(());
    }
    let mut job = desk.get(id).await?;
    job.report.begin_attempt();
    desk.table().save_report(id, &job.report).await?;
    desk.tell(&job).await;
    tracing::info!(kind = ?job.spec.kind, attempt = job.report.attempts, "begun");

    let store = open_store(shared, &job).await?;
    let project = || store.load();
    let observer = Observer {
        desk,
        assets: &shared.assets,
        job: &job,
        folder: store.folder(),
        project: &project,
    };
    let finished = CancellationToken::new();
    let work = async {
        let document = store.load()?;
        let work = job.spec.work(&document);
        let studio = studio_for(shared, &job, &document, &work, &hold)?;
        studio.run(&store, &work, &hold.work).await
    };
    let work = async {
        let outcome = AssertUnwindSafe(work).catch_unwind().await;
        finished.cancel();
        outcome.unwrap_or_else(|panic| {
            let cause = text_of(&*panic);
            Err(Error::internal(format!("panic in job {id}: {cause}")))
        })
    };
    let following = observer.follow(job.report.clone(), events, &finished);
    let (outcome, report) = tokio::join!(work, following);
    job.report = report;
    conclude(shared, job, ticket, &store, outcome, &hold).await
}

/// Notes how a job has ended.
async fn conclude(
    shared: &Shared,
    mut job: Job,
    ticket: Ticket,
    store: &JobProject,
    outcome: Result<Outcome>,
    hold: &Hold,
) -> Result<()> {
    let desk = &shared.jobs;
    let id = job.id.clone();
    let was_stopped = outcome.as_ref().is_err_and(Error::is_cancelled);
    if was_stopped && !hold.is_cancelled() && shared.closing.is_cancelled() {
        tracing::info!("parked");
        desk.table().save_report(&id, &job.report).await?;
        return desk.table().park(&id, ticket).await;
    }
    let state = if was_stopped {
        JobState::Cancelled
    } else {
        let interrupted = desk.calls().of_job(&id).await?;
        let is_partly_done =
            job.spec.kind == JobKind::Visuals && is_partly_done(&job, &store.load()?);
        match outcome {
            Err(_) if !interrupted.is_empty() => {
                job.report.problem = Some(told(&id, &interrupted_by_stop(&interrupted)));
                JobState::Failed
            }
            Err(error) if !is_partly_done => {
                job.report.problem = Some(told(&id, &Failure::from(error)));
                JobState::Failed
            }
            outcome => {
                let outcome = outcome.ok();
                let made = made_by(&shared.assets, &job, store, outcome.as_ref()).await?;
                job.report.made = Some(made);
                JobState::Succeeded
            }
        }
    };
    if state != JobState::Failed {
        desk.calls().forget(&id).await?;
    }
    if !desk.table().end(&id, ticket, state, &job.report).await? {
        return Ok(());
    }
    let job = desk.get(&id).await?;
    desk.running.remove(ticket);
    tracing::info!(state = state.name(), "ended");
    shared.metrics.job(job.spec.kind, state);
    if state == JobState::Succeeded {
        store.clean_up(job.report.has_failed_scene());
    }
    desk.tell(&job).await;
    Ok(())
}

/// Whether each scene that was asked for has its picture, or the reason why it has none: then the
/// job has done what it could, whatever it ended with.
fn is_partly_done(job: &Job, project: &Project) -> bool {
    let failed = |number: usize| {
        let mut reports = job.report.scenes.iter();
        reports.any(|report| report.scene == number && report.error.is_some())
    };
    let asked = |number: &usize| {
        let scenes = job.spec.scenes.as_ref();
        scenes.is_none_or(|scenes| scenes.contains(number))
    };
    let mut scenes = (1..)
        .zip(&project.scenes)
        .filter(|(number, _)| asked(number));
    let all_are_told = scenes.all(|(number, scene)| scene.image.is_some() || failed(number));
    all_are_told && job.report.is_partly_done()
}

fn told(id: &Id, failure: &Failure) -> Problem {
    Problem::of(&failure.clone().in_job(id.as_str()), "")
}

/// Names every call that may have been billed.
fn interrupted_by_stop(calls: &[Call]) -> Failure {
    let mistakes = calls.iter().map(|call| Mistake {
        pointer: String::new(),
        detail: format!("{} by {}: {}", call.what, call.provider, call.about),
        hint: None,
    });
    Failure {
        mistakes: mistakes.collect(),
        ..Failure::new(Code::Interrupted, INTERRUPTED)
            .hint("try the job again to have just these made")
    }
}

/// Opens what the job works over.
async fn open_store(shared: &Shared, job: &Job) -> Result<JobProject> {
    match (&job.spec.document, &job.project) {
        (Some(document), _) => JobProject::make(shared, &job.id, document).await,
        (None, Some(project)) => SavedProject::open(shared, project)
            .await
            .map(JobProject::Saved),
        (None, None) => Err(Error::internal("a job has nothing to work on")),
    }
}

fn studio_for(
    shared: &Shared,
    job: &Job,
    document: &Project,
    work: &Work,
    hold: &Hold,
) -> Result<Studio> {
    let options = RenderOptions {
        cache_dir: Some(shared.folder.cache()),
        workers: shared.render_workers(),
        ..RenderOptions::default()
    };
    let studio = shared.engine.studio(document, options, &work.stages)?;
    let keeper = Keeper {
        shelf: shared.kept.clone(),
        calls: shared.jobs.calls().clone(),
        assets: shared.assets.clone(),
        locks: shared.locks.clone(),
        job: job.id.clone(),
        paid: hold.paid.clone(),
    };
    let redo = |stage: Stage| work.force.contains(&stage);
    Ok(Studio {
        script: Arc::new(KeptScript::new(
            studio.script,
            keeper.clone(),
            redo(Stage::Script),
        )),
        images: Arc::new(KeptImages::new(
            studio.images,
            keeper.clone(),
            job.spec.variant,
            redo(Stage::Visuals),
        )),
        tts: Arc::new(KeptVoice::new(studio.tts, keeper, redo(Stage::Voice))),
        ..studio
    })
}
