//! Costs on the wire: before work, and after it.

use std::collections::BTreeMap;

use poem_openapi::Object;
use reelcraft_core::pipeline::{Costs, Forecast};
use reelcraft_core::provider::Usage;

use crate::problem::Mistake;
use crate::usage::UsageView;

/// What work would make, and about what it would cost. An estimate informs and never binds.
#[derive(Debug, Object)]
pub(crate) struct EstimateView {
    /// How many lines a script would be asked for; 0 when it is not written.
    lines: usize,
    /// The scenes whose lines would be written anew, from 1.
    rewritten: Vec<usize>,
    /// The scenes whose prompts would be written, from 1.
    prompts: Vec<usize>,
    /// The scenes whose pictures would be drawn, from 1.
    images: Vec<usize>,
    /// The scenes whose lines would be spoken, from 1.
    speech: Vec<usize>,
    /// What the calls of each stage would take, about: `script`, `prompts`, `visuals`, `voice`.
    /// Stages that cost nothing are left out.
    stages: BTreeMap<String, UsageView>,
    /// What all of them would take, about.
    total: UsageView,
    /// What stands in the way.
    problems: Vec<Mistake>,
}

impl EstimateView {
    /// Tells a forecast. Where files would lie is the service's own business.
    pub(super) fn of(forecast: Forecast) -> Self {
        let Forecast {
            lines,
            rewritten,
            prompts,
            images,
            speech,
            usage,
            video: _,
            problems,
        } = forecast;
        let stages = usage.iter();
        Self {
            lines,
            rewritten,
            prompts,
            images,
            speech,
            stages: stages
                .map(|(stage, usage)| (stage.to_string(), (*usage).into()))
                .collect(),
            total: usage.into_values().sum::<Usage>().into(),
            problems: problems.iter().map(Mistake::from).collect(),
        }
    }
}

/// What a project has cost so far, older versions and failed calls included.
#[derive(Debug, Object)]
pub(crate) struct CostsView {
    /// All of it.
    total: UsageView,
    /// What was made for each scene's line as it is now, in order.
    scenes: Vec<UsageView>,
}

impl CostsView {
    /// Tells costs.
    pub(super) fn of(costs: Costs) -> Self {
        let Costs { total, scenes } = costs;
        Self {
            total: total.into(),
            scenes: scenes.into_iter().map(UsageView::from).collect(),
        }
    }
}
