//! The takes of a project: in which sound each line is spoken, and which lines are still to be.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::Work;
use super::ledger::{Ledger, Record};
use super::recordings::recorded_scenes;
use super::state::{ElementState, speech_inputs, voice_state};
use crate::project::{Project, VoiceProvider};
use crate::provider::{SpeechRequest, SpeechUnit, Tts};
use crate::voiceover::{Pcm, speaking_secs};
use crate::{Error, LineSpan, Stage};

/// The longest speech that is asked for in one call, in seconds: the voices of models drift in
/// longer ones.
const MAX_PART_SECS: f64 = 60.0;

/// Where a line is spoken.
#[derive(Debug, Clone)]
pub(super) struct Take {
    pub(super) record: Record,
    /// Which of the record's lines it is.
    pub(super) at: usize,
}

impl Take {
    /// Whether it can be cut out of its sound without cutting into words.
    pub(super) fn is_sure(&self) -> bool {
        !self.record.unsure.contains(&self.at)
    }

    /// When it is spoken in a sound of several lines; `None` where that is not known.
    pub(super) fn span(&self) -> Option<LineSpan> {
        *self.record.lines.as_ref()?.get(self.at)?
    }

    /// When its words are spoken, from its start on; empty where that is not known.
    pub(super) fn words(&self) -> Vec<LineSpan> {
        self.record.words.get(self.at).cloned().unwrap_or_default()
    }

    /// Its part of the sound of its record.
    pub(super) fn cut(&self, sound: &Pcm) -> Option<Pcm> {
        if self.record.spoken.is_empty() {
            return Some(sound.clone());
        }
        self.span().map(|span| sound.part(span))
    }
}

pub(super) fn not_found(index: usize) -> Error {
    let number = index + 1;
    Error::unavailable(format!(
        "the line of scene {number} is not found in the sound"
    ))
    .hint(format!(
        "have it spoken alone: reelcraft voice FILE --scene {number} --force"
    ))
}

