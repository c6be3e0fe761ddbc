//! Long work, after everything that answers people.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use reelcraft_core::{Control, Error, Result};
use tokio::sync::oneshot;

use crate::guard::text_of;
use crate::problem::{Answer, Code, Failure};

/// Runs blocking work on a thread of its own that steps back for those that answer requests, as
/// the threads do that it starts. The thread runs to its end even when nobody waits for it; a
/// panic is an error.
pub(crate) async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let (sender, receiver) = oneshot::channel();
    std::thread::Builder::new()
        .name("background".to_owned())
        .spawn(move || {
            step_back();
            let done = catch_unwind(AssertUnwindSafe(work));
            // Nobody may be waiting any more.
            let _ = sender.send(done.map_err(|panic| text_of(&*panic)));
        })
        .map_err(|error| Error::unavailable("cannot start a thread").because(error))?;
    let done = receiver
        .await
        .map_err(|_| Error::internal("a thread ended without a word"))?;
    done.map_err(|cause| Error::internal(format!("panic: {cause}")))
}

/// Cancels work that somebody waits for, when they give up: when this is dropped.
#[derive(Debug)]
pub(crate) struct Unless(Control);

impl Unless {
    /// Holds work that is not begun yet.
    pub(crate) fn given_up() -> Self {
        Self(Control::default())
    }

    /// What the work looks at.
    pub(crate) fn control(&self) -> Control {
        self.0.clone()
    }
}

impl Drop for Unless {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Bounds work that somebody waits for.
pub(crate) async fn in_time<T>(
    patience: Duration,
    work: impl Future<Output = Answer<T>>,
) -> Answer<T> {
    tokio::time::timeout(patience, work)
        .await
        .unwrap_or_else(|_| {
            Err(Failure::new(Code::Timeout, "this takes too long")
                .hint("try again when the service has less to do"))
        })
}

/// How much a thread steps back, of 19.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Lets the scheduler prefer other threads to this one. On Linux a niceness belongs to a thread,
/// elsewhere to the whole process.
fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::debug!(%error, "a thread does not step back");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_gives_what_it_makes_and_a_panic_is_an_error() {
        assert_eq!(in_background(|| 7).await.unwrap(), 7);
        let failed = in_background(|| panic!("of glass")).await;
        let error = failed.map(|()| 0).unwrap_err();
        assert!(error.to_string().contains("of glass"), "{error}");
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn only_work_steps_back() {
        let niceness = || rustix::process::getpriority_process(None).unwrap();
        let own = niceness();
        let in_work = in_background(move || {
            let started = std::thread::spawn(niceness).join().unwrap();
            (niceness(), started)
        });
        assert_eq!(
            in_work.await.unwrap(),
            (NICENESS.max(own), NICENESS.max(own))
        );
        assert_eq!(niceness(), own);
    }
}
