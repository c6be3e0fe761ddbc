//! What a project has cost so far.

use serde::Serialize;

use super::ledger::{AssetKind, Ledger, Record};
use super::state::speech_inputs;
use crate::Result;
use crate::project::{Project, ProjectStore};
use crate::provider::Usage;

/// What a project has cost so far, older versions and failed calls included.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Costs {
    /// All of it.
    pub total: Usage,
    /// What each scene cost as its line is now: its prompts, pictures and speech, one entry a
    /// scene. Where several lines share a call, each has its share.
    pub scenes: Vec<Usage>,
}

impl Costs {
    /// Adds up what the ledger of a project says.
    pub fn of(store: &dyn ProjectStore) -> Result<Self> {
        let project = store.load()?;
        let ledger = Ledger::peek(store.folder(), &store.assets_folder())?;
        let mut scenes = vec![Usage::default(); project.scenes.len()];
        for record in ledger.costs() {
            for (usage, index) in shares(&project, record) {
                if let Some(scene) = scenes.get_mut(index) {
                    *scene += usage;
                }
            }
        }
        Ok(Self {
            total: ledger.usage(),
            scenes,
        })
    }
}

/// What a record cost, divided among the scenes that it was made for.
fn shares(project: &Project, record: &Record) -> Vec<(Usage, usize)> {
    let usage = record.origin.usage;
    let scene_of = |is_it: &dyn Fn(&str) -> bool| {
        let mut scenes = project.scenes.iter();
        scenes.position(|scene| is_it(&scene.line))
    };
    if record.kind != AssetKind::Speech {
        let scene = scene_of(&|line| !record.line.is_empty() && line == record.line);
        return scene.map(|index| (usage, index)).into_iter().collect();
    }
    let spoken = match record.spoken.as_slice() {
        [] => std::slice::from_ref(&record.inputs),
        lines => lines,
    };
    let shares = usage.shares(spoken.len()).zip(spoken);
    shares
        .filter_map(|(usage, spoken)| {
            let scene = scene_of(&|line| speech_inputs(project, line) == *spoken);
            Some((usage, scene?))
        })
        .collect()
}
