//! Where jobs are asked for, watched and stopped.

use std::sync::Arc;
use std::time::Duration;

use reelcraft_core::{Error, Result};
use tokio::sync::{Mutex, Notify, broadcast};

use super::bus::Bus;
use super::job::Job;
use super::report::Report;
use super::running::Running;
use super::spec::Lane;
use super::state::JobState;
use super::table::{JobTable, Tickets, Wanted};
use crate::api::job_view;
use crate::assets::Disk;
use crate::data_folder::DataFolder;
use crate::id::Id;
use crate::kept::CallTable;
use crate::problem::{Answer, Code, Failure};
use crate::settings::Limits;

/// Where jobs are asked for, watched and stopped.
#[derive(Debug)]
pub(crate) struct JobsDesk {
    table: JobTable,
    calls: CallTable,
    bus: Arc<Bus>,
    folder: Arc<DataFolder>,
    pub(super) running: Running,
    pub(super) tickets: Tickets,
    /// Wakes whoever lets jobs go to the workers.
    pub(super) changed: Notify,
    disk: Arc<Disk>,
    /// Held while a job is looked at and told, so that nothing older is told after it.
    telling: Mutex<()>,
    limits: Limits,
}

/// How much room a job needs before anything is paid for it, in bytes: what a stage makes fits in.
const ROOM_OF_JOB: u64 = 64_000_000;

impl JobsDesk {
    pub(crate) fn new(
        table: JobTable,
        calls: CallTable,
        bus: Arc<Bus>,
        folder: Arc<DataFolder>,
        disk: Arc<Disk>,
        limits: Limits,
    ) -> Self {
        Self {
            table,
            calls,
            bus,
            folder,
            running: Running::default(),
            tickets: Tickets::default(),
            changed: Notify::new(),
            disk,
            telling: Mutex::default(),
            limits,
        }
    }

    pub(crate) fn table(&self) -> &JobTable {
        &self.table
    }

    pub(crate) fn bus(&self) -> &Bus {
        &self.bus
    }

    pub(crate) fn calls(&self) -> &CallTable {
        &self.calls
    }

    /// How many workers a lane has.
    pub(super) fn slots(&self, lane: Lane) -> usize {
        match lane {
            Lane::Render => self.limits.renders().get(),
            Lane::Generate => self.limits.generations.get(),
        }
    }

    /// Adds a job. Asking again under the same key gives the job that was asked for first.
    pub(crate) async fn submit(&self, wanted: Wanted) -> Answer<Job> {
        if let Some(known) = self.known(&wanted).await? {
            return Ok(known);
        }
        self.disk.require(ROOM_OF_JOB)?;
        self.check_queue(&wanted.person).await?;
        let id = Id::new()?;
        if !self.table.add(&id, &wanted).await?
            && let Some(known) = self.known(&wanted).await?
        {
            return Ok(known);
        }
        let job = self.get(&id).await?;
        self.tell(&job).await;
        self.changed.notify_waiters();
        Ok(job)
    }

    /// The job that the person has asked for under the same key.
    async fn known(&self, wanted: &Wanted) -> Answer<Option<Job>> {
        let Some(key) = &wanted.once_key else {
            return Ok(None);
        };
        let Some(known) = self.table.asked_once(&wanted.person, key).await? else {
            return Ok(None);
        };
        let is_in_project = wanted.project.is_some();
        if known.project == wanted.project
            && known.spec.is_same_request(&wanted.spec, is_in_project)
        {
            return Ok(Some(known));
        }
        let detail = "this Idempotency-Key was used for another request";
        Err(Failure::new(Code::Busy, detail).hint("use a new key for each new request"))
    }

    /// Refuses a job where too many wait: in all, or of one person.
    async fn check_queue(&self, person: &str) -> Answer<()> {
        let (all, own) = self.table.count(JobState::Queued, person).await?;
        let most = self.limits.queue;
        // Half of the queue is always left to others.
        let most_of_one = most.div_ceil(2);
        if (all as usize) < most && (own as usize) < most_of_one {
            return Ok(());
        }
        let detail = if all as usize >= most {
            format!("{all} jobs wait already")
        } else {
            format!("{own} jobs of yours wait already")
        };
        Err(Failure::new(Code::QueueFull, detail)
            .hint("wait until some are done")
            .retry_after(Duration::from_secs(10)))
    }

