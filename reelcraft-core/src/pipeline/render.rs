//! From a complete project to the video.

use std::path::{Path, PathBuf};

use super::StageOutcome;
use super::caption_files::caption_files;
use super::session::{Session, problem};
use crate::project::{CaptionStyle, Format, MusicSource, Project};
use crate::provider::{RenderRequest, RenderedVideo};
use crate::timeline::{Materials, MediaFile, Plan, Timeline, plan};
use crate::{Digest, Error, ErrorKind, Event, Result, Stage};

impl Session<'_> {
    /// Renders the video, in each format that is asked for; refuses with the list of what is
    /// missing.
    pub(super) async fn render(&self) -> Result<(StageOutcome, Vec<RenderedVideo>)> {
        let project = self.store.load()?;
        let materials = self.materials(&project).await?;
        let mut videos = Vec::new();
        for (format, output) in self.outputs(&project) {
            let mut project = project.clone();
            project.reel.format = format;
            let plan = plan(&project, &materials)?;
            // They are the same in every format.
            for warning in plan.warnings.iter().filter(|_| videos.is_empty()) {
                self.control.warn(warning.clone());
            }
            videos.push(self.render_one(&project, plan, output).await?);
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
        let mut formats: Vec<Format> = Vec::new();
        for format in &self.work.formats {
            if !formats.contains(format) {
                formats.push(*format);
            }
        }
        if formats.is_empty() {
            formats.push(project.reel.format);
        }
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

    async fn render_one(
        &self,
        project: &Project,
        plan: Plan,
        output: PathBuf,
    ) -> Result<RenderedVideo> {
        let files = [output.clone(), output.with_extension("jpg")];
        self.check_output(&output, &files, &plan.timeline)?;
        let captions = caption_files(&output, &plan.captions, &plan.timeline, project);
        let request = RenderRequest {
            timeline: plan.timeline,
            output,
            quality: self.work.quality,
            reuse: !self.work.forces(Stage::Render),
        };
        self.ledger().begin_writing(&files)?;
        let rendered = self.studio.renderer.render(&request, self.control).await;
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

    /// Finds all files of a project, or says everything that is missing.
    async fn materials(&self, project: &Project) -> Result<Materials> {
        let mut pictures = Vec::with_capacity(project.scenes.len());
        for (index, scene) in project.scenes.iter().enumerate() {
            let found = match &scene.image {
                None if scene.card_text().is_some() => Ok(MediaFile {
                    path: PathBuf::new(),
                    digest: Digest::of_bytes(b"no picture"),
                }),
                None => Err(
                    Error::invalid_input("there is no picture").hint(if scene.locked {
                        "name one with image = \"…\", or unlock the scene"
                    } else {
                        "draw it: reelcraft visuals FILE"
                    }),
                ),
                Some(image) => {
                    let path = self.folder().join(image);
                    Digest::of_file(&path).map(|digest| MediaFile { path, digest })
                }
            };
            match found {
                Ok(file) => pictures.push(file),
                Err(error) => {
                    self.fail(
                        Stage::Render,
                        index,
                        error.with_kind(ErrorKind::InvalidInput),
                    );
                }
            }
        }
        let voice = self.voice_material(project).await;
        let music = self.music(project);
        let font = self.caption_font(project);
        let watermark = self.picture(project.watermark.image.as_deref());
        let cover = self.picture(project.cover.image.as_deref());
        let mut problems = Vec::new();
        for (field, error) in [
            ("voice", voice.as_ref().err()),
            ("music", music.as_ref().err()),
            ("captions.font", font.as_ref().err()),
            ("watermark.image", watermark.as_ref().err()),
            ("cover.image", cover.as_ref().err()),
        ] {
            problems.extend(error.map(|error| problem(field.to_owned(), error)));
        }
        match self.check_failures() {
            Err(error) if !problems.is_empty() => {
                problems.splice(0..0, error.problems().iter().cloned());
                Err(Error::invalid("parts of the video are missing", problems))
            }
            checked => checked,
        }?;
        Ok(Materials {
            pictures,
            voice: voice?,
            music: music?,
            caption_font: font?,
            watermark: watermark?.filter(|_| project.watermark.opacity > 0.0),
            cover: cover?,
        })
    }

    /// A picture of the person's own that no scene shows.
    fn picture(&self, file: Option<&Path>) -> Result<Option<MediaFile>> {
        let Some(path) = file.map(|file| self.folder().join(file)) else {
            return Ok(None);
        };
        let digest = Digest::of_file(&path).map_err(|error| {
            error
                .with_kind(ErrorKind::InvalidInput)
                .hint("put the picture there, or remove the line")
        })?;
        Ok(Some(MediaFile { path, digest }))
    }

    fn caption_font(&self, project: &Project) -> Result<Option<MediaFile>> {
        let has_card = project
            .scenes
            .iter()
            .any(|scene| scene.card_text().is_some());
        let is_drawn = project.captions.style != CaptionStyle::None || has_card;
        let Some(file) = project.captions.font_file().filter(|_| is_drawn) else {
            return Ok(None);
        };
        let path = self.folder().join(file);
        let digest = Digest::of_file(&path).map_err(|error| {
            error
                .with_kind(ErrorKind::InvalidInput)
                .hint("put the font there, name an installed family, or remove the line")
        })?;
        Ok(Some(MediaFile { path, digest }))
    }

    /// Refuses to write over the files that the video is made of, and over any that this
    /// project did not write.
    fn check_output(&self, output: &Path, files: &[PathBuf], timeline: &Timeline) -> Result<()> {
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
        let pictures = timeline.clips.iter().map(|clip| clip.picture.as_path());
        let sounds = [
            timeline.voice.as_ref().map(|voice| voice.file.as_path()),
            timeline.music.as_ref().map(|music| music.file.as_path()),
            self.store.project_file(),
        ];
        let own: Vec<&Path> = pictures.chain(sounds.into_iter().flatten()).collect();
        for written in files {
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

    fn music(&self, project: &Project) -> Result<Option<MediaFile>> {
        let path = match project.music.source() {
            MusicSource::None => return Ok(None),
            _ if project.music.volume <= 0.0 => return Ok(None),
            MusicSource::File(file) => self.folder().join(file),
            MusicSource::Bundled(name) => match self.studio.music.get(&name) {
                Some(path) => path.clone(),
                None => {
                    return Err(
                        Error::invalid_input(format!("there is no track `{name}` here"))
                            .hint("give the path of a sound file, or track = \"none\""),
                    );
                }
            },
        };
        let digest = Digest::of_file(&path).map_err(|error| {
            error
                .with_kind(ErrorKind::InvalidInput)
                .hint("put the music there, choose a bundled track, or track = \"none\"")
        })?;
        Ok(Some(MediaFile { path, digest }))
    }
}
