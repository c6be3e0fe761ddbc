//! What a segment is made of, as one digest.

use reelcraft_core::timeline::{
    Clip, Segment, SegmentContent, Timeline, TransitionSpan, WatermarkTrack,
};
use reelcraft_core::{Digest, DigestBuilder, FrameRange};

use crate::caption::{CAPTION_VERSION, add_captions};

/// The version of everything that decides what a frame looks like. It must be raised whenever
/// the same timeline gives other frames than before; segments of older versions are then no
/// longer found.
pub const ENGINE_VERSION: u32 = 2;

/// Digests all that the packets of a segment depend on: what is seen in its frames, and the
/// encoder. It is not where the segment stands, what its files are called, what the other scenes
/// are, or what is heard.
pub(super) fn segment_key(timeline: &Timeline, parts: &[Segment], encoder: &Digest) -> Digest {
    let digest = begin("segment", timeline)
        .field(encoder.as_str())
        .field((parts.len() as u64).to_le_bytes());
    let digest = parts
        .iter()
        .fold(digest, |digest, part| add_part(digest, timeline, part));
    let frames = parts.iter().map(|part| part.frames);
    frames
        .fold(digest, |digest, frames| {
            add_captions(digest, timeline, frames)
        })
        .finish()
}

/// Digests all that one frame of a timeline depends on; `None` for a frame outside of it.
pub(crate) fn frame_key(timeline: &Timeline, frame: u64) -> Option<Digest> {
    let segment = segment_of(timeline, frame)?;
    let part = Segment {
        frames: FrameRange::new(frame, frame + 1),
        content: segment.content,
    };
    let digest = add_part(begin("frame", timeline), timeline, &part);
    Some(add_captions(digest, timeline, part.frames).finish())
}

/// The body or transition that a frame belongs to.
fn segment_of(timeline: &Timeline, frame: u64) -> Option<Segment> {
    timeline
        .segments()
        .into_iter()
        .find(|segment| segment.frames.contains(frame))
}

fn begin(what: &str, timeline: &Timeline) -> DigestBuilder {
    let digest = Digest::builder(&format!("reelcraft {what} {ENGINE_VERSION}"))
        .json(&timeline.size)
        .json(&timeline.frame_rate);
    let Some(watermark) = &timeline.watermark else {
        return digest;
    };
    let WatermarkTrack {
        picture: _,
        picture_digest,
        position,
        opacity,
        width,
    } = watermark;
    digest
        .field("watermark")
        .field(picture_digest)
        .field(position.name())
        .number(*opacity)
        .number(*width)
}

fn add_part(digest: DigestBuilder, timeline: &Timeline, part: &Segment) -> DigestBuilder {
    let digest = digest.field(part.frames.len().to_le_bytes());
    match part.content {
        SegmentContent::Body(clip) => add_clip(digest.field("body"), timeline, clip, part.frames),
        SegmentContent::Transition(index) => {
            let Some(transition) = timeline.transitions.get(index) else {
                return digest.field("no transition");
            };
            let TransitionSpan {
                from,
                effect,
                frames,
            } = transition;
            let digest = digest
                .field("transition")
                .field(effect.name())
                .field(frames.len().to_le_bytes())
                .field((part.frames.start - frames.start).to_le_bytes());
            let digest = add_clip(digest, timeline, *from, part.frames);
            add_clip(digest, timeline, from + 1, part.frames)
        }
    }
}

