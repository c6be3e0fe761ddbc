//! Planning: from a project with all its files to integer frames.

mod segment;
#[expect(clippy::module_inception, reason = "the timeline itself")]
mod timeline;

pub use segment::{Segment, SegmentContent};
pub use timeline::{Clip, MusicTrack, Timeline, TransitionSpan, VoiceTrack};
