//! What each element of a project needs: computed from the project and the ledger whenever it is
//! asked for, never stored.

use std::path::Path;

use serde::Serialize;

use super::ledger::{AssetKind, Ledger, Record};
use super::recordings::recordings_now;
use super::takes::takes;
use crate::project::{Project, ProjectStore, Scene, VoiceProvider};
use crate::provider::{Origin, Usage};
use crate::{Digest, Error, Result};

/// What an element of a project needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ElementState {
    /// There is none.
    Missing,
    /// It was generated, and from what the project says now.
    Current,
    /// It was generated from something that has changed since; it can still be used.
    Stale,
    /// It is the person's own; generation leaves it alone.
    Own,
}

/// What the inputs of a prompt are: the line.
pub(super) fn prompt_inputs(project: &Project, scene: &Scene) -> Digest {
    Digest::builder("prompt inputs 1")
        .field(scene.line.trim())
        .field(project.reel.language.to_string())
        .finish()
}

/// What the inputs of a picture are: prompt, style, and the name of the reference. Not the
/// format, for a picture can be cropped, and not the provider.
pub(super) fn image_inputs(project: &Project, scene: &Scene) -> Digest {
    let reference = project.reel.reference.as_ref();
    Digest::builder("image inputs 2")
        .field(scene.prompt.as_deref().unwrap_or_default().trim())
        .field(project.reel.style.as_deref().unwrap_or_default().trim())
        .optional(reference.map(|file| file.to_string_lossy().into_owned()))
        .finish()
}

/// What the inputs of one spoken line are: its words and the voice.
pub(super) fn speech_inputs(project: &Project, line: &str) -> Digest {
    Digest::builder("speech inputs 2")
        .field(line.trim())
        .field(project.reel.language.to_string())
        .optional(project.voice.name.as_deref())
        .optional(project.voice.style.as_deref())
        .number(project.voice.speed)
        .finish()
}

/// What the inputs of lines that are spoken in one call are, of those of each: one line alone is
/// just itself.
pub(super) fn part_inputs(lines: &[Digest]) -> Digest {
    match lines {
        [line] => line.clone(),
        lines => {
            let digest = Digest::builder("part inputs 1");
            let all = lines.iter();
            all.fold(digest, |digest, line| digest.field(line.as_str()))
                .finish()
        }
    }
}

/// What the inputs of a script are.
pub(super) fn script_inputs(project: &Project) -> Digest {
    Digest::builder("script inputs 1")
        .field(project.reel.topic.as_deref().unwrap_or_default().trim())
        .field(project.reel.language.to_string())
        .field((project.reel.scene_count() as u64).to_le_bytes())
        .optional(project.reel.length.map(|secs| secs.to_bits().to_le_bytes()))
        .optional(project.reel.tone.as_deref())
        .finish()
}

/// What the inputs of a voiceover are: its lines, the durations they wait for, and the provider
/// where the person names one.
pub(super) fn voiceover_inputs(project: &Project) -> Digest {
    let digest = Digest::builder("voiceover inputs 2").field(project.voice.provider.name());
    project
        .scenes
        .iter()
        .fold(digest, |digest, scene| {
            let line = speech_inputs(project, &scene.line);
            let secs = scene.duration.map(|secs| secs.to_bits().to_le_bytes());
            let digest = digest.field(line.as_str()).optional(secs);
            // Nothing is added where there is none, so that older voiceovers stay current.
            match &scene.voice {
                Some(file) => {
                    let digest = digest.field(file.to_string_lossy().as_bytes());
                    digest.optional(project.voice.gate.then_some("gated"))
                }
                None => digest,
            }
        })
        .finish()
}

/// The newest takes of a project's lines by a provider, by their keys, and the recordings of
/// scenes.
pub(super) fn takes_now(
    project: &Project,
    folder: &Path,
    ledger: &Ledger,
    provider: &str,
) -> Vec<Digest> {
    let takes = takes(project, ledger, provider).into_values();
    let takes = takes.map(|take| take.record.key);
    takes.chain(recordings_now(project, folder)).collect()
}

