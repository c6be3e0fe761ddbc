//! The picture that stands for the video before it plays.

use reelcraft_core::project::Focus;
use reelcraft_core::timeline::{CoverSource, Timeline};
use reelcraft_core::{Digest, Result};

use super::{FfmpegRenderer, JPEG_QUALITY};
use crate::changed_meanwhile;
use crate::compositor::Compositor;
use crate::picture::{CanvasLayout, PictureFile, Placement, memory_gate, prepare};
use crate::video::{frame_jpeg, frame_key};

/// The frame of the poster where nobody chose one: a third into the first scene, where the camera
/// move has begun and no transition is near.
fn poster_frame(timeline: &Timeline) -> u64 {
    match timeline.cover {
        CoverSource::Frame(frame) => frame,
        CoverSource::Any | CoverSource::Picture { .. } => timeline
            .clips
            .first()
            .map_or(0, |clip| clip.frames.start + clip.frames.len() / 3),
    }
}

/// The digest of all that the poster of a timeline depends on; `None` where it has no frame.
pub(super) fn poster_key(timeline: &Timeline) -> Option<Digest> {
    let frame = frame_key(timeline, poster_frame(timeline))?;
    Some(match &timeline.cover {
        CoverSource::Picture { digest, .. } => Digest::builder("reelcraft cover 1")
            .field(digest)
            .json(&timeline.size)
            .finish(),
        CoverSource::Any | CoverSource::Frame(_) => frame,
    })
}

/// Makes the poster of a timeline, a JPEG picture of the size of its frames.
pub(super) fn poster(compositor: &Compositor) -> Result<Vec<u8>> {
    let timeline = compositor.timeline();
    let CoverSource::Picture { file, digest } = &timeline.cover else {
        return FfmpegRenderer::frame_jpeg(compositor, poster_frame(timeline));
    };
    let picture = PictureFile::open(file)?;
    if picture.digest().as_str() != digest {
        return Err(changed_meanwhile(file));
    }
    let _permit = memory_gate::decoding(picture.working_bytes());
    let layout = CanvasLayout {
        canvas: timeline.size,
        placement: Placement::Cover(Focus::default()),
    };
    let frame =
        prepare(picture.decode()?, &layout).map_err(|error| error.context(file.display()))?;
    frame_jpeg(&frame, JPEG_QUALITY)
}
