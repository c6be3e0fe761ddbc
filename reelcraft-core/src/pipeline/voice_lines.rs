//! When the lines of a project are spoken in its voiceover.

use std::path::Path;

use super::ledger::{AssetKind, Record};
use super::session::Session;
use super::takes::spoken_scenes;
use crate::project::{Project, VoiceProvider};
use crate::provider::{Origin, Usage};
use crate::timeline::{MediaFile, VoiceMaterial};
use crate::voiceover::{Alignment, Pcm, align_lines};
use crate::{Digest, Error, ErrorKind, Language, LineSpan, Result};

impl Session<'_> {
    /// Finds the voiceover of a project and its line times, for the timeline.
    pub(super) async fn voice_material(&self, project: &Project) -> Result<Option<VoiceMaterial>> {
        if project.voice.provider == VoiceProvider::None {
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
        let known = {
            let ledger = self.ledger();
            let generated = ledger.of_file(AssetKind::Voiceover, file).cloned();
            generated.or_else(|| ledger.find(&recording_key(project, &digest)).cloned())
        };
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
        let unsure = times.iter().enumerate().filter(|(_, time)| time.is_unsure);
        let unsure: Vec<usize> = unsure.map(|(scene, _)| scene).collect();
        self.warn_of_unsure(&unsure);
        Ok(Some(VoiceMaterial {
            file: MediaFile { path, digest },
            lines,
            secs: record.secs,
        }))
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
#[derive(Debug, Clone, Copy, Default)]
struct LineTime {
    span: Option<LineSpan>,
    is_unsure: bool,
}

/// When the lines of a project as they are now are spoken in a voiceover of older ones: each
/// line is looked for from where the one before it was found.
fn times_by_line(project: &Project, record: &Record) -> Vec<LineTime> {
    let spans = record.lines.clone().unwrap_or_default();
    let times = spans.into_iter().enumerate().map(|(index, span)| LineTime {
        span,
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
