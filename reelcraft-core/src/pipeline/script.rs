//! Writing the lines, and the image prompts.

use super::ledger::AssetKind;
use super::session::{Session, scene_ref};
use super::state::{ElementState, prompt_inputs, prompt_state};
use super::{StageOutcome, Work};
use crate::pipeline::ledger::Ledger;
use crate::project::{Edit, Project};
use crate::provider::{PromptsRequest, ScriptRequest};
use crate::{Digest, Error, Event, Result, Stage};

/// Whether a script would be written.
pub(super) fn wants_script(project: &Project, work: &Work) -> bool {
    work.stages.contains(&Stage::Script)
        && (project.scenes.is_empty() || work.forces(Stage::Script))
}

/// The indexes of the scenes whose prompts would be written.
pub(super) fn wanted_prompts(project: &Project, work: &Work, ledger: &Ledger) -> Vec<usize> {
    let is_wanted = |index: usize| {
        let Some(scene) = project.scenes.get(index) else {
            return false;
        };
        // A picture of one's own needs no prompt.
        let has_own_picture = scene
            .image
            .as_deref()
            .is_some_and(|image| !ledger.generated(image));
        if scene.locked || !work.touches(index) || scene.line.trim().is_empty() {
            return false;
        }
        match prompt_state(project, scene, ledger) {
            ElementState::Missing => !has_own_picture,
            ElementState::Stale => !work.keep_stale && !has_own_picture,
            ElementState::Current => work.forces(Stage::Prompts),
            ElementState::Own => work.forces(Stage::Prompts) && work.scenes.is_some(),
        }
    };
    if !work.stages.contains(&Stage::Prompts) {
        return Vec::new();
    }
    (0..project.scenes.len())
        .filter(|index| is_wanted(*index))
        .collect()
}

impl Session<'_> {
    /// Writes the lines, if there are none yet or a new script is asked for.
    pub(super) async fn script(&self, project: &Project) -> Result<Option<StageOutcome>> {
        if !wants_script(project, self.work) {
            return Ok(None);
        }
        let topic = project.reel.topic.as_deref().unwrap_or_default().trim();
        if topic.is_empty() {
            return Err(
                Error::invalid_input("there is no topic to write a script from")
                    .hint("write topic = \"…\" under [reel]"),
            );
        }
        if let Some(locked) = project.scenes.iter().position(|scene| scene.locked) {
            return Err(Error::invalid_input(format!(
                "scene {} is locked, so the script is not written again",
                locked + 1
            ))
            .hint("set locked = false, or edit the other lines yourself"));
        }
        let request = ScriptRequest {
            topic: topic.to_owned(),
            language: project.reel.language.clone(),
            scene_count: project.reel.scenes as usize,
            tone: project.reel.tone.clone(),
        };
        let run = self.begin(Stage::Script, 1);
        let script = self
            .studio
            .script
            .write_script(&request, self.control)
            .await?;
        let lines: Vec<String> = script
            .value
            .iter()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect();
        if lines.is_empty() {
            return Err(
                Error::unavailable("the provider gave a script without lines")
                    .hint("try again, or write the lines yourself"),
            );
        }
        let inputs = Digest::builder("script inputs 1").field(topic).finish();
        self.record_text(AssetKind::Script, inputs, &lines.join("\n"), &script.origin)?;
        self.save(&Edit::Script(lines))?;
        run.done(false);
        Ok(Some(run.finish()))
    }

    /// Writes the image prompts that are missing, in one call.
    pub(super) async fn prompts(&self) -> Result<Option<StageOutcome>> {
        let project = self.store.load()?;
        let wanted = wanted_prompts(&project, self.work, &self.ledger());
        if wanted.is_empty() {
            return Ok(None);
        }
        let run = self.begin(Stage::Prompts, wanted.len());
        let request = PromptsRequest {
            lines: project.lines(),
            wanted: wanted.clone(),
            language: project.reel.language.clone(),
            style: project.reel.style.clone(),
        };
        let written = self
            .studio
            .script
            .write_prompts(&request, self.control)
            .await;
        let prompts = match written {
            Ok(prompts) if prompts.value.len() == wanted.len() => prompts,
            Ok(prompts) => {
                return Err(Error::internal(format!(
                    "{} prompts were written for {} lines",
                    prompts.value.len(),
                    wanted.len()
                )));
            }
            Err(error) if error.is_cancelled() => return Err(error),
            Err(error) => {
                for index in wanted {
                    self.fail(Stage::Prompts, index, error.clone());
                }
                return Ok(Some(run.finish()));
            }
        };
        for (index, prompt) in wanted.into_iter().zip(&prompts.value) {
            let Some(scene) = project.scenes.get(index) else {
                continue;
            };
            let prompt = prompt.trim();
            let inputs = prompt_inputs(&project, scene);
            self.record_text(AssetKind::Prompt, inputs, prompt, &prompts.origin)?;
            self.save(&Edit::Prompt(scene_ref(&project, index), prompt.to_owned()))?;
            self.control.report(Event::SceneFinished {
                stage: Stage::Prompts,
                scene: index + 1,
                file: None,
                reused: false,
            });
            run.done(false);
        }
        Ok(Some(run.finish()))
    }
}
