//! What all Gemini providers of a program share.

use std::sync::Arc;

use reelcraft_core::Result;

use crate::client::Client;
use crate::key::ApiKey;
use crate::models::{RetiredModel, retired_model};
use crate::settings::{GeminiSettings, Kind};

/// The connection to Gemini: key, settings, limits. Clones are the same connection, so that all
/// providers keep to the limits together.
#[derive(Debug, Clone)]
pub struct Gemini(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    client: Client,
    settings: GeminiSettings,
}

/// A model of the settings, and whether the key may use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelState {
    /// The model's id.
    pub model: String,
    /// Whether it was found.
    pub exists: bool,
    /// What is known of it where it is gone.
    pub retired: Option<&'static RetiredModel>,
}

impl Gemini {
    /// Prepares the connection; nothing is sent yet. Settings that cannot work are
    /// [`InvalidInput`](reelcraft_core::ErrorKind::InvalidInput): an address that is none, or
    /// would send the key unencrypted, an unknown voice, something that is no model's id.
    pub fn new(key: ApiKey, settings: GeminiSettings) -> Result<Self> {
        settings.check()?;
        let client = Client::new(key, &settings)?;
        Ok(Self::of(client, settings))
    }

    pub(crate) fn of(client: Client, settings: GeminiSettings) -> Self {
        Self(Arc::new(Shared { client, settings }))
    }

    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    /// The settings.
    pub fn settings(&self) -> &GeminiSettings {
        &self.0.settings
    }

    /// Asks the server which models the key may use, and looks for those of the settings. It
    /// costs nothing; a key that is not taken is an error.
    pub async fn check_models(&self) -> Result<Vec<ModelState>> {
        let known = self.client().list_models().await?;
        let chosen = [Kind::Text, Kind::Image, Kind::Speech]
            .into_iter()
            .flat_map(|kind| &self.client().choice(kind).models);
        let state = |model: &String| ModelState {
            model: model.clone(),
            exists: known.contains(model),
            retired: retired_model(model),
        };
        Ok(chosen.map(state).collect())
    }
}
