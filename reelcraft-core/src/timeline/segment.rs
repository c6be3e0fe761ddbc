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
        let mut transitions = self.transitions.iter().enumerate().peekable();
        for (index, clip) in self.clips.iter().enumerate() {
            let leaving = transitions.next_if(|(_, span)| span.from == index);
            let body = FrameRange::new(
                at,
                leaving.map_or(clip.frames.end, |(_, span)| span.frames.start),
            );
            let leaving = leaving.map(|(number, span)| Segment {
                frames: span.frames,
                content: SegmentContent::Transition(number),
            });
            let body = Segment {
                frames: body,
                content: SegmentContent::Body(index),
            };
            for segment in [Some(body), leaving].into_iter().flatten() {
                if !segment.frames.is_empty() {
                    at = segment.frames.end;
                    segments.push(segment);
                }
            }
        }
        segments
    }
}