    /// Finds a job.
    pub(crate) async fn get(&self, id: &Id) -> Result<Job> {
        let job = self.table.get(id).await?;
        job.ok_or_else(|| Error::not_found("there is no such job"))
    }

    /// Stops a job: at once where it waits, between two frames or two calls where it runs. One
    /// that has ended stays as it is.
    pub(crate) async fn cancel(&self, id: &Id) -> Result<Job> {
        let waited = self.table.cancel(id).await?;
        // A worker may have taken it in between.
        self.running.cancel(id);
        let job = self.get(id).await?;
        self.tell(&job).await;
        if waited {
            self.changed.notify_waiters();
        }
        Ok(job)
    }

    /// Lets a job go on that has ended without all that was asked for. What was finished is not
    /// made again; calls that were interrupted are.
    pub(crate) async fn retry(&self, id: &Id) -> Answer<Job> {
        let job = self.get(id).await?;
        let is_incomplete = match job.state {
            JobState::Failed | JobState::Cancelled => true,
            JobState::Succeeded => job.report.has_failed_scene(),
            _ => false,
        };
        let complete = |state: JobState| {
            let detail = format!("the job is {}, there is nothing to try again", state.name());
            Failure::new(Code::Busy, detail).in_job(id.as_str())
        };
        if !is_incomplete {
            return Err(complete(job.state));
        }
        self.disk.require(ROOM_OF_JOB)?;
        self.check_queue(&job.person).await?;
        let report = Report {
            attempts: job.report.attempts,
            ..Report::default()
        };
        let is_waiting = self.table.wait_again(id, &report).await?;
        let job = self.get(id).await?;
        if !is_waiting {
            return Err(complete(job.state));
        }
        self.tell(&job).await;
        self.changed.notify_waiters();
        Ok(job)
    }

    /// Waits until a job has ended.
    pub(crate) async fn wait(&self, id: &Id) -> Result<Job> {
        loop {
            let mut listener = self.bus.listen(None);
            let job = self.get(id).await?;
            if job.state.is_final() {
                return Ok(job);
            }
            loop {
                match listener.coming.recv().await {
                    Ok(note) if note.is_last && note.job.as_ref() == Some(id) => break,
                    Ok(_) => {}
                    // Too far behind: look again.
                    Err(broadcast::error::RecvError::Lagged(_)) => break,
                    Err(broadcast::error::RecvError::Closed) => return Err(Error::cancelled()),
                }
            }
        }
    }

    /// Tells everybody what a job is now: not what it was when somebody looked at it last, for a
    /// worker may have begun it since, and what is told later must be true later.
    pub(super) async fn tell(&self, job: &Job) {
        let _alone = self.telling.lock().await;
        let told: Result<()> = async {
            let job = self.get(&job.id).await?;
            let view = job_view(self, &job).await?;
            let (id, project) = (Some(&job.id), job.project.as_ref());
            let event = job.state.name();
            self.bus
                .tell(id, project, event, &view, job.state.is_final());
            Ok(())
        }
        .await;
        if let Err(error) = told {
            tracing::error!(reason = error.chain(), "a job could not be told");
        }
    }

    /// How many jobs run.
    pub(crate) fn running(&self) -> usize {
        self.running.count()
    }

    /// Lets nothing new begin, and waits a while for what is paid for to arrive. Whatever runs
    /// then goes on after the next start.
    pub(crate) async fn park(&self, patience: Duration) {
        self.running.park_all();
        let until = tokio::time::Instant::now() + patience;
        while self.running.count() > 0 && tokio::time::Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Removes the folders of jobs that are not there any more, or have ended well.
    pub(crate) async fn sweep(&self) -> Result<()> {
        let Ok(entries) = std::fs::read_dir(self.folder.jobs()) else {
            return Ok(());
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Ok(id) = name.to_string_lossy().parse::<Id>() else {
                continue;
            };
            let is_needed = match self.table.get(&id).await? {
                Some(job) => job.state != JobState::Succeeded || job.report.has_failed_scene(),
                None => false,
            };
            if !is_needed {
                tokio::fs::remove_dir_all(entry.path()).await.ok();
            }
        }
        Ok(())
    }
}
