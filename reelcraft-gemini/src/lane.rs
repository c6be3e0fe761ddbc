//! The models of one kind.

use std::sync::{Arc, OnceLock};

use tokio::sync::Semaphore;

use crate::models::retired_model;
use crate::policy::{Failure, Gate};
use crate::settings::ModelChoice;

/// The models of one kind, in the order in which they are asked; they share the calls at the
/// same time.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) choice: ModelChoice,
    models: Vec<Model>,
}

/// Tells whether a model is able to do what is asked for.
pub(crate) type Suits<'a> = &'a (dyn Fn(&str) -> bool + Send + Sync);

/// A model and its gate.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) id: String,
    pub(crate) gate: Gate,
    /// What it answered when it was found to be gone: it is not asked again.
    gone: OnceLock<Failure>,
}

impl Lane {
    pub(crate) fn new(choice: ModelChoice) -> Self {
        let slots = Arc::new(Semaphore::new(choice.concurrency));
        let model = |id: &String| Model {
            id: id.clone(),
            gate: Gate::new(choice.calls_per_minute, Arc::clone(&slots)),
            gone: OnceLock::new(),
        };
        Self {
            models: choice.models.iter().map(model).collect(),
            choice,
        }
    }

    /// The first model that is there and `suits`, or why there is none.
    pub(crate) fn first(&self, suits: Suits<'_>) -> Result<&Model, Option<Failure>> {
        self.there(suits).next().ok_or_else(|| {
            let mut gone = self.models.iter().filter_map(|model| model.gone.get());
            gone.next().cloned()
        })
    }

    /// The model that takes over from another one: the next in order, or the first one again.
    pub(crate) fn other_than(&self, model: &Model, suits: Suits<'_>) -> Option<&Model> {
        let place = |other: &Model| self.models.iter().position(|known| known.id == other.id);
        let mut others = self.there(suits).filter(|other| other.id != model.id);
        let before = others.clone().next();
        others.find(|other| place(other) > place(model)).or(before)
    }

    fn there<'a>(&'a self, suits: Suits<'_>) -> impl Iterator<Item = &'a Model> + Clone {
        let is_there = |model: &&Model| !model.is_gone();
        self.models
            .iter()
            .filter(is_there)
            .filter(|model| suits(&model.id))
    }
}

impl Model {
    /// Whether it was found to be gone.
    pub(crate) fn is_gone(&self) -> bool {
        self.gone.get().is_some()
    }

    /// Remembers that it is gone, and gives what to tell people of it; `None` where that is
    /// known already.
    pub(crate) fn mark_gone(&self, failure: &Failure) -> Option<String> {
        self.gone.set(failure.clone()).ok()?;
        Some(retired_model(&self.id).map_or_else(
            || format!("there is no model {} any more", self.id),
            |retired| {
                format!(
                    "the model {} was shut down on {}: choose {} in the settings",
                    self.id, retired.since, retired.instead
                )
            },
        ))
    }
}
