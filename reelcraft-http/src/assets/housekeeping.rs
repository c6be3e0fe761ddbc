//! What goes by itself: temporary files that nobody needs, old jobs, what killed work left.

use std::time::Duration;

use reelcraft_core::Result;

use crate::clock::now_millis;
use crate::database::During as _;
use crate::service::Shared;

/// How often the house is kept.
const EVERY: Duration = Duration::from_hours(1);
const DAY_MILLIS: i64 = 86_400_000;

/// Keeps the house until the service ends: at once, then every hour, and when something large was
/// removed.
pub(crate) async fn keep_house(shared: Shared) {
    let mut hours = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            _ = hours.tick() => {}
            () = shared.untidy.notified() => {}
            () = shared.closing.cancelled() => return,
        }
        if let Err(error) = clean(&shared).await {
            tracing::warn!(reason = error.chain(), "the house could not be kept");
        }
    }
}

async fn clean(shared: &Shared) -> Result<()> {
    let limits = &shared.settings.limits;
    let ago = |days: u32| now_millis() - i64::from(days) * DAY_MILLIS;
    let oldest = ago(limits.temp_days);
    shared.kept.forget_before(oldest).await?;
    let mut removed = 0;
    for path in shared.assets.unused_since(oldest).await? {
        removed += usize::from(shared.assets.remove(&path, oldest).await?);
    }
    shared
        .jobs
        .table()
        .forget_before(ago(limits.job_days))
        .await?;
    shared.jobs.sweep().await?;
    let assets = shared.assets.clone();
    let measuring = tokio::task::spawn_blocking(move || assets.disk().measure());
    measuring.await.during("measure the disk")?;
    if removed > 0 {
        tracing::info!(removed, "removed temporary files that nobody used");
    }
    Ok(())
}