/// Whether there is something in a line that can be spoken.
pub(super) fn is_spoken(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

/// The indexes of the scenes that have something to say, and no recording of their own.
pub(super) fn spoken_scenes(project: &Project) -> impl Iterator<Item = usize> {
    let scenes = project.scenes.iter().enumerate();
    let speaks = project.voice.provider != VoiceProvider::None;
    let is_whole = project.voice.provider == VoiceProvider::File;
    scenes
        .filter(move |(_, scene)| {
            speaks && is_spoken(&scene.line) && (is_whole || scene.voice.is_none())
        })
        .map(|(index, _)| index)
}

pub(super) fn line_of(project: &Project, index: usize) -> &str {
    let scene = project.scenes.get(index);
    scene.map_or("", |scene| scene.line.trim())
}

/// Whether the project asks a provider for its voice.
fn has_provider(project: &Project) -> bool {
    !matches!(
        project.voice.provider,
        VoiceProvider::None | VoiceProvider::File
    )
}

pub(super) fn wants_voiceover(
    project: &Project,
    work: &Work,
    ledger: &Ledger,
    folder: &Path,
) -> bool {
    work.stages.contains(&Stage::Voice)
        && (recorded_scenes(project).next().is_some()
            || has_provider(project) && spoken_scenes(project).next().is_some())
        && match voice_state(project, folder, ledger) {
            ElementState::Missing => true,
            ElementState::Stale => !work.keep_stale || work.forces(Stage::Voice),
            ElementState::Current => work.forces(Stage::Voice),
            ElementState::Own => false,
        }
}

/// The calls that would be made for the voiceover: the scenes of each.
pub(super) fn wanted_speech(
    project: &Project,
    work: &Work,
    ledger: &Ledger,
    folder: &Path,
    tts: &dyn Tts,
) -> Vec<Vec<usize>> {
    if !wants_voiceover(project, work, ledger, folder) {
        return Vec::new();
    }
    let lines = missing_lines(project, work, ledger, tts, work.forces(Stage::Voice));
    parts(project, lines, unit_of(project, tts))
}

/// What a call is asked for.
pub(super) fn speech_request(project: &Project, scenes: &[usize]) -> SpeechRequest {
    SpeechRequest {
        lines: scenes
            .iter()
            .map(|index| line_of(project, *index).to_owned())
            .collect(),
        language: project.reel.language.clone(),
        voice: project.voice.name.clone(),
        style: project.voice.style.clone(),
        speed: project.voice.speed,
    }
}

pub(super) fn unit_of(project: &Project, tts: &dyn Tts) -> SpeechUnit {
    project.voice.unit.unwrap_or_else(|| tts.unit())
}

/// The scenes whose lines are to be spoken: those that are asked for and have no take, and all
/// whose take lies at an uncertain place of a sound that has to be cut. Locked ones keep what
/// they have. Of equal lines only the first is spoken.
pub(super) fn missing_lines(
    project: &Project,
    work: &Work,
    ledger: &Ledger,
    tts: &dyn Tts,
    is_forced: bool,
) -> Vec<usize> {
    let is_locked = |index: usize| project.scenes.get(index).is_some_and(|scene| scene.locked);
    let is_redone = |index: usize| is_forced && work.touches(index) && !is_locked(index);
    let takes: BTreeMap<usize, Take> = takes(project, ledger, tts.name())
        .into_iter()
        .filter(|(index, _)| !is_redone(*index))
        .collect();
    let is_whole = one_sound(project, &takes).is_some();
    let mut known = HashSet::new();
    spoken_scenes(project)
        .filter(|index| match takes.get(index) {
            Some(take) => !is_whole && !take.is_sure() && !is_locked(*index),
            None => work.touches(*index),
        })
        .filter(|index| known.insert(line_of(project, *index)))
        .collect()
}

/// The newest take by a provider of each scene that has one.
pub(super) fn takes(project: &Project, ledger: &Ledger, provider: &str) -> BTreeMap<usize, Take> {
    let take = |index: usize| {
        let line = speech_inputs(project, line_of(project, index));
        let (record, at) = ledger.take_of(&line, provider)?;
        let record = record.clone();
        Some((index, Take { record, at }))
    };
    spoken_scenes(project).filter_map(take).collect()
}

/// The one sound that speaks just the lines of a project, in their order, where there is one and
/// it may stay as it is: no scene is silent, and none lasts longer than its line.
pub(super) fn one_sound<'t>(
    project: &Project,
    takes: &'t BTreeMap<usize, Take>,
) -> Option<&'t Record> {
    let first = &takes.values().next()?.record;
    let is_all = takes.len() == project.scenes.len()
        && first.spoken.len() == takes.len()
        && takes
            .values()
            .enumerate()
            .all(|(number, take)| take.record.key == first.key && take.at == number);
    // After the last scene no line waits.
    let before_others = project
        .scenes
        .split_last()
        .map_or(&[][..], |(_, others)| others);
    let waits = before_others.iter().any(|scene| scene.duration.is_some());
    (is_all && !waits).then_some(first)
}

/// Divides lines among calls of about the same length.
pub(super) fn parts(project: &Project, lines: Vec<usize>, unit: SpeechUnit) -> Vec<Vec<usize>> {
    let secs = |index: usize| speaking_secs(line_of(project, index), &project.reel.language);
    let all: f64 = lines.iter().map(|index| secs(*index)).sum();
    let longest = match unit {
        SpeechUnit::Line => 0.0,
        SpeechUnit::Script => all / (all / MAX_PART_SECS).ceil().max(1.0),
    };
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut left = 0.0;
    for index in lines {
        match parts.last_mut() {
            Some(part) if left > 0.0 => part.push(index),
            _ => {
                parts.push(vec![index]);
                left = longest;
            }
        }
        left -= secs(index);
    }
    parts
}
