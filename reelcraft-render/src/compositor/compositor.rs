//! From a timeline and a frame index to a frame.

use std::sync::{Arc, OnceLock};

use reelcraft_core::project::FrameSize;
use reelcraft_core::timeline::{Segment, SegmentContent, Timeline};
use reelcraft_core::{Control, Error, FrameRange, Result};

use super::Sampler;
use super::overlay::Overlay;
use super::picture_cache::PictureCache;
use super::picture_check;
use super::segment_composer::{Captioned, Scene, SegmentComposer};
use super::watermark::watermark;
use crate::YuvFrame;
use crate::caption::{CaptionBitmap, CaptionLayer, Captions, Drawing, are_still};
use crate::picture::SharedPictures;

/// Composes the frames of a timeline: a frame is a pure function of the timeline and its index.
///
/// It is shared by reference between threads. Pictures are prepared when they are first needed,
/// once for all threads, and forgotten when nothing near needs them.
#[derive(Debug)]
pub struct Compositor {
    timeline: Arc<Timeline>,
    pictures: PictureCache,
    captions: OnceLock<Result<Option<Arc<Captions>>>>,
    watermark: OnceLock<Result<Option<Logo>>>,
}

/// The logo over all scenes, ready to be laid over frames.
#[derive(Debug, Clone)]
struct Logo {
    bitmap: Arc<CaptionBitmap>,
    drawing: Arc<Drawing>,
}

impl Compositor {
    /// Makes the compositor of a timeline. No file is opened yet.
    pub fn new(timeline: Arc<Timeline>) -> Result<Self> {
        Self::sharing(timeline, Arc::default())
    }

    /// The same, over pictures that other renders have decoded.
    pub(crate) fn sharing(timeline: Arc<Timeline>, shared: Arc<SharedPictures>) -> Result<Self> {
        let FrameSize { width, height } = timeline.size;
        let (_, most) = FrameSize::LIMITS_PX;
        if width % 2 != 0
            || height % 2 != 0
            || width == 0
            || height == 0
            || width.max(height) > most
        {
            return Err(Error::invalid_input(format!(
                "frames of {} pixels cannot be composed",
                timeline.size
            ))
            .hint(format!("use even sizes up to {most} pixels")));
        }
        if let Some(span) = timeline
            .transitions
            .iter()
            .find(|span| span.from + 1 >= timeline.clips.len())
        {
            return Err(Error::internal(format!(
                "a transition leaves clip {}, and there are {}",
                span.from,
                timeline.clips.len()
            )));
        }
        let pictures = PictureCache::new(timeline.clips.len(), shared);
        Ok(Self {
            timeline,
            pictures,
            captions: OnceLock::new(),
            watermark: OnceLock::new(),
        })
    }

    /// The timeline.
    pub fn timeline(&self) -> &Arc<Timeline> {
        &self.timeline
    }

    /// Decodes the pictures of these clips (by index) fully, each file once, on all cores, and
    /// reports all that cannot be used in one error whose
    /// [`problems`](Error::problems) name the scenes.
    ///
    /// The first few pictures stay prepared, so that they are not decoded again. Clips whose
    /// segments are all encoded already need no check.
    pub fn check_pictures(&self, clips: &[usize], control: &Control) -> Result<()> {
        picture_check::check_pictures(&self.timeline, &self.pictures, clips, control)
    }

    /// Lays out what is written over the pictures, once; `None` where nothing is. A font file
    /// that cannot be used is an error.
    pub fn captions(&self) -> Result<Option<Arc<Captions>>> {
        let captions = self
            .captions
            .get_or_init(|| Ok(Captions::of(&self.timeline)?.map(Arc::new)));
        captions.clone()
    }

    /// Makes the logo over all scenes ready, once.
    fn watermark(&self) -> Result<Option<Logo>> {
        let made = self.watermark.get_or_init(|| {
            let track = self.timeline.watermark.as_ref();
            let drawn = track.map(|track| watermark(track, self.timeline.size));
            Ok(drawn.transpose()?.map(|drawing| Logo {
                bitmap: Arc::new(drawing.bitmap()),
                drawing: Arc::new(drawing),
            }))
        });
        made.clone()
    }

