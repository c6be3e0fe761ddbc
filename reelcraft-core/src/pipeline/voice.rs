//! Speaking the lines.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use futures::StreamExt as _;

use super::ledger::{AssetKind, Ledger, Record, now_secs};
use super::session::{Session, StageRun, is_final};
use super::state::{ElementState, speech_inputs, voice_state, voiceover_inputs};
use super::{StageOutcome, Work};
use crate::project::{Edit, Project, VoiceProvider};
use crate::provider::{Origin, SpeechRequest, SpeechUnit, Usage};
use crate::timeline::{MediaFile, VoiceMaterial};
use crate::voiceover::{Pauses, Pcm, SpokenLine, join_lines, share_span};
use crate::{Digest, Error, ErrorKind, Event, IoContext, LineSpan, Result, Stage};

/// Whether there is something in a line that can be spoken.
fn is_spoken(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

/// The indexes of the scenes whose lines would be spoken anew, were each spoken alone.
pub(super) fn wanted_speech(
    project: &Project,
    work: &Work,
    ledger: &Ledger,
    folder: &std::path::Path,
) -> Vec<usize> {
    if !wants_voiceover(project, work, ledger, folder) {
        return Vec::new();
    }
    let is_forced = |index: usize| work.forces(Stage::Voice) && work.touches(index);
    let scenes = project.scenes.iter().enumerate();
    scenes
        .filter(|(_, scene)| is_spoken(&scene.line))
        .filter(|(index, scene)| {
            let inputs = speech_inputs(project, &scene.line);
            is_forced(*index) || ledger.next_variant(AssetKind::Speech, &inputs) == 0
        })
        .map(|(index, _)| index)
        .collect()
}

fn wants_voiceover(
    project: &Project,
    work: &Work,
    ledger: &Ledger,
    folder: &std::path::Path,
) -> bool {
    let is_generated = !matches!(
        project.voice.provider,
        VoiceProvider::None | VoiceProvider::File
    );
    work.stages.contains(&Stage::Voice)
        && is_generated
        && project.scenes.iter().any(|scene| is_spoken(&scene.line))
        && match voice_state(project, folder, ledger) {
            ElementState::Missing => true,
            ElementState::Stale => !work.keep_stale || work.forces(Stage::Voice),
            ElementState::Current => work.forces(Stage::Voice),
            ElementState::Own => false,
        }
}

impl Session<'_> {
    /// Speaks the lines that are missing, and joins all of them to one voiceover.
    pub(super) async fn voice(&self) -> Result<Option<StageOutcome>> {
        let project = self.store.load()?;
        let wants = wants_voiceover(&project, self.work, &self.ledger(), self.folder());
        if !wants {
            return Ok(None);
        }
        match self.studio.tts.unit() {
            SpeechUnit::Line => self.voice_by_line(&project).await,
            SpeechUnit::Script => self.voice_by_script(&project).await,
        }
    }

    async fn voice_by_line(&self, project: &Project) -> Result<Option<StageOutcome>> {
        let spoken: Vec<usize> = project
            .scenes
            .iter()
            .enumerate()
            .filter(|(_, scene)| is_spoken(&scene.line))
            .map(|(index, _)| index)
            .collect();
        let run = self.begin(Stage::Voice, spoken.len());
        let end: OnceLock<Error> = OnceLock::new();
        let speaking = futures::stream::iter(spoken.iter().copied()).map(|index| {
            let (run, end) = (&run, &end);
            async move {
                let result = match end.get() {
                    Some(error) => Err(error.clone()),
                    None => self.speak_line(project, index, run).await,
                };
                match result {
                    Ok(audio) => Some((index, audio)),
                    Err(error) => {
                        if is_final(&error) {
                            end.get_or_init(|| error.clone());
                        }
                        if !error.is_cancelled() {
                            self.fail(Stage::Voice, index, error);
                        }
                        None
                    }
                }
            }
        });
        let at_once = self.studio.tts.concurrency().max(1);
        let sounds: Vec<Option<(usize, (Pcm, Origin))>> =
            speaking.buffer_unordered(at_once).collect().await;
        self.control.check()?;
        let mut sounds: BTreeMap<usize, (Pcm, Origin)> = sounds.into_iter().flatten().collect();
        if sounds.len() == spoken.len() {
            let origin = sounds.values().next().map(|(_, origin)| Origin {
                usage: Usage::default(),
                ..origin.clone()
            });
            let lines: Vec<SpokenLine> = project
                .scenes
                .iter()
                .enumerate()
                .map(|(index, scene)| SpokenLine {
                    audio: sounds.remove(&index).map(|(audio, _)| audio),
                    scene_secs: scene.duration,
                })
                .collect();
            let voiceover = join_lines(&lines, Pauses::STANDARD)?;
            self.keep_voiceover(
                project,
                &voiceover.audio,
                voiceover.lines,
                origin.unwrap_or_default(),
            )?;
        }
        Ok(Some(run.finish()))
    }

    async fn speak_line(
        &self,
        project: &Project,
        index: usize,
        run: &StageRun<'_>,
    ) -> Result<(Pcm, Origin)> {
        let line = project
            .scenes
            .get(index)
            .map_or("", |scene| scene.line.trim());
        let inputs = speech_inputs(project, line);
        let variant = self.variant(
            AssetKind::Speech,
            &inputs,
            self.work.forces(Stage::Voice) && self.work.touches(index),
        );
        let key = self.speech_key(&inputs, variant);
        let known = self
            .ledger()
            .find(&key)
            .and_then(|record| Some((record.file.clone()?, record.origin.clone())));
        let reused = known.is_some();
        let (file, audio, origin) = if let Some((file, origin)) = known {
            let path = self.folder().join(&file);
            let bytes = std::fs::read(&path).io_context("read", &path)?;
            (file, Pcm::from_wav(&bytes)?, origin)
        } else {
            let request = speech_request(project, vec![line.to_owned()]);
            let speech = self.studio.tts.speak(&request, self.control).await?;
            let wav = speech.value.audio.to_wav()?;
            let file = self.keep_sound(
                Record {
                    kind: AssetKind::Speech,
                    inputs,
                    key,
                    variant,
                    file: None,
                    content: None,
                    text: line.to_owned(),
                    lines: None,
                    secs: speech.value.audio.secs(),
                    origin: speech.origin.clone(),
                    made_at: now_secs(),
                },
                &wav,
            )?;
            // What is joined is what was kept, so that a resumed run sounds the same.
            (file, Pcm::from_wav(&wav)?, speech.origin)
        };
        self.control.report(Event::SceneFinished {
            stage: Stage::Voice,
            scene: index + 1,
            file: Some(file),
            reused,
        });
        run.done(reused);
        Ok((audio, origin))
    }

    async fn voice_by_script(&self, project: &Project) -> Result<Option<StageOutcome>> {
        let run = self.begin(Stage::Voice, 1);
        let inputs = voiceover_inputs(project);
        let forced = self.work.forces(Stage::Voice);
        let variant = self.variant(AssetKind::Voiceover, &inputs, forced);
        let key = self.speech_key(&inputs, variant);
        let known = self
            .ledger()
            .find(&key)
            .and_then(|record| record.file.clone());
        if let Some(file) = known {
            self.save(&Edit::Voice(file))?;
            run.done(true);
            return Ok(Some(run.finish()));
        }
        let lines = project.lines();
        let spoken: Vec<String> = lines
            .iter()
            .filter(|line| is_spoken(line))
            .cloned()
            .collect();
        let request = speech_request(project, spoken);
        let speech = self.studio.tts.speak(&request, self.control).await?;
        let audio = speech.value.audio;
        let spans = match speech.value.lines {
            Some(spans) => {
                let mut spans = spans.into_iter();
                lines
                    .iter()
                    .map(|line| is_spoken(line).then(|| spans.next()).flatten())
                    .collect()
            }
            None => estimated_spans(project, &audio),
        };
        self.keep_voiceover(project, &audio, spans, speech.origin)?;
        run.done(false);
        Ok(Some(run.finish()))
    }

    fn variant(&self, kind: AssetKind, inputs: &Digest, forced: bool) -> u32 {
        let made_so_far = self.ledger().next_variant(kind, inputs);
        if forced {
            made_so_far
        } else {
            made_so_far.saturating_sub(1)
        }
    }

    fn speech_key(&self, inputs: &Digest, variant: u32) -> Digest {
        Digest::builder("speech 1")
            .field(self.studio.tts.name())
            .field(inputs.as_str())
            .field(variant.to_le_bytes())
            .finish()
    }

    fn keep_sound(&self, record: Record, wav: &[u8]) -> Result<PathBuf> {
        let mut ledger = self.ledger();
        let file = ledger.write_file(record.kind, &record.key, "wav", wav)?;
        ledger.add(Record {
            file: Some(file.clone()),
            content: Some(Digest::of_bytes(wav)),
            ..record
        })?;
        Ok(file)
    }

    fn keep_voiceover(
        &self,
        project: &Project,
        audio: &Pcm,
        lines: Vec<Option<LineSpan>>,
        origin: Origin,
    ) -> Result<()> {
        let wav = audio.to_wav()?;
        let inputs = voiceover_inputs(project);
        let forced = self.work.forces(Stage::Voice);
        let variant = self.variant(AssetKind::Voiceover, &inputs, forced);
        let key = self.speech_key(&inputs, variant);
        let file = self.keep_sound(
            Record {
                kind: AssetKind::Voiceover,
                inputs,
                key,
                variant,
                file: None,
                content: None,
                text: String::new(),
                lines: Some(lines),
                secs: audio.secs(),
                origin,
                made_at: now_secs(),
            },
            &wav,
        )?;
        self.save(&Edit::Voice(file))
    }

    /// Finds the voiceover of a project and its line times, for the timeline.
    pub(super) async fn voice_material(&self, project: &Project) -> Result<Option<VoiceMaterial>> {
        if project.voice.provider == VoiceProvider::None {
            return Ok(None);
        }
        let Some(file) = &project.voice.file else {
            return Ok(None);
        };
        let path = self.folder().join(file);
        let digest = Digest::of_file(&path).map_err(|error| {
            error
                .with_kind(ErrorKind::InvalidInput)
                .hint("put the recording there, or remove the file line under [voice]")
        })?;
        let known = {
            let ledger = self.ledger();
            let generated = ledger.of_file(AssetKind::Voiceover, file).cloned();
            generated.or_else(|| ledger.find(&recording_key(project, &digest)).cloned())
        };
        let record = match known {
            Some(record) => record,
            None => self.listen(project, &path, &digest).await?,
        };
        Ok(Some(VoiceMaterial {
            file: MediaFile { path, digest },
            lines: record.lines.unwrap_or_default(),
            secs: record.secs,
        }))
    }

    /// Finds the lines in a recording of the person's own.
    async fn listen(
        &self,
        project: &Project,
        path: &std::path::Path,
        digest: &Digest,
    ) -> Result<Record> {
        let audio = self
            .studio
            .renderer
            .decode_audio(path)
            .await
            .map_err(|error| {
                if error.is_cancelled() {
                    error
                } else {
                    error.with_kind(ErrorKind::InvalidInput)
                }
            })?;
        let key = recording_key(project, digest);
        let record = Record {
            kind: AssetKind::Recording,
            inputs: key.clone(),
            key,
            variant: 0,
            file: None,
            content: None,
            text: path.display().to_string(),
            lines: Some(estimated_spans(project, &audio)),
            secs: audio.secs(),
            origin: Origin::default(),
            made_at: now_secs(),
        };
        self.ledger().add(record.clone())?;
        Ok(record)
    }
}

/// What the line times of a recording depend on: its sound, and the lines.
fn recording_key(project: &Project, content: &Digest) -> Digest {
    Digest::builder("recording 1")
        .field(content.as_str())
        .json(&project.lines())
        .field(project.reel.language.to_string())
        .finish()
}

fn speech_request(project: &Project, lines: Vec<String>) -> SpeechRequest {
    SpeechRequest {
        lines,
        language: project.reel.language.clone(),
        voice: project.voice.name.clone(),
        speed: project.voice.speed,
    }
}

/// Divides the heard part of a sound among the lines by their expected lengths.
fn estimated_spans(project: &Project, audio: &Pcm) -> Vec<Option<LineSpan>> {
    let lines: Vec<String> = project
        .lines()
        .into_iter()
        .map(|line| {
            if is_spoken(&line) {
                line
            } else {
                String::new()
            }
        })
        .collect();
    share_span(&lines, &project.reel.language, audio.heard_span())
}
