//! Single frames of what a video would be.

use std::num::NonZeroUsize;
use std::sync::Arc;

use reelcraft_core::timeline::{Materials, MediaFile, VoiceMaterial, plan};
use reelcraft_core::{Digest, Error, Project, Result};
use reelcraft_render::FfmpegRenderer;
use reelcraft_render::compositor::Compositor;
use tokio::sync::Semaphore;

use crate::assets::{AssetPath, Assets};
use crate::database::During as _;
use crate::projects::resolve;
use crate::recent::Recent;

/// How many compositors are kept: each holds prepared pictures.
const KEPT: usize = 4;

/// Single frames of what a video would be, by the very compositor that renders it.
#[derive(Debug)]
pub(crate) struct Preview {
    compositors: Recent<Digest, Compositor>,
    workers: Arc<Semaphore>,
}

impl Preview {
    pub(crate) fn new(workers: NonZeroUsize) -> Self {
        Self {
            compositors: Recent::new(KEPT),
            workers: Arc::new(Semaphore::new(workers.get())),
        }
    }

    /// Composes the frame at a time in seconds, as JPEG; later than the end is the last one.
    /// `document` has addresses in the place of paths.
    pub(crate) async fn frame(
        &self,
        assets: &Assets,
        document: &Project,
        at_secs: f64,
    ) -> Result<Vec<u8>> {
        let worker = Arc::clone(&self.workers).acquire_owned();
        let worker = worker.await.during("wait for a compositor")?;
        let key = Digest::builder("preview 1").json(document).finish();
        let compositor = match self.compositors.find(&key) {
            Some(compositor) => compositor,
            None => {
                let project = resolve(assets, document).await?;
                let materials = materials_of(assets, document, &project).await?;
                let timeline = plan(&project, &materials)?.timeline;
                self.compositors
                    .keep(key, Compositor::new(Arc::new(timeline))?)
            }
        };
        let composing = tokio::task::spawn_blocking(move || {
            // It is given back when the work has ended, also when nobody waits for it.
            let _worker = worker;
            let timeline = compositor.timeline();
            let frame = timeline.frame_rate.frame_at(at_secs);
            FfmpegRenderer::frame_jpeg(&compositor, frame.min(timeline.length.saturating_sub(1)))
        });
        composing.await.during("compose a frame")?
    }
}

/// The files of a project, for the eye alone: music is left out, and lines of a recording are not
/// searched for.
async fn materials_of(assets: &Assets, document: &Project, project: &Project) -> Result<Materials> {
    let mut pictures = Vec::with_capacity(project.scenes.len());
    for (index, scene) in project.scenes.iter().enumerate() {
        let path = scene.image.clone().ok_or_else(|| {
            Error::invalid_input(format!("scene {} has no picture", index + 1))
                .hint("draw it, or upload one")
        })?;
        let file = path.clone();
        let digest = tokio::task::spawn_blocking(move || Digest::of_file(&file));
        let digest = digest.await.during("read a picture")??;
        pictures.push(MediaFile { path, digest });
    }
    let address = document.voice.file.as_ref().and_then(|file| file.to_str());
    let address: Option<AssetPath> = address.and_then(|text| text.parse().ok());
    let voice = match (address, &project.voice.file) {
        (Some(address), Some(path)) => {
            let facts = assets.find(&address).await?.facts;
            let digest = Digest::builder("file name")
                .field(address.to_string())
                .finish();
            Some(VoiceMaterial {
                file: MediaFile {
                    path: path.clone(),
                    digest,
                },
                lines: facts.spans,
                words: Vec::new(),
                secs: facts.secs.unwrap_or_default(),
            })
        }
        _ => None,
    };
    Ok(Materials {
        pictures,
        voice,
        music: None,
        ..Materials::default()
    })
}