    /// The frames from which on something else lies over the pictures; the first one is always
    /// among them. Words that spring in count once.
    pub fn overlay_changes(&self) -> Result<Vec<u64>> {
        let captions = self.captions()?;
        let frames = FrameRange::new(0, self.timeline.length);
        Ok(captions.map_or_else(|| vec![0], |captions| captions.changes(frames)))
    }

    /// Draws what lies over the pictures in a frame, the logo and words at rest, on a transparent
    /// ground; at most `most_width` pixels wide.
    pub fn overlay(&self, frame: u64, most_width: u32) -> Result<Overlay> {
        let mut drawings = Vec::new();
        drawings.extend(self.watermark()?.map(|logo| logo.drawing));
        if let Some(captions) = self.captions()? {
            let drawing = CaptionLayer::new(captions).at_rest(frame);
            drawings.extend(drawing.map(Arc::new));
        }
        Overlay::of(&drawings, self.timeline.size, most_width)
    }

    /// Composes a clip (by index) as it is in its middle, with nothing over it. Every sample of
    /// `into` is replaced; it must have the size of the timeline.
    pub fn compose_clip(&self, clip: usize, into: &mut YuvFrame) -> Result<()> {
        let picture = self.pictures.get(&self.timeline, clip)?;
        let frames = self.timeline.clips.get(clip).map(|clip| clip.frames);
        let middle = frames.map_or(0, |frames| u64::midpoint(frames.start, frames.end));
        let view = picture.camera.view(middle);
        Sampler::default().sample(&picture.canvas, view, into);
        Ok(())
    }

    /// The clips that a segment shows, by index.
    pub fn clips_of(&self, content: SegmentContent) -> Vec<usize> {
        match content {
            SegmentContent::Body(clip) => vec![clip],
            SegmentContent::Transition(number) => match self.timeline.transitions.get(number) {
                Some(span) => vec![span.from, span.from + 1],
                None => Vec::new(),
            },
        }
    }

    /// Prepares the pictures of a segment, or of a part of one, and gives what composes its
    /// frames.
    pub fn segment(&self, segment: &Segment) -> Result<SegmentComposer> {
        let picture = |clip| self.pictures.get(&self.timeline, clip);
        let scene = match segment.content {
            SegmentContent::Body(clip) => Scene::Body(picture(clip)?),
            SegmentContent::Transition(number) => {
                let Some(span) = self.timeline.transitions.get(number) else {
                    return Err(Error::internal(format!(
                        "the timeline has no transition {number}"
                    )));
                };
                Scene::Transition {
                    from: picture(span.from)?,
                    to: picture(span.from + 1)?,
                    effect: span.effect,
                    frames: span.frames,
                }
            }
        };
        let captions = Captioned {
            watermark: self.watermark()?.map(|logo| logo.bitmap),
            layer: self.captions()?.map(CaptionLayer::new),
            is_still: are_still(&self.timeline, segment.frames),
        };
        Ok(SegmentComposer::new(segment.frames, scene, captions))
    }

    /// Composes any frame of the timeline. Every sample of `into` is replaced; it must have the
    /// size of the timeline.
    pub fn compose(&self, frame: u64, into: &mut YuvFrame) -> Result<()> {
        if into.size() != self.timeline.size {
            return Err(Error::internal(format!(
                "a frame of {} cannot take one of {}",
                into.size(),
                self.timeline.size
            )));
        }
        let content = self.content_at(frame).ok_or_else(|| {
            Error::invalid_input(format!(
                "there is no frame {frame}: the video has {}",
                self.timeline.length
            ))
        })?;
        let segment = Segment {
            frames: FrameRange::new(frame, frame + 1),
            content,
        };
        self.segment(&segment)?.compose(frame, into)
    }

    fn content_at(&self, frame: u64) -> Option<SegmentContent> {
        let holds = |range: FrameRange| range.contains(frame);
        let transitions = &self.timeline.transitions;
        if let Some(number) = transitions.iter().position(|span| holds(span.frames)) {
            return Some(SegmentContent::Transition(number));
        }
        let clip = self
            .timeline
            .clips
            .iter()
            .position(|clip| holds(clip.frames))?;
        Some(SegmentContent::Body(clip))
    }
}
