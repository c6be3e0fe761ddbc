//! What a job has made, in the form in which it is answered.

use std::path::Path;

use reelcraft_core::pipeline::{AssetKind, Ledger, Outcome};
use reelcraft_core::project::ProjectStore;
use reelcraft_core::provider::{Quality, RenderedVideo};
use reelcraft_core::{IoContext as _, Project, Result};

use super::job::Job;
use super::report::{Made, MadeVideo, SpokenSpan};
use super::spec::JobKind;
use crate::assets::{Assets, Facts, Shelf};

/// Collects what a job has made, and puts it where it has an address.
pub(super) async fn made_by(
    assets: &Assets,
    job: &Job,
    store: &dyn ProjectStore,
    outcome: Option<&Outcome>,
) -> Result<Made> {
    let project = store.load()?;
    let mut made = Made {
        revision: job.spec.revision,
        usage: outcome.map(|outcome| outcome.usage.into()),
        ..Made::default()
    };
    match job.spec.kind {
        JobKind::Script => made.script = Some(project.lines()),
        JobKind::Visuals | JobKind::Image => {
            made.image_url = job
                .report
                .scenes
                .iter()
                .find_map(|scene| scene.image_url.clone());
        }
        JobKind::Voiceover | JobKind::Render | JobKind::Make => {}
    }
    if matches!(job.spec.kind, JobKind::Voiceover | JobKind::Make) {
        add_voice(assets, job, store, &project, &mut made).await?;
    }
    if let Some(video) = outcome.and_then(|outcome| outcome.video.as_ref()) {
        made.video = Some(put_video(assets, job, &project, video).await?);
    }
    Ok(made)
}

async fn add_voice(
    assets: &Assets,
    job: &Job,
    store: &dyn ProjectStore,
    project: &Project,
    made: &mut Made,
) -> Result<()> {
    let Some(file) = &project.voice.file else {
        return Ok(());
    };
    let path = store.folder().join(file);
    if !path.starts_with(store.folder()) {
        return Ok(());
    }
    let ledger = Ledger::peek(store.folder(), &store.assets_folder())?;
    let spoken = ledger.of_file(AssetKind::Voiceover, file);
    let record = spoken.or_else(|| ledger.of_file(AssetKind::Recording, file));
    let spans = record
        .and_then(|record| record.lines.clone())
        .unwrap_or_default();
    let secs = record.map(|record| record.secs);
    let facts = Facts {
        secs,
        lines: project.lines(),
        spans: spans.clone(),
        ..Facts::default()
    };
    let kept = assets.put_file(Shelf::Temp, &path, &facts).await?;
    if let Some(project) = &job.project {
        assets.use_in(&kept, project.as_str()).await?;
    }
    made.audio_url = Some(kept.to_string());
    made.duration = secs;
    made.lines = Some(
        spans
            .iter()
            .map(|span| SpokenSpan {
                start: span.map(|span| span.start),
                end: span.map(|span| span.end),
            })
            .collect(),
    );
    Ok(())
}

async fn put_video(
    assets: &Assets,
    job: &Job,
    project: &Project,
    video: &RenderedVideo,
) -> Result<MadeVideo> {
    let bytes = std::fs::metadata(&video.path)
        .io_context("read", &video.path)?
        .len();
    let format = project.reel.format.size();
    let (width, height) = match job.spec.quality {
        Quality::Draft => (format.width.div_ceil(4) * 2, format.height.div_ceil(4) * 2),
        _ => (format.width, format.height),
    };
    let facts = |extension: &str| Facts {
        label: Some(download_name(project, extension)),
        size_px: Some((width, height)),
        secs: (extension == "mp4").then_some(video.secs),
        ..Facts::default()
    };
    let put = |path: &Path, extension: &'static str| {
        let (path, facts) = (path.to_owned(), facts(extension));
        async move { assets.put_file(Shelf::Exports, &path, &facts).await }
    };
    let poster = put(&video.poster, "jpg").await?;
    let kept = put(&video.path, "mp4").await?;
    Ok(MadeVideo {
        video_url: kept.to_string(),
        poster_url: poster.to_string(),
        duration: video.secs,
        width,
        height,
        bytes,
        reused: if video.segments == 0 {
            0.0
        } else {
            video.segments_reused as f64 / video.segments as f64
        },
    })
}

/// The name under which a video is downloaded: the beginning of its topic.
fn download_name(project: &Project, extension: &str) -> String {
    let first_line = project.scenes.first().map(|scene| scene.line.as_str());
    let topic = project
        .reel
        .topic
        .as_deref()
        .or(first_line)
        .unwrap_or_default();
    let words: Vec<&str> = topic
        .split(|c: char| !c.is_alphanumeric() && !"ʻʼ'’-".contains(c))
        .filter(|word| !word.is_empty())
        .take(8)
        .collect();
    match words.join("-") {
        name if name.is_empty() => format!("reel.{extension}"),
        name => format!("{}.{extension}", name.chars().take(60).collect::<String>()),
    }
}
