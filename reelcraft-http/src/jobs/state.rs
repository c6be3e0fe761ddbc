//! Where a job is on its way.

use poem_openapi::Enum;
use serde::{Deserialize, Serialize};

/// Where a job is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize, Deserialize)]
#[oai(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobState {
    /// It waits for its turn.
    Queued,
    /// It is being worked on.
    Running,
    /// It is done. Single scenes of it may have failed.
    Succeeded,
    /// It ended without what was asked for; what was finished is kept.
    Failed,
    /// It was asked to stop, and is on its way out.
    Cancelling,
    /// It was stopped; what was finished is kept.
    Cancelled,
}

impl JobState {
    /// All of them.
    pub(crate) const ALL: [Self; 6] = [
        Self::Queued,
        Self::Running,
        Self::Succeeded,
        Self::Failed,
        Self::Cancelling,
        Self::Cancelled,
    ];

    /// The written name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelling => "cancelling",
            Self::Cancelled => "cancelled",
        }
    }

    /// Finds a state by its name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether nothing happens any more unless somebody asks for it.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }
}
