//! Work on threads of its own.

use std::thread::Builder;

use reelcraft_core::{Error, Result};
use tokio::sync::oneshot;

use crate::video::Halt;

/// Runs blocking work on a thread of this name; the future waits for it, on any executor. The
/// thread runs to its end even when the future is dropped.
pub(super) fn in_background<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> impl Future<Output = Result<T>> + Unpin {
    let (sender, receiver) = oneshot::channel();
    let started = Builder::new().name(name.to_owned()).spawn(move || {
        // Nobody may be waiting any more.
        let _ = sender.send(work());
    });
    let what = name.to_owned();
    Box::pin(async move {
        started.map_err(|error| {
            Error::unavailable(format!("cannot start the thread {what}")).because(error)
        })?;
        receiver
            .await
            .map_err(|_| Error::internal(format!("the thread {what} has panicked")))?
    })
}

/// Runs two pieces of work at once, the second one on a thread of its own. When one fails the
/// other one is asked to stop, and the error is that of the one that failed.
pub(super) fn side_by_side<A, B: Send>(
    halt: &Halt,
    here: impl FnOnce() -> Result<A>,
    beside: impl FnOnce() -> Result<B> + Send,
) -> Result<(A, B)> {
    let (a, b) = std::thread::scope(|scope| {
        let thread = Builder::new()
            .name("reelcraft-sound".to_owned())
            .spawn_scoped(scope, || beside().inspect_err(|_| halt.stop()));
        let a = here().inspect_err(|_| halt.stop());
        let b = match thread {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|_| Err(Error::internal("the thread of the sound has panicked"))),
            Err(error) => {
                Err(Error::unavailable("cannot start a thread for the sound").because(error))
            }
        };
        (a, b)
    });
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
        (Err(a), Err(b)) => Err(if a.is_cancelled() { b } else { a }),
    }
}

#[cfg(test)]
mod tests {
    use reelcraft_core::Control;

    use super::*;

    fn until_halted(halt: &Halt) -> Result<()> {
        loop {
            halt.check()?;
            std::thread::yield_now();
        }
    }

    #[test]
    fn one_failure_stops_both_and_is_the_one_told() {
        let bad = || Err::<(), _>(Error::media("bad"));
        let halt = Halt::new(&Control::default());
        let error = side_by_side(&halt, bad, || until_halted(&halt)).unwrap_err();
        assert_eq!(error.to_string(), "bad");
        let halt = Halt::new(&Control::default());
        let error = side_by_side(&halt, || until_halted(&halt), bad).unwrap_err();
        assert_eq!(error.to_string(), "bad");
        let halt = Halt::new(&Control::default());
        assert_eq!(side_by_side(&halt, || Ok(1), || Ok(2)).unwrap(), (1, 2));
        let panics = || -> Result<()> { panic!("on purpose") };
        assert!(side_by_side(&halt, || Ok(1), panics).is_err());
    }

    #[tokio::test]
    async fn a_panic_is_an_error() {
        assert_eq!(in_background("test", || Ok(3)).await.unwrap(), 3);
        let error = in_background("test", || -> Result<()> { panic!("on purpose") })
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), "the thread test has panicked");
    }
}
