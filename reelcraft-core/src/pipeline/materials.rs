//! The files that the video of a project is made of.

use std::path::{Path, PathBuf};

use super::session::{Session, problem};
use crate::project::{CaptionStyle, MusicSource, Project, Scene};
use crate::timeline::{Materials, MediaFile, Plan, plan};
use crate::{Digest, Error, ErrorKind, Result, Stage};

impl Session<'_> {
    /// Plans the video of a project. A scene without a picture is planned all the same, with no
    /// path in the place of its file.
    pub(super) async fn plan_anyway(&self, project: &Project) -> Result<Plan> {
        let scenes = project.scenes.iter();
        let pictures = scenes.map(|scene| self.scene_picture(scene).unwrap_or_else(|_| no_file()));
        plan(
            project,
            &self.materials_with(project, pictures.collect()).await?,
        )
    }

    /// Finds all files of a project, or says everything that is missing.
    pub(super) async fn materials(&self, project: &Project) -> Result<Materials> {
        let mut pictures = Vec::with_capacity(project.scenes.len());
        for (index, scene) in project.scenes.iter().enumerate() {
            match self.scene_picture(scene) {
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
        self.materials_with(project, pictures).await
    }

    fn scene_picture(&self, scene: &Scene) -> Result<MediaFile> {
        match &scene.image {
            None if scene.card_text().is_some() => Ok(no_file()),
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
        }
    }

    async fn materials_with(
        &self,
        project: &Project,
        pictures: Vec<MediaFile>,
    ) -> Result<Materials> {
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

/// What stands for the picture of a scene that needs none.
fn no_file() -> MediaFile {
    MediaFile {
        path: PathBuf::new(),
        digest: Digest::of_bytes(b"no picture"),
    }
}
