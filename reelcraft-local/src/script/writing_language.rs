//! The languages that the local provider can write in.

use reelcraft_core::Language;

/// A language with patterns, stop words and rules of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WritingLanguage {
    English,
    Russian,
    UzbekLatin,
    UzbekCyrillic,
}

impl WritingLanguage {
    /// The writing language of a tag; `None` when there is none.
    pub(crate) fn of(language: &Language) -> Option<Self> {
        match (language.primary(), language.script()) {
            ("en", None | Some("Latn")) => Some(Self::English),
            ("ru", None | Some("Cyrl")) => Some(Self::Russian),
            ("uz", None | Some("Latn")) => Some(Self::UzbekLatin),
            ("uz", Some("Cyrl")) => Some(Self::UzbekCyrillic),
            _ => None,
        }
    }

    /// The tag of a reel in this language.
    pub(crate) fn language(self) -> Language {
        let tag = match self {
            Self::English => "en",
            Self::Russian => "ru",
            Self::UzbekLatin => "uz",
            Self::UzbekCyrillic => "uz-Cyrl",
        };
        tag.parse().unwrap_or_default()
    }

    /// Whether this is Uzbek in either alphabet.
    pub(crate) fn is_uzbek(self) -> bool {
        matches!(self, Self::UzbekLatin | Self::UzbekCyrillic)
    }
}
