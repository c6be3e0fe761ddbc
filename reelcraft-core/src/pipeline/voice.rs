//! Speaking the lines.
//!
//! Each line has a *take*: a sound in which it is spoken, alone or with others. Lines without
//! one are spoken in as few calls as suits the voice; then all takes together are the voiceover.
//! So a line that was edited or is redone leaves the sound of all others as it is.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::OnceLock;

use futures::StreamExt as _;

use super::StageOutcome;
use super::ledger::{AssetKind, Record};
use super::recordings::level;
use super::session::{Session, StageRun, is_final};
use super::state::{part_inputs, speech_inputs, takes_now, voiceover_inputs};
use super::takes::{
    Take, line_of, missing_lines, not_found, one_sound, parts, speech_request, spoken_scenes,
    takes, unit_of, wants_voiceover,
};
use super::voice_lines::{joined, scenes_in_words};
use crate::project::{Edit, Project};
use crate::provider::{Origin, SpeechUnit, Usage};
use crate::voiceover::{Pauses, Pcm, SpokenLine, join_lines};
use crate::{Digest, Error, ErrorKind, Event, IoContext, LineSpan, Result, Stage};

/// What is known of a voiceover beside its sound and its lines.
struct Made {
    /// The scenes whose line times are uncertain.
    unsure: Vec<usize>,
    /// When the words of each scene are spoken, from the start of its line on.
    words: Vec<Vec<LineSpan>>,
    origin: Origin,
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
        let lines: HashSet<&str> = missing
            .iter()
            .map(|index| line_of(project, *index))
            .collect();
        for index in spoken_scenes(project) {
            if self.work.touches(index) && !lines.contains(line_of(project, index)) {
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
        let takes = takes(project, &self.ledger(), tts.name());
        let silent: Vec<usize> = spoken_scenes(project)
            .filter(|index| !takes.contains_key(index))
            .collect();
        if silent.is_empty() {
            let recordings = self.scene_recordings(project).await;
            if !self.has_failed_stage(Stage::Voice) {
                self.join(project, &takes, recordings).await?;
            }
        } else {
            let scenes = scenes_in_words(&silent);
            self.control.warn(format!(
                "the voice is not joined yet: {scenes} still without sound; `reelcraft voice \
                 FILE` speaks the rest"
            ));
        }
        Ok(Some(run.finish()))
    }

    /// Speaks lines in calls, several at a time. A call that fails stops no other, unless no
    /// other one can succeed. Where it was for several lines, the stage fails; else that scene.
    /// Lines of which something is declined are spoken one by one, so that one costs no other.
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
                let mut parts = VecDeque::from([part]);
                while let Some(part) = parts.pop_front() {
                    let result = match end.get() {
                        Some(error) => Err(error.clone()),
                        None => self.speak_part(project, &part).await,
                    };
                    let Err(error) = result else {
                        self.all_spoken(project, &part, run);
                        continue;
                    };
                    if is_final(&error) {
                        end.get_or_init(|| error.clone());
                    }
                    match part.as_slice() {
                        _ if error.is_cancelled() => {}
                        [index] => self.fail(Stage::Voice, *index, error),
                        all if matches!(error.kind(), ErrorKind::Refused { .. }) => {
                            parts.extend(all.iter().map(|index| vec![*index]));
                        }
                        _ => {
                            failed.get_or_init(|| error);
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

    /// Tells that scenes have their sound, and all others with the same lines.
    fn all_spoken(&self, project: &Project, part: &[usize], run: &StageRun<'_>) {
        for spoken in part {
            let line = line_of(project, *spoken);
            for index in spoken_scenes(project) {
                if line_of(project, index) == line && (index == *spoken || self.work.touches(index))
                {
                    self.spoken(project, index, run, index != *spoken);
                }
            }
        }
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
            words: speech.value.words.unwrap_or_default(),
            secs: speech.value.audio.secs(),
            ..Record::new(AssetKind::Speech, inputs, key, variant, speech.origin)
        };
        self.keep_sound(record, &speech.value.audio.to_wav()?)?;
        Ok(())
    }

    /// Finds the lines in the sounds that speak several and whose times nobody told.
    async fn find_lines_of_takes(&self, project: &Project) -> Result<()> {
        let takes = takes(project, &self.ledger(), self.studio.tts.name());
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
        let file = record.file.clone().unwrap_or_default();
        let path = self.folder().join(&file);
        let sound = Pcm::from_wav(&std::fs::read(&path).io_context("read", &path)?);
        if sound.is_err() {
            self.ledger().set_broken(&file)?;
        }
        sound.map_err(|error| {
            let about = format!("{} is damaged", path.display());
            error
                .context(about)
                .hint("have it spoken again: reelcraft voice FILE")
        })
    }

    /// Makes the voiceover of the takes.
    async fn join(
        &self,
        project: &Project,
        takes: &BTreeMap<usize, Take>,
        mut recordings: BTreeMap<usize, Pcm>,
    ) -> Result<()> {
        let unsure: Vec<usize> = takes
            .iter()
            .filter(|(_, take)| !take.is_sure())
            .map(|(index, _)| *index)
            .collect();
        let scenes = 0..project.scenes.len();
        let words: Vec<Vec<LineSpan>> = scenes
            .map(|index| takes.get(&index).map(Take::words).unwrap_or_default())
            .collect();
        let origin = match takes.values().next() {
            Some(first) => Origin {
                usage: Usage::default(),
                ..first.record.origin.clone()
            },
            None if recordings.is_empty() => return Ok(()),
            None => Origin {
                provider: self.studio.tts.name().to_owned(),
                ..Origin::default()
            },
        };
        if let Some(record) = one_sound(project, takes) {
            let lines = spread(project, takes);
            let sound = self.sound_of(record)?;
            let made = Made {
                unsure,
                words,
                origin,
            };
            return self.keep_voiceover(project, &sound, lines, made);
        }
        let mut cut = self.cut_takes(takes, !recordings.is_empty()).await?;
        let spoken: Vec<Pcm> = cut.values().cloned().collect();
        level(&mut recordings, &spoken);
        cut.append(&mut recordings);
        let scenes = project.scenes.iter().enumerate();
        let lines: Vec<SpokenLine> = scenes
            .map(|(index, scene)| SpokenLine {
                audio: cut.remove(&index),
                scene_secs: scene.duration,
            })
            .collect();
        let mut rates = lines
            .iter()
            .filter_map(|line| Some(line.audio.as_ref()?.sample_rate_hz));
        let rate = rates.next();
        if rates.any(|other| Some(other) != rate) {
            return Err(
                Error::invalid_input("the lines were spoken at different sample rates")
                    .hint("have all of them spoken anew: reelcraft voice FILE --force"),
            );
        }
        let voiceover = join_lines(&lines, Pauses::STANDARD)?;
        let made = Made {
            unsure,
            words,
            origin,
        };
        self.keep_voiceover(project, &voiceover.audio, voiceover.lines, made)
    }

    /// The sounds of takes, each alone; at the rate of recordings where there are some beside
    /// them.
    async fn cut_takes(
        &self,
        takes: &BTreeMap<usize, Take>,
        is_beside_recordings: bool,
    ) -> Result<BTreeMap<usize, Pcm>> {
        let mut sounds: BTreeMap<Digest, Pcm> = BTreeMap::new();
        let mut cut = BTreeMap::new();
        for (index, take) in takes {
            let sound = match sounds.entry(take.record.key.clone()) {
                Entry::Occupied(sound) => sound.into_mut(),
                Entry::Vacant(place) => {
                    let mut sound = self.sound_of(&take.record)?;
                    if is_beside_recordings {
                        let file = take.record.file.clone().unwrap_or_default();
                        sound = self.decode(&self.folder().join(file)).await?;
                    }
                    place.insert(sound)
                }
            };
            cut.insert(*index, take.cut(sound).ok_or_else(|| not_found(*index))?);
        }
        Ok(cut)
    }

    /// Writes a sound and its record.
    pub(super) fn keep_sound(&self, record: Record, wav: &[u8]) -> Result<Record> {
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
        made: Made,
    ) -> Result<()> {
        let Made {
            unsure,
            words,
            origin,
        } = made;
        let wav = audio.to_wav()?;
        let inputs = voiceover_inputs(project);
        let spoken = takes_now(project, self.folder(), &self.ledger(), &origin.provider);
        let variant = self.ledger().next_variant(AssetKind::Voiceover, &inputs);
        let key = Digest::builder("voiceover 1")
            .field(inputs.as_str())
            .field(Digest::of_bytes(&wav).as_str())
            .finish();
        let record = Record {
            text: joined(&project.lines()),
            spoken,
            lines: Some(lines),
            words,
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
