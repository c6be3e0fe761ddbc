//! Which font has what that of the captions has not.

use cosmic_text::{Fallback, PlatformFallback};

/// The family of the fonts that are built in.
pub(super) const BUNDLED_FAMILY: &str = "Montserrat";

/// Families of coloured pictures, as systems have them.
pub(super) const EMOJI_FAMILIES: [&str; 5] = [
    "Noto Color Emoji",
    "Apple Color Emoji",
    "Segoe UI Emoji",
    "Twemoji",
    "Twitter Color Emoji",
];

/// The fonts that are built in, then those of the system for each script, then any.
#[derive(Debug)]
pub(super) struct WithBundled;

impl Fallback for WithBundled {
    fn common_fallback(&self) -> &[&'static str] {
        &[
            BUNDLED_FAMILY,
            "Noto Sans",
            "Helvetica Neue",
            "Segoe UI",
            "DejaVu Sans",
            "Noto Sans CJK SC",
            "PingFang SC",
            "Microsoft YaHei",
            "Noto Sans Symbols",
            "Noto Sans Symbols2",
            "Apple Symbols",
            "Segoe UI Symbol",
            "Noto Color Emoji",
            "Apple Color Emoji",
            "Segoe UI Emoji",
        ]
    }

    fn forbidden_fallback(&self) -> &[&'static str] {
        PlatformFallback.forbidden_fallback()
    }

    fn script_fallback(&self, script: unicode_script::Script, locale: &str) -> &[&'static str] {
        PlatformFallback.script_fallback(script, locale)
    }
}
