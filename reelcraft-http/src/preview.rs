//! What a video would be, without encoding it: its captions, and single frames.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use reelcraft_core::captions::Caption;
use reelcraft_core::pipeline::Ledger;
use reelcraft_core::project::{Edit, ProjectStore};
use reelcraft_core::timeline::{Plan, Timeline};
use reelcraft_core::{Control, Digest, Error, Project, Result};
use reelcraft_render::compositor::{Compositor, Overlay};
use reelcraft_render::{FfmpegRenderer, RenderOptions};
use tokio::sync::Semaphore;

use crate::background::in_background;
use crate::database::During as _;
use crate::id::Id;
use crate::projects::{ProjectRow, SavedProject, record_of, resolve, voice_of};
use crate::recent::Recent;
use crate::service::Shared;

/// How many videos are remembered: each holds prepared pictures.
const KEPT: usize = 4;
/// Width of overlays, in pixels: that of a preview on a page, on a dense screen.
const OVERLAY_WIDTH: u32 = 540;

/// What videos would be, by the very engine that renders them.
#[derive(Debug)]
pub(crate) struct Preview {
    looks: Recent<Digest, Look>,
    workers: Arc<Semaphore>,
}

/// What a video would be.
#[derive(Debug)]
pub(crate) struct Look {
    /// The captions of all lines.
    pub(crate) captions: Vec<Caption>,
    compositor: Compositor,
}

impl Preview {
    pub(crate) fn new(workers: NonZeroUsize) -> Self {
        Self {
            looks: Recent::new(KEPT),
            workers: Arc::new(Semaphore::new(workers.get())),
        }
    }

    /// Looks at the video of a project. It must have a scene.
    pub(crate) async fn of_project(&self, shared: &Shared, row: &ProjectRow) -> Result<Arc<Look>> {
        let key = Digest::builder("preview of a project 1")
            .field(row.id.as_str())
            .field(row.revision.to_le_bytes())
            .finish();
        if let Some(look) = self.looks.find(&key) {
            return Ok(look);
        }
        let store = SavedProject::open(shared, &row.id).await?;
        let still = Still {
            project: row.document.clone(),
            folder: store.folder().to_owned(),
            assets: store.assets_folder(),
        };
        let ledger = Ledger::scratch(&still.folder, &still.assets)?;
        self.look(shared, key, still, ledger).await
    }

    /// Looks at the video of a document that has addresses in the place of paths.
    pub(crate) async fn of_document(
        &self,
        shared: &Shared,
        document: &Project,
    ) -> Result<Arc<Look>> {
        let key = Digest::builder("preview of a document 1")
            .json(document)
            .finish();
        if let Some(look) = self.looks.find(&key) {
            return Ok(look);
        }
        let folder = tempfile::tempdir_in(shared.folder.incoming());
        let folder = folder.during("make a folder for a moment")?;
        let still = Still {
            project: resolve(&shared.assets, document).await?,
            folder: folder.path().to_owned(),
            assets: folder.path().join("assets"),
        };
        let mut ledger = Ledger::scratch(&still.folder, &still.assets)?;
        if let (Some(voice), Some(sound)) = (voice_of(document), &still.project.voice.file) {
            ledger.add(record_of(shared, &voice, sound).await?)?;
        }
        self.look(shared, key, still, ledger).await
    }

    async fn look(
        &self,
        shared: &Shared,
        key: Digest,
        still: Still,
        ledger: Ledger,
    ) -> Result<Arc<Look>> {
        let worker = Arc::clone(&self.workers).acquire_owned();
        let worker = worker.await.during("wait for a compositor")?;
        let options = RenderOptions::default();
        let studio = shared
            .engine
            .studio(&still.project, options, &BTreeSet::new())?;
        let runtime = tokio::runtime::Handle::current();
        let planning = in_background(move || {
            let _worker = worker;
            let control = Control::default();
            runtime.block_on(studio.plan(&still, ledger, &control))
        });
        let Plan {
            timeline, captions, ..
        } = planning.await??;
        let compositor = Compositor::new(Arc::new(timeline))?;
        Ok(self.looks.keep(
            key,
            Look {
                captions,
                compositor,
            },
        ))
    }

