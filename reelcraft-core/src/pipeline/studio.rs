//! The providers of a program, and the way from topic to video through them.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ledger::Ledger;
use super::script::{
    known_prompts, known_script, line_request, prompts_request, script_request, wanted_lines,
    wanted_prompts, wants_script,
};
use super::session::{Session, problem};
use super::state::image_inputs;
use super::takes::{speech_request, wanted_speech, wants_voiceover};
use super::visuals::{image_key, image_request, image_variant, wanted_images};
use super::{Forecast, Outcome, Work};
use crate::project::{MusicSource, Problem, Project, ProjectStore, Scene, VoiceProvider};
use crate::provider::{ImageGen, ImageRequest, Renderer, ScriptGen, Tts, Usage};
use crate::timeline::Plan;
use crate::{Control, Digest, Error, Result, Stage};

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
        let ledger = Ledger::open(store.folder(), &store.assets_folder())?;
        let used_before = ledger.usage();
        let project = store.load()?;
        if !wanted_lines(&project, work).is_empty() {
            check_scenes(&project, work)?;
        }
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
        match (pictures, voice) {
            (Ok((prompts, visuals)), Ok(voice)) => {
                outcome
                    .stages
                    .extend([prompts, visuals, voice].into_iter().flatten());
                session.check_failures()?;
            }
            (pictures, voice) => {
                let errors = [("visuals", pictures.err()), ("voice", voice.err())];
                return Err(together(errors, session.check_failures().err()));
            }
        }
        if work.stages.contains(&Stage::Render) {
            let (stage, videos) = session.render().await?;
            outcome.stages.push(stage);
            let mut videos = videos.into_iter();
            outcome.video = videos.next();
            outcome.more_videos = videos.collect();
        }
        outcome.usage = session.ledger().usage().since(used_before);
        Ok(outcome)
    }

    /// Plans the video of a project as it is now, without rendering it, also while somebody works
    /// on it. A scene without a picture is planned all the same; the path of its clip is empty.
    /// `ledger` is what is known of the project; [scratch](Ledger::scratch) is enough.
    pub async fn plan(
        &self,
        store: &dyn ProjectStore,
        ledger: Ledger,
        control: &Control,
    ) -> Result<Plan> {
        let work = Work::only([]);
        let session = Session::new(self, store, &work, control, ledger);
        session.plan_anyway(&store.load()?).await
    }

    /// Says what a run would do and about what it would cost, without doing or changing anything.
    pub fn forecast(&self, store: &dyn ProjectStore, work: &Work) -> Result<Forecast> {
        let mut project = store.load()?;
        let ledger = Ledger::peek(store.folder(), &store.assets_folder())?;
        let numbers = |indexes: &[usize]| indexes.iter().map(|index| index + 1).collect();
        let mut forecast = Forecast::default();
        if work.stages.contains(&Stage::Render) {
            let output = work.output.clone();
            forecast.video = Some(output.unwrap_or_else(|| store.default_output()));
        }
        let mut calls: Vec<(Stage, Usage)> = Vec::new();
        let rewritten = wanted_lines(&project, work);
        forecast.rewritten = numbers(&rewritten);
        if rewritten.is_empty() && wants_script(&project, work)? {
            forecast.lines = project.reel.scene_count();
            if known_script(&project, work, &ledger).is_none() {
                let request = script_request(&project);
                calls.push((Stage::Script, self.script.estimate_script(&request)));
            }
            project.scenes = (0..forecast.lines).map(unwritten).collect();
        }
        check_scenes(&project, work)?;
        for index in rewritten {
            let request = line_request(&project, work, index);
            calls.push((Stage::Script, self.script.estimate_line(&request)));
            if let Some(scene) = project.scenes.get_mut(index) {
                scene.line = unwritten(index).line;
            }
        }
        let folder = store.folder();
        let prompts = wanted_prompts(&project, work, &ledger, folder);
        let known = known_prompts(&project, work, &ledger, &prompts);
        let unknown: Vec<usize> = prompts
            .iter()
            .copied()
            .filter(|index| !known.iter().any(|(known, _)| known == index))
            .collect();
        if !unknown.is_empty() {
            let request = prompts_request(&project, &unknown);
            calls.push((Stage::Prompts, self.script.estimate_prompts(&request)));
        }
        let images = wanted_images(&project, work, &ledger, folder, &prompts);
        for (index, prompt) in known {
            if let Some(scene) = project.scenes.get_mut(index) {
                scene.prompt = Some(prompt);
            }
        }
        let drawings = self.drawings(&project, work, &ledger, folder, &images, &unknown);
        calls.extend(drawings.map(|usage| (Stage::Visuals, usage)));
        let speech = wanted_speech(&project, work, &ledger, folder, self.tts.as_ref());
        for part in &speech {
            let request = speech_request(&project, part);
            calls.push((Stage::Voice, self.tts.estimate(&request)));
        }
        for (stage, usage) in calls {
            *forecast.usage.entry(stage).or_default() += usage;
        }
        forecast.usage.retain(|_, usage| *usage != Usage::default());
        forecast.prompts = numbers(&prompts);
        forecast.images = numbers(&images);
        forecast.speech = numbers(&speech.concat());
        let is_joined = wants_voiceover(&project, work, &ledger, folder);
        forecast.problems = self.obstacles(&project, work, folder, (&forecast, is_joined));
        Ok(forecast)
    }
}

