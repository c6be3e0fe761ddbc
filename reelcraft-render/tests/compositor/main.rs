//! The compositor: from timelines of real files to frames.

mod checks;
mod motion;
mod references;
mod segments;
mod transitions;
mod world;
