//! Where the frames come from.

use reelcraft_core::timeline::Segment;
use reelcraft_core::{Control, Result};

use crate::YuvFrame;

/// Gives the frames of a timeline to several threads at once. A frame is a pure function of its
/// index.
pub trait FrameSource: Sync {
    /// Prepares the frames of a segment, or of a part of one: `content` as in
    /// [`Timeline::segments`](reelcraft_core::timeline::Timeline::segments), `frames` the same
    /// or fewer.
    fn open(&self, segment: &Segment) -> Result<Box<dyn SegmentFrames + '_>>;

    /// Finds out whether the frames of these segments can be composed, and gives one error that
    /// tells of everything that is wrong. It is called before the first frame is composed.
    fn check(&self, segments: &[Segment], control: &Control) -> Result<()> {
        let _ = (segments, control);
        Ok(())
    }
}

/// The frames of one segment.
pub trait SegmentFrames {
    /// Whether all frames are the same, so that one of them is enough.
    fn is_still(&self) -> bool {
        false
    }

    /// Writes the frame with this index on the timeline; every sample of `into` is replaced.
    fn compose(&mut self, frame: u64, into: &mut YuvFrame) -> Result<()>;
}
