//! The renderer: from a timeline to the files of a video.

mod background;
mod output_files;
mod poster;
mod render_options;
mod sound_work;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::{
    PictureInfo, Quality, RenderRequest, RenderTimings, RenderedVideo, Renderer,
};
use reelcraft_core::timeline::{Segment, Timeline};
use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Control, Digest, Error, Event, Result, Stage};

use self::background::{in_background, side_by_side};
use self::output_files::OutputFiles;
use self::poster::{poster, poster_key};
pub use self::render_options::RenderOptions;
use self::sound_work::SoundWork;
use crate::YuvFrame;
use crate::audio::{decode_mono, sound_key};
use crate::caption::card_warnings;
use crate::compositor::{Compositor, SegmentComposer};
use crate::libav::give_large_buffers_back;
use crate::picture::{SharedPictures, inspect};
use crate::video::{
    Encoder, EncoderSettings, FrameSource, Halt, PlannedSegment, SegmentEncoder, SegmentFrames,
    SegmentStore, frame_jpeg, join, plan_segments, require_space,
};

/// The quality of JPEG pictures, 1 to 100.
const JPEG_QUALITY: u8 = 92;

/// How often files are joined when their sound is damaged in the cache in between.
const JOIN_ATTEMPTS: usize = 3;

/// Renders with the compositor, x264 and FFmpeg's libraries. It works on its own threads; its
/// async methods only wait.
#[derive(Debug, Clone)]
pub struct FfmpegRenderer {
    options: RenderOptions,
    pictures: Arc<SharedPictures>,
}

impl FfmpegRenderer {
    /// Makes a renderer; nothing is opened before it is used. It tells glibc to give large
    /// buffers back to the system, in all of the process, so make it before other large things.
    pub fn new(options: RenderOptions) -> Self {
        give_large_buffers_back();
        Self {
            options,
            pictures: Arc::default(),
        }
    }

    /// Opens the folder of finished segments and sounds, to look at it or to empty it.
    pub fn store(&self) -> Result<SegmentStore> {
        self.options.open_store()
    }

    /// Gives one frame of a timeline as a JPEG picture, without encoding video.
    ///
    /// The compositor keeps the pictures that it has prepared, so that the next frame of the
    /// same scene takes only milliseconds.
    pub fn frame_jpeg(compositor: &Compositor, frame: u64) -> Result<Vec<u8>> {
        let mut composed = YuvFrame::black(compositor.timeline().size);
        compositor.compose(frame, &mut composed)?;
        frame_jpeg(&composed, JPEG_QUALITY)
    }

    /// Gives a clip of a timeline (by index) as it is in its middle, with nothing over it, as a
    /// JPEG picture.
    pub fn clip_jpeg(compositor: &Compositor, clip: usize) -> Result<Vec<u8>> {
        let mut composed = YuvFrame::black(compositor.timeline().size);
        compositor.compose_clip(clip, &mut composed)?;
        frame_jpeg(&composed, JPEG_QUALITY)
    }

    /// Makes the video on the calling thread and others.
    fn render_now(&self, request: &RenderRequest, halt: &Halt) -> Result<RenderedVideo> {
        self.pictures.begin(!request.keep_pictures);
        let rendered = self.render_sharing(request, halt);
        self.pictures.end();
        rendered
    }

    fn render_sharing(&self, request: &RenderRequest, halt: &Halt) -> Result<RenderedVideo> {
        let begun = Instant::now();
        halt.check()?;
        let timeline = Arc::new(sized_for(request.quality, request.timeline.clone()));
        let poster_key = poster_key(&timeline).ok_or_else(|| {
            Error::invalid_input("there is nothing to render: the timeline has no frame")
        })?;
        let files = OutputFiles::begin(&request.output)?;
        let compositor = Compositor::sharing(Arc::clone(&timeline), Arc::clone(&self.pictures))?;
        let encoder = self.encoder(request.quality, &timeline)?;
        require_space(
            files.folder(),
            least_bytes(&encoder, &timeline),
            "the video",
        )?;
        let captions = compositor.captions()?;
        let mut missing = captions.map_or_else(Vec::new, |captions| captions.warnings().to_vec());
        missing.extend(card_warnings(&timeline)?);
        for warning in &missing {
            halt.control().warn(warning.clone());
        }
        // Once the fonts are there that were missing, all is drawn again.
        let fingerprint = if missing.is_empty() {
            encoder.fingerprint().clone()
        } else {
            Digest::builder("without fonts 1")
                .field(encoder.fingerprint().as_str())
                .json(&missing)
                .finish()
        };
        let plan = plan_segments(&timeline, &fingerprint);
        let sound_key = sound_key(&timeline);
        let cache = self.options.open_cache()?;
        let keys = plan.iter().map(|segment| &segment.key);
        let lease = cache.store.lease(keys.chain([&poster_key, &sound_key]))?;
        halt.control().report(Event::StageStarted {
            stage: Stage::Render,
            total: timeline.length,
        });

        let source = ComposedFrames(&compositor);
        let segments = SegmentEncoder {
            source: &source,
            encoder: &encoder,
            store: &cache.store,
            workers: self.options.worker_count(),
            reuse: request.reuse,
        };
        let sound = SoundWork {
            timeline: &timeline,
            key: &sound_key,
            store: &cache.store,
            halt,
        };
        let (encoded, audio) = side_by_side(
            halt,
            || segments.encode(&plan, halt),
            || sound.prepare(request.reuse),
        )?;

        let joining = Instant::now();
        join_with_sound(&segments, &plan, &sound, files.video_path())?;
        let known = cache.store.poster(&poster_key).filter(|_| request.reuse);
        let poster = match known {
            Some(poster) => poster,
            None => {
                let poster = poster(&compositor)?;
                if let Err(error) = cache.store.keep_poster(&poster_key, &poster) {
                    tracing::warn!(reason = error.chain(), "the poster is not kept");
                }
                poster
            }
        };
        halt.check()?;
        let poster_path = files.commit(&poster)?;
        let join = joining.elapsed();

        drop(lease);
        if let Err(error) = cache.store.trim() {
            tracing::warn!(
                reason = error.chain(),
                "the cache could not be kept in its limit"
            );
        }
        let wall = begun.elapsed().as_secs_f64();
        halt.control().report(Event::StageFinished {
            stage: Stage::Render,
            secs: wall,
        });
        Ok(RenderedVideo {
            path: request.output.clone(),
            poster: poster_path,
            secs: timeline.secs(),
            frames: timeline.length,
            segments: plan.len(),
            segments_reused: encoded.reused,
            timings: RenderTimings {
                pictures: encoded.pictures.as_secs_f64(),
                compose: encoded.compose.as_secs_f64(),
                encode: encoded.encode.as_secs_f64(),
                audio: audio.as_secs_f64(),
                join: join.as_secs_f64(),
                wall,
            },
        })
    }