/// A prompt of the usual length, in place of one that is still to be written.
const UNWRITTEN_PROMPT: &str = "A wide view of a place that the line speaks of, with the people \
    and things it names in the middle, in soft light from the side, seen from the height of the \
    eyes, calm colours, some depth behind them and nothing important near the lower edge";

/// A scene in place of one whose line is still to be written: of the usual length, and unlike
/// all others.
fn unwritten(index: usize) -> Scene {
    let number = index + 1;
    Scene::from_line(format!(
        "Line {number} that is still to be written takes about this many words to speak"
    ))
}

impl Studio {
    /// What the pictures of scenes would take that are not there yet, each once. Those with
    /// `new_prompts` are drawn in any case.
    fn drawings(
        &self,
        project: &Project,
        work: &Work,
        ledger: &Ledger,
        folder: &Path,
        scenes: &[usize],
        new_prompts: &[usize],
    ) -> impl Iterator<Item = Usage> {
        let reference = project.reel.reference.as_ref();
        let reference = reference.and_then(|file| Digest::of_file(&folder.join(file)).ok());
        let mut keys = HashSet::new();
        scenes.iter().filter_map(move |index| {
            let scene = project.scenes.get(*index)?;
            let prompt = scene.prompt.as_deref().unwrap_or_default().trim();
            if prompt.is_empty() || new_prompts.contains(index) {
                let request = image_request(project, UNWRITTEN_PROMPT);
                return Some(self.images.estimate(&request));
            }
            let request = ImageRequest {
                variant: image_variant(work, ledger, &image_inputs(project, scene)),
                ..image_request(project, prompt)
            };
            let key = image_key(self.images.name(), &request, reference.as_ref());
            let is_new = ledger.find(&key).is_none() && keys.insert(key);
            is_new.then(|| self.images.estimate(&request))
        })
    }

