//! Models that are gone, and what takes their place.

/// A model that is shut down, and the one to choose instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetiredModel {
    /// How its id begins.
    pub model: &'static str,
    /// When it was shut down.
    pub since: &'static str,
    /// What to choose instead.
    pub instead: &'static str,
}

const fn retired(model: &'static str, since: &'static str, instead: &'static str) -> RetiredModel {
    RetiredModel {
        model,
        since,
        instead,
    }
}

const DRAWS: &str = "gemini-nano-banana-2.1";
const SPEAKS: &str = "gemini-3.8-flash-tts";

/// Models that were shut down, from the changelog of the API, as of November 2026.
pub const RETIRED_MODELS: [RetiredModel; 10] = [
    retired("imagen-3", "10 November 2025", DRAWS),
    retired("imagen-4", "17 August 2026", DRAWS),
    retired(
        "gemini-2.0-flash-preview-image-generation",
        "14 November 2025",
        DRAWS,
    ),
    retired("gemini-2.5-flash-image", "2 October 2026", DRAWS),
    retired("gemini-3.1-flash-image-preview", "25 June 2026", DRAWS),
    retired(
        "gemini-3-pro-image-preview",
        "25 June 2026",
        "gemini-3-pro-image",
    ),
    retired("gemini-3.1-flash-tts-preview", "17 November 2026", SPEAKS),
    retired("gemini-2.5-flash-preview-tts", "17 November 2026", SPEAKS),
    retired("gemini-2.5-pro-preview-tts", "17 November 2026", SPEAKS),
    retired("gemini-2.0-flash", "1 June 2026", "gemini-3.8-flash"),
];

/// What is known of a model that is gone.
pub fn retired_model(model: &str) -> Option<&'static RetiredModel> {
    RETIRED_MODELS
        .iter()
        .filter(|retired| model.starts_with(retired.model))
        .max_by_key(|retired| retired.model.len())
}
