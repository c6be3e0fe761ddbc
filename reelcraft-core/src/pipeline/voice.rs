//! Speaking the lines.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use futures::StreamExt as _;

use super::ledger::{AssetKind, Ledger, Record, now_secs};
use super::session::{Session, StageRun, is_final};
use super::state::{
    ElementState, script_speech_inputs, speech_inputs, voice_state, voiceover_inputs,
};
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
    folder: &Path,
) -> Vec<usize> {
    if !wants_voiceover(project, work, ledger, folder) {
        return Vec::new();
    }
    spoken_scenes(project)
        .filter(|index| work.touches(*index))
        .filter(|index| {
            let line = line_of(project, *index);
            forces_line(project, work, *index)
                || ledger.next_variant(AssetKind::Speech, &speech_inputs(project, line)) == 0
        })
        .collect()
}

/// The indexes of the scenes that have something to say.
fn spoken_scenes(project: &Project) -> impl Iterator<Item = usize> {
    let scenes = project.scenes.iter().enumerate();
    scenes
        .filter(|(_, scene)| is_spoken(&scene.line))
        .map(|(index, _)| index)
}

fn line_of(project: &Project, index: usize) -> &str {
    let scene = project.scenes.get(index);
    scene.map_or("", |scene| scene.line.trim())
}

/// Whether a line is to be spoken again although it was spoken before.
fn forces_line(project: &Project, work: &Work, index: usize) -> bool {
    let is_locked = project.scenes.get(index).is_some_and(|scene| scene.locked);
    work.forces(Stage::Voice) && work.touches(index) && !is_locked
}

