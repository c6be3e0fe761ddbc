//! One run of the pipeline over one project.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::ledger::{AssetKind, Ledger, Record};
use super::{StageOutcome, Studio, Work};
use crate::project::{Edit, Problem, Project, ProjectStore, SceneRef};
use crate::provider::Origin;
use crate::{Control, Digest, Error, ErrorKind, Event, Result, Stage};

/// One run of the pipeline over one project: every result is saved the moment it exists.
pub(super) struct Session<'a> {
    pub(super) studio: &'a Studio,
    pub(super) store: &'a dyn ProjectStore,
    pub(super) work: &'a Work,
    pub(super) control: &'a Control,
    ledger: Mutex<Ledger>,
    failures: Mutex<BTreeMap<(usize, Stage), Error>>,
    keys: Mutex<HashMap<Digest, Arc<tokio::sync::Mutex<()>>>>,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        studio: &'a Studio,
        store: &'a dyn ProjectStore,
        work: &'a Work,
        control: &'a Control,
        ledger: Ledger,
    ) -> Self {
        Self {
            studio,
            store,
            work,
            control,
            ledger: Mutex::new(ledger),
            failures: Mutex::default(),
            keys: Mutex::default(),
        }
    }

    /// The ledger; held only for moments, never while something is awaited.
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The project's folder.
    pub(super) fn folder(&self) -> &Path {
        self.store.folder()
    }

    /// Makes a change to the project, one after the other. Where the person was faster, the
    /// person's word stays, and what was made is in the ledger.
    pub(super) fn save(&self, edit: &Edit) -> Result<()> {
        let was_applied = {
            let _one_at_a_time = self.ledger();
            self.store.save(edit)?
        };
        if !was_applied {
            let what = match edit {
                Edit::Script { .. } => "the script".to_owned(),
                Edit::Line { scene, .. } => format!("the line of scene {}", scene.index + 1),
                Edit::Prompt { scene, .. } => format!("the prompt of scene {}", scene.index + 1),
                Edit::Image { scene, .. } => format!("the picture of scene {}", scene.index + 1),
                Edit::Captions { scene, .. } => {
                    format!("the captions of scene {}", scene.index + 1)
                }
                Edit::Voice { .. } => "the voice".to_owned(),
            };
            self.control.warn(format!(
                "{what} was changed in the project meanwhile, and stays as you wrote it"
            ));
        }
        Ok(())
    }

    /// Lets one task at a time ask for the same thing, so that the next ones find it made.
    pub(super) async fn alone(&self, key: &Digest) -> tokio::sync::OwnedMutexGuard<()> {
        let lock = {
            let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(keys.entry(key.clone()).or_default())
        };
        lock.lock_owned().await
    }

    /// Makes the record of a text.
    pub(super) fn text_record(
        &self,
        kind: AssetKind,
        inputs: Digest,
        text: &str,
        origin: &Origin,
    ) -> Record {
        let key = Digest::builder("text 1")
            .field(inputs.as_str())
            .field(text)
            .finish();
        let variant = self.ledger().next_variant(kind, &inputs);
        Record {
            text: text.to_owned(),
            ..Record::new(kind, inputs, key, variant, origin.clone())
        }
    }

    /// Gives the result of a call; what a failed one took is noted.
    pub(super) fn paid<T>(&self, result: Result<T>) -> Result<T> {
        if let Err(error) = &result {
            self.ledger().lose(error.usage())?;
        }
        result
    }

    /// Whether any scene has failed in a stage.
    pub(super) fn has_failed_stage(&self, stage: Stage) -> bool {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.keys().any(|(_, failed)| *failed == stage)
    }

    /// Whether a scene has failed in a stage.
    pub(super) fn has_failed(&self, stage: Stage, index: usize) -> bool {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.contains_key(&(index, stage))
    }

    /// Notes that a scene did not get its part of a stage; the others go on.
    pub(super) fn fail(&self, stage: Stage, index: usize, error: Error) {
        self.control.report(Event::SceneFailed {
            stage,
            scene: index + 1,
            kind: error.kind().clone(),
            error: error.chain(),
            hint: error.hint_text().map(str::to_owned),
        });
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((index, stage), error);
    }

    /// Gives all failures as one error, of the kind of the first one.
    pub(super) fn check_failures(&self) -> Result<()> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(first) = failures.values().next() else {
            return Ok(());
        };
        let problems: Vec<Problem> = failures
            .iter()
            .map(|((index, stage), error)| problem(format!("scene {}, {stage}", index + 1), error))
            .collect();
        let message = match problems.len() {
            1 => "one scene is not ready, all others are kept".to_owned(),
            count => format!("{count} parts of scenes are not ready, all others are kept"),
        };
        Err(Error::invalid(message, problems).with_kind(first.kind().clone()))
    }

    pub(super) fn begin(&self, stage: Stage, total: usize) -> StageRun<'_> {
        self.control.report(Event::StageStarted {
            stage,
            total: total as u64,
        });
        StageRun {
            control: self.control,
            stage,
            started: Instant::now(),
            total: total as u64,
            count: Mutex::default(),
        }
    }
}

/// Tells an error as a problem of a part of the project.
pub(super) fn problem(field: String, error: &Error) -> Problem {
    Problem {
        field,
        position: None,
        message: error.chain(),
        hint: error.hint_text().map(str::to_owned),
    }
}

/// The progress of one stage.
pub(super) struct StageRun<'a> {
    control: &'a Control,
    stage: Stage,
    started: Instant,
    total: u64,
    // Made and reused.
    count: Mutex<(usize, usize)>,
}

impl StageRun<'_> {
    /// Counts one unit that is done.
    pub(super) fn done(&self, reused: bool) {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        if reused {
            count.1 += 1;
        } else {
            count.0 += 1;
        }
        let (made, all) = (count.0 as u64, (count.0 + count.1) as u64);
        let secs = self.started.elapsed().as_secs_f64();
        let left = self.total.saturating_sub(all);
        self.control.report(Event::Progress {
            stage: self.stage,
            done: all,
            total: self.total.max(all),
            eta_secs: (made > 0).then(|| secs / made as f64 * left as f64),
        });
    }

    /// Ends the stage.
    pub(super) fn finish(self) -> StageOutcome {
        let secs = self.started.elapsed().as_secs_f64();
        self.control.report(Event::StageFinished {
            stage: self.stage,
            secs,
        });
        let (made, reused) = *self.count.lock().unwrap_or_else(PoisonError::into_inner);
        StageOutcome {
            stage: self.stage,
            made,
            reused,
            secs,
        }
    }
}

/// Names a scene as it is in a project now.
pub(super) fn scene_ref(project: &Project, index: usize) -> SceneRef {
    let line = project.scenes.get(index).map(|scene| scene.line.clone());
    SceneRef {
        index,
        line: line.unwrap_or_default(),
    }
}

/// Whether an error of one call means that the next ones would fail as well.
pub(super) fn is_final(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Cancelled | ErrorKind::Unauthenticated | ErrorKind::QuotaExceeded { .. }
    )
}
