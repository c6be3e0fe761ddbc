//! Files of captions: beside the video, and back into the project.

use std::path::{Path, PathBuf};

use super::Studio;
use super::ledger::Ledger;
use super::session::{Session, scene_ref};
use super::work::Work;
use crate::captions::{
    Caption, CaptionFormat, CaptionSheet, ImportedCaptions, import_captions, write_captions,
};
use crate::project::{Edit, Project, ProjectStore};
use crate::timeline::{CaptionPlan, Timeline, plan_captions};
use crate::{AtomicFile, Control, Error, Result};

/// A file of captions that shall lie beside the video.
pub(super) struct CaptionFile {
    path: PathBuf,
    text: String,
}

impl Studio {
    /// Plans the captions of a project as it is now, without rendering it, also while somebody
    /// works on it. Where the voice is a recording in which the lines were not looked for yet,
    /// they are found.
    pub async fn captions(
        &self,
        store: &dyn ProjectStore,
        control: &Control,
    ) -> Result<CaptionPlan> {
        let project = store.load()?;
        self.caption_plan(store, &project, control).await
    }

    /// Takes the captions of an edited `SubRip` file over into a project, and gives the scenes, by
    /// index, whose captions are now the person's own.
    ///
    /// Captions that are as their line gives them anyway leave nothing in the project, also where
    /// there was something before.
    pub async fn import_captions(
        &self,
        store: &dyn ProjectStore,
        subrip: &str,
        control: &Control,
    ) -> Result<Vec<usize>> {
        let project = store.load()?;
        let mut plain = project.clone();
        for scene in &mut plain.scenes {
            scene.captions.clear();
        }
        let plan = self.caption_plan(store, &plain, control).await?;
        let ImportedCaptions { scenes, changed } =
            import_captions(subrip, &plan.seen, &plan.captions)?;
        for (index, captions) in scenes.into_iter().enumerate() {
            let was = project
                .scenes
                .get(index)
                .map(|scene| scene.captions.clone());
            let was = was.unwrap_or_default();
            if captions != was {
                let was_saved = store.save(&Edit::Captions {
                    scene: scene_ref(&project, index),
                    was,
                    captions,
                })?;
                if !was_saved {
                    let message = format!("scene {} was changed meanwhile", index + 1);
                    return Err(Error::invalid_input(message).hint("take the captions over again"));
                }
            }
        }
        Ok(changed)
    }

    async fn caption_plan(
        &self,
        store: &dyn ProjectStore,
        project: &Project,
        control: &Control,
    ) -> Result<CaptionPlan> {
        let ledger = Ledger::scratch(store.folder(), &store.assets_folder())?;
        let work = Work::only([]);
        let session = Session::new(self, store, &work, control, ledger);
        let voice = session.voice_material(project).await?;
        Ok(plan_captions(project, voice.as_ref()))
    }
}

/// The files of captions that a video gets: one of each format, where there is any caption.
pub(super) fn caption_files(
    video: &Path,
    captions: &[Caption],
    timeline: &Timeline,
    project: &Project,
) -> Vec<CaptionFile> {
    if captions.is_empty() {
        return Vec::new();
    }
    let sheet = match &timeline.captions {
        Some(track) => track.sheet.clone(),
        None => CaptionSheet::of(&project.captions, None),
    };
    let formats = CaptionFormat::ALL.iter();
    let file = |format: &CaptionFormat| CaptionFile {
        path: video.with_extension(format.name()),
        text: write_captions(captions, *format, &sheet, timeline.size),
    };
    formats.map(file).collect()
}

impl Session<'_> {
    /// Writes files of captions. One that the person has changed, or made, stays as it is.
    pub(super) fn write_caption_files(&self, files: Vec<CaptionFile>) -> Result<()> {
        for CaptionFile { path, text } in files {
            let is_same = std::fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes());
            if !is_same && !self.ledger().may_replace(&path) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                self.control.warn(format!(
                    "{name} is not as it was made, and stays as it is; `reelcraft captions FILE \
                     --import {name}` takes it over"
                ));
                continue;
            }
            let paths = [path];
            self.ledger().begin_writing(&paths)?;
            let [path] = &paths;
            let written = AtomicFile::write(path, text.as_bytes());
            self.ledger().end_writing(&paths)?;
            written?;
        }
        Ok(())
    }
}
