//! What is known of models: which are gone, and what takes their place.

use crate::settings::ImageSize;

/// A model that is shut down, and the one to choose instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetiredModel {
    /// How its id begins.
    pub model: &'static str,
    /// The day it was shut down, in words: `17 August 2026`.
    pub since: &'static str,
    /// The id of the model to choose instead.
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
pub const RETIRED_MODELS: [RetiredModel; 11] = [
    retired("imagen-3", "10 November 2025", DRAWS),
    retired("imagen-4", "17 August 2026", DRAWS),
    retired(
        "gemini-2.0-flash-preview-image-generation",
        "14 November 2025",
        DRAWS,
    ),
    retired("gemini-2.5-flash-image-preview", "15 January 2026", DRAWS),
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

/// What is known of a model that is gone; `None` for one that is not known to be.
pub fn retired_model(model: &str) -> Option<&'static RetiredModel> {
    RETIRED_MODELS
        .iter()
        .filter(|retired| model.starts_with(retired.model))
        .max_by_key(|retired| retired.model.len())
}

/// Models that draw in one size only.
const SMALL_ONLY: &str = "gemini-3.1-flash-lite-image";

/// The size to ask a model for where `wanted` is asked of us.
pub(crate) fn picture_size(model: &str, wanted: ImageSize) -> ImageSize {
    if model.starts_with(SMALL_ONLY) {
        ImageSize::Small
    } else {
        wanted
    }
}

/// Whether a model takes a level of thinking: those from version 3 on do. Those before count
/// tokens instead, and refuse it; of others nothing is known.
pub(crate) fn has_thinking_levels(model: &str) -> bool {
    let version = model.strip_prefix("gemini-").unwrap_or_default();
    let end = version.find(|c: char| !c.is_ascii_digit());
    let major = end.and_then(|end| version.get(..end)).unwrap_or(version);
    major.parse().is_ok_and(|major: u32| major >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_counts() {
        let since = |model| retired_model(model).map(|retired| retired.since);
        assert_eq!(
            since("gemini-2.5-flash-image-preview"),
            Some("15 January 2026")
        );
        assert_eq!(since("gemini-2.5-flash-image"), Some("2 October 2026"));
        assert_eq!(
            since("imagen-4.0-ultra-generate-001"),
            Some("17 August 2026")
        );
        assert_eq!(since("gemini-3.8-flash"), None);
    }

    #[test]
    fn models_from_version_3_on_take_a_level_of_thinking() {
        for model in [
            "gemini-3.8-flash",
            "gemini-3-flash-preview",
            "gemini-10",
            "gemini-12.1",
        ] {
            assert!(has_thinking_levels(model), "{model}");
        }
        for model in [
            "gemini-2.5-flash",
            "gemini-2.5-pro",
            "gemini-flash-latest",
            "gemma-3",
            "",
        ] {
            assert!(!has_thinking_levels(model), "{model}");
        }
    }

    #[test]
    fn a_model_of_one_size_is_asked_for_it() {
        let size = |model| picture_size(model, ImageSize::Large);
        assert_eq!(size("gemini-3.1-flash-lite-image"), ImageSize::Small);
        assert_eq!(size("gemini-nano-banana-2.1"), ImageSize::Large);
    }
}
