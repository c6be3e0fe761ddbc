//! Writing the lines, and the image prompts.

use super::Work;
use super::ledger::{AssetKind, Ledger, Record};
use super::session::{Session, is_final, scene_ref};
use super::state::{ElementState, image_state, prompt_inputs, prompt_state, script_inputs};
use crate::pipeline::StageOutcome;
use crate::project::{Edit, Project, SceneRef};
use crate::provider::{Generated, LineRequest, Origin, PromptsRequest, ScriptRequest};
use crate::{Digest, Error, Event, Result, Stage};

/// The longest line and prompt that a project file may hold, in characters.
const MAX_LINE_CHARS: usize = 1000;
const MAX_PROMPT_CHARS: usize = 5000;

/// The scenes, by index, whose lines would be written anew while the others stay.
pub(super) fn wanted_lines(project: &Project, work: &Work) -> Vec<usize> {
    let is_wanted = work.stages.contains(&Stage::Script) && work.forces(Stage::Script);
    let numbers = work.scenes.iter().flatten().filter(|_| is_wanted);
    numbers
        .filter_map(|number| number.checked_sub(1))
        .filter(|index| *index < project.scenes.len())
        .collect()
}

/// Whether a script would be written; an error where it is asked for but cannot be.
pub(super) fn wants_script(project: &Project, work: &Work) -> Result<bool> {
    let is_forced = work.forces(Stage::Script) && work.scenes.is_none();
    if !work.stages.contains(&Stage::Script) || !(project.scenes.is_empty() || is_forced) {
        return Ok(false);
    }
    if work.scenes.is_some() {
        return Err(Error::invalid_input("there are no lines yet")
            .hint("leave out --scene to have them written"));
    }
    let topic = project.reel.topic.as_deref().unwrap_or_default();
    if topic.trim().is_empty() {
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
    Ok(true)
}

/// The indexes of the scenes whose prompts would be written.
pub(super) fn wanted_prompts(
    project: &Project,
    work: &Work,
    ledger: &Ledger,
    folder: &std::path::Path,
) -> Vec<usize> {
    if !work.stages.contains(&Stage::Prompts) {
        return Vec::new();
    }
    let scenes = project.scenes.iter().enumerate();
    scenes
        .filter(|(index, scene)| {
            if scene.locked || !work.touches(*index) || scene.line.trim().is_empty() {
                return false;
            }
            // A picture of one's own needs no prompt.
            let has_own_picture = image_state(project, scene, folder, ledger) == ElementState::Own;
            match prompt_state(project, scene, ledger) {
                ElementState::Missing => !has_own_picture,
                ElementState::Stale => {
                    (!work.keep_stale || work.forces(Stage::Prompts)) && !has_own_picture
                }
                ElementState::Current => work.forces(Stage::Prompts),
                ElementState::Own => work.forces(Stage::Prompts) && work.scenes.is_some(),
            }
        })
        .map(|(index, _)| index)
        .collect()
}

/// The script that was paid for in an earlier run, which was killed before it was written into
/// the project.
pub(super) fn known_script(project: &Project, work: &Work, ledger: &Ledger) -> Option<Vec<String>> {
    if work.forces(Stage::Script) {
        return None;
    }
    let text = ledger.text_of(AssetKind::Script, &script_inputs(project))?;
    Some(text.lines().map(str::to_owned).collect())
}

/// The prompts that were written before for the same lines, unless new ones are asked for.
pub(super) fn known_prompts(
    project: &Project,
    work: &Work,
    ledger: &Ledger,
    wanted: &[usize],
) -> Vec<(usize, String)> {
    if work.forces(Stage::Prompts) {
        return Vec::new();
    }
    let known = |index: &usize| {
        let inputs = prompt_inputs(project, project.scenes.get(*index)?);
        let prompt = ledger.text_of(AssetKind::Prompt, &inputs)?;
        Some((*index, prompt.to_owned()))
    };
    wanted.iter().filter_map(known).collect()
}

/// What a script is asked for with.
pub(super) fn script_request(project: &Project) -> ScriptRequest {
    let topic = project.reel.topic.as_deref().unwrap_or_default();
    ScriptRequest {
        topic: topic.trim().to_owned(),
        language: project.reel.language.clone(),
        scene_count: project.reel.scene_count(),
        tone: project.reel.tone.clone(),
        secs: project.reel.length,
    }
}

/// What a new line is asked for with.
pub(super) fn line_request(project: &Project, work: &Work, index: usize) -> LineRequest {
    LineRequest {
        lines: project.lines(),
        index,
        topic: project.reel.topic.clone(),
        language: project.reel.language.clone(),
        tone: project.reel.tone.clone(),
        wish: work.wish.clone(),
        variant: 0,
    }
}

/// What prompts are asked for with.
pub(super) fn prompts_request(project: &Project, wanted: &[usize]) -> PromptsRequest {
    PromptsRequest {
        lines: project.lines(),
        wanted: wanted.to_vec(),
        language: project.reel.language.clone(),
        style: project.reel.style.clone(),
    }
}

impl Session<'_> {
    /// Writes the lines, if there are none yet or a new script is asked for.
    pub(super) async fn script(&self, project: &Project) -> Result<Option<StageOutcome>> {
        let lines = wanted_lines(project, self.work);
        if !lines.is_empty() {
            return self.rewrite_lines(project, &lines).await.map(Some);
        }
        if !wants_script(project, self.work)? {
            return Ok(None);
        }
        let run = self.begin(Stage::Script, 1);
        let inputs = script_inputs(project);
        let known = known_script(project, self.work, &self.ledger());
        let reused = known.is_some();
        let lines: Vec<String> = match known {
            Some(lines) => lines,
            None => {
                let script = self.ask_for_script(project).await?;
                let text = script.value.join("\n");
                let record = self.text_record(AssetKind::Script, inputs, &text, &script.origin);
                self.ledger().add([record])?;
                script.value
            }
        };
        self.save(&Edit::Script {
            was: project.lines(),
            lines,
        })?;
        run.done(reused);
        Ok(Some(run.finish()))
    }

    /// Writes single lines anew, one after the other, as each has to fit the others.
    async fn rewrite_lines(&self, project: &Project, scenes: &[usize]) -> Result<StageOutcome> {
        let run = self.begin(Stage::Script, scenes.len());
        let mut end = None;
        for index in scenes {
            let scene = scene_ref(project, *index);
            let result = match &end {
                Some(error) => Err(Error::clone(error)),
                None => self.rewrite_line(scene).await,
            };
            match result {
                Ok(()) => {
                    self.control.report(Event::SceneFinished {
                        stage: Stage::Script,
                        scene: index + 1,
                        file: None,
                        reused: false,
                    });
                    run.done(false);
                }
                Err(error) if error.is_cancelled() => return Err(error),
                Err(error) => {
                    if is_final(&error) {
                        end.get_or_insert_with(|| error.clone());
                    }
                    self.fail(Stage::Script, *index, error);
                }
            }
        }
        Ok(run.finish())
    }

    async fn rewrite_line(&self, scene: SceneRef) -> Result<()> {
        self.control.check()?;
        // The person may have moved it since, or written another line there.
        let project = self.store.load()?;
        let index = scene.find(&project.lines()).ok_or_else(|| {
            Error::invalid_input("the line was changed in the project meanwhile")
                .hint("ask again to have the new one written anew")
        })?;
        let mut request = line_request(&project, self.work, index);
        let others: Vec<&String> = request
            .lines
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != index)
            .map(|(_, line)| line)
            .collect();
        let inputs = Digest::builder("line inputs 2")
            .json(&others)
            .field(index.to_le_bytes())
            .field(request.language.to_string())
            .optional(request.topic.as_deref())
            .optional(request.tone.as_deref())
            .optional(request.wish.as_deref())
            .finish();
        request.variant = self.ledger().next_variant(AssetKind::Line, &inputs);
        let provider = &self.studio.script;
        let written = provider.rewrite_line(&request, self.control).await;
        let written = self.paid(written.and_then(usable_line))?;
        let line = written.value;
        let record = Record {
            line: line.clone(),
            ..self.text_record(AssetKind::Line, inputs, &line, &written.origin)
        };
        self.ledger().add([record])?;
        self.save(&Edit::Line { scene, line })
    }

    async fn ask_for_script(&self, project: &Project) -> Result<Generated<Vec<String>>> {
        let request = script_request(project);
        let provider = &self.studio.script;
        let script = provider.write_script(&request, self.control).await;
        self.paid(script.and_then(usable_script))
    }

    /// Writes the image prompts that are missing, in one call.
    pub(super) async fn prompts(&self) -> Result<Option<StageOutcome>> {
        let project = self.store.load()?;
        let wanted = wanted_prompts(&project, self.work, &self.ledger(), self.folder());
        if wanted.is_empty() {
            return Ok(None);
        }
        let run = self.begin(Stage::Prompts, wanted.len());
        let mut prompts = known_prompts(&project, self.work, &self.ledger(), &wanted);
        let reused = prompts.len();
        let unknown: Vec<usize> = wanted
            .iter()
            .copied()
            .filter(|index| !prompts.iter().any(|(known, _)| known == index))
            .collect();
        if !unknown.is_empty() {
            match self.ask_for_prompts(&project, &unknown).await {
                Ok(written) => prompts.extend(unknown.into_iter().zip(written)),
                Err(error) if error.is_cancelled() => return Err(error),
                Err(error) => {
                    for index in unknown {
                        self.fail(Stage::Prompts, index, error.clone());
                    }
                }
            }
        }
        for (number, (index, prompt)) in prompts.into_iter().enumerate() {
            let saved = if prompt.chars().count() > MAX_PROMPT_CHARS {
                Err(
                    Error::unavailable("the provider gave a prompt that is too long")
                        .hint("write it yourself"),
                )
            } else {
                self.save(&Edit::Prompt {
                    scene: scene_ref(&project, index),
                    was: project
                        .scenes
                        .get(index)
                        .and_then(|scene| scene.prompt.clone()),
                    prompt,
                })
            };
            if let Err(error) = saved {
                self.fail(Stage::Prompts, index, error);
                continue;
            }
            self.control.report(Event::SceneFinished {
                stage: Stage::Prompts,
                scene: index + 1,
                file: None,
                reused: number < reused,
            });
            run.done(number < reused);
        }
        Ok(Some(run.finish()))
    }

    /// Asks for prompts in one call; all are in the ledger before any goes into the project.
    async fn ask_for_prompts(&self, project: &Project, wanted: &[usize]) -> Result<Vec<String>> {
        let request = prompts_request(project, wanted);
        let provider = &self.studio.script;
        let written = provider.write_prompts(&request, self.control).await;
        let written = self.paid(written.and_then(|written| {
            let count = written.value.len();
            if count == wanted.len() {
                return Ok(written);
            }
            let lines = wanted.len();
            let message = format!("{count} prompts were written for {lines} lines");
            Err(Error::internal(message).after(written.origin.usage))
        }))?;
        let prompts: Vec<String> = written
            .value
            .iter()
            .map(|prompt| prompt.trim().to_owned())
            .collect();
        // The call was one: each prompt gets its share of it.
        let shares = written.origin.usage.shares(wanted.len());
        let records: Vec<_> = wanted
            .iter()
            .zip(&prompts)
            .zip(shares)
            .filter_map(|((index, prompt), usage)| {
                let scene = project.scenes.get(*index)?;
                let inputs = prompt_inputs(project, scene);
                let origin = Origin {
                    usage,
                    ..written.origin.clone()
                };
                Some(Record {
                    line: scene.line.clone(),
                    ..self.text_record(AssetKind::Prompt, inputs, prompt, &origin)
                })
            })
            .collect();
        self.ledger().add(records)?;
        Ok(prompts)
    }
}

