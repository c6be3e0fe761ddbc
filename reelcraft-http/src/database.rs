//! The database of projects, jobs and files: SQLite, embedded.

use std::path::Path;
use std::time::Duration;

use reelcraft_core::{Error, Result};
use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Opens the database, making or updating it if need be.
pub(crate) async fn open(path: &Path) -> Result<SqlitePool> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // What was answered is on the disk, whatever happens to the machine.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10));
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(20))
        .connect_with(options)
        .await
        .during("open the database")?;
    // The queue keeps its tables in the same file, and each side knows only its own steps.
    let mut own = Migrator {
        migrations: MIGRATIONS.migrations.clone(),
        ..Migrator::DEFAULT
    };
    own.set_ignore_missing(true);
    own.run(&pool).await.during("update the database")?;
    Ok(pool)
}

/// Opens the database, which is there already, for what only looks at it.
pub(crate) async fn open_for_reading(path: &Path) -> Result<SqlitePool> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(Duration::from_secs(10));
    SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(Duration::from_secs(20))
        .connect_with(options)
        .await
        .during("open the database")
}

/// Runs a short piece of database work from code that is not async, as a task of its own: were it
/// driven on this thread, it would take the wake-ups of what waits here already. It needs a runtime
/// of several threads.
pub(crate) fn wait<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let (sender, receiver) = std::sync::mpsc::channel();
    tokio::runtime::Handle::current().spawn(async move {
        sender.send(work.await).ok();
    });
    tokio::task::block_in_place(|| receiver.recv()).during("wait for the database")?
}

/// Says what was being done when the database failed.
pub(crate) trait During<T> {
    /// Turns a failure of the database into "cannot …".
    fn during(self, what: &str) -> Result<T>;
}

impl<T, E: std::error::Error + Send + Sync + 'static> During<T> for std::result::Result<T, E> {
    fn during(self, what: &str) -> Result<T> {
        self.map_err(|error| Error::internal(format!("cannot {what}")).because(error))
    }
}
