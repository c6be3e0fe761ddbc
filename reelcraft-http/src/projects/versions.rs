//! The versions of what was made for a project.

use reelcraft_core::pipeline::{AssetKind, Ledger, Record};
use reelcraft_core::project::{Project, Scene};

/// One version of a picture or of the voiceover.
#[derive(Debug, Clone)]
pub(crate) struct Version<'a> {
    pub(crate) record: &'a Record,
    /// Whether the project names it now.
    pub(crate) is_current: bool,
}

/// The versions of a scene's picture, oldest first: those of its prompt, and those that were made
/// from the same as the one it has.
pub(crate) fn of_picture<'a>(ledger: &'a Ledger, scene: &Scene) -> Vec<Version<'a>> {
    let current = scene.image.as_deref();
    let named = ledger
        .records()
        .iter()
        .rev()
        .find(|record| record.kind == AssetKind::Image && record.file.as_deref() == current);
    let prompt = scene.prompt.as_deref().unwrap_or_default().trim();
    let belongs = |record: &&Record| {
        record.kind == AssetKind::Image
            && (record.text.trim() == prompt
                || named.is_some_and(|named| {
                    named.inputs == record.inputs || named.text == record.text
                }))
    };
    versions(ledger, belongs, current)
}

/// The versions of the voiceover, oldest first.
pub(crate) fn of_voice<'a>(ledger: &'a Ledger, project: &Project) -> Vec<Version<'a>> {
    let belongs = |record: &&Record| record.kind == AssetKind::Voiceover;
    versions(ledger, belongs, project.voice.file.as_deref())
}

/// Each content once, as its newest record tells it.
fn versions<'a>(
    ledger: &'a Ledger,
    belongs: impl Fn(&&'a Record) -> bool,
    current: Option<&std::path::Path>,
) -> Vec<Version<'a>> {
    let mut versions: Vec<Version<'a>> = Vec::new();
    for record in ledger.records().iter().filter(belongs) {
        let Some(file) = &record.file else { continue };
        versions.retain(|version| version.record.content != record.content);
        versions.push(Version {
            record,
            is_current: current == Some(file.as_path()),
        });
    }
    versions
}
