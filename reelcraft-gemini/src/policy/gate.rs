//! The gate that all calls of one model go through.

use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use reelcraft_core::{Control, Error, Result};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

use crate::settings::ModelChoice;

/// The clock of the runtime, so that tests can turn it.
#[derive(Debug, Clone)]
struct RuntimeClock {
    start: Instant,
}

impl Clock for RuntimeClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, RuntimeClock, NoOpMiddleware<Duration>>;

/// Lets calls of one model pass: so many a minute, so many at the same time, and none while the
/// server has asked for a pause.
#[derive(Debug)]
pub(crate) struct Gate {
    clock: RuntimeClock,
    limiter: Limiter,
    slots: Semaphore,
    paused_until: Mutex<Option<Instant>>,
}

impl Gate {
    pub(crate) fn new(choice: &ModelChoice) -> Self {
        let clock = RuntimeClock {
            start: Instant::now(),
        };
        let minute = NonZeroU32::new(choice.calls_per_minute).unwrap_or(NonZeroU32::MIN);
        let burst = NonZeroU32::new(choice.concurrency as u32).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(minute).allow_burst(burst);
        Self {
            limiter: RateLimiter::direct_with_clock(quota, clock.clone()),
            clock,
            slots: Semaphore::new(choice.concurrency),
            paused_until: Mutex::new(None),
        }
    }

    /// Waits for one's turn. Cancelling ends the wait at once.
    pub(crate) async fn pass(&self, control: &Control) -> Result<SemaphorePermit<'_>> {
        let turn = async {
            let slot =
                self.slots.acquire().await.map_err(|error| {
                    Error::internal("the gate of a model is closed").because(error)
                })?;
            loop {
                if let Some(until) = self.pause() {
                    sleep_until(until).await;
                    continue;
                }
                let Err(early) = self.limiter.check() else {
                    return Ok(slot);
                };
                let wait = early.wait_time_from(self.clock.now());
                sleep_until(Instant::now() + wait).await;
            }
        };
        control.or_cancelled(turn).await
    }

    /// Lets no call pass for a time: the server said so to one of them, and means all.
    pub(crate) fn pause_for(&self, time: Duration) {
        let until = Instant::now() + time;
        let mut paused = self.lock();
        if paused.is_none_or(|known| known < until) {
            *paused = Some(until);
        }
    }

    fn pause(&self) -> Option<Instant> {
        self.lock().filter(|until| *until > Instant::now())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.paused_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(calls_per_minute: u32, concurrency: usize) -> Gate {
        Gate::new(&ModelChoice {
            models: Vec::new(),
            timeout: Duration::from_secs(1),
            calls_per_minute,
            concurrency,
        })
    }

    #[tokio::test(start_paused = true)]
    async fn calls_keep_to_the_minute() {
        let gate = gate(10, 2);
        let control = Control::default();
        let begun = Instant::now();
        for _ in 0..12 {
            drop(gate.pass(&control).await.unwrap());
        }
        // Two at once, and then one every six seconds.
        let secs = begun.elapsed().as_secs_f64();
        assert!((secs - 60.0).abs() < 0.1, "{secs}");
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_so_many_are_inside() {
        let gate = gate(6000, 2);
        let control = Control::default();
        let first = gate.pass(&control).await.unwrap();
        let _second = gate.pass(&control).await.unwrap();
        let wait = tokio::time::timeout(Duration::from_secs(9), gate.pass(&control));
        assert!(wait.await.is_err());
        drop(first);
        drop(gate.pass(&control).await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_all() {
        let gate = gate(6000, 4);
        let control = Control::default();
        gate.pause_for(Duration::from_secs(30));
        gate.pause_for(Duration::from_secs(5));
        let begun = Instant::now();
        let (first, second) = tokio::join!(gate.pass(&control), gate.pass(&control));
        assert!(first.is_ok() && second.is_ok());
        assert!((begun.elapsed().as_secs_f64() - 30.0).abs() < 0.1);
    }

    #[tokio::test(start_paused = true)]
    async fn cancelling_ends_the_wait_at_once() {
        let gate = gate(1, 1);
        let control = Control::default();
        drop(gate.pass(&control).await.unwrap());
        let begun = Instant::now();
        let cancel = async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            control.cancel();
        };
        let (passed, ()) = tokio::join!(gate.pass(&control), cancel);
        assert!(passed.unwrap_err().is_cancelled());
        assert!(begun.elapsed() < Duration::from_secs(1));
    }
}
