//! The way from topic to video: fills in only what is missing, scene by scene, and saves each
//! result the moment it exists.

mod caption_files;
mod costs;
mod ledger;
mod materials;
mod recordings;
mod render;
mod script;
mod session;
mod state;
mod studio;
mod takes;
mod visuals;
mod voice;
mod voice_lines;
mod work;

pub use costs::Costs;
pub use ledger::{AssetKind, Ledger, Record};
pub use state::{ElementState, ProjectStates, SceneStates, accept_picture};
pub use studio::Studio;
pub use work::{Forecast, Outcome, StageOutcome, Work};
