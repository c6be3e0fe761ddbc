//! Names that nobody can guess.

use std::fmt;
use std::str::FromStr;

use reelcraft_core::{Error, Result};
use serde::{Deserialize, Serialize};

/// The name of a project or job: 128 random bits, written as 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// Makes a new one.
    pub fn new() -> Result<Self> {
        let mut bits = [0; 16];
        getrandom::fill(&mut bits).map_err(|error| {
            Error::internal("the system gives no random numbers").because(error)
        })?;
        Ok(Self(format!("{:032x}", u128::from_be_bytes(bits))))
    }

    /// The 32 digits. They are safe as the name of a file or folder.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 32 && text.bytes().all(is_digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::not_found("there is nothing with this id"))
        }
    }
}

impl TryFrom<String> for Id {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_form_is_an_id() {
        let id = Id::new().unwrap();
        assert_eq!(id.as_str().parse::<Id>().unwrap(), id);
        assert_ne!(Id::new().unwrap(), id);
        for text in [
            "",
            "..",
            "../../etc/passwd",
            "ABCDEF00112233445566778899aabbcc",
            "é",
        ] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
    }
}
