//! Cutting a timeline into runs of frames that are encoded on their own.

use super::Timeline;
use crate::FrameRange;

/// A run of frames that is encoded on its own, as a closed group of pictures, and joined to the
/// others by copying packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Segment {
    /// The frames of the timeline.
    pub frames: FrameRange,
    /// What is seen in all of them.
    pub content: SegmentContent,
}

/// What a segment shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SegmentContent {
    /// One clip alone, by index.
    Body(usize),
    /// A transition, by index into [`Timeline::transitions`].
    Transition(usize),
}

impl Timeline {
    /// Cuts the timeline into segments: bodies of clips, and transitions. In order they cover
    /// `0..length` without gap or overlap, and none is empty.
    pub fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::with_capacity(self.clips.len() + self.transitions.len());
        let mut at = 0;
        let mut body = |clip: usize, from: u64, to: u64| {
            if from < to {
                segments.push(Segment {
                    frames: FrameRange::new(from, to),
                    content: SegmentContent::Body(clip),
                });
            }
        };
        let mut transitions = self.transitions.iter().enumerate().peekable();
        let mut pending = Vec::new();
        for (index, clip) in self.clips.iter().enumerate() {
            let leaving = transitions.next_if(|(_, span)| span.from == index);
            let end = leaving.map_or(clip.frames.end, |(_, span)| span.frames.start);
            body(index, at, end);
            at = end.max(at);
            if let Some((number, span)) = leaving {
                pending.push(Segment {
                    frames: span.frames,
                    content: SegmentContent::Transition(number),
                });
                at = span.frames.end;
            }
        }
        segments.extend(pending);
        segments.sort_by_key(|segment| segment.frames.start);
        segments
    }
}
