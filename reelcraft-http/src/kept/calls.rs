//! Calls to paid providers that are under way.

use reelcraft_core::{Digest, Result};
use sqlx::SqlitePool;

use crate::clock::now_millis;
use crate::database::During as _;
use crate::id::Id;

/// A call that was under way when the service stopped, and may have been billed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Call {
    /// The provider.
    pub(crate) provider: String,
    /// What it was to make: `script`, `line`, `prompts`, `picture`, `speech`.
    pub(crate) what: String,
    /// Of what: the beginning of the topic, prompt or line.
    pub(crate) about: String,
}

/// The calls that are under way, in the database: what is in it after a restart was interrupted.
#[derive(Debug, Clone)]
pub(crate) struct CallTable(SqlitePool);

impl CallTable {
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self(pool)
    }

    /// Notes that a call is about to be made.
    pub(crate) async fn begin(&self, key: &Digest, job: &Id, call: &Call) -> Result<()> {
        sqlx::query(
            "INSERT OR REPLACE INTO calls (key, job, provider, what, about, started_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .bind(key.as_str())
        .bind(job.as_str())
        .bind(&call.provider)
        .bind(&call.what)
        .bind(&call.about)
        .bind(now_millis())
        .execute(&self.0)
        .await
        .during("note a call")
        .map(drop)
    }

    /// Notes that a call has ended, whatever came of it.
    pub(crate) async fn end(&self, key: &Digest) -> Result<()> {
        sqlx::query("DELETE FROM calls WHERE key = ?1")
            .bind(key.as_str())
            .execute(&self.0)
            .await
            .during("note the end of a call")
            .map(drop)
    }

    /// Whether a call was interrupted in this job, and nobody has asked for it again.
    pub(crate) async fn is_interrupted(&self, key: &Digest, job: &Id) -> Result<bool> {
        let found: Option<i64> =
            sqlx::query_scalar("SELECT 1 FROM calls WHERE key = ?1 AND job = ?2")
                .bind(key.as_str())
                .bind(job.as_str())
                .fetch_optional(&self.0)
                .await
                .during("look for calls")?;
        Ok(found.is_some())
    }

    /// The calls of a job that were interrupted, while it is not running.
    pub(crate) async fn of_job(&self, job: &Id) -> Result<Vec<Call>> {
        sqlx::query_as("SELECT provider, what, about FROM calls WHERE job = ?1 ORDER BY started_at")
            .bind(job.as_str())
            .fetch_all(&self.0)
            .await
            .during("look for calls")
    }

    /// The person asks for the interrupted calls of a job again.
    pub(crate) async fn forget(&self, job: &Id) -> Result<()> {
        sqlx::query("DELETE FROM calls WHERE job = ?1")
            .bind(job.as_str())
            .execute(&self.0)
            .await
            .during("forget calls")
            .map(drop)
    }
}
