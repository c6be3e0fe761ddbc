//! The way from a waiting job to a worker: tasks of apalis, in the same database.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use apalis::prelude::{
    BackendExt as _, BoxDynError, Data, TaskBuilder, WorkerBuilder, WorkerBuilderExt as _,
};
use apalis_sqlite::{Config, SqliteStorage, queries};
use futures::stream::{self, Stream, StreamExt as _};
use reelcraft_core::Result;
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;
use tokio::sync::Notify;

use super::spec::Lane;
use super::table::Ticket;
use super::workshop::work_on;
use crate::database::During as _;
use crate::id::Id;
use crate::service::Shared;

/// How often workers look for tasks when nobody tells them of one.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Makes the tables of the queue, and empties it: which jobs wait is known from the jobs, and
/// after a start none of them runs.
pub(crate) async fn prepare(pool: &SqlitePool) -> Result<()> {
    let mut migrations = SqliteStorage::migrations();
    migrations.set_ignore_missing(true);
    migrations.run(pool).await.during("update the queue")?;
    for table in ["Jobs", "Workers"] {
        let text = format!("DELETE FROM {table}");
        sqlx::query(sqlx::AssertSqlSafe(text))
            .execute(pool)
            .await
            .during("empty the queue")?;
    }
    Ok(())
}

/// Lets jobs go to the workers, and works on them, until the service ends.
pub(crate) async fn run_workers(shared: Shared) {
    let wakers = Lane::ALL.map(|lane| (lane, Arc::new(Notify::new())));
    for (lane, waker) in &wakers {
        tokio::spawn(keep_working(shared.clone(), *lane, Arc::clone(waker)));
    }
    loop {
        let changed = shared.jobs.changed.notified();
        tokio::pin!(changed);
        // A change while we look is not missed.
        changed.as_mut().enable();
        for (lane, waker) in &wakers {
            match admit(&shared, *lane).await {
                Ok(true) => waker.notify_one(),
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(reason = error.chain(), "jobs cannot be given to workers");
                }
            }
        }
        tokio::select! {
            () = changed => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = shared.closing.cancelled() => return,
        }
    }
}

/// What the queue hands to a worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct JobTask {
    id: Id,
    ticket: Ticket,
}

/// Makes a task of every job that may go to the workers; says whether there was one.
async fn admit(shared: &Shared, lane: Lane) -> Result<bool> {
    let desk = &shared.jobs;
    let mut any = false;
    loop {
        let ticket = desk.tickets.next();
        let Some(id) = desk.table().admit(lane, desk.slots(lane), ticket).await? else {
            return Ok(any);
        };
        let task = JobTask { id, ticket };
        if let Err(error) = push(&shared.pool, lane, &task).await {
            desk.table().park(&task.id, ticket).await?;
            return Err(error);
        }
        any = true;
    }
}

async fn push(pool: &SqlitePool, lane: Lane, task: &JobTask) -> Result<()> {
    let task = TaskBuilder::new(serde_json::to_vec(task).during("write JSON")?).build();
    let mut connection = pool.acquire().await.during("queue a job")?;
    queries::push_tasks(&mut *connection, lane.name(), &[task])
        .await
        .during("queue a job")
}

/// Works on the tasks of a lane. Should the worker end, another one takes its place.
async fn keep_working(shared: Shared, lane: Lane, waker: Arc<Notify>) {
    while !shared.closing.is_cancelled() {
        let Ok(name) = Id::new() else { return };
        let config = Config::default()
            .queue(lane.name())
            .batch_size(1)
            .heartbeat_interval(Duration::from_secs(30));
        let backend = SqliteStorage::<JobTask>::new(&shared.pool)
            .with_config(config)
            .poll_with_stream(wakings(Arc::clone(&waker)));
        let worker = WorkerBuilder::new(format!("{}-{name}", lane.name()))
            .backend(backend)
            .data(shared.clone())
            .concurrency(shared.jobs.slots(lane))
            .build(take);
        let closing = shared.closing.clone();
        let until = async move {
            closing.cancelled().await;
            Ok::<(), std::io::Error>(())
        };
        if let Err(error) = worker.run_until(until).await {
            tracing::error!(%error, lane = lane.name(), "a worker ended, another one begins");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

/// Says when to look for tasks.
fn wakings(waker: Arc<Notify>) -> impl Stream<Item = ()> + Unpin + Send + 'static {
    let mut wakings = Box::pin(stream::unfold(waker, |waker| async move {
        tokio::time::timeout(LOOK_EVERY, waker.notified())
            .await
            .ok();
        Some(((), waker))
    }));
    stream::poll_fn(move |context| {
        let waking = wakings.poll_next_unpin(context);
        // The worker looks here once, then for tasks. Were there none, and this not asked again,
        // nothing would wake it before its heart beats.
        if waking.is_ready() {
            context.waker().wake_by_ref();
        }
        waking
    })
}

/// Takes one task.
async fn take(task: JobTask, shared: Data<Shared>) -> std::result::Result<(), BoxDynError> {
    work_on(Shared::clone(&shared), task.id, task.ticket).await;
    Ok::<(), Infallible>(()).map_err(Into::into)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Context;

    use futures::task::{ArcWake, waker};

    use super::*;

    struct Wakes(AtomicUsize);

    impl ArcWake for Wakes {
        fn wake_by_ref(this: &Arc<Self>) {
            this.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[tokio::test]
    async fn a_worker_that_was_woken_looks_once_more() {
        let changed = Arc::new(Notify::new());
        let mut wakings = wakings(Arc::clone(&changed));
        let wakes = Arc::new(Wakes(AtomicUsize::new(0)));
        let waker = waker(Arc::clone(&wakes));
        let mut context = Context::from_waker(&waker);
        assert!(wakings.poll_next_unpin(&mut context).is_pending());
        changed.notify_one();
        assert_eq!(wakes.0.load(Ordering::SeqCst), 1);
        // It has its task to look for now, and must come back to wait for the next waking.
        assert!(wakings.poll_next_unpin(&mut context).is_ready());
        assert_eq!(wakes.0.load(Ordering::SeqCst), 2);
        assert!(wakings.poll_next_unpin(&mut context).is_pending());
        changed.notify_one();
        assert_eq!(wakes.0.load(Ordering::SeqCst), 3);
    }
}
