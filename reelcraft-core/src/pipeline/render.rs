//! From a complete project to the video.

use std::path::{Path, PathBuf};

use super::StageOutcome;
use super::session::{Session, problem};
use crate::project::{CaptionStyle, MusicSource, Project};
use crate::provider::{RenderRequest, RenderedVideo};
use crate::timeline::{Materials, MediaFile, Timeline, plan};
use crate::{Digest, Error, ErrorKind, Event, Result, Stage};

impl Session<'_> {
    /// Renders the video; refuses with the list of what is missing.
    pub(super) async fn render(&self) -> Result<(StageOutcome, RenderedVideo)> {
        let project = self.store.load()?;
        let materials = self.materials(&project).await?;
        let plan = plan(&project, &materials)?;
        for warning in plan.warnings {
            self.control.warn(warning);
        }
        if project.captions.style != CaptionStyle::None {
            self.control
                .warn("captions are kept in the project, but not drawn by this version");
        }
        let output = self.work.output.clone();
        let output = output.unwrap_or_else(|| self.store.default_output());
        let files = [output.clone(), output.with_extension("jpg")];
        self.check_output(&output, &files, &plan.timeline)?;
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
        self.control.report(Event::Output {
            path: video.path.clone(),
        });
        let outcome = StageOutcome {
            stage: Stage::Render,
            made: video.segments.saturating_sub(video.segments_reused),
            reused: video.segments_reused,
            secs: video.timings.wall,
        };
        Ok((outcome, video))
    }

    /// Finds all files of a project, or says everything that is missing.
    async fn materials(&self, project: &Project) -> Result<Materials> {
        let mut pictures = Vec::with_capacity(project.scenes.len());
        for (index, scene) in project.scenes.iter().enumerate() {
            let found = match &scene.image {
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
        let mut problems = Vec::new();
        for (field, error) in [
            ("voice", voice.as_ref().err()),
            ("music", music.as_ref().err()),
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
        })
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
