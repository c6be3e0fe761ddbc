//! From a complete project to the video.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::StageOutcome;
use super::caption_files::caption_files;
use super::session::Session;
use crate::captions::Caption;
use crate::project::{Format, Project};
use crate::provider::{RenderRequest, RenderedVideo};
use crate::timeline::{Materials, Timeline, plan};
use crate::{Control, Error, ErrorKind, Event, Result, Stage};

impl Session<'_> {
    /// Renders the video, in each format that is asked for; refuses with the list of what is
    /// missing.
    pub(super) async fn render(&self) -> Result<(StageOutcome, Vec<RenderedVideo>)> {
        let project = self.store.load()?;
        let materials = self.materials(&project).await?;
        let mut videos = Vec::new();
        let outputs = self.outputs(&project);
        for (_, output) in &outputs {
            self.check_output(output, &materials)?;
        }
        let (begun, count) = (Instant::now(), outputs.len() as u64);
        for (index, (format, output)) in (0..).zip(outputs) {
            let mut project = project.clone();
            project.reel.format = format;
            let plan = plan(&project, &materials)?;
            // They are the same in every format.
            for warning in plan.warnings.iter().filter(|_| videos.is_empty()) {
                self.control.warn(warning.clone());
            }
            let control = part_of(self.control, index, count, begun);
            let request = self.request(plan.timeline, output, index + 1 < count);
            let captions = &plan.captions;
            videos.push(
                self.render_one(&project, captions, request, &control)
                    .await?,
            );
        }
        let sum = |count: fn(&RenderedVideo) -> usize| videos.iter().map(count).sum();
        let outcome = StageOutcome {
            stage: Stage::Render,
            made: sum(|video| video.segments.saturating_sub(video.segments_reused)),
            reused: sum(|video| video.segments_reused),
            secs: videos.iter().map(|video| video.timings.wall).sum(),
        };
        Ok((outcome, videos))
    }

    /// The formats that are asked for, each once, and the file of each.
    fn outputs(&self, project: &Project) -> Vec<(Format, PathBuf)> {
        let output = self.work.output.clone();
        let is_named = output.is_some();
        let output = output.unwrap_or_else(|| self.store.default_output());
        let formats = self.work.formats_of(project);
        let is_alone = formats.len() == 1;
        let file = |format: Format| {
            if format == project.reel.format || is_alone && is_named {
                return output.clone();
            }
            let stem = output.file_stem().unwrap_or_default().to_string_lossy();
            output.with_file_name(format!("{stem}-{format}.mp4"))
        };
        formats
            .iter()
            .map(|format| (*format, file(*format)))
            .collect()
    }

    fn request(&self, timeline: Timeline, output: PathBuf, keep_pictures: bool) -> RenderRequest {
        RenderRequest {
            timeline,
            output,
            quality: self.work.quality,
            reuse: !self.work.forces(Stage::Render),
            keep_pictures,
        }
    }

    async fn render_one(
        &self,
        project: &Project,
        captions: &[Caption],
        request: RenderRequest,
        control: &Control,
    ) -> Result<RenderedVideo> {
        let RenderRequest {
            timeline, output, ..
        } = &request;
        let files = files_of(output);
        let captions = caption_files(output, captions, timeline, project);
        self.ledger().begin_writing(&files)?;
        let rendered = self.studio.renderer.render(&request, control).await;
        self.ledger().end_writing(&files)?;
        // The files are those that the project names: it is the project that is wrong.
        let video = rendered.map_err(|error| match error.kind() {
            ErrorKind::Media => error.with_kind(ErrorKind::InvalidInput),
            _ => error,
        })?;
        self.write_caption_files(captions)?;
        self.control.report(Event::Output {
            path: video.path.clone(),
        });
        Ok(video)
    }

    /// Refuses to write over the files that the video is made of, and over any that this
    /// project did not write.
    fn check_output(&self, output: &Path, materials: &Materials) -> Result<()> {
        if output
            .extension()
            .is_none_or(|extension| !extension.eq_ignore_ascii_case("mp4"))
        {
            return Err(
                Error::invalid_input(format!("{} does not end in .mp4", output.display()))
                    .hint("the video is an MP4 file: name it NAME.mp4"),
            );
        }
        let same = |a: &Path, b: &Path| match (a.canonicalize(), b.canonicalize()) {
            (Ok(a), Ok(b)) => a == b,
            _ => false,
        };
        let others = [
            materials.voice.as_ref().map(|voice| &voice.file),
            materials.music.as_ref(),
            materials.caption_font.as_ref(),
            materials.watermark.as_ref(),
            materials.cover.as_ref(),
        ];
        let used = materials
            .pictures
            .iter()
            .chain(others.into_iter().flatten());
        let used = used.map(|file| file.path.as_path());
        let own: Vec<&Path> = used.chain(self.store.project_file()).collect();
        for written in &files_of(output) {
            if own.iter().any(|file| same(file, written)) {
                return Err(Error::invalid_input(format!(
                    "the video would replace {}, which it is made of",
                    written.display()
                ))
                .hint("name another file with --output, or rename that one"));
            }
            if !self.ledger().may_replace(written) {
                return Err(Error::invalid_input(format!(
                    "{} is there already, and this project did not make it as it is",
                    written.display()
                ))
                .hint("name another video with --output, or move that file away"));
            }
        }
        Ok(())
    }
}

/// The files of a video that are written in one go: itself, and its cover.
fn files_of(output: &Path) -> [PathBuf; 2] {
    [output.to_owned(), output.with_extension("jpg")]
}

/// Tells one of several renders of equal length as a part of one stage.
fn part_of(control: &Control, index: u64, count: u64, begun: Instant) -> Control {
    if count == 1 {
        return control.clone();
    }
    control.telling(move |event| match event {
        Event::StageStarted {
            stage: Stage::Render,
            total,
        } => (index == 0).then_some(Event::StageStarted {
            stage: Stage::Render,
            total: total * count,
        }),
        Event::Progress {
            stage: Stage::Render,
            done,
            total,
            eta_secs,
        } => {
            let (done, total) = (index * total + done, count * total);
            let left = total.saturating_sub(done) as f64 / done.max(1) as f64;
            Some(Event::Progress {
                stage: Stage::Render,
                done,
                total,
                eta_secs: eta_secs.map(|_| begun.elapsed().as_secs_f64() * left),
            })
        }
        Event::StageFinished {
            stage: Stage::Render,
            ..
        } => (index + 1 == count).then(|| Event::StageFinished {
            stage: Stage::Render,
            secs: begun.elapsed().as_secs_f64(),
        }),
        event => Some(event),
    })
}
