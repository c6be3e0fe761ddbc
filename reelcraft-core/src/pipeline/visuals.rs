//! Drawing the pictures.

use std::sync::OnceLock;

use futures::StreamExt as _;

use super::ledger::{AssetKind, Ledger, Record, now_secs};
use super::session::{Session, StageRun, is_final, scene_ref};
use super::state::{ElementState, image_inputs, image_state};
use super::{StageOutcome, Work};
use crate::project::{Edit, Project, Scene};
use crate::provider::{ImageRequest, Origin};
use crate::{Digest, Error, ErrorKind, Event, Result, Stage};

/// The indexes of the scenes whose pictures would be drawn.
///
/// `prompt_changes` says which scenes get a new prompt before that, so that their pictures are
/// out of date.
pub(super) fn wanted_images(
    project: &Project,
    work: &Work,
    ledger: &Ledger,
    folder: &std::path::Path,
    prompt_changes: &[usize],
) -> Vec<usize> {
    if !work.stages.contains(&Stage::Visuals) {
        return Vec::new();
    }
    let is_wanted = |index: usize, scene: &Scene| {
        if scene.locked || !work.touches(index) {
            return false;
        }
        match image_state(project, scene, folder, ledger) {
            ElementState::Missing => true,
            ElementState::Stale => !work.keep_stale || work.forces(Stage::Visuals),
            ElementState::Current => work.forces(Stage::Visuals) || prompt_changes.contains(&index),
            // One's own picture is replaced only when just this scene is asked for.
            ElementState::Own => work.forces(Stage::Visuals) && work.scenes.is_some(),
        }
    };
    project
        .scenes
        .iter()
        .enumerate()
        .filter(|(index, scene)| is_wanted(*index, scene))
        .map(|(index, _)| index)
        .collect()
}

impl Session<'_> {
    /// Draws the pictures that are missing, several at a time; each is saved when it exists.
    pub(super) async fn visuals(&self) -> Result<Option<StageOutcome>> {
        let project = self.store.load()?;
        let wanted = wanted_images(&project, self.work, &self.ledger(), self.folder(), &[]);
        self.check_own_pictures(&project, &wanted).await?;
        if wanted.is_empty() {
            return Ok(None);
        }
        let run = self.begin(Stage::Visuals, wanted.len());
        // The first error after which no other call can succeed.
        let end: OnceLock<Error> = OnceLock::new();
        let drawings = futures::stream::iter(wanted).map(|index| {
            let (run, end, project) = (&run, &end, &project);
            async move {
                let result = match end.get() {
                    Some(error) => Err(error.clone()),
                    None => self.draw(project, index, run).await,
                };
                if let Err(error) = result {
                    if is_final(&error) {
                        end.get_or_init(|| error.clone());
                    }
                    if !error.is_cancelled() {
                        self.fail(Stage::Visuals, index, error);
                    }
                }
            }
        });
        let at_once = self.studio.images.concurrency().max(1);
        drawings.buffer_unordered(at_once).collect::<()>().await;
        self.control.check()?;
        Ok(Some(run.finish()))
    }

    async fn draw(&self, project: &Project, index: usize, run: &StageRun<'_>) -> Result<()> {
        let Some(scene) = project.scenes.get(index) else {
            return Ok(());
        };
        let prompt = scene.prompt.as_deref().unwrap_or_default().trim();
        if prompt.is_empty() {
            return Err(Error::invalid_input("there is no prompt to draw from")
                .hint("write a prompt, or a line from which one can be written"));
        }
        let inputs = image_inputs(project, scene);
        let images = &self.studio.images;
        let made_so_far = self.ledger().next_variant(AssetKind::Image, &inputs);
        let variant = if self.work.forces(Stage::Visuals) {
            made_so_far
        } else {
            made_so_far.saturating_sub(1)
        };
        let request = ImageRequest {
            prompt: prompt.to_owned(),
            style: project.reel.style.clone(),
            language: project.reel.language.clone(),
            size: project.reel.format.size(),
            variant,
        };
        let key = Digest::builder("image 1")
            .field(images.name())
            .field(&request.prompt)
            .optional(request.style.as_deref())
            .field(request.language.to_string())
            .field(request.size.to_string())
            .field(request.variant.to_le_bytes())
            .finish();
        let known = self
            .ledger()
            .find(&key)
            .and_then(|record| record.file.clone());
        let reused = known.is_some();
        let file = if let Some(file) = known {
            file
        } else {
            let image = images.draw(&request, self.control).await?;
            let bytes = &image.value.bytes;
            let extension = image.value.picture_type.extension();
            let file = self
                .ledger()
                .write_file(AssetKind::Image, &key, extension, bytes)?;
            // It is paid for, so it is kept and recorded even when it turns out to be broken.
            let path = self.folder().join(&file);
            let readable = self.studio.renderer.inspect_picture(&path).await;
            self.ledger().add(Record {
                kind: AssetKind::Image,
                inputs,
                key: if readable.is_ok() {
                    key
                } else {
                    Digest::of_bytes(bytes)
                },
                variant,
                file: Some(file.clone()),
                content: Some(Digest::of_bytes(bytes)),
                text: prompt.to_owned(),
                lines: None,
                secs: 0.0,
                origin: image.origin,
                made_at: now_secs(),
            })?;
            readable.map_err(|error| {
                error
                    .with_kind(ErrorKind::Unavailable)
                    .context("the provider gave a broken picture")
                    .hint("try this scene again")
            })?;
            file
        };
        self.save(&Edit::Image(scene_ref(project, index), file.clone()))?;
        self.control.report(Event::SceneFinished {
            stage: Stage::Visuals,
            scene: index + 1,
            file: Some(file),
            reused,
        });
        run.done(reused);
        Ok(())
    }

    /// Finds every picture of the person's own that is missing or broken. What was readable once
    /// is not decoded again.
    async fn check_own_pictures(&self, project: &Project, redrawn: &[usize]) -> Result<()> {
        for (index, scene) in project.scenes.iter().enumerate() {
            let Some(image) = &scene.image else { continue };
            let path = self.folder().join(image);
            let state = image_state(project, scene, self.folder(), &self.ledger());
            if redrawn.contains(&index) || state != ElementState::Own {
                continue;
            }
            self.control.check()?;
            let inputs = match Digest::of_file(&path) {
                Ok(digest) => digest,
                Err(error) => {
                    let error = error
                        .with_kind(ErrorKind::InvalidInput)
                        .hint("put the file there, or remove the image line to have one drawn");
                    self.fail(Stage::Visuals, index, error);
                    continue;
                }
            };
            let is_known = self.ledger().next_variant(AssetKind::Picture, &inputs) > 0;
            if is_known {
                continue;
            }
            match self.studio.renderer.inspect_picture(&path).await {
                Ok(info) => {
                    let about = format!("{} {}", image.display(), info.size);
                    self.record_text(AssetKind::Picture, inputs, &about, &Origin::default())?;
                }
                Err(error) if error.is_cancelled() => return Err(error),
                Err(error) => {
                    let error = error.with_kind(ErrorKind::InvalidInput);
                    self.fail(Stage::Visuals, index, error);
                }
            }
        }
        Ok(())
    }
}
