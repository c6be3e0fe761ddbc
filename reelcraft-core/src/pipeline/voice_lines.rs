//! When the lines of a project are spoken in its voiceover.

use std::path::Path;

use super::ledger::{AssetKind, Record};
use super::recordings::recorded_scenes;
use super::session::Session;
use super::takes::spoken_scenes;
use crate::captions::words_of;
use crate::project::{Project, VoiceProvider};
use crate::provider::{Origin, Usage};
use crate::timeline::{MediaFile, VoiceMaterial};
use crate::voiceover::{Alignment, Pcm, align_lines, align_words};
use crate::{Digest, Error, ErrorKind, Language, LineSpan, Result};

impl Session<'_> {
    /// Finds the voiceover of a project and its line times, for the timeline.
    pub(super) async fn voice_material(&self, project: &Project) -> Result<Option<VoiceMaterial>> {
        let is_silent = project.voice.provider == VoiceProvider::None
            && recorded_scenes(project).next().is_none();
        if is_silent {
            return Ok(None);
        }
        let Some(file) = &project.voice.file else {
            if spoken_scenes(project).next().is_some() {
                self.control
                    .warn("there is no voice; `reelcraft voice FILE` speaks the lines");
            }
            return Ok(None);
        };
        let path = self.folder().join(file);
        let digest = Digest::of_file(&path).map_err(|error| {
            error
                .with_kind(ErrorKind::InvalidInput)
                .hint("put the recording there, or remove the file line under [voice]")
        })?;
        let generated = self.ledger().of_file(AssetKind::Voiceover, file).cloned();
        // The times of what was made here are those of the whole file.
        let (path, digest) = match generated {
            Some(_) => (path, digest),
            None => self.whole_recording(project, &path, &digest).await?,
        };
        let heard = || {
            let key = recording_key(project, &digest);
            self.ledger().find(&key).cloned()
        };
        let known = generated.or_else(heard);
        let record = match known {
            Some(record) => record,
            None => self.listen(project, &path, &digest).await?,
        };
        let times = times_by_line(project, &record);
        let lines: Vec<Option<LineSpan>> = times.iter().map(|time| time.span).collect();
        let is_of_these_lines = record.text == joined(&project.lines());
        let has_all = spoken_scenes(project).all(|scene| {
            let time = times.get(scene);
            time.is_some_and(|time| time.span.is_some() || time.is_unsure)
        });
        if !has_all || !is_of_these_lines {
            self.control
                .warn("the voice is of older lines; `reelcraft voice FILE` speaks the new ones");
        }
        let words = self
            .words_of_lines(project, (&path, &digest), &times)
            .await?;
        let unsure = times.iter().enumerate().filter(|(_, time)| time.is_unsure);
        let unsure: Vec<usize> = unsure.map(|(scene, _)| scene).collect();
        self.warn_of_unsure(&unsure);
        Ok(Some(VoiceMaterial {
            file: MediaFile { path, digest },
            lines,
            words,
            secs: record.secs,
        }))
    }

    /// When the words of each scene are spoken: as the provider told, else as they are found in
    /// the sound of their line.
    async fn words_of_lines(
        &self,
        project: &Project,
        (path, digest): (&Path, &Digest),
        times: &[LineTime],
    ) -> Result<Vec<Vec<LineSpan>>> {
        let scenes = project.scenes.iter().zip(times);
        let lines: Vec<UntimedLine> = scenes
            .map(|(scene, time)| UntimedLine {
                words: words_of(&scene.line)
                    .into_iter()
                    .map(|word| word.text)
                    .collect(),
                time: time.clone(),
            })
            .collect();
        if lines.iter().all(|line| line.told().is_some()) {
            return Ok(lines.iter().filter_map(UntimedLine::told).collect());
        }
        let spans: Vec<Option<LineSpan>> = lines.iter().map(|line| line.time.span).collect();
        let key = Digest::builder("words 1")
            .field(digest.as_str())
            .json(&project.lines())
            .json(&spans)
            .field(project.reel.language.to_string())
            .finish();
        if let Some(known) = self.ledger().find(&key) {
            return Ok(known.words.clone());
        }
        let audio = self.decode(path).await?;
        let language = project.reel.language.clone();
        let finding = move || {
            let words = lines.iter().map(|line| {
                let told = line.told();
                told.unwrap_or_else(|| line.found_in(&audio, &language))
            });
            words.collect()
        };
        let words: Vec<Vec<LineSpan>> = tokio::task::spawn_blocking(finding)
            .await
            .map_err(|error| Error::internal("finding the words ended").because(error))?;
        let record = Record {
            words: words.clone(),
            ..Record::new(AssetKind::Words, key.clone(), key, 0, Origin::default())
        };
        self.ledger().add([record])?;
        Ok(words)
    }

    pub(super) async fn decode(&self, path: &Path) -> Result<Pcm> {
        let decoded = self.studio.renderer.decode_audio(path).await;
        // The file is one that the project names: it is the project that is wrong.
        decoded.map_err(|error| match error.kind() {
            ErrorKind::Media => error.with_kind(ErrorKind::InvalidInput),
            _ => error,
        })
    }

    /// Tells the person which lines, by index, are perhaps not where they were found.
    pub(super) fn warn_of_unsure(&self, unsure: &[usize]) {
        if unsure.is_empty() {
            return;
        }
        let scenes = scenes_in_words(unsure);
        self.control.warn(format!(
            "when the voice speaks the line of {scenes} is uncertain: check the cuts, or have \
             each line spoken alone"
        ));
    }

    /// Finds the lines in a recording of the person's own.
    async fn listen(&self, project: &Project, path: &Path, digest: &Digest) -> Result<Record> {
        let audio = self.decode(path).await?;
        let key = recording_key(project, digest);
        let lines = project.lines();
        let record = Record {
            text: joined(&lines),
            secs: audio.secs(),
            ..Record::new(AssetKind::Recording, key.clone(), key, 0, Origin::default())
        };
        let language = project.reel.language.clone();
        self.find_lines(record, audio, lines, language).await
    }

    /// Finds the lines in the sound of a record, and keeps them with it.
    pub(super) async fn find_lines(
        &self,
        record: Record,
        audio: Pcm,
        lines: Vec<String>,
        language: Language,
    ) -> Result<Record> {
        let finding = tokio::task::spawn_blocking(move || align_lines(&audio, &lines, &language));
        let Alignment { spans, unsure } = finding
            .await
            .map_err(|error| Error::internal("finding the lines ended").because(error))?;
        // The record is written again with what is known now; what it took is counted already.
        let record = Record {
            lines: Some(spans),
            unsure,
            origin: Origin {
                usage: Usage::default(),
                ..record.origin
            },
            ..record
        };
        self.ledger().add([record.clone()])?;
        Ok(record)
    }
}

