//! Progress out of, and cancellation into, a piece of work.

use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{Error, ErrorKind, Result};

/// A part of the way from topic to video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Writing the lines.
    Script,
    /// Writing the image prompts.
    Prompts,
    /// Drawing the pictures.
    Visuals,
    /// Speaking the lines.
    Voice,
    /// Composing, mixing and encoding the video.
    Render,
}

impl Stage {
    /// All stages, in the order of work.
    pub const ALL: [Self; 5] = [
        Self::Script,
        Self::Prompts,
        Self::Visuals,
        Self::Voice,
        Self::Render,
    ];

    /// The name used in events and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Prompts => "prompts",
            Self::Visuals => "visuals",
            Self::Voice => "voice",
            Self::Render => "render",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something that happened during the work; scene numbers count from 1, as people do.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A stage begins.
    StageStarted {
        /// Which one.
        stage: Stage,
        /// How many units of work there are: scenes, calls or frames; 0 when nothing is to do.
        total: u64,
    },
    /// A stage moved on.
    Progress {
        /// Which one.
        stage: Stage,
        /// Units done so far, never less than before.
        done: u64,
        /// Units in all.
        total: u64,
        /// Estimated seconds to the end of the stage; `None` while nothing is known.
        eta_secs: Option<f64>,
    },
    /// A scene got its part of a stage, and it is saved.
    SceneFinished {
        /// Which stage.
        stage: Stage,
        /// Number of the scene, from 1.
        scene: usize,
        /// The file that was made, where one was.
        #[serde(serialize_with = "crate::shown_path::serialize_option")]
        file: Option<PathBuf>,
        /// Whether it was already there from an earlier time and cost nothing.
        reused: bool,
    },
    /// A scene did not get its part; the other scenes go on.
    SceneFailed {
        /// Which stage.
        stage: Stage,
        /// Number of the scene, from 1.
        scene: usize,
        /// What happened, as a program can decide by it.
        #[serde(flatten)]
        kind: ErrorKind,
        /// What happened, for people.
        error: String,
        /// What to do about it, where that is known.
        hint: Option<String>,
    },
    /// A stage ended.
    StageFinished {
        /// Which one.
        stage: Stage,
        /// Wall-clock seconds it took.
        secs: f64,
    },
    /// Something the person should know; the work goes on.
    Warning {
        /// One sentence without a full stop.
        message: String,
    },
    /// A finished file.
    Output {
        /// Where it is.
        #[serde(serialize_with = "crate::shown_path::serialize")]
        path: PathBuf,
    },
}

/// Receives the events of a piece of work.
///
/// Called from any thread, sometimes hundreds of times a second, in the order in which things
/// happen within a stage. It must return soon and must not panic.
pub trait Progress: Send + Sync {
    /// Takes one event.
    fn report(&self, event: Event);
}

impl<F: Fn(Event) + Send + Sync> Progress for F {
    fn report(&self, event: Event) {
        self(event);
    }
}

/// What a caller holds on a running piece of work: where its events go, and how to cancel it.
///
/// Clones belong to the same work.
#[derive(Clone)]
pub struct Control {
    progress: Arc<dyn Progress>,
    cancel: CancellationToken,
}

impl Default for Control {
    fn default() -> Self {
        Self::new(|_: Event| {})
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control")
            .field("cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}

impl Control {
    /// Makes a control whose events go to `progress`.
    pub fn new(progress: impl Progress + 'static) -> Self {
        Self {
            progress: Arc::new(progress),
            cancel: CancellationToken::new(),
        }
    }

    /// Asks the work to stop. It stops between two calls or two frames, keeps what is finished,
    /// and ends with [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled).
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Whether the work was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Gives an error when the work was asked to stop.
    pub fn check(&self) -> Result<()> {
        if self.is_cancelled() {
            Err(Error::cancelled())
        } else {
            Ok(())
        }
    }

    /// Waits until the work is asked to stop.
    pub async fn cancelled(&self) {
        self.cancel.cancelled().await;
    }

    /// Runs `work` until it ends or the caller cancels, whichever is first.
    pub async fn or_cancelled<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        tokio::select! {
            biased;
            () = self.cancelled() => Err(Error::cancelled()),
            result = work => result,
        }
    }

    /// The same work seen from a part of it: events go through `told`, which may change or swallow
    /// them, and who cancels one cancels both.
    #[must_use]
    pub fn telling(&self, told: impl Fn(Event) -> Option<Event> + Send + Sync + 'static) -> Self {
        let progress = Arc::clone(&self.progress);
        Self {
            progress: Arc::new(move |event: Event| {
                if let Some(event) = told(event) {
                    progress.report(event);
                }
            }),
            cancel: self.cancel.clone(),
        }
    }

    /// Sends an event.
    pub fn report(&self, event: Event) {
        self.progress.report(event);
    }

    /// Sends a warning: one sentence without a full stop.
    pub fn warn(&self, message: impl Into<String>) {
        self.report(Event::Warning {
            message: message.into(),
        });
    }
}