/// Adds how a clip looks in some frames: the picture, and where in its move the camera is.
fn add_clip(
    digest: DigestBuilder,
    timeline: &Timeline,
    clip: usize,
    frames: FrameRange,
) -> DigestBuilder {
    let Some(clip) = timeline.clips.get(clip) else {
        return digest.field("no clip");
    };
    // Every field is named, so that a new one cannot be forgotten here.
    let Clip {
        picture: _,
        picture_digest,
        frames: _,
        visible,
        motion,
        strength,
        fit,
        focus,
        card,
    } = clip;
    let digest = match card {
        Some(card) => digest
            .field(format!("card {CAPTION_VERSION}"))
            .field(&timeline.language)
            .json(card),
        None => digest,
    };
    digest
        .field(picture_digest)
        .field(motion.name())
        .number(*strength)
        .field(fit.name())
        .number(focus.x)
        .number(focus.y)
        .field(visible.len().to_le_bytes())
        .field((frames.start as i64 - visible.start as i64).to_le_bytes())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use reelcraft_core::project::{Fit, Focus, FrameSize, Motion, TransitionEffect};
    use reelcraft_core::{Digest, FrameRate};

    use super::super::plan_segments;
    use super::*;
    use crate::YuvFrame;
    use crate::compositor::{Sampler, TransitionMixer, View};

    /// What a view of a picture without a plain place looks like.
    fn sampled(seed: u32, view: View) -> YuvFrame {
        let mut canvas = YuvFrame::black(FrameSize::new(96, 160));
        for (number, plane) in canvas.planes_mut().into_iter().enumerate() {
            for (at, sample) in plane.samples.iter_mut().enumerate() {
                let mixed = (at as u32 + seed).wrapping_mul(2_654_435_761) >> 16;
                let slope = (at % plane.width + at / plane.width) as u32;
                *sample = (60 + number as u32 * 9 + slope % 90 + mixed % 40) as u8;
            }
        }
        let mut frame = YuvFrame::black(FrameSize::new(72, 128));
        Sampler::default().sample(&canvas, view, &mut frame);
        frame
    }

    /// Frames that the same timeline gives on one machine are the same as long as the version
    /// is. Other machines may round curves differently.
    #[test]
    #[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
    fn frames_change_only_with_the_version() {
        let view = |left, top, width| View {
            left,
            top,
            width,
            height: width * 16.0 / 9.0,
        };
        let first = sampled(1, view(3.25, 5.5, 72.0));
        let second = sampled(2, view(1.125, 2.75, 83.0));
        let mut mixer = TransitionMixer::default();
        let mut mixed = first.clone();
        let mut digest = Digest::builder("frames");
        for frame in [&first, &second] {
            digest = frame
                .planes()
                .into_iter()
                .fold(digest, |digest, plane| digest.field(&plane.samples));
        }
        for effect in TransitionEffect::ALL {
            mixer.mix(*effect, 0.3, &first, &second, &mut mixed);
            digest = mixed
                .planes()
                .into_iter()
                .fold(digest, |digest, plane| digest.field(&plane.samples));
        }
        let digest = digest.finish();
        assert_eq!(
            (ENGINE_VERSION, &digest.as_str()[..16]),
            (2, "89db8731c9aef8b7"),
            "raise ENGINE_VERSION where frames change, and put both here"
        );
    }

    /// Scenes of 60 frames with transitions of 14.
    fn timeline(pictures: &[&str]) -> Timeline {
        let last = pictures.len() - 1;
        let clip = |(index, picture): (usize, &&str)| {
            let start = index as u64 * 60;
            let before = if index == 0 { 0 } else { 7 };
            let after = if index == last { 0 } else { 7 };
            Clip {
                picture: format!("{picture}.png").into(),
                picture_digest: (*picture).to_owned(),
                frames: FrameRange::new(start, start + 60),
                visible: FrameRange::new(start - before, start + 60 + after),
                motion: Motion::PanLeft,
                strength: 0.5,
                fit: Fit::Fill,
                focus: Focus::default(),
                card: None,
            }
        };
        let transition = |from: usize| TransitionSpan {
            from,
            effect: TransitionEffect::Crossfade,
            frames: FrameRange::new(from as u64 * 60 + 53, from as u64 * 60 + 67),
        };
        Timeline {
            title: String::new(),
            language: "en".to_owned(),
            size: FrameSize::new(128, 224),
            frame_rate: FrameRate::default(),
            clips: pictures.iter().enumerate().map(clip).collect(),
            transitions: (0..last).map(transition).collect(),
            watermark: None,
            cover: reelcraft_core::timeline::CoverSource::Any,
            captions: None,
            voice: None,
            music: None,
            length: pictures.len() as u64 * 60,
        }
    }

    /// The keys by what they belong to, for example `b` or `b-c`.
    fn keys(timeline: &Timeline, encoder: &str) -> HashMap<String, Digest> {
        let encoder = Digest::of_bytes(encoder.as_bytes());
        let name = |clip: usize| timeline.clips[clip].picture_digest.clone();
        plan_segments(timeline, &encoder)
            .into_iter()
            .map(|segment| match segment.parts[0].content {
                SegmentContent::Body(clip) => (name(clip), segment.key),
                SegmentContent::Transition(index) => {
                    let from = timeline.transitions[index].from;
                    (format!("{}-{}", name(from), name(from + 1)), segment.key)
                }
            })
            .collect()
    }

    /// What of `before` has another key, or none, after a change.
    fn changed(before: &Timeline, change: impl FnOnce(&mut Timeline)) -> Vec<String> {
        let mut after = before.clone();
        change(&mut after);
        let (before, after) = (keys(before, "x264"), keys(&after, "x264"));
        let mut names: Vec<String> = before
            .into_iter()
            .filter(|(name, key)| after.get(name) != Some(key))
            .map(|(name, _)| name)
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_change_of_one_scene_changes_its_body_and_its_two_transitions() {
        let timeline = timeline(&["a", "b", "c", "d"]);
        let around_b = ["a-b", "b", "b-c"];
        let changes: [fn(&mut Clip); 6] = [
            |clip| clip.picture_digest = "other".to_owned(),
            |clip| clip.motion = Motion::ZoomOut,
            |clip| clip.strength = 0.6,
            |clip| clip.fit = Fit::Contain,
            |clip| clip.focus.x = 0.4,
            |clip| clip.focus.y = 0.4,
        ];
        for change in changes {
            assert_eq!(
                changed(&timeline, |timeline| change(&mut timeline.clips[1])),
                around_b
            );
        }
        let effect = |timeline: &mut Timeline| {
            timeline.transitions[1].effect = TransitionEffect::Circle;
        };
        assert_eq!(changed(&timeline, effect), ["b-c"]);
    }

    #[test]
    fn what_is_not_seen_changes_nothing() {
        let timeline = timeline(&["a", "b", "c"]);
        let none: [&str; 0] = [];
        assert_eq!(
            changed(&timeline, |timeline| {
                timeline.title = "Other".to_owned();
                timeline.language = "ru".to_owned();
                for clip in &mut timeline.clips {
                    clip.picture = "elsewhere.png".into();
                }
            }),
            none
        );
        // A scene more at the end: what was the last one is now seen for longer.
        let longer = super::tests::timeline(&["a", "b", "c", "d"]);
        let replace = |timeline: &mut Timeline| *timeline = longer;
        assert_eq!(changed(&timeline, replace), ["b-c", "c"]);
    }

    #[test]
    fn a_scene_that_moves_keeps_its_body() {
        let timeline = timeline(&["a", "b", "c", "d"]);
        let moved = super::tests::timeline(&["a", "c", "b", "d"]);
        let replace = |timeline: &mut Timeline| *timeline = moved;
        assert_eq!(changed(&timeline, replace), ["a-b", "b-c", "c-d"]);
    }

    #[test]
    fn size_rate_and_encoder_change_everything() {
        let timeline = timeline(&["a", "b", "c"]);
        assert_eq!(
            changed(&timeline, |timeline| timeline.size.width = 130).len(),
            5
        );
        let rate = |timeline: &mut Timeline| timeline.frame_rate = FrameRate::whole(25);
        assert_eq!(changed(&timeline, rate).len(), 5);
        let (one, other) = (keys(&timeline, "x264"), keys(&timeline, "x264 other"));
        assert!(one.iter().all(|(name, key)| other[name] != *key));
    }

    #[test]
    fn frames_have_keys_of_their_own() {
        let timeline = timeline(&["a", "b", "c"]);
        let digests: Vec<_> = (0..180)
            .map(|frame| frame_key(&timeline, frame).unwrap())
            .collect();
        let mut distinct = digests.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), digests.len());
        assert_eq!(frame_key(&timeline, 180), None);
    }
}
