//! The versions of what was made for a project, or brought into it.

use std::path::{Path, PathBuf};

use reelcraft_core::pipeline::{AssetKind, Ledger, Record};
use reelcraft_core::project::{Project, Scene};

use super::addresses::brought_name;

/// What pictures are "made by" that a person brought.
const OWN: &str = "own";

/// One version of a picture or of the voiceover.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Version {
    /// Names it within its project: 32 hexadecimal digits.
    pub(crate) id: String,
    /// The file, relative to the project's folder.
    pub(crate) file: PathBuf,
    /// Whether the project names it now.
    pub(crate) is_current: bool,
    /// The prompt or the lines that it was made from.
    pub(crate) text: String,
    /// Who made it, and with which model or program.
    pub(crate) provider: String,
    pub(crate) model: String,
    /// What it cost, in millionths of a US dollar.
    pub(crate) micro_usd: u64,
    /// Milliseconds since 1970.
    pub(crate) made_at: i64,
}

/// A picture that a person brought into a scene.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Brought {
    /// The file, relative to the project's folder.
    pub(crate) file: String,
    /// Line and prompt of the scene at that time.
    pub(crate) line: String,
    pub(crate) prompt: String,
    /// Milliseconds since 1970.
    pub(crate) at: i64,
}

impl Brought {
    /// The pictures in a project that people brought.
    pub(crate) fn all_in(project: &Project, now: i64) -> Vec<Self> {
        let scenes = project.scenes.iter();
        let brought = scenes.filter_map(|scene| {
            let file = scene.image.as_ref()?.to_str()?;
            brought_name(file)?;
            Some(Self {
                file: file.to_owned(),
                line: scene.line.trim().to_owned(),
                prompt: prompt_of(scene).to_owned(),
                at: now,
            })
        });
        brought.collect()
    }
}

/// The versions of a scene's picture, oldest first: those of its line or prompt, and those that
/// were made from the same as the one it has.
pub(crate) fn of_picture(ledger: &Ledger, brought: &[Brought], scene: &Scene) -> Vec<Version> {
    let current = scene.image.as_deref();
    let records = ledger.records().iter();
    let pictures = records.filter(|record| record.kind == AssetKind::Image);
    let named = pictures
        .clone()
        .rev()
        .find(|record| record.file.as_deref() == current);
    let (line, prompt) = (scene.line.trim(), prompt_of(scene));
    let is_of_scene = |its_line: &str, its_prompt: &str| {
        let is_same = |its: &str, own: &str| !own.is_empty() && its.trim() == own;
        is_same(its_prompt, prompt) || is_same(its_line, line)
    };
    let belongs = |record: &&Record| {
        is_of_scene(&record.line, &record.text)
            || named.is_some_and(|named| named.inputs == record.inputs || named.text == record.text)
    };
    let mut versions = made(pictures.filter(belongs), current);
    let brought = brought.iter().filter(|brought| {
        is_of_scene(&brought.line, &brought.prompt) || current == Some(Path::new(&brought.file))
    });
    for brought in brought {
        let Some(id) = brought_name(&brought.file) else {
            continue;
        };
        if versions.iter().any(|known| known.id == id) {
            continue;
        }
        versions.push(Version {
            id: id.to_owned(),
            file: PathBuf::from(&brought.file),
            is_current: current == Some(Path::new(&brought.file)),
            text: brought.prompt.clone(),
            provider: OWN.to_owned(),
            model: String::new(),
            micro_usd: 0,
            made_at: brought.at,
        });
    }
    versions.sort_by_key(|version| version.made_at);
    versions
}

/// The versions of the voiceover, oldest first.
pub(crate) fn of_voice(ledger: &Ledger, project: &Project) -> Vec<Version> {
    let records = ledger.records().iter();
    let voiceovers = records.filter(|record| record.kind == AssetKind::Voiceover);
    made(voiceovers, project.voice.file.as_deref())
}

/// Each content once, as its newest record tells it; what it cost stands in its oldest.
fn made<'a>(records: impl Iterator<Item = &'a Record>, current: Option<&Path>) -> Vec<Version> {
    let mut versions: Vec<(&Record, Version)> = Vec::new();
    for record in records {
        let Some(file) = &record.file else { continue };
        let same = versions
            .iter()
            .position(|(known, _)| known.content == record.content);
        let before = same.map(|at| versions.remove(at).1);
        let version = Version {
            id: record.key.to_string(),
            file: file.clone(),
            is_current: current == Some(file.as_path()),
            text: record.text.clone(),
            provider: record.origin.provider.clone(),
            model: record.origin.model.clone(),
            micro_usd: record
                .origin
                .usage
                .micro_usd
                .max(before.map_or(0, |before| before.micro_usd)),
            made_at: i64::try_from(record.made_at).unwrap_or_default() * 1000,
        };
        versions.push((record, version));
    }
    versions.into_iter().map(|(_, version)| version).collect()
}

fn prompt_of(scene: &Scene) -> &str {
    scene.prompt.as_deref().unwrap_or_default().trim()
}
