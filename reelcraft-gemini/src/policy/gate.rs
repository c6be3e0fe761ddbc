//! The gate that all calls of one model go through.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use reelcraft_core::{Control, Error, Result};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// The time that calls are counted in. It is a hundredth longer than a minute, so that clocks
/// that differ a little do not matter.
const MINUTE: Duration = Duration::from_millis(60_600);
/// From so many calls a minute on, some may go out at once.
const BURST_FROM: u32 = 30;

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
    slots: Arc<Semaphore>,
    paused_until: Mutex<Option<Instant>>,
}

/// The right to make a call, until it is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    _permit: OwnedSemaphorePermit,
}

impl Gate {
    /// A gate for `calls_per_minute`, at least 1, of a model that shares `slots` for calls at
    /// the same time with other models.
    pub(crate) fn new(calls_per_minute: u32, slots: Arc<Semaphore>) -> Self {
        let clock = RuntimeClock {
            start: Instant::now(),
        };
        Self {
            limiter: RateLimiter::direct_with_clock(quota(calls_per_minute, &slots), clock.clone()),
            clock,
            slots,
            paused_until: Mutex::new(None),
        }
    }

    /// Waits for one's turn. Cancelling ends the wait at once. Whoever waits for a later turn
    /// holds no slot, which another model could use.
    pub(crate) async fn pass(&self, control: &Control) -> Result<Slot> {
        let turn = async {
            loop {
                if let Some(until) = self.pause() {
                    sleep_until(until).await;
                    continue;
                }
                let permit = Arc::clone(&self.slots).acquire_owned().await;
                let permit = permit.map_err(|error| {
                    Error::internal("the gate of a model is closed").because(error)
                })?;
                if self.pause().is_some() {
                    continue;
                }
                let Err(early) = self.limiter.check() else {
                    return Ok(Slot { _permit: permit });
                };
                drop(permit);
                let wait = early.wait_time_from(self.clock.now());
                sleep_until(Instant::now() + wait).await;
            }
        };
        control.or_cancelled(turn).await
    }

    /// Lets no call pass for a time: the server said so to one of them, and means all.
    pub(crate) fn pause_for(&self, time: Duration) {
        let until = Instant::now().checked_add(time);
        let mut paused = self.lock();
        if until.is_some() && *paused < until {
            *paused = until;
        }
    }

    fn pause(&self) -> Option<Instant> {
        self.lock().filter(|until| *until > Instant::now())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.paused_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// So many calls at once, and the others so far apart that no minute sees more than it may.
fn quota(calls_per_minute: u32, slots: &Semaphore) -> Quota {
    let minute = calls_per_minute.max(1);
    let burst = if minute < BURST_FROM {
        1
    } else {
        let slots = u32::try_from(slots.available_permits()).unwrap_or(u32::MAX);
        slots.clamp(1, minute / 10)
    };
    let apart = MINUTE / (minute - burst + 1);
    let burst = std::num::NonZeroU32::new(burst).unwrap_or(std::num::NonZeroU32::MIN);
    // A minute divided by a number of 32 bits is never nothing.
    Quota::with_period(apart)
        .unwrap_or(Quota::per_minute(std::num::NonZeroU32::MIN))
        .allow_burst(burst)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(calls_per_minute: u32, concurrency: usize) -> Gate {
        Gate::new(calls_per_minute, Arc::new(Semaphore::new(concurrency)))
    }

    #[tokio::test(start_paused = true)]
    async fn no_minute_sees_more_calls_than_it_may() {
        for (minute, concurrency) in [
            (1, 1),
            (3, 2),
            (9, 3),
            (15, 8),
            (29, 8),
            (100, 4),
            (300, 64),
        ] {
            let gate = gate(minute, concurrency);
            let control = Control::default();
            let mut passed = Vec::new();
            for _ in 0..3 * minute + 2 {
                drop(gate.pass(&control).await.unwrap());
                passed.push(Instant::now());
            }
            let in_minute = |from: &Instant| {
                let until = *from + Duration::from_mins(1);
                let calls = passed
                    .iter()
                    .filter(|call| **call >= *from && **call <= until);
                calls.count()
            };
            let most = passed.iter().map(in_minute).max().unwrap();
            assert!(most <= minute as usize, "{most} of {minute}");
            assert!(most * 10 >= minute as usize * 9, "{most} of {minute}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn small_limits_have_no_burst() {
        let gate = gate(10, 4);
        let control = Control::default();
        let begun = Instant::now();
        for _ in 0..2 {
            drop(gate.pass(&control).await.unwrap());
        }
        assert!(begun.elapsed() >= Duration::from_secs(6));
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_so_many_are_inside_of_all_models_together() {
        let slots = Arc::new(Semaphore::new(2));
        let (one, other) = (
            Gate::new(6000, Arc::clone(&slots)),
            Gate::new(6000, Arc::clone(&slots)),
        );
        let control = Control::default();
        let first = one.pass(&control).await.unwrap();
        let _second = other.pass(&control).await.unwrap();
        let wait = tokio::time::timeout(Duration::from_secs(9), one.pass(&control));
        assert!(wait.await.is_err());
        drop(first);
        drop(other.pass(&control).await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_of_one_model_leaves_the_slots_to_the_other() {
        let slots = Arc::new(Semaphore::new(1));
        let (one, other) = (
            Gate::new(6000, Arc::clone(&slots)),
            Gate::new(6000, Arc::clone(&slots)),
        );
        let control = Control::default();
        one.pause_for(Duration::from_secs(30));
        let begun = Instant::now();
        let (held, free) = tokio::join!(one.pass(&control), async {
            let slot = other.pass(&control).await;
            (slot.is_ok(), begun.elapsed())
        });
        assert!(held.is_ok() && free.0 && free.1 < Duration::from_secs(1));
        assert!((begun.elapsed().as_secs_f64() - 30.0).abs() < 0.1);
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_pause_counts_and_endless_ones_do_not_break() {
        let gate = gate(6000, 4);
        let control = Control::default();
        gate.pause_for(Duration::from_secs(30));
        gate.pause_for(Duration::from_secs(5));
        gate.pause_for(Duration::MAX);
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
