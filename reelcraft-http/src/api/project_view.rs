//! Telling projects.

use reelcraft_core::pipeline::{AssetKind, ProjectStates};
use reelcraft_core::{Language, Result};

use super::job_wire::job_view;
use super::project_document::Document;
use super::project_wire::{
    ProjectSummary, ProjectView, SceneStatesView, StatesView, VoiceoverView,
};
use crate::clock::rfc3339;
use crate::database::During as _;
use crate::id::Id;
use crate::jobs::SpokenSpan;
use crate::projects::{Addresses, ProjectRow, Summary};
use crate::service::Shared;

/// Tells a project, and how it is.
pub(super) async fn project_view(shared: &Shared, row: ProjectRow) -> Result<ProjectView> {
    let folder = shared.folder.project(&row.id);
    let addresses = Addresses::of(&shared.assets, &row.id, folder.clone())?;
    let shown = addresses.shown(&row.document).await?;
    let voiceover = voiceover_of(&addresses, &row).await?;
    let mut jobs = Vec::new();
    for job in shared.jobs.table().under_way(&row.id).await? {
        jobs.push(job_view(&shared.jobs, &job).await?);
    }
    let document = row.document.clone();
    let states = tokio::task::spawn_blocking(move || -> Result<ProjectStates> {
        // Pictures are read whole to see whether they are as they were made.
        let ledger = reelcraft_core::pipeline::Ledger::peek(&folder, &folder.join("assets"))?;
        Ok(ProjectStates::of(&document, &folder, &ledger))
    });
    let states = states.await.during("look at a project")??;
    let scenes = states.scenes.into_iter().map(|scene| SceneStatesView {
        prompt: scene.prompt.into(),
        image: scene.image.into(),
    });
    Ok(ProjectView {
        id: row.id.to_string(),
        name: row.name,
        revision: row.revision,
        document: Document::of(&shown),
        states: StatesView {
            scenes: scenes.collect(),
            voice: states.voice.into(),
        },
        voiceover,
        jobs,
        created_at: rfc3339(row.created_at),
        updated_at: rfc3339(row.updated_at),
    })
}

async fn voiceover_of(
    addresses: &Addresses<'_>,
    row: &ProjectRow,
) -> Result<Option<VoiceoverView>> {
    let Some(file) = &row.document.voice.file else {
        return Ok(None);
    };
    let ledger = addresses.ledger();
    let spoken = ledger.of_file(AssetKind::Voiceover, file);
    let Some(record) = spoken.or_else(|| ledger.of_file(AssetKind::Recording, file)) else {
        return Ok(None);
    };
    let Ok(path) = addresses.address_of(&file.to_string_lossy()).await else {
        return Ok(None);
    };
    let spans = record.lines.clone().unwrap_or_default();
    Ok(Some(VoiceoverView {
        audio_url: path.to_string(),
        duration: record.secs,
        lines: spans
            .iter()
            .map(|span| SpokenSpan {
                start: span.map(|span| span.start),
                end: span.map(|span| span.end),
            })
            .collect(),
    }))
}

/// Tells what a list tells of a project.
pub(super) async fn summary_view(shared: &Shared, row: Summary) -> Result<ProjectSummary> {
    let Summary {
        id,
        name,
        revision,
        scenes,
        pictures,
        has_voice,
        language,
        cover,
        created_at,
        updated_at,
    } = row;
    let known: Id = id.parse()?;
    let cover_url = match cover {
        Some(file) => {
            let folder = shared.folder.project(&known);
            let addresses = Addresses::of(&shared.assets, &known, folder)?;
            addresses
                .address_of(&file)
                .await
                .ok()
                .map(|path| path.to_string())
        }
        None => None,
    };
    Ok(ProjectSummary {
        id,
        name,
        revision,
        scenes,
        pictures,
        has_voice,
        language: language.or_else(|| Some(Language::default().to_string())),
        cover_url,
        created_at: rfc3339(created_at),
        updated_at: rfc3339(updated_at),
    })
}
