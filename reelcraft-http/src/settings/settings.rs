//! Everything that can be chosen.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use reelcraft_core::{Error, Result};
use serde::{Deserialize, Serialize};

use super::{Limits, TOKEN_VARIABLE};

/// Everything that can be chosen about the service, but the token. What is left out has its
/// default. Flags win over the environment, the environment over the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where it listens. Any address but this machine's own needs a token.
    pub listen: SocketAddr,
    /// The folder of projects, files and jobs; `None`: the platform's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,
    /// The names by which the service is reached, besides `localhost` and addresses.
    pub hosts: Vec<String>,
    /// Other origins whose pages may use it, for example `http://localhost:5173`.
    pub origins: Vec<String>,
    /// The addresses of the proxies that stand before it: what they say in `X-Forwarded-For` is
    /// believed.
    pub proxies: Vec<IpAddr>,
    /// Whether logs are written as JSON.
    pub log_json: bool,
    /// What is logged, for example `info` or `reelcraft_http=debug,warn`.
    pub log: String,
    /// How much it gives.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data_dir: None,
            hosts: Vec::new(),
            origins: Vec::new(),
            proxies: Vec::new(),
            log_json: false,
            log: "info,sqlx=warn,apalis=warn".to_owned(),
            limits: Limits::default(),
        }
    }
}

impl Settings {
    /// Whether only this machine can reach the service.
    pub fn is_private(&self) -> bool {
        self.listen.ip().is_loopback()
    }

    /// Refuses to serve others without a token.
    pub(crate) fn check(&self, has_token: bool) -> Result<()> {
        if self.is_private() || has_token {
            return Ok(());
        }
        Err(Error::invalid_input(format!(
            "others can reach {}, and there is no token",
            self.listen
        ))
        .hint(format!(
            "set {TOKEN_VARIABLE}, for example to what `openssl rand -hex 32` prints; or listen \
             on 127.0.0.1"
        )))
    }

    /// Writes all settings as they are in force, in the form of the settings file.
    pub fn to_toml(&self) -> Result<String> {
        toml::to_string(self)
            .map_err(|error| Error::internal("cannot write the settings").because(error))
    }
}
