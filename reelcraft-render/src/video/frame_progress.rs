//! How many frames are done.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reelcraft_core::{Control, Event, Stage};

/// Reports are at least this far apart, apart from the last one: people cannot see more, and
/// each one may go over a network.
const INTERVAL: Duration = Duration::from_millis(50);

/// Counts frames of all threads and reports them: never backwards, and all of them at the end.
pub(super) struct FrameProgress<'a> {
    control: &'a Control,
    total: u64,
    state: Mutex<State>,
}

struct State {
    done: u64,
    reused: u64,
    begun: Instant,
    reported: Option<Instant>,
}

impl<'a> FrameProgress<'a> {
    /// Begins to count to `total`.
    pub(super) fn new(control: &'a Control, total: u64) -> Self {
        let state = Mutex::new(State {
            done: 0,
            reused: 0,
            begun: Instant::now(),
            reported: None,
        });
        Self {
            control,
            total,
            state,
        }
    }

    /// Adds frames that are there without work.
    pub(super) fn reuse(&self, frames: u64) {
        self.add(frames, frames);
    }

    /// Adds frames that were worked for.
    pub(super) fn advance(&self, frames: u64) {
        self.add(frames, 0);
    }

    fn add(&self, frames: u64, reused: u64) {
        if frames == 0 {
            return;
        }
        // Reporting under the lock keeps the order; a count is right after a panic, too.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.done = self.total.min(state.done + frames);
        state.reused += reused;
        let now = Instant::now();
        let is_soon = state
            .reported
            .is_some_and(|reported| now.duration_since(reported) < INTERVAL);
        if is_soon && state.done < self.total {
            return;
        }
        state.reported = Some(now);
        let elapsed = now.duration_since(state.begun).as_secs_f64();
        self.control.report(Event::Progress {
            stage: Stage::Render,
            done: state.done,
            total: self.total,
            eta_secs: eta_secs(state.done, state.reused, self.total, elapsed),
        });
    }
}

/// Seconds to the end, from the frames that were worked for so far.
fn eta_secs(done: u64, reused: u64, total: u64, elapsed_secs: f64) -> Option<f64> {
    if done >= total {
        return Some(0.0);
    }
    let worked = done.saturating_sub(reused);
    (worked > 0).then(|| elapsed_secs * (total - done) as f64 / worked as f64)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn reused_frames_do_not_make_the_estimate_hopeful() {
        assert_eq!(eta_secs(0, 0, 100, 1.0), None);
        assert_eq!(eta_secs(50, 50, 100, 0.1), None);
        assert_eq!(eta_secs(60, 50, 100, 1.0), Some(4.0));
        assert_eq!(eta_secs(100, 0, 100, 9.0), Some(0.0));
    }

    #[test]
    fn progress_never_runs_backwards_and_ends_with_all() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&seen);
        let control = Control::new(move |event: Event| {
            if let Event::Progress { done, total, .. } = event {
                sink.lock().unwrap().push((done, total));
            }
        });
        let progress = FrameProgress::new(&control, 4000);
        progress.reuse(1000);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| (0..1000).for_each(|_| progress.advance(1)));
            }
        });
        let seen = seen.lock().unwrap();
        assert_eq!(seen.first(), Some(&(1000, 4000)));
        assert_eq!(seen.last(), Some(&(4000, 4000)));
        assert!(seen.is_sorted());
    }
}
