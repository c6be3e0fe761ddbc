//! Speaking the lines.
//!
//! Each line has a *take*: a sound in which it is spoken, alone or with others. Lines without
//! one are spoken in as few calls as suits the voice; then all takes together are the voiceover.
//! So a line that was edited or is redone leaves the sound of all others as it is.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::OnceLock;

use futures::StreamExt as _;

use super::ledger::{AssetKind, Ledger, Record};
use super::session::{Session, StageRun, is_final};
use super::state::{ElementState, part_inputs, speech_inputs, voice_state, voiceover_inputs};
use super::voice_lines::joined;
use super::{StageOutcome, Work};
use crate::project::{Edit, Project, VoiceProvider};
use crate::provider::{Origin, SpeechRequest, SpeechUnit, Tts, Usage};
use crate::voiceover::{Pauses, Pcm, SpokenLine, join_lines, speaking_secs};
use crate::{Digest, Error, Event, IoContext, LineSpan, Result, Stage};

/// The longest speech that is asked for in one call, in seconds: the voices of models drift in
/// longer ones.
const MAX_PART_SECS: f64 = 60.0;

/// Where a line is spoken.
#[derive(Debug, Clone)]
struct Take {
    record: Record,
    /// Which of the record's lines it is.
    at: usize,
}

impl Take {
    /// Whether it can be cut out of its sound without cutting into words.
    fn is_sure(&self) -> bool {
        !self.record.unsure.contains(&self.at)
    }

    /// When it is spoken in a sound of several lines; `None` where that is not known.
    fn span(&self) -> Option<LineSpan> {
        *self.record.lines.as_ref()?.get(self.at)?
    }

    /// Its part of the sound of its record.
    fn cut(&self, sound: &Pcm) -> Option<Pcm> {
        if self.record.spoken.is_empty() {
            return Some(sound.clone());
        }
        self.span().map(|span| sound.part(span))
    }
}

fn not_found(index: usize) -> Error {
    let number = index + 1;
    Error::unavailable(format!(
        "the line of scene {number} is not found in the sound"
    ))
    .hint(format!(
        "have it spoken alone: reelcraft voice FILE --scene {number} --force"
    ))
}

