//! Which models there are in November 2026, and which there were.

use super::route::Route;

/// A model that is, or was.
#[derive(Debug)]
pub(super) struct Model {
    /// As it is called in the path.
    pub(super) id: &'static str,
    /// As the list shows it.
    pub(super) display_name: &'static str,
    /// What it does.
    pub(super) route: Route,
    /// Where it answers.
    pub(super) life: Life,
    /// The levels of thinking that it accepts; empty where it does not think.
    pub(super) thinking: &'static [&'static str],
    /// The sizes of pictures that it draws; empty where it draws none.
    pub(super) sizes: &'static [&'static str],
}

/// Where a model answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// Under `v1` and `v1beta`.
    Stable,
    /// Under `v1beta` alone.
    Beta,
    /// Nowhere any more.
    Dead,
}

const FLASH: &[&str] = &["LOW", "MEDIUM", "HIGH"];
const LITE: &[&str] = &["MINIMAL", "LOW", "MEDIUM", "HIGH"];
const DRAWING: &[&str] = &["MINIMAL", "MEDIUM", "HIGH"];
const SIZES: &[&str] = &["1K", "2K", "4K"];

const fn text(
    id: &'static str,
    display_name: &'static str,
    life: Life,
    thinking: &'static [&'static str],
) -> Model {
    Model {
        id,
        display_name,
        route: Route::Text,
        life,
        thinking,
        sizes: &[],
    }
}

const fn image(
    id: &'static str,
    display_name: &'static str,
    life: Life,
    sizes: &'static [&'static str],
) -> Model {
    Model {
        id,
        display_name,
        route: Route::Image,
        life,
        thinking: DRAWING,
        sizes,
    }
}

const fn speech(id: &'static str, display_name: &'static str, life: Life) -> Model {
    Model {
        id,
        display_name,
        route: Route::Speech,
        life,
        thinking: &[],
        sizes: &[],
    }
}

/// All of them, in the order of the list.
pub(super) const MODELS: &[Model] = &[
    text("gemini-3.8-flash", "Gemini 3.8 Flash", Life::Stable, FLASH),
    text("gemini-3.6-flash", "Gemini 3.6 Flash", Life::Stable, LITE),
    text("gemini-3.5-flash", "Gemini 3.5 Flash", Life::Stable, LITE),
    text(
        "gemini-3.5-flash-lite",
        "Gemini 3.5 Flash-Lite",
        Life::Stable,
        LITE,
    ),
    text(
        "gemini-flash-latest",
        "Gemini Flash Latest",
        Life::Beta,
        FLASH,
    ),
    text(
        "gemini-flash-lite-latest",
        "Gemini Flash-Lite Latest",
        Life::Beta,
        LITE,
    ),
    image(
        "gemini-nano-banana-2.1",
        "Nano Banana 2.1",
        Life::Stable,
        SIZES,
    ),
    image(
        "gemini-3.1-flash-image",
        "Nano Banana 2",
        Life::Stable,
        &["512", "1K", "2K", "4K"],
    ),
    image(
        "gemini-3.1-flash-lite-image",
        "Nano Banana 2 Lite",
        Life::Stable,
        &["1K"],
    ),
    image("gemini-3-pro-image", "Nano Banana Pro", Life::Stable, SIZES),
    speech("gemini-3.8-flash-tts", "Gemini 3.8 Flash TTS", Life::Beta),
    speech(
        "gemini-3.8-flash-lite-tts",
        "Gemini 3.8 Flash-Lite TTS",
        Life::Beta,
    ),
    speech("gemini-3.1-flash-tts-preview", "", Life::Dead),
    speech("gemini-2.5-flash-preview-tts", "", Life::Dead),
    speech("gemini-2.5-pro-preview-tts", "", Life::Dead),
    image("imagen-3.0-generate-002", "", Life::Dead, &["1K"]),
    image("imagen-4.0-generate-001", "", Life::Dead, &["1K"]),
    image("imagen-4.0-ultra-generate-001", "", Life::Dead, &["1K"]),
    image("imagen-4.0-fast-generate-001", "", Life::Dead, &["1K"]),
    image(
        "gemini-2.0-flash-preview-image-generation",
        "",
        Life::Dead,
        &["1K"],
    ),
    image("gemini-2.5-flash-image-preview", "", Life::Dead, &["1K"]),
    image("gemini-2.5-flash-image", "", Life::Dead, &["1K"]),
    image("gemini-3.1-flash-image-preview", "", Life::Dead, SIZES),
    image("gemini-3-pro-image-preview", "", Life::Dead, SIZES),
];

impl Model {
    /// Whether speech comes as a WAV file with tokens of 1/32 s, and tags in angle brackets are
    /// obeyed; older models send samples without header, 25 tokens a second.
    pub(super) fn speaks_wav(&self) -> bool {
        self.id.starts_with("gemini-3.8")
    }

    /// Whether it answers under this version.
    pub(super) fn answers(&self, version: &str, is_revived: bool) -> bool {
        match self.life {
            Life::Stable => true,
            Life::Beta => version == "v1beta",
            Life::Dead => is_revived && version == "v1beta",
        }
    }
}

/// The model of this name, alive or dead.
pub(super) fn find(id: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.id == id)
}
