//! Outlines: a narration about any topic, for a person to edit.

mod english;
mod kind;
mod narration;
mod patterns;
mod question_particle;
mod russian;
mod tone;
mod topic;
mod uzbek;

pub(super) use narration::{Wanted, write_outline};
