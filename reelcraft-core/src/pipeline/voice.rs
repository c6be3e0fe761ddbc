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
use super::voice_lines::joined;
use super::{StageOutcome, Work};
use crate::project::{Edit, Project, VoiceProvider};
use crate::provider::{Origin, SpeechRequest, SpeechUnit, Usage};
use crate::voiceover::{Pauses, Pcm, SpokenLine, join_lines};
use crate::{Digest, Error, Event, IoContext, LineSpan, Result, Stage};

/// What is kept of the speech that a voiceover was made of.
struct MadeOf {
    /// The scenes whose line times are uncertain.
    unsure: Vec<usize>,
    origin: Origin,
}

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
                MadeOf {
                    unsure: Vec::new(),
                    origin: origin.unwrap_or_default(),
                },
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
                    unsure: Vec::new(),
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
        let speech = match speech.lines {
            Some(_) => speech,
            None => self.find_lines(project, speech, &audio).await?,
        };
        let is_cut_safely = speech.unsure.is_empty();
        let waits = project.scenes.iter().any(|scene| scene.duration.is_some());
        let made_of = MadeOf {
            unsure: speech.unsure,
            origin: speech.origin,
        };
        match speech.lines.unwrap_or_default() {
            // Where a scene lasts longer than its line, the next line waits for it.
            spans if waits && is_cut_safely => {
                let lines: Vec<SpokenLine> = spans
                    .iter()
                    .zip(&project.scenes)
                    .map(|(span, scene)| SpokenLine {
                        audio: span.map(|span| audio.part(span)),
                        scene_secs: scene.duration,
                    })
                    .collect();
                let voiceover = join_lines(&lines, Pauses::STANDARD)?;
                self.keep_voiceover(project, &voiceover.audio, voiceover.lines, made_of)?;
            }
            spans => self.keep_voiceover(project, &audio, spans, made_of)?,
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
                unsure: Vec::new(),
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
        made_of: MadeOf,
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
                unsure: made_of.unsure,
                secs: audio.secs(),
                origin: made_of.origin,
                made_at: now_secs(),
            },
            &wav,
        )?;
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

fn speech_request(project: &Project, lines: Vec<String>) -> SpeechRequest {
    SpeechRequest {
        lines,
        language: project.reel.language.clone(),
        voice: project.voice.name.clone(),
        speed: project.voice.speed,
    }
}
