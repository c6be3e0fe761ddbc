//! A job as it is kept.

use reelcraft_core::{Error, Result};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::report::Report;
use super::spec::Spec;
use super::state::JobState;
use crate::database::During as _;
use crate::id::Id;

/// A piece of work with progress, cancel, and a result that survives a restart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Job {
    /// Counts all jobs; a larger one was asked for later.
    pub(crate) number: i64,
    pub(crate) id: Id,
    /// Who asked for it.
    pub(crate) person: String,
    /// The project that it works for.
    pub(crate) project: Option<Id>,
    pub(crate) state: JobState,
    pub(crate) spec: Spec,
    pub(crate) report: Report,
    /// Times are milliseconds since 1970.
    pub(crate) created_at: i64,
    pub(crate) started_at: Option<i64>,
    pub(crate) finished_at: Option<i64>,
}

impl Job {
    /// Reads a row with all columns.
    pub(super) fn of_row(row: &SqliteRow) -> Result<Self> {
        let text = |column: &str| row.try_get::<String, _>(column).during("read a job");
        let time = |column: &str| row.try_get::<Option<i64>, _>(column).during("read a job");
        let state = text("state")?;
        Ok(Self {
            number: row.try_get("number").during("read a job")?,
            id: text("id")?.parse()?,
            person: text("person")?,
            project: row
                .try_get::<Option<String>, _>("project")
                .during("read a job")?
                .map(|id| id.parse())
                .transpose()?,
            state: JobState::named(&state)
                .ok_or_else(|| Error::internal(format!("a job is in the state `{state}`")))?,
            spec: serde_json::from_str(&text("spec")?).during("read what a job is to do")?,
            report: serde_json::from_str(&text("report")?).during("read what a job did")?,
            created_at: time("created_at")?.unwrap_or_default(),
            started_at: time("started_at")?,
            finished_at: time("finished_at")?,
        })
    }
}