/// The state of a scene's prompt.
pub(super) fn prompt_state(project: &Project, scene: &Scene, ledger: &Ledger) -> ElementState {
    let prompt = scene.prompt.as_deref().unwrap_or_default().trim();
    if prompt.is_empty() {
        return ElementState::Missing;
    }
    let inputs = prompt_inputs(project, scene);
    let mut state = ElementState::Own;
    for record in ledger.records() {
        if record.kind == AssetKind::Prompt && record.text == prompt {
            if record.inputs == inputs {
                return ElementState::Current;
            }
            state = ElementState::Stale;
        }
    }
    state
}

/// The state of a scene's picture.
pub(super) fn image_state(
    project: &Project,
    scene: &Scene,
    folder: &Path,
    ledger: &Ledger,
) -> ElementState {
    let Some(image) = &scene.image else {
        // A card needs none.
        return match scene.card_text() {
            Some(_) => ElementState::Own,
            None => ElementState::Missing,
        };
    };
    match ledger.of_file(AssetKind::Image, image) {
        Some(record) if record.inputs == image_inputs(project, scene) => ElementState::Current,
        Some(_) => ElementState::Stale,
        // A generated file that was lost is made again; one's own is asked back.
        None if ledger.generated(image) && !folder.join(image).exists() => ElementState::Missing,
        None => ElementState::Own,
    }
}

/// The state of the voiceover.
pub(super) fn voice_state(project: &Project, folder: &Path, ledger: &Ledger) -> ElementState {
    let Some(file) = &project.voice.file else {
        return ElementState::Missing;
    };
    if project.voice.provider == VoiceProvider::File {
        return ElementState::Own;
    }
    match ledger.of_file(AssetKind::Voiceover, file) {
        Some(record) if record.inputs == voiceover_inputs(project) => {
            // An older one that the person went back to stays; the newest one follows the takes.
            let is_newest = ledger.newest(AssetKind::Voiceover, &record.inputs) == Some(record);
            let provider = &record.origin.provider;
            let has_takes = || record.spoken == takes_now(project, folder, ledger, provider);
            if is_newest && !has_takes() {
                ElementState::Stale
            } else {
                ElementState::Current
            }
        }
        Some(_) => ElementState::Stale,
        None if ledger.generated(file) && !folder.join(file).exists() => ElementState::Missing,
        None => ElementState::Own,
    }
}

/// What all elements of a project need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectStates {
    /// The prompt and the picture of each scene, in order.
    pub scenes: Vec<SceneStates>,
    /// The voiceover.
    pub voice: ElementState,
}

/// What the elements of a scene need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SceneStates {
    /// The prompt.
    pub prompt: ElementState,
    /// The picture.
    pub image: ElementState,
}

impl ProjectStates {
    /// Finds out what all elements of a project need. `folder` is where its paths begin. It reads
    /// every picture that was generated.
    pub fn of(project: &Project, folder: &Path, ledger: &Ledger) -> Self {
        let scenes = project.scenes.iter().map(|scene| SceneStates {
            prompt: prompt_state(project, scene, ledger),
            image: image_state(project, scene, folder, ledger),
        });
        Self {
            scenes: scenes.collect(),
            voice: voice_state(project, folder, ledger),
        }
    }
}

/// Says that a generated picture is fine as it is, though its prompt or the style has changed
/// since: from now on it counts as made from what the project says now. `index` counts scenes
/// from 0. A picture that is not generated needs no such word, and one that is not there is
/// [`NotFound`](crate::ErrorKind::NotFound).
pub fn accept_picture(store: &dyn ProjectStore, index: usize) -> Result<()> {
    let project = store.load()?;
    let mut ledger = Ledger::open(store.folder(), &store.assets_folder())?;
    let scene = project.scenes.get(index);
    let missing = || Error::not_found(format!("scene {} has no picture", index + 1));
    let (scene, image) = scene
        .and_then(|scene| Some((scene, scene.image.as_deref()?)))
        .ok_or_else(missing)?;
    let Some(record) = ledger.of_file(AssetKind::Image, image) else {
        return Ok(());
    };
    let inputs = image_inputs(&project, scene);
    if record.inputs == inputs {
        return Ok(());
    }
    let accepted = Record {
        inputs,
        text: scene.prompt.clone().unwrap_or_default(),
        line: scene.line.clone(),
        // It was paid for once.
        origin: Origin {
            usage: Usage::default(),
            ..record.origin.clone()
        },
        ..record.clone()
    };
    ledger.add([accepted])
}
