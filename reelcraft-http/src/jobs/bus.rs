//! Everything that happens, as one numbered stream.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::broadcast;

use crate::clock::now_millis;
use crate::id::Id;

/// How many notes are kept for those who come back after a gap.
const KEPT: usize = 4096;
/// How many notes a listener may be behind.
const BEHIND: usize = 1024;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Note {
    /// Larger than that of every earlier note, also of those before a restart.
    pub(crate) number: i64,
    /// The job that it happened in.
    pub(crate) job: Option<Id>,
    /// The project that it happened to.
    pub(crate) project: Option<Id>,
    /// What happened.
    pub(crate) event: &'static str,
    /// All about it, as JSON.
    pub(crate) data: String,
    /// Whether nothing more happens in the job.
    pub(crate) is_last: bool,
}

/// Everything that happens, as one numbered stream.
#[derive(Debug)]
pub(crate) struct Bus {
    recent: Mutex<Recent>,
    sender: broadcast::Sender<Arc<Note>>,
}

#[derive(Debug)]
struct Recent {
    /// The number of the note before the oldest one that is kept.
    before: i64,
    last: i64,
    notes: VecDeque<Arc<Note>>,
}

/// What a new listener gets.
pub(crate) struct Listener {
    /// The notes after the one that was heard last; `None` when they are not known any more, so
    /// that everything must be told anew.
    pub(crate) missed: Option<Vec<Arc<Note>>>,
    /// The number of the newest note.
    pub(crate) number: i64,
    /// The notes that come.
    pub(crate) coming: broadcast::Receiver<Arc<Note>>,
}

impl Bus {
    /// Makes a bus whose numbers begin after those of every bus before it: with the time.
    pub(crate) fn new() -> Self {
        let now = now_millis() * 1000;
        Self {
            recent: Mutex::new(Recent {
                before: now,
                last: now,
                notes: VecDeque::with_capacity(KEPT),
            }),
            sender: broadcast::Sender::new(BEHIND),
        }
    }

    /// Tells everybody what happened.
    pub(crate) fn tell(
        &self,
        job: Option<&Id>,
        project: Option<&Id>,
        event: &'static str,
        data: &impl Serialize,
        is_last: bool,
    ) {
        let mut recent = self.recent();
        recent.last += 1;
        let note = Arc::new(Note {
            number: recent.last,
            job: job.cloned(),
            project: project.cloned(),
            event,
            data: serde_json::to_string(data).unwrap_or_default(),
            is_last,
        });
        if recent.notes.len() == KEPT
            && let Some(oldest) = recent.notes.pop_front()
        {
            recent.before = oldest.number;
        }
        recent.notes.push_back(Arc::clone(&note));
        // Nobody may be listening. It is sent under the lock, so that the order is that of the
        // numbers.
        self.sender.send(note).ok();
    }

    /// Begins to listen. `heard` is the number of the last note that was heard before.
    pub(crate) fn listen(&self, heard: Option<i64>) -> Listener {
        let recent = self.recent();
        let is_known = |heard: &i64| (recent.before..=recent.last).contains(heard);
        let missed = heard.filter(is_known).map(|heard| {
            let notes = recent.notes.iter();
            notes.filter(|note| note.number > heard).cloned().collect()
        });
        Listener {
            missed,
            number: recent.last,
            coming: self.sender.subscribe(),
        }
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_back_hears_what_was_missed() {
        let bus = Bus::new();
        let first = bus.listen(None);
        assert!(first.missed.is_none());
        for number in 0..3 {
            bus.tell(None, None, "progress", &number, false);
        }
        let missed = bus.listen(Some(first.number + 1)).missed.unwrap();
        let data: Vec<&str> = missed.iter().map(|note| note.data.as_str()).collect();
        assert_eq!(data, ["1", "2"]);
    }

    #[test]
    fn a_gap_is_told_as_one() {
        let bus = Bus::new();
        let start = bus.listen(None).number;
        for number in 0..=KEPT {
            bus.tell(None, None, "progress", &number, false);
        }
        assert!(bus.listen(Some(start)).missed.is_none());
        assert_eq!(bus.listen(Some(start + 1)).missed.unwrap().len(), KEPT);
        // A number of another life, or one that nobody has given.
        assert!(bus.listen(Some(7)).missed.is_none());
        assert!(bus.listen(Some(i64::MAX)).missed.is_none());
    }
}
