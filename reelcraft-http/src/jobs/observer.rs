//! What happens in a running job, kept and told.

use std::path::Path;
use std::time::{Duration, Instant};

use reelcraft_core::{ErrorKind, Event, Project, Result, Stage};
use serde_json::json;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::job::Job;
use super::jobs_desk::JobsDesk;
use super::report::{Report, SceneError};
use crate::assets::{Assets, Facts, Shelf};
use crate::kept::INTERRUPTED;
use crate::problem::{Code, without_paths};

/// How often progress is told.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// Takes the events of a running job: keeps what became of each scene, and tells it on.
pub(super) struct Observer<'a> {
    pub(super) desk: &'a JobsDesk,
    pub(super) assets: &'a Assets,
    pub(super) job: &'a Job,
    /// Where relative paths of events begin.
    pub(super) folder: &'a Path,
    /// The project as it is now.
    pub(super) project: &'a (dyn Fn() -> Result<Project> + Send + Sync),
}

impl Observer<'_> {
    /// Follows the events until the work has finished, and gives the report.
    pub(super) async fn follow(
        &self,
        mut report: Report,
        mut events: mpsc::UnboundedReceiver<Event>,
        finished: &CancellationToken,
    ) -> Report {
        let mut last_told = Instant::now().checked_sub(TELL_EVERY);
        let mut untold = false;
        loop {
            let event = tokio::select! {
                biased;
                event = events.recv() => event,
                () = finished.cancelled() => None,
                () = tokio::time::sleep(TELL_EVERY), if untold => {
                    self.tell_progress(&report);
                    untold = false;
                    continue;
                }
            };
            let Some(event) = event else { break };
            if let Event::Progress {
                stage,
                done,
                total,
                eta_secs,
            } = &event
            {
                note_progress(&mut report, *stage, *done, *total, *eta_secs);
                let is_due = last_told.is_none_or(|told| told.elapsed() >= TELL_EVERY);
                untold = !is_due && done < total;
                if is_due || done >= total {
                    self.tell_progress(&report);
                    last_told = Some(Instant::now());
                }
                continue;
            }
            if let Err(error) = self.note(&mut report, event).await {
                tracing::warn!(job = %self.job.id, reason = error.chain(), "an event is not kept");
            }
        }
        report
    }

    async fn note(&self, report: &mut Report, event: Event) -> Result<()> {
        match event {
            Event::StageStarted { stage, total } => {
                note_progress(report, stage, 0, total, None);
                self.tell_progress(report);
            }
            Event::SceneFinished {
                stage,
                scene,
                file,
                reused,
            } => {
                let url = match &file {
                    Some(file) => {
                        let path = self.folder.join(file);
                        let facts = Facts::default();
                        let kept = self.assets.put_file(Shelf::Temp, &path, &facts).await?;
                        if let Some(project) = &self.job.project {
                            self.assets.use_in(&kept, project.as_str()).await?;
                        }
                        Some(kept.to_string())
                    }
                    None => None,
                };
                let project = (self.project)()?;
                let entry = report.scene(scene);
                entry.error = None;
                entry.reused = Some(reused);
                if let Some(now) = project.scenes.get(scene.wrapping_sub(1)) {
                    entry.script_line = Some(now.line.clone()).filter(|line| !line.is_empty());
                    entry.image_prompt.clone_from(&now.prompt);
                }
                match stage {
                    Stage::Visuals => entry.image_url = url,
                    Stage::Voice => entry.audio_url = url,
                    _ => {}
                }
                self.keep_scene(report, scene).await?;
            }
            Event::SceneFailed {
                scene,
                kind,
                error,
                hint,
                ..
            } => {
                let code = if error.contains(INTERRUPTED) {
                    Code::Interrupted
                } else {
                    Code::of_kind(&kind)
                };
                let retry_after = match kind {
                    ErrorKind::QuotaExceeded { retry_after } => retry_after,
                    _ => None,
                };
                report.scene(scene).error = Some(SceneError {
                    code: code.name().to_owned(),
                    detail: without_paths(&error),
                    hint: hint.as_deref().map(without_paths),
                    retry_after: retry_after.map(|wait| wait.as_secs_f64().ceil() as u64),
                });
                self.keep_scene(report, scene).await?;
            }
            Event::Warning { message } => {
                let message = without_paths(&message);
                if !report.warnings.contains(&message) {
                    self.tell("warning", &json!({ "message": message }));
                    report.warnings.push(message);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps the report, so that what is told is true after a restart, too; then tells it.
    async fn keep_scene(&self, report: &mut Report, scene: usize) -> Result<()> {
        self.desk.table().save_report(&self.job.id, report).await?;
        self.tell("scene", report.scene(scene));
        Ok(())
    }

    fn tell_progress(&self, report: &Report) {
        let progress = json!({
            "stage": report.stage,
            "done": report.done,
            "total": report.total,
            "eta_secs": report.eta_secs,
        });
        self.tell("progress", &progress);
    }

    fn tell(&self, event: &'static str, data: &impl serde::Serialize) {
        let job = Some(&self.job.id);
        let mut data = serde_json::to_value(data).unwrap_or_default();
        if let Some(entries) = data.as_object_mut() {
            entries.insert("job".to_owned(), self.job.id.as_str().into());
        }
        self.desk
            .bus()
            .tell(job, self.job.project.as_ref(), event, &data, false);
    }
}

fn note_progress(report: &mut Report, stage: Stage, done: u64, total: u64, eta: Option<f64>) {
    report.stage = Some(stage.name().to_owned());
    report.done = done;
    report.total = total;
    report.eta_secs = eta;
}
