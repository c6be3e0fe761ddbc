//! What a job has made, in the form in which it is answered.

use std::path::Path;

use reelcraft_core::captions::CaptionFormat;
use reelcraft_core::pipeline::{AssetKind, Ledger, Outcome};
use reelcraft_core::project::{Format, ProjectStore};
use reelcraft_core::provider::{Quality, RenderedVideo};
use reelcraft_core::{Error, IoContext as _, Project, Result};

use super::job::Job;
use super::report::{Made, MadeVideo, SpokenSpan};
use super::spec::JobKind;
use crate::assets::{AssetPath, Assets, Facts, Shelf};

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
    if let Some(outcome) = outcome.filter(|outcome| outcome.video.is_some()) {
        let rendered = outcome.video.iter().chain(&outcome.more_videos);
        let formats = job.spec.work(&project).formats_of(&project);
        let mut videos = Vec::new();
        for (video, format) in rendered.zip(formats) {
            videos.push(put_video(assets, job, &project, format, video).await?);
        }
        made.video = videos.first().cloned();
        made.videos = Some(videos);
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
        words: record
            .map(|record| record.words.clone())
            .unwrap_or_default(),
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
    format: Format,
    video: &RenderedVideo,
) -> Result<MadeVideo> {
    let bytes = std::fs::metadata(&video.path)
        .io_context("read", &video.path)?
        .len();
    let size = format.size();
    let (width, height) = match job.spec.quality {
        Quality::Draft => (size.width.div_ceil(4) * 2, size.height.div_ceil(4) * 2),
        _ => (size.width, size.height),
    };
    let suffix = if format == project.reel.format {
        String::new()
    } else {
        format!("-{format}")
    };
    let facts = |extension: &str| Facts {
        label: Some(format!("{}{suffix}.{extension}", download_name(project))),
        size_px: ["mp4", "jpg"]
            .contains(&extension)
            .then_some((width, height)),
        secs: (extension == "mp4").then_some(video.secs),
        ..Facts::default()
    };
    let put = |path: &Path, extension: &'static str| {
        let (path, facts) = (path.to_owned(), facts(extension));
        async move { assets.put_file(Shelf::Exports, &path, &facts).await }
    };
    let put_captions = |format: CaptionFormat| {
        let path = video.path.with_extension(format.name());
        async move {
            if !path.is_file() {
                return Ok(None);
            }
            let kept: Result<AssetPath> = put(&path, format.name()).await;
            Ok::<_, Error>(Some(kept?.to_string()))
        }
    };
    let poster = put(&video.poster, "jpg").await?;
    let kept = put(&video.path, "mp4").await?;
    Ok(MadeVideo {
        format: format.to_string(),
        video_url: kept.to_string(),
        poster_url: poster.to_string(),
        srt_url: put_captions(CaptionFormat::Srt).await?,
        vtt_url: put_captions(CaptionFormat::Vtt).await?,
        ass_url: put_captions(CaptionFormat::Ass).await?,
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
fn download_name(project: &Project) -> String {
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
        name if name.is_empty() => "reel".to_owned(),
        name => name.chars().take(60).collect(),
    }
}
