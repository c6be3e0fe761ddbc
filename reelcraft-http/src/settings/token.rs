//! The token that opens the service.

use std::fmt;

use reelcraft_core::{Error, Result};
use subtle::ConstantTimeEq as _;

/// The environment variable that holds the token. It is no flag: command lines are seen by
/// everybody on the machine.
pub const TOKEN_VARIABLE: &str = "REELCRAFT_API_TOKEN";

/// The fewest characters of a token.
const MIN_CHARS: usize = 16;

/// The token that opens the service. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiToken(String);

impl ApiToken {
    /// Takes a token of at least 16 visible ASCII characters.
    pub fn new(token: &str) -> Result<Self> {
        let token = token.trim();
        if token.len() < MIN_CHARS || !token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(Error::invalid_input(format!(
                "{TOKEN_VARIABLE} is not at least {MIN_CHARS} visible ASCII characters"
            ))
            .hint("make one: openssl rand -hex 32"));
        }
        Ok(Self(token.to_owned()))
    }

    /// Whether this is the token. It takes the same time whatever is asked.
    pub fn is(&self, asked: &str) -> bool {
        let digest = |text: &str| *blake3::hash(text.as_bytes()).as_bytes();
        digest(&self.0).ct_eq(&digest(asked)).into()
    }

    /// What makes a browser's name ours: nobody without the token can make it for another name,
    /// and it does not tell the token. 64 hexadecimal digits.
    pub(crate) fn seal(&self, browser: &str) -> String {
        let key = blake3::derive_key("reelcraft 2026-11 seal of a browser", self.0.as_bytes());
        blake3::keyed_hash(&key, browser.as_bytes())
            .to_hex()
            .to_string()
    }

    /// Whether this is the seal of a browser's name. It takes the same time whatever is asked.
    pub(crate) fn is_seal(&self, browser: &str, asked: &str) -> bool {
        self.seal(browser).as_bytes().ct_eq(asked.as_bytes()).into()
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_and_never_shown() {
        assert!(ApiToken::new("short").is_err());
        assert!(ApiToken::new("with spaces in the middle").is_err());
        let token = ApiToken::new("0123456789abcdef\n").unwrap();
        assert!(token.is("0123456789abcdef"));
        assert!(!token.is("0123456789abcdeF"));
        assert!(!token.is(""));
        assert!(!format!("{token:?}").contains("0123"));
    }

    #[test]
    fn a_seal_is_of_one_name_and_one_token() {
        let token = ApiToken::new("0123456789abcdef").unwrap();
        let seal = token.seal("a");
        assert!(token.is_seal("a", &seal));
        assert!(!token.is_seal("b", &seal));
        assert!(!token.is_seal("a", ""));
        let other = ApiToken::new("0123456789abcdeg").unwrap();
        assert!(!other.is_seal("a", &seal));
    }
}
