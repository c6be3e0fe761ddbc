//! Finds vector illustrations that fit a text in Uzbek, English or Russian.

mod artwork;
mod inflection;
#[cfg(test)]
mod lines_test;
mod lookalike;
mod motif;
mod search;
mod stop_words;
mod tongue;
mod vocabulary;
mod word_finder;
mod words;

pub(crate) use artwork::Artwork;
pub(crate) use search::{find, named};
pub(crate) use tongue::Tongue;
pub(crate) use vocabulary::stem_letters;
pub(crate) use word_finder::WordFinder;
