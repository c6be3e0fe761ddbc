//! Jobs in the database.

use reelcraft_core::Result;
use sqlx::SqlitePool;

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
        .await
        .during("add a job")?;
        Ok(added.rows_affected() == 1)
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

    /// Moves a job from one of some states to another; `false` when it is in none of them.
    pub(crate) async fn move_to(
        &self,
        id: &Id,
        from: &[JobState],
        to: JobState,
        report: Option<&Report>,
    ) -> Result<bool> {
        let from: Vec<&str> = from.iter().map(|state| state.name()).collect();
        let report = report.map(json).transpose()?;
        let moved = sqlx::query(
            "UPDATE job_records SET state = ?2, report = coalesce(?3, report), \
             admitted = CASE WHEN ?4 THEN 0 ELSE admitted END, \
             started_at = CASE WHEN ?2 = 'running' THEN ?5 ELSE started_at END, \
             finished_at = CASE WHEN ?4 THEN ?5 ELSE NULL END \
             WHERE id = ?1 AND state IN (SELECT value FROM json_each(?6))",
        )
        .bind(id.as_str())
        .bind(to.name())
        .bind(report)
        .bind(to.is_final())
        .bind(now_millis())
        .bind(json(&from)?)
        .execute(&self.0)
        .await
        .during("change a job")?;
        Ok(moved.rows_affected() == 1)
    }

    /// Puts a job back in front of its queue, as if nobody had begun it.
    pub(crate) async fn park(&self, id: &Id) -> Result<()> {
        sqlx::query(
            "UPDATE job_records SET state = 'queued', admitted = 0, started_at = NULL WHERE id = ?1",
        )
        .bind(id.as_str())
        .execute(&self.0)
        .await
        .during("change a job")
        .map(drop)
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

    /// Chooses the next job that may go to the workers, and notes that it did.
    ///
    /// A person has no more than `slots` of them there at a time, so that the jobs of others come
    /// between; and jobs that need a project alone go one after the other.
    pub(crate) async fn admit(&self, lane: Lane, slots: usize) -> Result<Option<Id>> {
        let id: Option<String> = sqlx::query_scalar(
            "UPDATE job_records SET admitted = 1 WHERE number = ( \
               SELECT waiting.number FROM job_records waiting \
               LEFT JOIN ( \
                 SELECT person, count(*) AS many FROM job_records \
                 WHERE admitted = 1 AND lane = ?1 GROUP BY person \
               ) there ON there.person = waiting.person \
               WHERE waiting.state = 'queued' AND waiting.admitted = 0 AND waiting.lane = ?1 \
               AND coalesce(there.many, 0) < ?2 \
               AND (waiting.alone IS NULL OR NOT EXISTS ( \
                 SELECT 1 FROM job_records other \
                 WHERE other.admitted = 1 AND other.alone = waiting.alone)) \
               ORDER BY coalesce(there.many, 0), waiting.number LIMIT 1 \
             ) RETURNING id",
        )
        .bind(lane.name())
        .bind(slots as i64)
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

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).during("write JSON")
}
