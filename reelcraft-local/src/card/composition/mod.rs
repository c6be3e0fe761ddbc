//! The ways to arrange a card.

mod arch;
mod bokeh;
mod choose;
mod constellation;
mod hills;
mod horizon;
mod mosaic;
mod orbits;
mod paper_cut;
mod polaroid;
mod ridge;
mod scene;
mod scenery;
mod stage;
mod sunburst;

pub(crate) use choose::Composition;
pub(crate) use scene::Scene;
pub(crate) use stage::Stage;
