//! The shapes of sounds, to be drawn.

use std::num::NonZeroUsize;
use std::sync::Arc;

use reelcraft_core::Result;
use reelcraft_render::audio::{SoundShape, sound_shape};
use tokio::sync::Semaphore;

use super::path::AssetPath;
use super::store::Assets;
use crate::background::{Unless, in_background};
use crate::database::During as _;
use crate::recent::Recent;

/// How many shapes are kept: a page asks for those of one project again and again.
const KEPT: usize = 64;
/// In how many parts they are kept.
const PARTS: usize = 8000;

/// The shapes of sounds. A few are found out at a time, on the disk's time and in little memory.
#[derive(Debug)]
pub(crate) struct Shapes {
    workers: Arc<Semaphore>,
    recent: Recent<AssetPath, SoundShape>,
}

impl Shapes {
    pub(crate) fn new(workers: NonZeroUsize) -> Self {
        Self {
            workers: Arc::new(Semaphore::new(workers.get())),
            recent: Recent::new(KEPT),
        }
    }

    /// The shape of a sound, in parts that are fine enough for all. The work ends when nobody waits
    /// for it any more.
    pub(crate) async fn of(&self, assets: &Assets, path: &AssetPath) -> Result<Arc<SoundShape>> {
        assets.touch(path).await?;
        if let Some(known) = self.recent.find(path) {
            return Ok(known);
        }
        let worker = Arc::clone(&self.workers);
        let worker = worker.acquire_owned().await.during("wait for a decoder")?;
        // Who asked before may have found it out.
        if let Some(known) = self.recent.find(path) {
            return Ok(known);
        }
        let file = assets.file(path);
        let unless = Unless::given_up();
        let control = unless.control();
        let shape = in_background(move || {
            let _worker = worker;
            sound_shape(&file, PARTS, &control)
        });
        Ok(self.recent.keep(path.clone(), shape.await??))
    }
}
