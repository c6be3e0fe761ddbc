//! From a complete project to the video.

use super::StageOutcome;
use super::session::Session;
use crate::project::{CaptionStyle, MusicSource, Project};
use crate::provider::{RenderRequest, RenderedVideo};
use crate::timeline::{Materials, MediaFile, plan};
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
        let request = RenderRequest {
            timeline: plan.timeline,
            output: output.unwrap_or_else(|| self.store.default_output()),
            quality: self.work.quality,
            reuse: !self.work.forces(Stage::Render),
        };
        let video = self.studio.renderer.render(&request, self.control).await?;
        self.control.report(Event::Output {
            path: video.path.clone(),
        });
        let outcome = StageOutcome {
            stage: Stage::Render,
            made: video.segments - video.segments_reused,
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
        self.check_failures()?;
        Ok(Materials {
            pictures,
            voice: voice?,
            music: music?,
        })
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
