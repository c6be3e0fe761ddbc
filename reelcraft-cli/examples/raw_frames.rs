//! The frames of a project, not encoded, as one file of raw yuv420p pictures:
//! `cargo run --release --example raw_frames -- sea.toml frames.yuv`
//!
//! Benchmarks encode them with other tools, and compare videos with them.
#![allow(clippy::print_stderr, reason = "an example for the terminal")]

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// Writes composed frames to a file as they are.
struct RawFrames {
    target: PathBuf,
    media: FfmpegRenderer,
}

#[async_trait::async_trait]
impl Renderer for RawFrames {
    async fn render(&self, request: &RenderRequest, control: &Control) -> Result<RenderedVideo> {
        let timeline = Arc::new(request.timeline.clone());
        let compositor = Compositor::new(Arc::clone(&timeline))?;
        let file = std::fs::File::create(&self.target).io_context("create", &self.target)?;
        let mut file = BufWriter::new(file);
        let mut frame = YuvFrame::black(timeline.size);
        for segment in timeline.segments() {
            let mut frames = compositor.segment(&segment)?;
            for index in segment.frames.iter() {
                control.check()?;
                frames.compose(index, &mut frame)?;
                for plane in frame.planes() {
                    let written = file.write_all(&plane.samples);
                    written.io_context("write", &self.target)?;
                }
            }
        }
        file.flush().io_context("write", &self.target)?;
        Ok(RenderedVideo {
            path: self.target.clone(),
            poster: self.target.clone(),
            secs: timeline.secs(),
            frames: timeline.length,
            segments: 0,
            segments_reused: 0,
            timings: RenderTimings::default(),
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
        target: target.into(),
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
