//! Pieces of work that survive everything: they wait, run, can be watched and stopped, and go on
//! by themselves after a restart.

mod bus;
mod job;
mod jobs_desk;
mod observer;
mod outcome;
mod queue;
mod report;
mod running;
mod spec;
mod state;
mod table;
mod workshop;

pub(crate) use bus::{Bus, Note};
pub(crate) use job::Job;
pub(crate) use jobs_desk::JobsDesk;
pub(crate) use queue::{prepare, run_workers};
pub(crate) use report::{Made, MadeVideo, SceneError, SceneReport, SpokenSpan};
pub(crate) use spec::{JobKind, Spec};
pub(crate) use state::JobState;
pub(crate) use table::{Filter, JobTable, Wanted};