/// A script without empty lines, if it can stand in a project.
fn usable_script(script: Generated<Vec<String>>) -> Result<Generated<Vec<String>>> {
    let lines: Vec<String> = script
        .value
        .iter()
        .map(|line| in_one_line(line))
        .filter(|line| !line.is_empty())
        .collect();
    let longest = lines.iter().map(|line| line.chars().count()).max();
    let wrong = match longest {
        None => "the provider gave a script without lines".to_owned(),
        Some(chars) if chars > MAX_LINE_CHARS => {
            format!("the provider gave a line of {chars} characters")
        }
        Some(_) if lines.len() > Project::MAX_SCENES => {
            format!("the provider gave {} lines", lines.len())
        }
        Some(_) => {
            return Ok(Generated {
                value: lines,
                origin: script.origin,
            });
        }
    };
    Err(unusable(wrong).after(script.origin.usage))
}

/// A line, if it can stand in a project.
fn usable_line(written: Generated<String>) -> Result<Generated<String>> {
    let value = in_one_line(&written.value);
    let chars = value.chars().count();
    if (1..=MAX_LINE_CHARS).contains(&chars) {
        let origin = written.origin;
        return Ok(Generated { value, origin });
    }
    Err(
        unusable(format!("the provider gave a line of {chars} characters"))
            .after(written.origin.usage),
    )
}

fn unusable(message: String) -> Error {
    Error::unavailable(message).hint("try again, or write the lines yourself")
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
