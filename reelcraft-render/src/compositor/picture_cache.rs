//! Prepared pictures, shared between threads and forgotten when they are no longer near.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use reelcraft_core::timeline::{Card, Clip, Timeline};
use reelcraft_core::{Error, Result};

use super::CameraPlan;
use crate::YuvFrame;
use crate::caption::{ground, write_card};
use crate::changed_meanwhile;
use crate::picture::{self, PictureFile, SharedPictures, memory_gate};

/// How much is kept although nobody uses it at the moment, in bytes: about eight scenes of
/// 1080x1920. So the threads that work on neighbouring segments find it, and memory does not
/// grow with the number of scenes.
const KEPT_BYTES: usize = 32_000_000;

/// The picture of a clip, ready to be sampled.
#[derive(Debug)]
pub(super) struct PreparedClip {
    pub(super) camera: CameraPlan,
    pub(super) canvas: YuvFrame,
}

impl PreparedClip {
    /// Decodes and prepares the picture of a clip.
    fn of(timeline: &Timeline, clip: &Clip, shared: &SharedPictures) -> Result<Self> {
        let (camera, mut canvas) = match &clip.card {
            Some(Card {
                background: Some(background),
                ..
            }) => {
                let camera = CameraPlan::new(timeline, clip, timeline.size);
                let canvas = ground(camera.layout.canvas, *background);
                (camera, canvas)
            }
            _ => Self::of_picture(timeline, clip, shared)?,
        };
        if let Some(card) = &clip.card {
            write_card(card, &timeline.language, &mut canvas)?;
        }
        Ok(Self { camera, canvas })
    }

    fn of_picture(
        timeline: &Timeline,
        clip: &Clip,
        shared: &SharedPictures,
    ) -> Result<(CameraPlan, YuvFrame)> {
        let file = PictureFile::open(&clip.picture)?;
        // Segments are kept under the digest that the timeline has.
        if file.digest().as_str() != clip.picture_digest {
            return Err(changed_meanwhile(&clip.picture));
        }
        let _permit = memory_gate::decoding(file.working_bytes());
        let picture = shared.decode(&file)?;
        drop(file);
        let camera = CameraPlan::new(timeline, clip, picture.size);
        let canvas = picture::prepare(picture, &camera.layout)
            .map_err(|error| error.context(clip.picture.display()))?;
        Ok((camera, canvas))
    }

    fn bytes(&self) -> usize {
        let planes = self.canvas.planes();
        planes.iter().map(|plane| plane.samples.len()).sum()
    }
}

/// The prepared pictures of a timeline's clips.
#[derive(Debug)]
pub(super) struct PictureCache {
    /// One for each clip. Its lock is held while the picture is prepared, so that two threads
    /// that ask at once prepare it once.
    slots: Vec<Mutex<Weak<PreparedClip>>>,
    /// What is kept, the least recently used first.
    kept: Mutex<VecDeque<(usize, Arc<PreparedClip>)>>,
    /// Pictures that another render of them has decoded, or will need.
    shared: Arc<SharedPictures>,
}

impl PictureCache {
    pub(super) fn new(clips: usize, shared: Arc<SharedPictures>) -> Self {
        Self {
            slots: (0..clips).map(|_| Mutex::new(Weak::new())).collect(),
            kept: Mutex::new(VecDeque::new()),
            shared,
        }
    }

    /// Gives the prepared picture of a clip, preparing it where nobody has it.
    pub(super) fn get(&self, timeline: &Timeline, index: usize) -> Result<Arc<PreparedClip>> {
        let (Some(slot), Some(clip)) = (self.slots.get(index), timeline.clips.get(index)) else {
            return Err(Error::internal(format!("the timeline has no clip {index}")));
        };
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        let prepared = if let Some(prepared) = slot.upgrade() {
            prepared
        } else {
            let prepared = Arc::new(PreparedClip::of(timeline, clip, &self.shared)?);
            *slot = Arc::downgrade(&prepared);
            prepared
        };
        drop(slot);
        self.keep(index, &prepared);
        Ok(prepared)
    }

    /// Whether one more picture of this many bytes can be kept without forgetting another one.
    pub(super) fn has_room_for(&self, bytes: usize) -> bool {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        total_bytes(&kept) + bytes <= KEPT_BYTES
    }

    fn keep(&self, index: usize, prepared: &Arc<PreparedClip>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| *other != index);
        kept.push_back((index, Arc::clone(prepared)));
        while total_bytes(&kept) > KEPT_BYTES {
            if kept.pop_front().is_none() {
                break;
            }
        }
    }
}

fn total_bytes(kept: &VecDeque<(usize, Arc<PreparedClip>)>) -> usize {
    kept.iter().map(|(_, prepared)| prepared.bytes()).sum()
}
