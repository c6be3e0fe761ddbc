//! What is held on the jobs that run.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use reelcraft_core::Control;

use super::table::Ticket;
use crate::id::Id;

/// What is held on a job that runs.
#[derive(Debug, Clone)]
pub(super) struct Hold {
    /// Stops the work between two frames or two calls.
    pub(super) work: Control,
    /// Stops calls to paid providers, too.
    pub(super) paid: Control,
    /// Whether it was the person who stopped it.
    by_person: Arc<AtomicBool>,
}

impl Hold {
    pub(super) fn new(work: Control, paid: Control) -> Self {
        Self {
            work,
            paid,
            by_person: Arc::default(),
        }
    }

    /// The person wants no more of it.
    pub(super) fn cancel(&self) {
        self.by_person.store(true, Ordering::SeqCst);
        self.work.cancel();
        self.paid.cancel();
    }

    /// The service is being stopped: nothing new begins, what is paid for arrives.
    pub(super) fn park(&self) {
        self.work.cancel();
    }

    /// Whether it was the person who stopped it.
    pub(super) fn is_cancelled(&self) -> bool {
        self.by_person.load(Ordering::SeqCst)
    }
}

/// The jobs that run, by the tickets of their tasks.
#[derive(Debug, Default)]
pub(super) struct Running(Mutex<HashMap<Ticket, (Id, Hold)>>);

impl Running {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<Ticket, (Id, Hold)>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn add(&self, id: &Id, ticket: Ticket, hold: Hold) {
        self.with(|jobs| jobs.insert(ticket, (id.clone(), hold)));
    }

    pub(super) fn remove(&self, ticket: Ticket) {
        self.with(|jobs| jobs.remove(&ticket));
    }

    /// Cancels whatever runs for a job.
    pub(super) fn cancel(&self, id: &Id) {
        self.with(|jobs| {
            let own = jobs.values().filter(|(known, _)| known == id);
            own.for_each(|(_, hold)| hold.cancel());
        });
    }

    pub(super) fn count(&self) -> usize {
        self.with(|jobs| jobs.len())
    }

    pub(super) fn park_all(&self) {
        self.with(|jobs| jobs.values().for_each(|(_, hold)| hold.park()));
    }
}
