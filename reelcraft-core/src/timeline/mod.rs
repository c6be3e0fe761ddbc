//! Planning: from a project with all its files to integer frames.

mod captions;
mod durations;
mod plan;
mod segment;
#[cfg(test)]
mod tests;
#[expect(clippy::module_inception, reason = "the timeline itself")]
mod timeline;

pub use captions::{CaptionPlan, plan_captions};
pub use plan::{Materials, MediaFile, Plan, VoiceMaterial, plan};
pub use segment::{Segment, SegmentContent};
pub use timeline::{
    CaptionSpan, CaptionTrack, CaptionWord, Card, Clip, CoverSource, MusicShape, MusicTrack,
    Timeline, TransitionSpan, VoiceTrack, WatermarkTrack,
};
