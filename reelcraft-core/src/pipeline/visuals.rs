//! Drawing the pictures.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use futures::StreamExt as _;

use super::ledger::{AssetKind, Ledger, Record};
use super::session::{Session, StageRun, is_final, scene_ref};
use super::state::{ElementState, image_inputs, image_state};
use super::{StageOutcome, Work};
use crate::project::{Edit, Project, Scene};
use crate::provider::{ImageRequest, Origin, PictureFile, PictureType};
use crate::{Digest, Error, ErrorKind, Event, IoContext as _, Result, Stage};

/// The indexes of the scenes whose pictures would be drawn.
///
/// `prompt_changes` says which scenes get a new prompt before that, so that their pictures are
/// out of date.
pub(super) fn wanted_images(
    project: &Project,
    work: &Work,
    ledger: &Ledger,
    folder: &Path,
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
            ElementState::Current => {
                work.forces(Stage::Visuals) || (prompt_changes.contains(&index) && !work.keep_stale)
            }
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

/// What a picture is asked for with, in its first version.
pub(super) fn image_request(project: &Project, prompt: &str) -> ImageRequest {
    ImageRequest {
        prompt: prompt.to_owned(),
        style: project.reel.style.clone(),
        language: project.reel.language.clone(),
        size: project.reel.format.size(),
        variant: 0,
        reference: None,
    }
}

/// The digest of all that makes a picture. The bytes of the reference are told by their digest.
pub(super) fn image_key(
    provider: &str,
    request: &ImageRequest,
    reference: Option<&Digest>,
) -> Digest {
    let key = Digest::builder("image 1")
        .field(provider)
        .field(&request.prompt)
        .optional(request.style.as_deref())
        .field(request.language.to_string())
        .field(request.size.to_string())
        .field(request.variant.to_le_bytes());
    match reference {
        Some(reference) => key.field(reference.as_str()),
        None => key,
    }
    .finish()
}

/// Which version of a picture is wanted: the next one where it is redone, else the newest.
pub(super) fn image_variant(work: &Work, ledger: &Ledger, inputs: &Digest) -> u32 {
    let made_so_far = ledger.next_variant(AssetKind::Image, inputs);
    if work.forces(Stage::Visuals) {
        made_so_far
    } else {
        made_so_far.saturating_sub(1)
    }
}

/// Reads a picture that others shall keep to.
fn read_reference(path: &Path) -> Result<Arc<PictureFile>> {
    /// The most that can be sent with a request.
    const MAX_BYTES: u64 = 15 << 20;
    let wrong = |message: String| {
        Error::invalid_input(message)
            .hint("put a JPEG, PNG or WebP picture of at most 15 MiB there")
    };
    let length = std::fs::metadata(path).map_or(0, |file| file.len());
    if length > MAX_BYTES {
        return Err(wrong(format!(
            "the reference {} is too large",
            path.display()
        )));
    }
    let bytes = std::fs::read(path)
        .io_context("read", path)
        .map_err(|error| error.with_kind(ErrorKind::InvalidInput))?;
    let picture_type = PictureType::sniff(&bytes)
        .ok_or_else(|| wrong(format!("the reference {} is no picture", path.display())))?;
    Ok(Arc::new(PictureFile {
        bytes,
        picture_type,
    }))
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
        let reference = project.reel.reference.as_ref();
        let reference = reference
            .map(|file| read_reference(&self.folder().join(file)))
            .transpose()?;
        let reference = reference.as_ref();
        let run = self.begin(Stage::Visuals, wanted.len());
        // The first error after which no other call can succeed.
        let end: OnceLock<Error> = OnceLock::new();
        let drawings = futures::stream::iter(wanted).map(|index| {
            let (run, end, project) = (&run, &end, &project);
            async move {
                let result = match end.get() {
                    Some(error) => Err(error.clone()),
                    None => self.draw(project, index, reference, run).await,
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

    async fn draw(
        &self,
        project: &Project,
        index: usize,
        reference: Option<&Arc<PictureFile>>,
        run: &StageRun<'_>,
    ) -> Result<()> {
        let Some(scene) = project.scenes.get(index) else {
            return Ok(());
        };
        let prompt = scene.prompt.as_deref().unwrap_or_default().trim();
        if prompt.is_empty() {
            // Where a prompt failed, that has been told already.
            if self.has_failed(Stage::Prompts, index) {
                return Ok(());
            }
            return Err(Error::invalid_input("there is no prompt to draw from")
                .hint("write a prompt, or a line from which one can be written"));
        }
        let inputs = image_inputs(project, scene);
        let request = ImageRequest {
            variant: image_variant(self.work, &self.ledger(), &inputs),
            reference: reference.map(Arc::clone),
            ..image_request(project, prompt)
        };
        let digest = reference.map(|picture| Digest::of_bytes(&picture.bytes));
        let key = image_key(self.studio.images.name(), &request, digest.as_ref());
        let variant = request.variant;
        let _alone = self.alone(&key).await;
        let known = self
            .ledger()
            .find(&key)
            .and_then(|record| record.file.clone());
        let reused = known.is_some();
        let file = match known {
            Some(file) => file,
            None => {
                let record = Record {
                    text: request.prompt.clone(),
                    line: scene.line.clone(),
                    ..Record::new(AssetKind::Image, inputs, key, variant, Origin::default())
                };
                self.ask_for_picture(&request, record).await?
            }
        };
        self.save(&Edit::Image {
            scene: scene_ref(project, index),
            was: scene.image.clone(),
            image: file.clone(),
        })?;
        self.control.report(Event::SceneFinished {
            stage: Stage::Visuals,
            scene: index + 1,
            file: Some(file),
            reused,
        });
        run.done(reused);
        Ok(())
    }

    /// Draws a picture. It is paid for, so it is kept before anything else is done with it.
    async fn ask_for_picture(&self, request: &ImageRequest, record: Record) -> Result<PathBuf> {
        self.control.check()?;
        let image = self.paid(self.studio.images.draw(request, self.control).await)?;
        let bytes = &image.value.bytes;
        let extension = image.value.picture_type.extension();
        let file = {
            let mut ledger = self.ledger();
            let file = ledger.write_file(AssetKind::Image, &record.key, extension, bytes)?;
            ledger.add([Record {
                file: Some(file.clone()),
                content: Some(Digest::of_bytes(bytes)),
                origin: image.origin,
                ..record
            }])?;
            file
        };
        let path = self.folder().join(&file);
        match self.studio.renderer.inspect_picture(&path).await {
            Err(error) if *error.kind() == ErrorKind::Media => {
                self.ledger().set_broken(&file)?;
                Err(error
                    .with_kind(ErrorKind::Unavailable)
                    .context("the provider gave a broken picture")
                    .hint("try this scene again"))
            }
            inspected => inspected.map(|_| file),
        }
    }

    /// Finds every picture of the person's own that is missing or broken. What was readable once
    /// is not decoded again.
    async fn check_own_pictures(&self, project: &Project, redrawn: &[usize]) -> Result<()> {
        let own: Vec<(usize, &PathBuf)> = project
            .scenes
            .iter()
            .enumerate()
            .filter(|(index, scene)| {
                !redrawn.contains(index)
                    && image_state(project, scene, self.folder(), &self.ledger())
                        == ElementState::Own
            })
            .filter_map(|(index, scene)| Some((index, scene.image.as_ref()?)))
            .collect();
        let checks = own.into_iter().map(|(index, image)| async move {
            if let Err(error) = self.check_own_picture(image).await
                && !error.is_cancelled()
            {
                self.fail(Stage::Visuals, index, error);
            }
        });
        futures::stream::iter(checks)
            .buffer_unordered(self.studio.images.concurrency().max(1))
            .collect::<()>()
            .await;
        self.control.check()
    }

    async fn check_own_picture(&self, image: &Path) -> Result<()> {
        self.control.check()?;
        let path = self.folder().join(image);
        let inputs = Digest::of_file(&path).map_err(|error| {
            error
                .with_kind(ErrorKind::InvalidInput)
                .hint("put the file there, or remove the image line to have one drawn")
        })?;
        if self.ledger().text_of(AssetKind::Picture, &inputs).is_some() {
            return Ok(());
        }
        let info = match self.studio.renderer.inspect_picture(&path).await {
            Err(error) if *error.kind() == ErrorKind::Media => {
                Err(error.with_kind(ErrorKind::InvalidInput))
            }
            inspected => inspected,
        }?;
        let about = format!("{} {}", image.display(), info.size);
        let record = self.text_record(AssetKind::Picture, inputs, &about, &Origin::default());
        self.ledger().add([record])
    }
}
