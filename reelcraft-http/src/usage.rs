//! What calls to providers take, as it is told.

use poem_openapi::Object;
use reelcraft_core::provider::Usage;
use serde::{Deserialize, Serialize};

/// What calls to providers take; all 0 for what costs nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Object, Serialize, Deserialize)]
#[oai(rename = "Usage")]
#[serde(default)]
pub(crate) struct UsageView {
    /// What all of it costs, in US dollars, by the prices known at the time.
    pub(crate) usd: f64,
    /// Answers by models whose prices are not known: they are not in `usd`.
    pub(crate) unpriced: u32,
    /// Calls, repeated ones included.
    pub(crate) calls: u32,
    /// Pictures received.
    pub(crate) pictures: u32,
    /// Tokens sent.
    pub(crate) input_tokens: u64,
    /// Tokens received as words.
    pub(crate) output_tokens: u64,
    /// Tokens received as pictures or sound.
    pub(crate) media_tokens: u64,
}

impl From<Usage> for UsageView {
    fn from(usage: Usage) -> Self {
        let usd = usage.usd();
        let Usage {
            calls,
            unpriced,
            input_tokens,
            output_tokens,
            media_tokens,
            pictures,
            micro_usd: _,
        } = usage;
        Self {
            usd,
            unpriced,
            calls,
            pictures,
            input_tokens,
            output_tokens,
            media_tokens,
        }
    }
}