    fn encoder(&self, quality: Quality, timeline: &Timeline) -> Result<Encoder> {
        let mut settings = EncoderSettings::x264(quality, timeline.size, timeline.frame_rate);
        if let Some(preset) = &self.options.preset {
            settings.set_preset(preset);
        }
        if let Some(crf) = self.options.crf {
            settings.crf = crf;
        }
        Encoder::choose(self.options.encoder.as_deref(), settings)
    }
}

#[async_trait]
impl Renderer for FfmpegRenderer {
    async fn render(&self, request: &RenderRequest, control: &Control) -> Result<RenderedVideo> {
        let halt = Halt::new(control);
        // Whoever drops the future does not want the video any more.
        let _stop = StopOnDrop(halt.clone());
        let (renderer, request, inner) = (self.clone(), request.clone(), halt.clone());
        let mut work = in_background("reelcraft-render", move || {
            renderer.render_now(&request, &inner)
        });
        tokio::select! {
            biased;
            () = control.cancelled() => halt.stop(),
            result = &mut work => return result,
        }
        // The threads are on their way out; what they leave is cleaned up when they have ended.
        work.await
    }

    async fn inspect_picture(&self, file: &Path) -> Result<PictureInfo> {
        let file = file.to_owned();
        in_background("reelcraft-inspect", move || inspect(&file)).await
    }

    async fn decode_audio(&self, file: &Path) -> Result<Pcm> {
        let file = file.to_owned();
        in_background("reelcraft-decode", move || decode_mono(&file)).await
    }
}

/// Stops a render whose future was dropped.
struct StopOnDrop(Halt);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// The compositor as the encoder sees it.
struct ComposedFrames<'a>(&'a Compositor);

impl FrameSource for ComposedFrames<'_> {
    fn open(&self, segment: &Segment) -> Result<Box<dyn SegmentFrames + '_>> {
        Ok(Box::new(self.0.segment(segment)?))
    }

    fn check(&self, segments: &[Segment], control: &Control) -> Result<()> {
        let mut clips: Vec<usize> = segments
            .iter()
            .flat_map(|segment| self.0.clips_of(segment.content))
            .collect();
        clips.sort_unstable();
        clips.dedup();
        self.0.check_pictures(&clips, control)
    }
}

impl SegmentFrames for SegmentComposer {
    fn is_still(&self) -> bool {
        Self::is_still(self)
    }

    fn compose(&mut self, frame: u64, into: &mut YuvFrame) -> Result<()> {
        Self::compose(self, frame, into)
    }
}

/// Joins segments and sound. A sound that was damaged or vanished while it was read is made
/// again, and so is the video.
fn join_with_sound(
    segments: &SegmentEncoder<'_>,
    plan: &[PlannedSegment],
    sound: &SoundWork<'_>,
    target: &Path,
) -> Result<()> {
    for attempt in 1.. {
        let file = sound.prepare_again()?;
        let joined = join(
            sound.timeline,
            plan,
            segments,
            Some(&file),
            target,
            sound.halt,
        );
        let is_last = attempt == JOIN_ATTEMPTS;
        match joined {
            Ok(()) if sound.is_unharmed(&file) => return Ok(()),
            Ok(()) if is_last => break,
            Err(error)
                if is_last || error.is_cancelled() || sound.is_unharmed(&file) && file.exists() =>
            {
                return Err(error);
            }
            _ => tracing::warn!("the sound was damaged while it was read and is made again"),
        }
    }
    let folder = sound.store.folder().display();
    Err(Error::unavailable(format!(
        "the sound written to {folder} does not stay there intact"
    ))
    .hint("check the disk, or use another cache folder"))
}

/// A draft has half the width and height: a quarter of the samples to compose and to encode.
fn sized_for(quality: Quality, mut timeline: Timeline) -> Timeline {
    if quality == Quality::Draft {
        let half = |px: u32| px.div_ceil(4) * 2;
        timeline.size = FrameSize::new(half(timeline.size.width), half(timeline.size.height));
    }
    timeline
}

/// The bytes that a video takes at least: an eighth of what encoders without a constant quality
/// get for the picture, as stills in motion need little, and 192 kbit/s for the sound.
fn least_bytes(encoder: &Encoder, timeline: &Timeline) -> u64 {
    let picture = encoder.settings().bits_per_second() as f64 / 8.0 / 8.0;
    ((picture + 192_000.0 / 8.0) * timeline.secs()) as u64
}
