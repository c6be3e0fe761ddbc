//! Planning: from a project with all its files to integer frames.

mod plan;
mod segment;
#[cfg(test)]
mod tests;
#[expect(clippy::module_inception, reason = "the timeline itself")]
mod timeline;

pub use plan::{Materials, MediaFile, Plan, VoiceMaterial, plan};
pub use segment::{Segment, SegmentContent};
pub use timeline::{Clip, MusicTrack, Timeline, TransitionSpan, VoiceTrack};
