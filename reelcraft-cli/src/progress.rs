//! Events of a run, shown as bars on a terminal, as lines elsewhere, or as JSON.

use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use reelcraft_core::{Event, Progress, Stage};
use serde::Serialize;

use crate::output::{BARS, Output, shown};

/// Shows the events of one project.
pub(crate) struct Reporter {
    output: Output,
    project: String,
    /// Told before each line when there are several projects.
    prefix: String,
    /// Whether bars are shown.
    bars: bool,
    open: Mutex<HashMap<Stage, ProgressBar>>,
}

/// An event and the project it is of, as one JSON line.
#[derive(Serialize)]
struct ProjectEvent<'a> {
    project: &'a str,
    #[serde(flatten)]
    event: &'a Event,
}

impl Reporter {
    pub(crate) fn new(output: Output, project: &Path, many: bool) -> Self {
        let prefix = if many {
            format!("{}: ", project.display())
        } else {
            String::new()
        };
        Self {
            output,
            project: shown(project),
            prefix,
            bars: std::io::stderr().is_terminal() && !output.json && !output.quiet,
            open: Mutex::default(),
        }
    }

    fn say(&self, text: &str) {
        self.output.say(&format!("{}{text}", self.prefix));
    }

    fn begin(&self, stage: Stage, total: u64) {
        if !self.bars {
            return;
        }
        let bar = BARS.add(ProgressBar::new(total));
        let template = match stage {
            Stage::Render => "{prefix}{msg:<8} {bar:32} {pos}/{len} frames  {eta}",
            _ => "{prefix}{msg:<8} {bar:32} {pos}/{len}  {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar.set_prefix(self.prefix.clone());
        bar.set_message(stage.name());
        bar.enable_steady_tick(Duration::from_millis(200));
        self.lock().insert(stage, bar);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Stage, ProgressBar>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes away bars of stages that did not end.
    pub(crate) fn close(&self) {
        for (_, bar) in self.lock().drain() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Reporter {
    fn report(&self, event: Event) {
        self.output.json(&ProjectEvent {
            project: &self.project,
            event: &event,
        });
        match event {
            Event::StageStarted { stage, total } => self.begin(stage, total),
            Event::Progress {
                stage, done, total, ..
            } => {
                if let Some(bar) = self.lock().get(&stage) {
                    bar.set_length(total);
                    bar.set_position(done);
                }
            }
            Event::StageFinished { stage, secs } => {
                if let Some(bar) = self.lock().remove(&stage) {
                    bar.finish_and_clear();
                }
                self.say(&format!("{:<8} {secs:.1} s", stage.name()));
            }
            Event::SceneFailed {
                stage,
                scene,
                error,
                ..
            } => self.say(&format!("scene {scene}, {stage}: {error}")),
            Event::Warning { message } => {
                self.output.warning(&format!("{}{message}", self.prefix));
            }
            _ => {}
        }
    }
}
