//! The API key: a secret that shows itself to nobody.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use reelcraft_core::{Error, ErrorKind, IoContext as _, Result};
use reqwest::header::HeaderValue;

/// The variables a key is taken from, the first one first.
pub const KEY_VARIABLES: [&str; 2] = ["GEMINI_API_KEY", "GOOGLE_API_KEY"];
/// The variable that names a file with the key in its first line.
pub const KEY_FILE_VARIABLE: &str = "GEMINI_API_KEY_FILE";

/// What stands in a text where the key was.
const REDACTED: &str = "[key]";

/// An API key. `Debug` does not show it, and it has no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(Arc<str>);

impl ApiKey {
    /// Takes a key: printable ASCII without spaces, as every key is.
    pub fn new(key: &str) -> Result<Self> {
        let key = key.trim();
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(
                Error::new(ErrorKind::Unauthenticated, "the Gemini key is no key")
                    .hint("set GEMINI_API_KEY to the key alone, without quotes or spaces"),
            );
        }
        Ok(Self(key.into()))
    }

    /// Finds the key in [`KEY_VARIABLES`] or in the file that [`KEY_FILE_VARIABLE`] names;
    /// `None` where none is set.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Self>> {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        if let Some(key) = KEY_VARIABLES.into_iter().find_map(set) {
            return Self::new(&key).map(Some);
        }
        set(KEY_FILE_VARIABLE)
            .map(|file| Self::from_file(Path::new(&file)))
            .transpose()
    }

    /// Reads the first line of a file.
    pub fn from_file(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).io_context("read the Gemini key from", file)?;
        Self::new(text.lines().next().unwrap_or_default())
    }

    /// The key as a header's value, which `Debug` does not show either.
    pub(crate) fn header(&self) -> Result<HeaderValue> {
        let mut value = HeaderValue::from_str(&self.0)
            .map_err(|error| Error::internal("the key fits no header").because(error))?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// Takes the key out of a text: servers have been seen to repeat it in errors.
    pub(crate) fn redact(&self, text: &str) -> String {
        text.replace(&*self.0, REDACTED)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Result<Option<ApiKey>> {
        ApiKey::from_env(|name| {
            let found = variables.iter().find(|(known, _)| *known == name)?;
            Some(found.1.to_owned())
        })
    }

    #[test]
    fn the_first_variable_that_is_set_counts() {
        let both = [("GOOGLE_API_KEY", "two"), ("GEMINI_API_KEY", " one\n")];
        assert_eq!(from(&both).unwrap(), Some(ApiKey::new("one").unwrap()));
        let second = [("GOOGLE_API_KEY", "two"), ("GEMINI_API_KEY", "")];
        assert_eq!(from(&second).unwrap(), Some(ApiKey::new("two").unwrap()));
        assert_eq!(from(&[]).unwrap(), None);
    }

    #[test]
    fn a_file_holds_it_in_its_first_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        std::fs::write(&file, "secret-1\nnotes\n").unwrap();
        let name = file.to_str().unwrap();
        let key = from(&[("GEMINI_API_KEY_FILE", name)]).unwrap();
        assert_eq!(key, Some(ApiKey::new("secret-1").unwrap()));
        let error = from(&[("GEMINI_API_KEY_FILE", "/no/such/file")]).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::NotFound);
    }

    #[test]
    fn it_shows_itself_nowhere() {
        let key = ApiKey::new("secret-1").unwrap();
        assert!(!format!("{key:?}").contains("secret"));
        assert!(!format!("{:?}", key.header().unwrap()).contains("secret"));
        assert_eq!(
            key.redact("Invalid API key: secret-1"),
            "Invalid API key: [key]"
        );
        let error = ApiKey::new("two words").unwrap_err();
        assert!(!error.chain().contains("words"));
    }
}
