//! Which runs of frames are encoded on their own.

use reelcraft_core::timeline::{Segment, Timeline};
use reelcraft_core::{Digest, FrameRange, FrameRate};

use super::segment_key;

/// No segment is longer, in seconds: long scenes are shared by several threads, an interrupted
/// render loses little, and players seek quickly, as every segment begins with a keyframe.
const LONGEST_SECS: f64 = 4.0;

/// No segment is shorter, in frames, unless the whole video is. Of two IDR pictures that follow
/// each other the second one must have another `idr_pic_id` (ITU-T H.264 7.4.3), and each
/// segment's first picture has the same.
const SHORTEST_FRAMES: u64 = 2;

/// A run of frames that is encoded on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedSegment {
    /// What is seen in it, part after part: one piece of a body or transition of the timeline,
    /// or several where they are too short to stand alone.
    pub parts: Vec<Segment>,
    /// The digest of all that its packets depend on.
    pub key: Digest,
}

impl PlannedSegment {
    /// The frames of the timeline.
    pub fn frames(&self) -> FrameRange {
        let start = self.parts.first().map_or(0, |part| part.frames.start);
        let end = self.parts.last().map_or(start, |part| part.frames.end);
        FrameRange::new(start, end)
    }
}

/// The most frames of a piece of a body or transition.
fn longest_piece(frame_rate: FrameRate) -> u64 {
    ((LONGEST_SECS * frame_rate.fps()).floor() as u64).max(2 * SHORTEST_FRAMES)
}

/// The most frames of a segment: a piece, and what was too short to stand alone beside it.
pub(super) fn longest_segment(frame_rate: FrameRate) -> u64 {
    longest_piece(frame_rate) + 2 * (SHORTEST_FRAMES - 1)
}

/// Cuts a timeline into the runs of frames that are encoded on their own by an encoder with this
/// fingerprint. In order they cover the timeline without gap or overlap.
///
/// Where a body or transition is cut depends on its own length alone, so that it is found again
/// wherever it stands.
pub fn plan_segments(timeline: &Timeline, encoder: &Digest) -> Vec<PlannedSegment> {
    let longest = longest_piece(timeline.frame_rate);
    let pieces = timeline
        .segments()
        .into_iter()
        .flat_map(|segment| pieces(segment, longest));
    gather(pieces)
        .into_iter()
        .map(|parts| PlannedSegment {
            key: segment_key::segment_key(timeline, &parts, encoder),
            parts,
        })
        .collect()
}

/// Cuts a segment into equal pieces of at most `longest` frames.
fn pieces(segment: Segment, longest: u64) -> impl Iterator<Item = Segment> {
    let Segment { frames, content } = segment;
    let count = frames.len().div_ceil(longest).max(1);
    (0..count).map(move |index| Segment {
        frames: FrameRange::new(
            frames.start + frames.len() * index / count,
            frames.start + frames.len() * (index + 1) / count,
        ),
        content,
    })
}

/// Joins pieces that are too short with the next one, and the last one with the one before.
fn gather(pieces: impl Iterator<Item = Segment>) -> Vec<Vec<Segment>> {
    let length = |parts: &[Segment]| parts.iter().map(|part| part.frames.len()).sum::<u64>();
    let mut groups: Vec<Vec<Segment>> = Vec::new();
    for piece in pieces {
        match groups.last_mut() {
            Some(group) if length(group) < SHORTEST_FRAMES => group.push(piece),
            _ => groups.push(vec![piece]),
        }
    }
    if groups
        .last()
        .is_some_and(|group| length(group) < SHORTEST_FRAMES)
        && let Some(rest) = groups.pop()
    {
        match groups.last_mut() {
            Some(group) => group.extend(rest),
            None => groups.push(rest),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reelcraft_core::timeline::SegmentContent;

    use super::*;

    fn body(start: u64, end: u64) -> Segment {
        Segment {
            frames: FrameRange::new(start, end),
            content: SegmentContent::Body(0),
        }
    }

    fn ranges(groups: &[Vec<Segment>]) -> Vec<Vec<(u64, u64)>> {
        let range = |part: &Segment| (part.frames.start, part.frames.end);
        groups
            .iter()
            .map(|group| group.iter().map(range).collect())
            .collect()
    }

    #[test]
    fn long_segments_are_cut_into_equal_pieces() {
        let cut: Vec<_> = pieces(body(100, 351), 120)
            .map(|piece| piece.frames)
            .collect();
        assert_eq!(
            cut,
            [
                FrameRange::new(100, 183),
                FrameRange::new(183, 267),
                FrameRange::new(267, 351)
            ]
        );
        assert_eq!(pieces(body(7, 127), 120).count(), 1);
    }

    #[test]
    fn single_frames_are_joined_with_a_neighbour() {
        let of =
            |all: &[(u64, u64)]| ranges(&gather(all.iter().map(|(start, end)| body(*start, *end))));
        assert_eq!(
            of(&[(0, 1), (1, 2), (2, 3)]),
            [vec![(0, 1), (1, 2), (2, 3)]]
        );
        assert_eq!(
            of(&[(0, 9), (9, 10), (10, 30)]),
            [vec![(0, 9)], vec![(9, 10), (10, 30)]]
        );
        assert_eq!(of(&[(0, 9), (9, 10)]), [vec![(0, 9), (9, 10)]]);
        assert_eq!(of(&[(0, 1)]), [vec![(0, 1)]]);
    }

    #[test]
    fn a_piece_lasts_at_most_four_seconds() {
        assert_eq!(longest_piece(FrameRate::whole(30)), 120);
        assert_eq!(longest_piece(FrameRate::from_fps(29.97).unwrap()), 119);
        assert_eq!(longest_piece(FrameRate::whole(1)), 4);
    }

    proptest! {
        #[test]
        fn the_groups_cover_all_frames_and_none_is_too_short(
            lengths in prop::collection::vec(1u64..400, 1..40),
            longest in 4u64..200,
        ) {
            let mut at = 0;
            let mut all = Vec::new();
            for length in lengths {
                all.extend(pieces(body(at, at + length), longest));
                at += length;
            }
            let groups = gather(all.into_iter());
            let mut next = 0;
            for part in groups.iter().flatten() {
                prop_assert_eq!(part.frames.start, next);
                prop_assert!(part.frames.len() <= longest && !part.frames.is_empty());
                next = part.frames.end;
            }
            prop_assert_eq!(next, at);
            for group in &groups {
                let length: u64 = group.iter().map(|part| part.frames.len()).sum();
                prop_assert!(length >= SHORTEST_FRAMES.min(at));
                prop_assert!(length <= longest + 2 * (SHORTEST_FRAMES - 1));
            }
        }
    }
}