/// Whether the project asks a provider for its voice.
pub(super) fn has_provider(project: &Project) -> bool {
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
        // Lines outside the asked scenes are only joined, where they were spoken before.
        let spoken: Vec<usize> = spoken_scenes(project)
            .filter(|index| {
                let inputs = speech_inputs(project, line_of(project, *index));
                self.work.touches(*index)
                    || self.ledger().next_variant(AssetKind::Speech, &inputs) > 0
            })
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
        if sounds.len() == spoken_scenes(project).count() {
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
        let line = line_of(project, index);
        let inputs = speech_inputs(project, line);
        let forced = forces_line(project, self.work, index);
        let variant = self.variant(AssetKind::Speech, &inputs, forced);
        let key = self.speech_key(&inputs, variant);
        let _alone = self.alone(&key).await;
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
            self.control.check()?;
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
            let file = file.file.unwrap_or_default();
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
        if self.work.scenes.is_some() && self.work.forces(Stage::Voice) {
            return Err(Error::invalid_input(
                "this voice speaks a script as a whole, not scene by scene",
            )
            .hint("leave out --scene"));
        }
        let run = self.begin(Stage::Voice, 1);
        let inputs = script_speech_inputs(project);
        let forced = self.work.forces(Stage::Voice);
        let variant = self.variant(AssetKind::Speech, &inputs, forced);
        let key = self.speech_key(&inputs, variant);
        let known = self.ledger().find(&key).cloned();
        let reused = known.is_some();
        let speech = match known {
            Some(record) => record,
            None => self.speak_script(project, inputs, key, variant).await?,
        };
        let path = self.folder().join(speech.file.clone().unwrap_or_default());
        let wav = std::fs::read(&path).io_context("read", &path)?;
        let audio = Pcm::from_wav(&wav)?;
        let waits = project.scenes.iter().any(|scene| scene.duration.is_some());
        match speech.lines {
            // Where a scene lasts longer than its line, the next line waits for it.
            Some(spans) if waits => {
                let lines: Vec<SpokenLine> = spans
                    .iter()
                    .zip(&project.scenes)
                    .map(|(span, scene)| SpokenLine {
                        audio: span.map(|span| audio.part(span)),
                        scene_secs: scene.duration,
                    })
                    .collect();
                let voiceover = join_lines(&lines, Pauses::STANDARD)?;
                self.keep_voiceover(project, &voiceover.audio, voiceover.lines, speech.origin)?;
            }
            Some(spans) => self.keep_voiceover(project, &audio, spans, speech.origin)?,
            None => {
                let spans = estimated_spans(project, &audio);
                self.keep_voiceover(project, &audio, spans, speech.origin)?;
            }
        }
        run.done(reused);
        Ok(Some(run.finish()))
    }

    async fn speak_script(
        &self,
        project: &Project,
        inputs: Digest,
        key: Digest,
        variant: u32,
    ) -> Result<Record> {
        let lines = project.lines();
        let spoken: Vec<String> = lines
            .iter()
            .filter(|line| is_spoken(line))
            .cloned()
            .collect();
        let request = speech_request(project, spoken);
        let speech = self.studio.tts.speak(&request, self.control).await?;
        let spans = speech.value.lines.map(|spans| {
            let mut spans = spans.into_iter();
            lines
                .iter()
                .map(|line| is_spoken(line).then(|| spans.next()).flatten())
                .collect()
        });
        let wav = speech.value.audio.to_wav()?;
        self.keep_sound(
            Record {
                kind: AssetKind::Speech,
                inputs,
                key,
                variant,
                file: None,
                content: None,
                text: joined(&lines),
                lines: spans,
                secs: speech.value.audio.secs(),
                origin: speech.origin,
                made_at: now_secs(),
            },
            &wav,
        )
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
        origin: Origin,
    ) -> Result<()> {
        let wav = audio.to_wav()?;
        let inputs = voiceover_inputs(project, &self.ledger());
        let variant = self.ledger().next_variant(AssetKind::Voiceover, &inputs);
        let key = Digest::builder("voiceover 1")
            .field(inputs.as_str())
            .field(Digest::of_bytes(&wav).as_str())
            .finish();
        let record = self.keep_sound(
            Record {
                kind: AssetKind::Voiceover,
                inputs,
                key,
                variant,
                file: None,
                content: None,
                text: joined(&project.lines()),
                lines: Some(lines),
                secs: audio.secs(),
                origin,
                made_at: now_secs(),
            },
            &wav,
        )?;
        self.save(&Edit::Voice {
            was: project.voice.file.clone(),
            file: record.file.unwrap_or_default(),
        })
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
        let lines = spans_by_line(project, &record);
        let spoken = spoken_scenes(project).count();
        if lines.iter().flatten().count() != spoken || record.text != joined(&project.lines()) {
            self.control
                .warn("the voice is of older lines; `reelcraft voice FILE` speaks the new ones");
        }
        Ok(Some(VoiceMaterial {
            file: MediaFile { path, digest },
            lines,
            secs: record.secs,
        }))
    }

    /// Finds the lines in a recording of the person's own.
    async fn listen(&self, project: &Project, path: &Path, digest: &Digest) -> Result<Record> {
        let audio = self
            .studio
            .renderer
            .decode_audio(path)
            .await
            .map_err(|error| {
                if *error.kind() == ErrorKind::Media {
                    error.with_kind(ErrorKind::InvalidInput)
                } else {
                    error
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
            text: joined(&project.lines()),
            lines: Some(estimated_spans(project, &audio)),
            secs: audio.secs(),
            origin: Origin::default(),
            made_at: now_secs(),
        };
        self.ledger().add([record.clone()])?;
        Ok(record)
    }
}

/// The lines of a project as one text, one a line.
fn joined(lines: &[String]) -> String {
    let lines = lines
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

/// When the lines of a project as they are now are spoken in a voiceover of older ones: each
/// line is looked for from where the one before it was found.
fn spans_by_line(project: &Project, record: &Record) -> Vec<Option<LineSpan>> {
    let spans = record.lines.clone().unwrap_or_default();
    let text = joined(&project.lines());
    let mut known = record.text.lines().zip(spans);
    let mut rest = known.clone();
    text.split('\n')
        .take(project.scenes.len())
        .map(|line| match rest.find(|(known, _)| *known == line) {
            Some((_, span)) => {
                known.clone_from(&rest);
                span
            }
            None => {
                rest.clone_from(&known);
                None
            }
        })
        .collect()
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