    /// Composes the frame at a time in seconds, as JPEG; later than the end is the last one.
    pub(crate) async fn frame(&self, look: Arc<Look>, at_secs: f64) -> Result<Vec<u8>> {
        let frame = look.frame_at(at_secs);
        let clips = look.timeline().clips_at(frame);
        look.require_pictures(&clips)?;
        self.work(move || FfmpegRenderer::frame_jpeg(&look.compositor, frame))
            .await
    }

    /// Shows the picture of a scene, by its number, with its card but without anything over it, as
    /// JPEG.
    pub(crate) async fn scene(&self, look: Arc<Look>, number: usize) -> Result<Vec<u8>> {
        let clip = number.wrapping_sub(1);
        if look.timeline().clips.get(clip).is_none() {
            return Err(Error::not_found(format!("there is no scene {number}")));
        }
        look.require_pictures(&[clip])?;
        self.work(move || FfmpegRenderer::clip_jpeg(&look.compositor, clip))
            .await
    }

    /// Draws what lies over the pictures at a time in seconds, as PNG.
    pub(crate) async fn overlay(&self, look: Arc<Look>, at_secs: f64) -> Result<Vec<u8>> {
        let frame = look.frame_at(at_secs);
        self.work(move || png(&look.compositor.overlay(frame, OVERLAY_WIDTH)?))
            .await
    }

    /// Says when something else lies over the pictures, in seconds.
    pub(crate) async fn overlay_changes(&self, look: Arc<Look>) -> Result<Vec<f64>> {
        self.work(move || {
            let rate = look.timeline().frame_rate;
            let frames = look.compositor.overlay_changes()?.into_iter();
            Ok(frames.map(|frame| rate.secs_at(frame)).collect())
        })
        .await
    }

    /// Works on a thread of its own, a few at a time.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let worker = Arc::clone(&self.workers).acquire_owned();
        let worker = worker.await.during("wait for a compositor")?;
        let working = tokio::task::spawn_blocking(move || {
            // It is given back when the work has ended, also when nobody waits for it.
            let _worker = worker;
            work()
        });
        working.await.during("compose a frame")?
    }
}

impl Look {
    fn timeline(&self) -> &Timeline {
        self.compositor.timeline()
    }

    fn frame_at(&self, at_secs: f64) -> u64 {
        let timeline = self.timeline();
        let frame = timeline.frame_rate.frame_at(at_secs);
        frame.min(timeline.length.saturating_sub(1))
    }

    fn require_pictures(&self, clips: &[usize]) -> Result<()> {
        for index in clips {
            let clip = self.timeline().clips.get(*index);
            let is_missing = clip.is_some_and(|clip| {
                let needs_none = clip
                    .card
                    .as_ref()
                    .is_some_and(|card| card.background.is_some());
                clip.picture.as_os_str().is_empty() && !needs_none
            });
            if is_missing {
                let number = index + 1;
                return Err(
                    Error::invalid_input(format!("scene {number} has no picture"))
                        .hint("draw it, or upload one"),
                );
            }
        }
        Ok(())
    }
}

fn png(overlay: &Overlay) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let size = overlay.size;
    image::ImageEncoder::write_image(
        image::codecs::png::PngEncoder::new(&mut bytes),
        &overlay.samples,
        size.width,
        size.height,
        image::ExtendedColorType::Rgba8,
    )
    .during("write a PNG picture")?;
    Ok(bytes)
}

/// A project that is looked at, and changed by nobody.
struct Still {
    project: Project,
    folder: PathBuf,
    assets: PathBuf,
}

impl ProjectStore for Still {
    fn load(&self) -> Result<Project> {
        Ok(self.project.clone())
    }

    fn save(&self, _: &Edit) -> Result<bool> {
        Ok(false)
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    fn assets_folder(&self) -> PathBuf {
        self.assets.clone()
    }

    fn default_output(&self) -> PathBuf {
        self.folder.join("reel.mp4")
    }
}
