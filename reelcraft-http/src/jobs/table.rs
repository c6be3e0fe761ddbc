//! Jobs in the database.

use std::sync::atomic::{AtomicI64, Ordering};

use reelcraft_core::{Error, Result};
use serde::{Deserialize, Serialize};
use sqlx::{Sqlite, SqlitePool, Transaction};

use super::job::Job;
use super::report::Report;
use super::spec::{Lane, Spec};
use super::state::JobState;
use crate::clock::now_millis;
use crate::database::During as _;
use crate::id::Id;

/// A job that is being asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// What it is to do.
    pub(crate) spec: Spec,
    /// Who asks for it.
    pub(crate) person: String,
    /// The project that it works for.
    pub(crate) project: Option<Id>,
    /// The key under which asking again gives the same job.
    pub(crate) once_key: Option<String>,
}

impl Wanted {
    /// Whether it writes into the folder of its project, where only one job may work at a time.
    /// A video is made of a copy.
    fn needs_project_alone(&self) -> bool {
        self.project.is_some() && self.spec.document.is_none()
    }
}

/// What ties a task of the queue to its job. Every admission has one of its own, so that a task
/// that was overtaken, by a cancel and another try, is known as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Ticket(i64);

/// Gives out tickets. The queue is empty after a start, so they begin anew with each.
#[derive(Debug, Default)]
pub(super) struct Tickets(AtomicI64);