/// Scenes by their numbers, from 1: `scenes 1, 2 and 5`.
pub(super) fn scenes_in_words(indexes: &[usize]) -> String {
    let numbers: Vec<String> = indexes
        .iter()
        .map(|index| (index + 1).to_string())
        .collect();
    match numbers.split_last() {
        Some((last, others)) if !others.is_empty() => {
            format!("scenes {} and {last}", others.join(", "))
        }
        _ => format!("scene {}", numbers.concat()),
    }
}

/// The lines of a project as one text, one a line.
pub(super) fn joined(lines: &[String]) -> String {
    let lines = lines
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

/// When a line is spoken.
#[derive(Debug, Clone, Default)]
struct LineTime {
    span: Option<LineSpan>,
    /// When its words are, from its start on; empty where nobody told.
    words: Vec<LineSpan>,
    is_unsure: bool,
}

/// A line whose words are to be found.
struct UntimedLine {
    words: Vec<String>,
    time: LineTime,
}

impl UntimedLine {
    /// When its words are spoken, as far as no sound is needed to know it.
    fn told(&self) -> Option<Vec<LineSpan>> {
        let Some(span) = self.time.span else {
            return Some(Vec::new());
        };
        let is_told = self.time.words.len() == self.words.len();
        is_told.then(|| {
            let place = |word: &LineSpan| LineSpan {
                start: (span.start + word.start).min(span.end),
                end: (span.start + word.end).min(span.end),
            };
            self.time.words.iter().map(place).collect()
        })
    }

    fn found_in(&self, audio: &Pcm, language: &Language) -> Vec<LineSpan> {
        let Some(span) = self.time.span else {
            return Vec::new();
        };
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let found = align_words(&audio.part(span), &words, language);
        let place = |word: LineSpan| LineSpan {
            start: span.start + word.start,
            end: span.start + word.end,
        };
        found.into_iter().map(place).collect()
    }
}

/// When the lines of a project as they are now are spoken in a voiceover of older ones: each
/// line is looked for from where the one before it was found.
fn times_by_line(project: &Project, record: &Record) -> Vec<LineTime> {
    let spans = record.lines.clone().unwrap_or_default();
    let times = spans.into_iter().enumerate().map(|(index, span)| LineTime {
        span,
        words: record.words.get(index).cloned().unwrap_or_default(),
        is_unsure: record.unsure.contains(&index),
    });
    let text = joined(&project.lines());
    let mut known = record.text.lines().zip(times);
    let mut rest = known.clone();
    text.split('\n')
        .take(project.scenes.len())
        .map(|line| match rest.find(|(known, _)| *known == line) {
            Some((_, time)) => {
                known.clone_from(&rest);
                time
            }
            None => {
                rest.clone_from(&known);
                LineTime::default()
            }
        })
        .collect()
}

/// What the line times of a recording depend on: its sound, the lines, and how they are found.
fn recording_key(project: &Project, content: &Digest) -> Digest {
    Digest::builder("recording 2")
        .field(content.as_str())
        .json(&project.lines())
        .field(project.reel.language.to_string())
        .finish()
}
