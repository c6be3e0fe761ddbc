//! Condensing a text to lines: its best sentences, shortened, in their order.

mod blocks;
mod borders;
mod connectives;
mod pointers;
mod selection;
mod sentences;
mod shorten;

pub(super) use selection::condense;
pub(super) use sentences::is_text;
