//! The language of a reel, as a BCP 47 tag.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

use crate::Error;

/// A BCP 47 language tag such as `uz`, `uz-Cyrl`, `en` or `pt-BR`, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(LanguageIdentifier);

impl Language {
    /// The language without script and region: `uz` of `uz-Cyrl`.
    pub fn primary(&self) -> &str {
        self.0.language.as_str()
    }

    /// The script where the tag names one: `Cyrl` of `uz-Cyrl`.
    pub fn script(&self) -> Option<&str> {
        self.0
            .script
            .as_ref()
            .map(unic_langid::subtags::Script::as_str)
    }

    /// Whether the tag asks for Cyrillic letters, by name or because its language uses them.
    pub fn is_cyrillic(&self) -> bool {
        match self.script() {
            Some(script) => script == "Cyrl",
            None => matches!(
                self.primary(),
                "ru" | "uk" | "be" | "bg" | "mk" | "kk" | "ky" | "tg" | "mn"
            ),
        }
    }
}

impl Default for Language {
    /// English.
    fn default() -> Self {
        Self(unic_langid::LanguageIdentifier::from_bytes(b"en").unwrap_or_default())
    }
}

impl FromStr for Language {
    type Err = Error;

    fn from_str(tag: &str) -> Result<Self, Error> {
        let invalid = || {
            Error::invalid_input(format!("`{tag}` is no language tag"))
                .hint("write a BCP 47 tag, for example uz, uz-Cyrl, en or ru")
        };
        let id: LanguageIdentifier = tag.parse().map_err(|_| invalid())?;
        if id.language.is_empty() {
            return Err(invalid());
        }
        Ok(Self(id))
    }
}

impl TryFrom<String> for Language {
    type Error = Error;

    fn try_from(tag: String) -> Result<Self, Error> {
        tag.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.to_string()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_canonical() {
        let tag: Language = "UZ-cyrl".parse().unwrap();
        assert_eq!(tag.to_string(), "uz-Cyrl");
        assert_eq!(tag.primary(), "uz");
        assert!(tag.is_cyrillic());
        assert!("ru".parse::<Language>().unwrap().is_cyrillic());
        assert!(!"uz".parse::<Language>().unwrap().is_cyrillic());
    }

    #[test]
    fn nonsense_is_refused_with_a_hint() {
        for tag in ["", "english language", "u", "../en"] {
            let error = tag.parse::<Language>().unwrap_err();
            assert!(error.hint_text().is_some(), "{tag}");
        }
    }
}
