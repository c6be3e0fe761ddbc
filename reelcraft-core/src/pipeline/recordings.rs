//! The person's own recordings: one of all lines, or one of a scene.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::ledger::{AssetKind, Record};
use super::session::Session;
use crate::project::{Project, VoiceProvider};
use crate::provider::Origin;
use crate::voiceover::Pcm;
use crate::{Digest, Error, ErrorKind, Result, Stage};

/// The scenes that have a recording of their own, by index; none where one recording speaks all
/// lines.
pub(super) fn recorded_scenes(project: &Project) -> impl Iterator<Item = (usize, &PathBuf)> {
    let is_whole = project.voice.provider == VoiceProvider::File;
    let scenes = project.scenes.iter().enumerate();
    scenes
        .filter(move |_| !is_whole)
        .filter_map(|(index, scene)| Some((index, scene.voice.as_ref()?)))
}

/// What the recordings of scenes are now, by their bytes.
pub(super) fn recordings_now(project: &Project, folder: &Path) -> Vec<Digest> {
    let files = recorded_scenes(project).map(|(_, file)| folder.join(file));
    let gone = || Digest::of_bytes(b"no recording");
    files
        .map(|file| Digest::of_file(&file).unwrap_or_else(|_| gone()))
        .collect()
}

/// Whether what is silent around the whole recording is taken away. Where scenes have durations
/// of their own, the recording lies as the person placed it.
fn trims(project: &Project) -> bool {
    let has_durations = project.scenes.iter().any(|scene| scene.duration.is_some());
    project.voice.trim.unwrap_or(!has_durations)
}

impl Session<'_> {
    /// Makes the recording of all lines ready: trimmed and gated, as the project says. Where
    /// neither is wanted it stays as it is.
    pub(super) async fn whole_recording(
        &self,
        project: &Project,
        path: &Path,
        digest: &Digest,
    ) -> Result<(PathBuf, Digest)> {
        let is_own = project.voice.provider == VoiceProvider::File;
        let (trims, gates) = (is_own && trims(project), is_own && project.voice.gate);
        if !trims && !gates {
            return Ok((path.to_owned(), digest.clone()));
        }
        let key = Digest::builder("prepared recording 1")
            .field(digest.as_str())
            .field([u8::from(trims), u8::from(gates)])
            .finish();
        let known = self.ledger().find(&key).cloned();
        let record = match known {
            Some(record) => record,
            None => {
                let audio = self.decode(path).await?;
                let audio = prepared(audio, trims, gates).ok_or_else(|| nothing_heard(path))?;
                let record = Record {
                    secs: audio.secs(),
                    ..Record::new(AssetKind::Prepared, key.clone(), key, 0, Origin::default())
                };
                self.keep_sound(record, &audio.to_wav()?)?
            }
        };
        let file = self.folder().join(record.file.unwrap_or_default());
        let digest = match record.content {
            Some(content) => content,
            None => Digest::of_file(&file)?,
        };
        Ok((file, digest))
    }

    /// The sounds of the scenes that have recordings of their own, by index, trimmed and as loud
    /// as each other. A recording that cannot be used is that scene's failure.
    pub(super) async fn scene_recordings(&self, project: &Project) -> BTreeMap<usize, Pcm> {
        let mut sounds = BTreeMap::new();
        for (index, file) in recorded_scenes(project) {
            let path = self.folder().join(file);
            let sound = self.decode(&path).await.and_then(|audio| {
                prepared(audio, true, project.voice.gate).ok_or_else(|| nothing_heard(&path))
            });
            match sound {
                Ok(sound) => {
                    sounds.insert(index, sound);
                }
                Err(error) if *error.kind() == ErrorKind::NotFound => {
                    let error = error
                        .with_kind(ErrorKind::InvalidInput)
                        .hint("put the recording there, or remove the scene's voice line");
                    self.fail(Stage::Voice, index, error);
                }
                Err(error) => self.fail(Stage::Voice, index, error),
            }
        }
        sounds
    }
}

fn prepared(audio: Pcm, trims: bool, gates: bool) -> Option<Pcm> {
    // Also where nothing is cut, a recording in which nobody speaks is none.
    let trimmed = audio.trimmed_to_speech()?;
    let audio = if trims { trimmed } else { audio };
    Some(if gates { audio.gated() } else { audio })
}

fn nothing_heard(path: &Path) -> Error {
    Error::invalid_input(format!("nothing is heard in {}", path.display()))
        .hint("record it again, or name another file")
}

/// Makes recordings as loud as the spoken lines beside them, or as each other.
pub(super) fn level(recordings: &mut BTreeMap<usize, Pcm>, spoken: &[Pcm]) {
    let mut levels: Vec<f64> = spoken.iter().filter_map(Pcm::speech_level_db).collect();
    if levels.is_empty() {
        levels = recordings
            .values()
            .filter_map(Pcm::speech_level_db)
            .collect();
    }
    levels.sort_by(f64::total_cmp);
    let Some(target) = levels.get(levels.len() / 2) else {
        return;
    };
    for sound in recordings.values_mut() {
        if let Some(own) = sound.speech_level_db() {
            *sound = std::mem::take(sound).with_gain_db(target - own);
        }
    }
}