impl Tickets {
    pub(super) fn next(&self) -> Ticket {
        Ticket(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// Which jobs are listed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) state: Option<JobState>,
    pub(crate) project: Option<Id>,
    /// Only jobs before this number.
    pub(crate) before: Option<i64>,
    pub(crate) limit: u32,
}

/// Jobs in the database.
#[derive(Debug, Clone)]
pub(crate) struct JobTable(SqlitePool);

impl JobTable {
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self(pool)
    }

    /// Adds a job to those that wait; `false` when the person has asked for one under the same
    /// key.
    pub(crate) async fn add(&self, id: &Id, wanted: &Wanted) -> Result<bool> {
        let alone = wanted
            .project
            .as_ref()
            .filter(|_| wanted.needs_project_alone());
        let added = sqlx::query(
            "INSERT INTO job_records (id, lane, person, project, alone, state, spec, report, once_key, \
             created_at) VALUES (?1, ?2, ?3, ?4, ?5, 'queued', ?6, ?7, ?8, ?9) \
             ON CONFLICT (person, once_key) WHERE once_key IS NOT NULL DO NOTHING",
        )
        .bind(id.as_str())
        .bind(wanted.spec.kind.lane().name())
        .bind(&wanted.person)
        .bind(wanted.project.as_ref().map(Id::as_str))
        .bind(alone.map(Id::as_str))
        .bind(json(&wanted.spec)?)
        .bind(json(&Report::default())?)
        .bind(&wanted.once_key)
        .bind(now_millis())
        .execute(&self.0)
        .await;
        let is_gone = |error: &sqlx::Error| {
            let error = error.as_database_error();
            error.is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
        };
        if added.as_ref().is_err_and(is_gone) {
            return Err(Error::not_found("the project was removed"));
        }
        Ok(added.during("add a job")?.rows_affected() == 1)
    }

    /// Finds a job.
    pub(crate) async fn get(&self, id: &Id) -> Result<Option<Job>> {
        let row = sqlx::query("SELECT * FROM job_records WHERE id = ?1")
            .bind(id.as_str())
            .fetch_optional(&self.0)
            .await
            .during("read a job")?;
        row.as_ref().map(Job::of_row).transpose()
    }

    /// Finds the job that a person asked for under a key.
    pub(crate) async fn asked_once(&self, person: &str, key: &str) -> Result<Option<Job>> {
        let row = sqlx::query("SELECT * FROM job_records WHERE person = ?1 AND once_key = ?2")
            .bind(person)
            .bind(key)
            .fetch_optional(&self.0)
            .await
            .during("read a job")?;
        row.as_ref().map(Job::of_row).transpose()
    }

    /// Lists jobs, the newest first.
    pub(crate) async fn list(&self, filter: &Filter) -> Result<Vec<Job>> {
        let rows = sqlx::query(
            "SELECT * FROM job_records WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR project = ?2) \
             AND (?3 IS NULL OR number < ?3) ORDER BY number DESC LIMIT ?4",
        )
        .bind(filter.state.map(JobState::name))
        .bind(filter.project.as_ref().map(Id::as_str))
        .bind(filter.before)
        .bind(filter.limit)
        .fetch_all(&self.0)
        .await
        .during("list jobs")?;
        rows.iter().map(Job::of_row).collect()
    }

    /// Lists the jobs of a project that are not at their end, the oldest first.
    pub(crate) async fn under_way(&self, project: &Id) -> Result<Vec<Job>> {
        let rows = sqlx::query(
            "SELECT * FROM job_records WHERE project = ?1 AND state IN ('queued', 'running', \
             'cancelling') ORDER BY number",
        )
        .bind(project.as_str())
        .fetch_all(&self.0)
        .await
        .during("list jobs")?;
        rows.iter().map(Job::of_row).collect()
    }

    /// Counts the jobs in a state: all, and those of a person.
    pub(crate) async fn count(&self, state: JobState, person: &str) -> Result<(u32, u32)> {
        sqlx::query_as(
            "SELECT count(*), coalesce(sum(person = ?2), 0) FROM job_records WHERE state = ?1",
        )
        .bind(state.name())
        .bind(person)
        .fetch_one(&self.0)
        .await
        .during("count jobs")
    }

    /// How many jobs of the same lane go before a waiting job.
    pub(crate) async fn place_in_queue(&self, job: &Job) -> Result<u32> {
        sqlx::query_scalar(
            "SELECT count(*) FROM job_records WHERE state = 'queued' AND lane = ?1 AND number < ?2",
        )
        .bind(job.spec.kind.lane().name())
        .bind(job.number)
        .fetch_one(&self.0)
        .await
        .during("count jobs")
    }

    /// Begins a job for the task with this ticket; `false` when the task is an old one, or the job
    /// was cancelled meanwhile.
    pub(super) async fn begin(&self, id: &Id, ticket: Ticket) -> Result<bool> {
        let begun = sqlx::query(
            "UPDATE job_records SET state = 'running', started_at = ?3, finished_at = NULL \
             WHERE id = ?1 AND admitted = ?2 AND state = 'queued'",
        )
        .bind(id.as_str())
        .bind(ticket.0)
        .bind(now_millis())
        .execute(&self.0)
        .await
        .during("begin a job")?;
        Ok(begun.rows_affected() == 1)
    }

    /// Puts a job back in front of its queue, as if nobody had begun it, for the task with this
    /// ticket. One that the person has cancelled meanwhile stays as it is.
    pub(super) async fn park(&self, id: &Id, ticket: Ticket) -> Result<()> {
        sqlx::query(
            "UPDATE job_records SET state = 'queued', admitted = 0, started_at = NULL \
             WHERE id = ?1 AND admitted = ?2 AND state IN ('queued', 'running')",
        )
        .bind(id.as_str())
        .bind(ticket.0)
        .execute(&self.0)
        .await
        .during("change a job")
        .map(drop)
    }

    /// Ends a job for the task with this ticket; `false` when the task is an old one.
    pub(super) async fn end(
        &self,
        id: &Id,
        ticket: Ticket,
        state: JobState,
        report: &Report,
    ) -> Result<bool> {
        let ended = sqlx::query(
            "UPDATE job_records SET state = ?3, report = ?4, admitted = 0, finished_at = ?5 \
             WHERE id = ?1 AND admitted = ?2 AND state IN ('queued', 'running', 'cancelling')",
        )
        .bind(id.as_str())
        .bind(ticket.0)
        .bind(state.name())
        .bind(json(report)?)
        .bind(now_millis())
        .execute(&self.0)
        .await
        .during("end a job")?;
        Ok(ended.rows_affected() == 1)
    }

    /// Cancels a job: at once where it waits, else it is on its way out. Says whether it waited.
    pub(super) async fn cancel(&self, id: &Id) -> Result<bool> {
        let mut change = self.0.begin().await.during("cancel a job")?;
        let waited = sqlx::query(
            "UPDATE job_records SET state = 'cancelled', admitted = 0, finished_at = ?2 \
             WHERE id = ?1 AND state = 'queued'",
        )
        .bind(id.as_str())
        .bind(now_millis())
        .execute(&mut *change)
        .await
        .during("cancel a job")?;
        let waited = waited.rows_affected() == 1;
        if waited {
            forget_calls(&mut change, id).await?;
        } else {
            sqlx::query(
                "UPDATE job_records SET state = 'cancelling' WHERE id = ?1 AND state = 'running'",
            )
            .bind(id.as_str())
            .execute(&mut *change)
            .await
            .during("cancel a job")?;
        }
        change.commit().await.during("cancel a job")?;
        Ok(waited)
    }

    /// Lets a job that has ended wait once more, and forgets the calls that it left; `false` when
    /// it has not ended.
    pub(super) async fn wait_again(&self, id: &Id, report: &Report) -> Result<bool> {
        let mut change = self.0.begin().await.during("change a job")?;
        let moved = sqlx::query(
            "UPDATE job_records SET state = 'queued', report = ?2, admitted = 0, \
             started_at = NULL, finished_at = NULL \
             WHERE id = ?1 AND state IN ('succeeded', 'failed', 'cancelled')",
        )
        .bind(id.as_str())
        .bind(json(report)?)
        .execute(&mut *change)
        .await
        .during("change a job")?;
        if moved.rows_affected() == 0 {
            return Ok(false);
        }
        forget_calls(&mut change, id).await?;
        change.commit().await.during("change a job")?;
        Ok(true)
    }

    /// Keeps what became of a job so far.
    pub(crate) async fn save_report(&self, id: &Id, report: &Report) -> Result<()> {
        sqlx::query("UPDATE job_records SET report = ?2 WHERE id = ?1")
            .bind(id.as_str())
            .bind(json(report)?)
            .execute(&self.0)
            .await
            .during("change a job")
            .map(drop)
    }

    /// Chooses the next job that may go to the workers, and notes the ticket of its task.
    ///
    /// A person has no more than `slots` of them there at a time, so that the jobs of others come
    /// between; and jobs that need a project alone go one after the other.
    pub(super) async fn admit(
        &self,
        lane: Lane,
        slots: usize,
        ticket: Ticket,
    ) -> Result<Option<Id>> {
        let id: Option<String> = sqlx::query_scalar(
            "UPDATE job_records SET admitted = ?3 WHERE number = ( \
               SELECT waiting.number FROM job_records waiting \
               LEFT JOIN ( \
                 SELECT person, count(*) AS many FROM job_records \
                 WHERE admitted > 0 AND lane = ?1 GROUP BY person \
               ) there ON there.person = waiting.person \
               WHERE waiting.state = 'queued' AND waiting.admitted = 0 AND waiting.lane = ?1 \
               AND coalesce(there.many, 0) < ?2 \
               AND (waiting.alone IS NULL OR NOT EXISTS ( \
                 SELECT 1 FROM job_records other \
                 WHERE other.admitted > 0 AND other.alone = waiting.alone)) \
               ORDER BY coalesce(there.many, 0), waiting.number LIMIT 1 \
             ) RETURNING id",
        )
        .bind(lane.name())
        .bind(slots as i64)
        .bind(ticket.0)
        .fetch_optional(&self.0)
        .await
        .during("choose a job")?;
        id.map(|id| id.parse()).transpose()
    }

    /// After a start: nothing runs, so what was running waits again, and what was being cancelled
    /// is cancelled.
    pub(crate) async fn recover(&self) -> Result<()> {
        sqlx::query(
            "UPDATE job_records SET admitted = 0, \
             finished_at = CASE state WHEN 'cancelling' THEN ?1 ELSE NULL END, \
             state = CASE state WHEN 'cancelling' THEN 'cancelled' ELSE 'queued' END \
             WHERE state IN ('queued', 'running', 'cancelling')",
        )
        .bind(now_millis())
        .execute(&self.0)
        .await
        .during("recover the jobs")
        .map(drop)
    }

    /// Forgets jobs that ended before a time.
    pub(crate) async fn forget_before(&self, millis: i64) -> Result<()> {
        sqlx::query("DELETE FROM job_records WHERE finished_at < ?1")
            .bind(millis)
            .execute(&self.0)
            .await
            .during("forget old jobs")
            .map(drop)
    }
}

/// What was interrupted in a job counts no more.
async fn forget_calls(change: &mut Transaction<'_, Sqlite>, id: &Id) -> Result<()> {
    sqlx::query("DELETE FROM calls WHERE job = ?1")
        .bind(id.as_str())
        .execute(&mut **change)
        .await
        .during("forget calls")
        .map(drop)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).during("write JSON")
}
