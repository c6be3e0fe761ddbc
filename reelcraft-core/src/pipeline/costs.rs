//! What a project has cost so far.

use std::collections::HashMap;

use serde::Serialize;

use super::ledger::{AssetKind, Ledger};
use super::voice_lines::joined;
use crate::Result;
use crate::project::ProjectStore;
use crate::provider::Usage;

/// What a project has cost so far, older versions and failed calls included.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Costs {
    /// All of it.
    pub total: Usage,
    /// What was made for each scene's line as it is now, one entry a scene: the line itself where
    /// it was written anew, prompts, pictures and speech. Of a call for several lines each has
    /// its share.
    pub scenes: Vec<Usage>,
}

impl Costs {
    /// Adds up what the ledger of a project says.
    pub fn of(store: &dyn ProjectStore) -> Result<Self> {
        let project = store.load()?;
        let ledger = Ledger::peek(store.folder(), &store.assets_folder())?;
        let lines = project.lines().into_iter().enumerate();
        // Of equal lines the first scene has the costs.
        let scene_of: HashMap<String, usize> = lines
            .rev()
            .map(|(index, line)| (joined(&[line]), index))
            .collect();
        let mut scenes = vec![Usage::default(); project.scenes.len()];
        for record in ledger.records() {
            let made_for = match record.kind {
                AssetKind::Speech => record.text.as_str(),
                _ => record.line.as_str(),
            };
            let made_for: Vec<&str> = made_for.lines().collect();
            let shares = record.origin.usage.shares(made_for.len());
            for (line, usage) in made_for.into_iter().zip(shares) {
                let scene = scene_of.get(&joined(&[line.to_owned()]));
                if let Some(scene) = scene.and_then(|index| scenes.get_mut(*index)) {
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
