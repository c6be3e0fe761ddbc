//! The frames of a project, not encoded, as one file of raw yuv420p pictures:
//! `cargo run --release -p reelcraft-bench -- sea.toml frames.yuv`
//!
//! Benchmarks encode them with other tools, and compare videos with them. With `--preview` in
//! place of the file it tells how long single frames take as JPEG pictures.
#![allow(clippy::print_stderr, reason = "a tool for the terminal")]

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use reelcraft_core::pipeline::Work;
use reelcraft_core::project::ProjectFile;
use reelcraft_core::provider::{
    PictureInfo, RenderRequest, RenderTimings, RenderedVideo, Renderer,
};
use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Control, Error, IoContext as _, Result, Stage, Studio};
use reelcraft_local::{card::LocalImages, music, script::LocalScript, voice::LocalVoice};
use reelcraft_render::compositor::Compositor;
use reelcraft_render::{FfmpegRenderer, RenderOptions, YuvFrame};

/// Writes composed frames to a file as they are, or looks at single ones.
struct RawFrames {
    target: Option<PathBuf>,
    media: FfmpegRenderer,
}

/// Frames of one scene that are looked at.
const LOOKS: u64 = 8;

/// Tells how long frames take when the pictures are prepared already.
fn preview(compositor: &Compositor) -> Result<()> {
    let mut millis = Vec::new();
    for clip in &compositor.timeline().clips {
        let first = clip.frames.start;
        FfmpegRenderer::frame_jpeg(compositor, first)?;
        for look in 0..LOOKS {
            let begun = Instant::now();
            let frame = first + clip.frames.len() * look / LOOKS;
            FfmpegRenderer::frame_jpeg(compositor, frame)?;
            millis.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
    }
    millis.sort_by(f64::total_cmp);
    let at = |part: f64| millis.get((part * millis.len() as f64) as usize).copied();
    let (median, slow) = (at(0.5).unwrap_or(0.0), at(0.99).unwrap_or(0.0));
    eprintln!("preview: median {median:.1} ms, slowest {slow:.1} ms");
    Ok(())
}

#[async_trait::async_trait]
impl Renderer for RawFrames {
    async fn render(&self, request: &RenderRequest, control: &Control) -> Result<RenderedVideo> {
        let timeline = Arc::new(request.timeline.clone());
        let compositor = Compositor::new(Arc::clone(&timeline))?;
        let mut file: Box<dyn Write + Send> = match &self.target {
            None => {
                preview(&compositor)?;
                Box::new(std::io::sink())
            }
            Some(target) => {
                let file = std::fs::File::create(target).io_context("create", target)?;
                Box::new(BufWriter::new(file))
            }
        };
        let target = self.target.clone().unwrap_or_default();
        let mut frame = YuvFrame::black(timeline.size);
        let begun = Instant::now();
        for segment in timeline.segments() {
            let mut frames = compositor.segment(&segment)?;
            for index in segment.frames.iter() {
                control.check()?;
                frames.compose(index, &mut frame)?;
                for plane in frame.planes() {
                    let written = file.write_all(&plane.samples);
                    written.io_context("write", &target)?;
                }
            }
        }
        file.flush().io_context("write", &target)?;
        Ok(RenderedVideo {
            path: target.clone(),
            poster: target.clone(),
            secs: timeline.secs(),
            frames: timeline.length,
            segments: 0,
            segments_reused: 0,
            timings: RenderTimings {
                wall: begun.elapsed().as_secs_f64(),
                ..RenderTimings::default()
            },
        })
    }

    async fn inspect_picture(&self, file: &Path) -> Result<PictureInfo> {
        self.media.inspect_picture(file).await
    }

    async fn decode_audio(&self, file: &Path) -> Result<Pcm> {
        self.media.decode_audio(file).await
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(project), Some(target)) = (arguments.next(), arguments.next()) else {
        return Err(Error::invalid_input("usage: raw_frames PROJECT FRAMES"));
    };
    let renderer = RawFrames {
        target: (target != "--preview").then(|| target.into()),
        media: FfmpegRenderer::new(RenderOptions::default()),
    };
    let (script, images, voice) = (LocalScript::new(), LocalImages::new(), LocalVoice::new());
    let tracks = music::unpack(&std::env::temp_dir().join("reelcraft-music"))?;
    let studio = Studio::new(script, images, voice, renderer).with_music(tracks);
    let work = Work::only([Stage::Render]);
    let file = ProjectFile::open(project)?;
    let outcome = studio.run(&file, &work, &Control::default()).await?;
    for stage in outcome.stages {
        eprintln!("{}: {:.1} s", stage.stage, stage.secs);
    }
    Ok(())
}
