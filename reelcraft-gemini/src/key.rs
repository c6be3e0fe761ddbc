//! The API key: a secret that shows itself to nobody.

use std::fmt;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use reelcraft_core::{Error, ErrorKind, IoContext as _, Result};
use reqwest::header::HeaderValue;

/// The variables a key is taken from, the first one first.
pub const KEY_VARIABLES: [&str; 2] = ["GEMINI_API_KEY", "GOOGLE_API_KEY"];
/// The variable that names a file with the key in its first line.
pub const KEY_FILE_VARIABLE: &str = "GEMINI_API_KEY_FILE";

/// The most bytes of a key's file that are looked at.
const MAX_FILE_BYTES: u64 = 4096;
/// What stands in a text where the key was.
const REDACTED: &str = "[key]";

/// An API key. `Debug` does not show it, and it has no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(Arc<str>);

impl ApiKey {
    /// Takes a key: printable ASCII without spaces, as every key is.
    pub fn new(key: &str) -> Result<Self> {
        Self::found(key, "what is given as the Gemini key", KEY_VARIABLES[0])
    }

    /// Takes a key that was found somewhere; `variable` is what to set right.
    fn found(text: &str, place: &str, variable: &str) -> Result<Self> {
        let key = text.trim_start_matches('\u{FEFF}').trim();
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            let error = Error::new(ErrorKind::Unauthenticated, format!("{place} is no key"));
            return Err(error.hint(if variable == KEY_FILE_VARIABLE {
                format!("set {variable} to a file whose first line is the key alone")
            } else {
                format!("set {variable} to the key alone, without quotes or spaces")
            }));
        }
        Ok(Self(key.into()))
    }

    /// Finds the key in [`KEY_VARIABLES`] or in the file that [`KEY_FILE_VARIABLE`] names;
    /// `None` where none is set. An error names the variable that is wrong.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Self>> {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let found = KEY_VARIABLES
            .into_iter()
            .find_map(|name| Some((name, set(name)?)));
        if let Some((name, key)) = found {
            return Self::found(&key, &format!("what {name} holds"), name).map(Some);
        }
        set(KEY_FILE_VARIABLE)
            .map(|file| {
                Self::from_file(Path::new(file.trim()))
                    .map_err(|error| error.context(KEY_FILE_VARIABLE))
            })
            .transpose()
    }

    /// Reads the first line of a file, of which no more than 4 KiB are looked at.
    pub fn from_file(file: &Path) -> Result<Self> {
        let what = "read the Gemini key from";
        let opened = std::fs::File::open(file).io_context(what, file)?;
        let mut bytes = Vec::new();
        opened
            .take(MAX_FILE_BYTES)
            .read_to_end(&mut bytes)
            .io_context(what, file)?;
        let text = String::from_utf8_lossy(&bytes);
        let line = text.lines().next().unwrap_or_default();
        let place = format!("the first line of {}", file.display());
        Self::found(line, &place, KEY_FILE_VARIABLE)
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
        let name = file.to_str().unwrap();
        let long = format!("secret-1\n{}", "notes ".repeat(100_000));
        for text in ["secret-1\nnotes\n", "\u{FEFF}secret-1\r\n", &long] {
            std::fs::write(&file, text).unwrap();
            let key = from(&[("GEMINI_API_KEY_FILE", name)]).unwrap();
            assert_eq!(key, Some(ApiKey::new("secret-1").unwrap()));
        }
        let error = from(&[("GEMINI_API_KEY_FILE", "/no/such/file")]).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::NotFound);
    }

    #[test]
    fn errors_name_the_variable_and_not_the_key() {
        for name in ["GEMINI_API_KEY", "GOOGLE_API_KEY"] {
            let error = from(&[(name, "two words")]).unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
            assert!(error.hint_text().unwrap().contains(name), "{error}");
            assert!(!error.chain().contains("words"));
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        std::fs::write(&file, [0xFF, 0xFE, b'a']).unwrap();
        let name = file.to_str().unwrap();
        let error = from(&[("GEMINI_API_KEY_FILE", name)]).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Unauthenticated);
        assert!(
            error.to_string().starts_with("GEMINI_API_KEY_FILE"),
            "{error}"
        );
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