    /// The files that would be missing after all that is forecast was made, and the voice was
    /// joined.
    fn obstacles(
        &self,
        project: &Project,
        work: &Work,
        folder: &Path,
        (forecast, is_voice_joined): (&Forecast, bool),
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut tell = |field: String, message: String, hint: &str| {
            problems.push(Problem {
                field,
                position: None,
                message,
                hint: Some(hint.to_owned()),
            });
        };
        let make = "put it there, or remove the line to have it made";
        let choose = "choose a bundled track, or track = \"none\"";
        let is_rendered = work.stages.contains(&Stage::Render);
        let are_checked = is_rendered || work.stages.contains(&Stage::Visuals);
        for (index, scene) in project.scenes.iter().enumerate() {
            let number = index + 1;
            let field = format!("scene[{number}].image");
            let has_words = |text: &str| !text.trim().is_empty();
            match &scene.image {
                _ if forecast.images.contains(&number) => {
                    let prompt = scene.prompt.as_deref().unwrap_or_default();
                    if !has_words(prompt) && !forecast.prompts.contains(&number) {
                        let write = "write one, or a line from which it can be written";
                        tell(field, "there is no prompt to draw from".to_owned(), write);
                    }
                }
                Some(image) if are_checked && !folder.join(image).is_file() => {
                    tell(field, no_file(image), make);
                }
                None if is_rendered && scene.card_text().is_none() => {
                    let draw = "have it drawn: reelcraft visuals FILE";
                    tell(field, "there is no picture".to_owned(), draw);
                }
                _ => {}
            }
        }
        if let Some(reference) = &project.reel.reference
            && !forecast.images.is_empty()
            && !folder.join(reference).is_file()
        {
            let hint = "put it there, or remove the line";
            tell("reel.reference".to_owned(), no_file(reference), hint);
        }
        let is_heard = project.voice.provider != VoiceProvider::None && is_rendered;
        let voice = project.voice.file.as_ref().filter(|_| is_heard);
        if let Some(voice) = voice.filter(|_| !is_voice_joined)
            && !folder.join(voice).is_file()
        {
            tell("voice.file".to_owned(), no_file(voice), make);
        }
        match project.music.source() {
            _ if !is_rendered || project.music.volume <= 0.0 => {}
            MusicSource::File(track) if !folder.join(&track).is_file() => {
                tell("music.track".to_owned(), no_file(&track), choose);
            }
            MusicSource::Bundled(name) if !self.music.contains_key(&name) => {
                tell(
                    "music.track".to_owned(),
                    format!("there is no track `{name}` here"),
                    choose,
                );
            }
            _ => {}
        }
        problems
    }
}

fn no_file(path: &Path) -> String {
    format!("there is no file {}", path.display())
}

/// Makes one error of those of whole stages and those of single scenes, with the kind of the
/// first one. One alone stays as it is.
fn together(stages: [(&str, Option<Error>); 2], scenes: Option<Error>) -> Error {
    let mut all: Vec<(String, Error)> = stages
        .into_iter()
        .filter_map(|(stage, error)| Some((stage.to_owned(), error?)))
        .collect();
    let Some((_, first)) = all.first().cloned() else {
        return scenes.unwrap_or_else(|| Error::internal("a stage failed without a reason"));
    };
    if all.len() == 1 && scenes.is_none() {
        return first;
    }
    let mut problems: Vec<Problem> = all
        .drain(..)
        .map(|(stage, error)| problem(stage, &error))
        .collect();
    problems.extend(scenes.iter().flat_map(Error::problems).cloned());
    Error::invalid(
        "parts of the video are not ready, all others are kept",
        problems,
    )
    .with_kind(first.kind().clone())
}

/// Refuses work that has nothing to work on: no lines, unknown scenes, or locked ones by number.
fn check_scenes(project: &Project, work: &Work) -> Result<()> {
    let count = project.scenes.len();
    if count == 0 {
        return Err(Error::invalid_input("there are no lines yet")
            .hint("have them written: reelcraft script FILE"));
    }
    for number in work.scenes.iter().flatten() {
        let scene = number
            .checked_sub(1)
            .and_then(|index| project.scenes.get(index));
        match scene {
            None => {
                return Err(Error::invalid_input(format!(
                    "there is no scene {number}: the project has {count}"
                )));
            }
            Some(scene) if scene.locked && !work.force.is_empty() => {
                return Err(Error::invalid_input(format!("scene {number} is locked"))
                    .hint("set locked = false to have it made again"));
            }
            Some(_) => {}
        }
    }
    Ok(())
}