/// Whether there is something in a line that can be spoken.
fn is_spoken(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

/// The indexes of the scenes that have something to say.
pub(super) fn spoken_scenes(project: &Project) -> impl Iterator<Item = usize> {
    let scenes = project.scenes.iter().enumerate();
    scenes
        .filter(|(_, scene)| is_spoken(&scene.line))
        .map(|(index, _)| index)
}

fn line_of(project: &Project, index: usize) -> &str {
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

fn wants_voiceover(project: &Project, work: &Work, ledger: &Ledger, folder: &Path) -> bool {
    work.stages.contains(&Stage::Voice)
        && has_provider(project)
        && project.scenes.iter().any(|scene| is_spoken(&scene.line))
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

fn unit_of(project: &Project, tts: &dyn Tts) -> SpeechUnit {
    project.voice.unit.unwrap_or_else(|| tts.unit())
}

/// The scenes whose lines are to be spoken: those without a take, and those whose take lies at
/// an uncertain place of a sound that has to be cut. Of equal lines only the first is spoken.
fn missing_lines(
    project: &Project,
    work: &Work,
    ledger: &Ledger,
    tts: &dyn Tts,
    is_forced: bool,
) -> Vec<usize> {
    let is_forced = |index: usize| {
        let is_locked = project.scenes.get(index).is_some_and(|scene| scene.locked);
        is_forced && work.touches(index) && !is_locked
    };
    let takes: BTreeMap<usize, Take> = takes(project, ledger, tts)
        .into_iter()
        .filter(|(index, _)| !is_forced(*index))
        .collect();
    let is_whole = one_sound(project, &takes).is_some();
    let mut known = HashSet::new();
    spoken_scenes(project)
        .filter(|index| work.touches(*index))
        .filter(|index| match takes.get(index) {
            Some(take) => !is_whole && !take.is_sure(),
            None => true,
        })
        .filter(|index| known.insert(line_of(project, *index)))
        .collect()
}

/// The newest take of each scene that has one.
fn takes(project: &Project, ledger: &Ledger, tts: &dyn Tts) -> BTreeMap<usize, Take> {
    let take = |index: usize| {
        let line = speech_inputs(project, line_of(project, index));
        let (record, at) = ledger.take_of(&line, tts.name())?;
        let record = record.clone();
        Some((index, Take { record, at }))
    };
    spoken_scenes(project).filter_map(take).collect()
}

/// The one sound that speaks just the lines of a project, in their order, where there is one and
/// no scene has a duration that a line would have to wait for.
fn one_sound<'t>(project: &Project, takes: &'t BTreeMap<usize, Take>) -> Option<&'t Record> {
    let first = &takes.values().next()?.record;
    let is_all = takes.len() == spoken_scenes(project).count()
        && first.spoken.len() == takes.len()
        && takes
            .values()
            .enumerate()
            .all(|(number, take)| take.record.key == first.key && take.at == number);
    let waits = project.scenes.iter().any(|scene| scene.duration.is_some());
    (is_all && !waits).then_some(first)
}

/// Divides lines among calls of about the same length.
fn parts(project: &Project, lines: Vec<usize>, unit: SpeechUnit) -> Vec<Vec<usize>> {
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

impl Session<'_> {
    /// Speaks the lines that are missing, and joins all of them to one voiceover.
    pub(super) async fn voice(&self) -> Result<Option<StageOutcome>> {
        let project = &self.store.load()?;
        if !wants_voiceover(project, self.work, &self.ledger(), self.folder()) {
            return Ok(None);
        }
        let tts = self.studio.tts.as_ref();
        self.find_lines_of_takes(project).await?;
        let is_forced = self.work.forces(Stage::Voice);
        let missing = missing_lines(project, self.work, &self.ledger(), tts, is_forced);
        let in_scope = spoken_scenes(project).filter(|index| self.work.touches(*index));
        let run = self.begin(Stage::Voice, in_scope.count());
        for index in spoken_scenes(project).filter(|index| !missing.contains(index)) {
            if self.work.touches(index) {
                self.spoken(project, index, &run, true);
            }
        }
        self.speak(
            project,
            parts(project, missing, unit_of(project, tts)),
            &run,
        )
        .await?;
        self.find_lines_of_takes(project).await?;
        // What cannot be cut out of a longer sound is spoken alone.
        let unsure = missing_lines(project, self.work, &self.ledger(), tts, false);
        if !self.has_failed_stage(Stage::Voice) {
            let alone = parts(project, unsure, SpeechUnit::Line);
            self.speak(project, alone, &run).await?;
        }
        let takes = takes(project, &self.ledger(), tts);
        if takes.len() == spoken_scenes(project).count() && !self.has_failed_stage(Stage::Voice) {
            self.join(project, &takes)?;
        }
        Ok(Some(run.finish()))
    }

    /// Speaks lines in calls, several at a time. A call that fails stops no other, unless no
    /// other one can succeed. Where it was for several lines, the stage fails; else that scene.
    async fn speak(
        &self,
        project: &Project,
        parts: Vec<Vec<usize>>,
        run: &StageRun<'_>,
    ) -> Result<()> {
        let end: OnceLock<Error> = OnceLock::new();
        let failed: OnceLock<Error> = OnceLock::new();
        let calls = futures::stream::iter(parts).map(|part| {
            let (end, failed) = (&end, &failed);
            async move {
                let result = match end.get() {
                    Some(error) => Err(error.clone()),
                    None => self.speak_part(project, &part).await,
                };
                match result {
                    Ok(()) => {
                        for index in part {
                            self.spoken(project, index, run, false);
                        }
                    }
                    Err(error) => {
                        if is_final(&error) {
                            end.get_or_init(|| error.clone());
                        }
                        match part.as_slice() {
                            _ if error.is_cancelled() => {}
                            [index] => self.fail(Stage::Voice, *index, error),
                            _ => {
                                failed.get_or_init(|| error);
                            }
                        }
                    }
                }
            }
        });
        let at_once = self.studio.tts.concurrency().max(1);
        calls.buffer_unordered(at_once).collect::<()>().await;
        self.control.check()?;
        failed.into_inner().map_or(Ok(()), Err)
    }

    /// Tells that a scene has its sound.
    fn spoken(&self, project: &Project, index: usize, run: &StageRun<'_>, reused: bool) {
        let line = speech_inputs(project, line_of(project, index));
        let file = {
            let ledger = self.ledger();
            let take = ledger.take_of(&line, self.studio.tts.name());
            take.and_then(|(record, _)| record.file.clone())
        };
        self.control.report(Event::SceneFinished {
            stage: Stage::Voice,
            scene: index + 1,
            file,
            reused,
        });
        run.done(reused);
    }

    /// Speaks some lines in one call. The sound is paid for, so it is kept before anything else
    /// is done with it.
    async fn speak_part(&self, project: &Project, scenes: &[usize]) -> Result<()> {
        self.control.check()?;
        let request = speech_request(project, scenes);
        let spoken: Vec<Digest> = request
            .lines
            .iter()
            .map(|line| speech_inputs(project, line))
            .collect();
        let inputs = part_inputs(&spoken);
        let variant = self.ledger().next_variant(AssetKind::Speech, &inputs);
        let key = Digest::builder("speech 1")
            .field(self.studio.tts.name())
            .field(inputs.as_str())
            .field(variant.to_le_bytes())
            .finish();
        let speech = self.paid(self.studio.tts.speak(&request, self.control).await)?;
        let is_alone = spoken.len() == 1;
        let lines = speech.value.lines.filter(|_| !is_alone);
        let record = Record {
            text: joined(&request.lines),
            spoken: if is_alone { Vec::new() } else { spoken },
            lines: lines.map(|lines| lines.into_iter().map(Some).collect()),
            secs: speech.value.audio.secs(),
            ..Record::new(AssetKind::Speech, inputs, key, variant, speech.origin)
        };
        self.keep_sound(record, &speech.value.audio.to_wav()?)?;
        Ok(())
    }

    /// Finds the lines in the sounds that speak several and whose times nobody told.
    async fn find_lines_of_takes(&self, project: &Project) -> Result<()> {
        let takes = takes(project, &self.ledger(), self.studio.tts.as_ref());
        let mut found = HashSet::new();
        for Take { record, .. } in takes.into_values() {
            let is_known = record.spoken.is_empty() || record.lines.is_some();
            if !is_known && found.insert(record.key.clone()) {
                let audio = self.sound_of(&record)?;
                let lines = record.text.lines().map(str::to_owned).collect();
                let language = project.reel.language.clone();
                self.find_lines(record, audio, lines, language).await?;
            }
        }
        Ok(())
    }

    /// Reads the sound of a record.
    fn sound_of(&self, record: &Record) -> Result<Pcm> {
        let path = self.folder().join(record.file.clone().unwrap_or_default());
        Pcm::from_wav(&std::fs::read(&path).io_context("read", &path)?)
    }

    /// Makes the voiceover of the takes.
    fn join(&self, project: &Project, takes: &BTreeMap<usize, Take>) -> Result<()> {
        let unsure: Vec<usize> = takes
            .iter()
            .filter(|(_, take)| !take.is_sure())
            .map(|(index, _)| *index)
            .collect();
        let Some(first) = takes.values().next() else {
            return Ok(());
        };
        let origin = Origin {
            usage: Usage::default(),
            ..first.record.origin.clone()
        };
        if let Some(record) = one_sound(project, takes) {
            let lines = spread(project, takes);
            return self.keep_voiceover(project, &self.sound_of(record)?, lines, unsure, origin);
        }
        let mut sounds: BTreeMap<Digest, Pcm> = BTreeMap::new();
        let mut lines = Vec::with_capacity(project.scenes.len());
        for (index, scene) in project.scenes.iter().enumerate() {
            let audio = match takes.get(&index) {
                None => None,
                Some(take) => {
                    let sound = match sounds.entry(take.record.key.clone()) {
                        Entry::Occupied(sound) => sound.into_mut(),
                        Entry::Vacant(place) => place.insert(self.sound_of(&take.record)?),
                    };
                    Some(take.cut(sound).ok_or_else(|| not_found(index))?)
                }
            };
            lines.push(SpokenLine {
                audio,
                scene_secs: scene.duration,
            });
        }
        let voiceover = join_lines(&lines, Pauses::STANDARD)?;
        self.keep_voiceover(project, &voiceover.audio, voiceover.lines, unsure, origin)
    }

    /// Writes a sound and its record.
    fn keep_sound(&self, record: Record, wav: &[u8]) -> Result<Record> {
        let mut ledger = self.ledger();
        let file = ledger.write_file(record.kind, &record.key, "wav", wav)?;
        let record = Record {
            file: Some(file),
            content: Some(Digest::of_bytes(wav)),
            ..record
        };
        ledger.add([record.clone()])?;
        Ok(record)
    }

    fn keep_voiceover(
        &self,
        project: &Project,
        audio: &Pcm,
        lines: Vec<Option<LineSpan>>,
        unsure: Vec<usize>,
        origin: Origin,
    ) -> Result<()> {
        let wav = audio.to_wav()?;
        let inputs = voiceover_inputs(project, &self.ledger());
        let variant = self.ledger().next_variant(AssetKind::Voiceover, &inputs);
        let key = Digest::builder("voiceover 1")
            .field(inputs.as_str())
            .field(Digest::of_bytes(&wav).as_str())
            .finish();
        let record = Record {
            text: joined(&project.lines()),
            lines: Some(lines),
            unsure,
            secs: audio.secs(),
            ..Record::new(AssetKind::Voiceover, inputs, key, variant, origin)
        };
        let record = self.keep_sound(record, &wav)?;
        // A render tells it of every voice that it uses.
        if !self.work.stages.contains(&Stage::Render) {
            self.warn_of_unsure(&record.unsure);
        }
        self.save(&Edit::Voice {
            was: project.voice.file.clone(),
            file: record.file.unwrap_or_default(),
        })
    }
}

/// The times of takes, one entry a scene.
fn spread(project: &Project, takes: &BTreeMap<usize, Take>) -> Vec<Option<LineSpan>> {
    let scenes = 0..project.scenes.len();
    scenes
        .map(|index| takes.get(&index).and_then(Take::span))
        .collect()
}
