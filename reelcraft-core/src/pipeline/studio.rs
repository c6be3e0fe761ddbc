//! The providers of a program, and the way from topic to video through them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::ledger::Ledger;
use super::script::{wanted_prompts, wants_script};
use super::session::Session;
use super::visuals::wanted_images;
use super::voice::wanted_speech;
use super::{Forecast, Outcome, Work};
use crate::project::{Problem, Project, ProjectStore};
use crate::provider::{ImageGen, Renderer, ScriptGen, Tts};
use crate::{Control, Error, Result, Stage};

/// The providers of a program, and the way from topic to video through them.
///
/// It fills in what is missing in a project, scene by scene, saves every result the moment it
/// exists, and goes on from there after a crash. Nothing is generated twice without being asked.
#[derive(Clone)]
pub struct Studio {
    /// Writes scripts and prompts.
    pub script: Arc<dyn ScriptGen>,
    /// Draws pictures.
    pub images: Arc<dyn ImageGen>,
    /// Speaks lines.
    pub tts: Arc<dyn Tts>,
    /// Makes the video.
    pub renderer: Arc<dyn Renderer>,
    /// The files of the bundled tracks, by name; empty when there are none.
    pub music: BTreeMap<String, PathBuf>,
}

impl Studio {
    /// Makes a studio of the four traits, without bundled music.
    pub fn new(
        script: impl ScriptGen + 'static,
        images: impl ImageGen + 'static,
        tts: impl Tts + 'static,
        renderer: impl Renderer + 'static,
    ) -> Self {
        Self {
            script: Arc::new(script),
            images: Arc::new(images),
            tts: Arc::new(tts),
            renderer: Arc::new(renderer),
            music: BTreeMap::new(),
        }
    }

    /// Adds bundled tracks: names and files.
    #[must_use]
    pub fn with_music(mut self, tracks: BTreeMap<String, PathBuf>) -> Self {
        self.music = tracks;
        self
    }

    /// Makes everything that is missing or stale in a project, and the video.
    pub async fn make(&self, store: &dyn ProjectStore, control: &Control) -> Result<Outcome> {
        self.run(store, &Work::default(), control).await
    }

    /// Runs some stages over a project.
    ///
    /// A scene that fails does not stop the others: all that could be made is made and saved,
    /// then the error names every scene that is not ready. A video is rendered only when all are.
    /// Pictures and voice are made at the same time.
    pub async fn run(
        &self,
        store: &dyn ProjectStore,
        work: &Work,
        control: &Control,
    ) -> Result<Outcome> {
        let project = store.load()?;
        let ledger = Ledger::open(store.folder(), &store.assets_folder())?;
        let session = Session::new(self, store, work, control, ledger);
        let mut outcome = Outcome::default();
        control.check()?;
        outcome.stages.extend(session.script(&project).await?);
        let project = store.load()?;
        check_scenes(&project, work)?;
        let pictures = async {
            let prompts = session.prompts().await?;
            let visuals = if work.stages.contains(&Stage::Visuals) {
                session.visuals().await?
            } else {
                None
            };
            Result::Ok((prompts, visuals))
        };
        let (pictures, voice) = tokio::join!(pictures, session.voice());
        control.check()?;
        let (prompts, visuals) = pictures?;
        outcome.stages.extend(prompts);
        outcome.stages.extend(visuals);
        outcome.stages.extend(voice?);
        session.check_failures()?;
        if work.stages.contains(&Stage::Render) {
            let (stage, video) = session.render().await?;
            outcome.stages.push(stage);
            outcome.video = Some(video);
        }
        Ok(outcome)
    }

    /// Says what a run would do, without doing or changing anything.
    pub fn forecast(&self, store: &dyn ProjectStore, work: &Work) -> Result<Forecast> {
        let project = store.load()?;
        let ledger = Ledger::peek(store.folder(), &store.assets_folder())?;
        let numbers = |indexes: &[usize]| indexes.iter().map(|index| index + 1).collect();
        let mut forecast = Forecast::default();
        if work.stages.contains(&Stage::Render) {
            let output = work.output.clone();
            forecast.video = Some(output.unwrap_or_else(|| store.default_output()));
        }
        if wants_script(&project, work) {
            forecast.lines = project.reel.scenes as usize;
            let scenes: Vec<usize> = (0..forecast.lines).collect();
            for (stage, list) in [
                (Stage::Prompts, &mut forecast.prompts),
                (Stage::Visuals, &mut forecast.images),
                (Stage::Voice, &mut forecast.speech),
            ] {
                if work.stages.contains(&stage) {
                    *list = numbers(&scenes);
                }
            }
            return Ok(forecast);
        }
        check_scenes(&project, work)?;
        let folder = store.folder();
        let prompts = wanted_prompts(&project, work, &ledger);
        let images = wanted_images(&project, work, &ledger, folder, &prompts);
        for (index, scene) in project.scenes.iter().enumerate() {
            let image = scene.image.as_ref().filter(|_| !images.contains(&index));
            if let Some(image) = image.filter(|image| !folder.join(image).exists()) {
                forecast.problems.push(Problem {
                    field: format!("scene {}", index + 1),
                    position: None,
                    message: format!("there is no file {}", image.display()),
                    hint: None,
                });
            }
        }
        forecast.speech = numbers(&wanted_speech(&project, work, &ledger, folder));
        forecast.prompts = numbers(&prompts);
        forecast.images = numbers(&images);
        Ok(forecast)
    }
}

/// Refuses scene numbers that the project does not have.
fn check_scenes(project: &Project, work: &Work) -> Result<()> {
    let count = project.scenes.len();
    let unknown = work
        .scenes
        .iter()
        .flatten()
        .find(|number| **number == 0 || **number > count);
    match unknown {
        Some(number) => Err(Error::invalid_input(format!(
            "there is no scene {number}: the project has {count}"
        ))),
        None => Ok(()),
    }
}
