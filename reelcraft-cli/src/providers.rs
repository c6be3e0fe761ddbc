//! The one place where it is decided which provider is used.

use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use directories::ProjectDirs;
use reelcraft_core::project::VoiceProvider;
use reelcraft_core::provider::{ImageGen, ScriptGen, Tts};
use reelcraft_core::{Error, ErrorKind, IoContext as _, Project, Result, Studio};
use reelcraft_gemini::{ApiKey, Gemini, GeminiImages, GeminiScript, GeminiSettings, GeminiVoice};
use reelcraft_local::card::LocalImages;
use reelcraft_local::music;
use reelcraft_local::script::LocalScript;
use reelcraft_local::voice::LocalVoice;
use reelcraft_render::{FfmpegRenderer, RenderOptions};
use serde::Deserialize;

/// What writes, draws and speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ProviderChoice {
    /// Gemini where a key is set, else the local providers
    #[default]
    Auto,
    /// What is built in: no key, no network
    Local,
    /// Gemini, which needs a key
    Gemini,
}

/// The providers of this program. Clones share the limits of the account.
#[derive(Debug, Clone)]
pub(crate) struct Providers {
    choice: ProviderChoice,
    gemini: Option<Gemini>,
}

/// What is read from `settings.toml` in the user's configuration folder.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    gemini: GeminiSettings,
}

impl Providers {
    /// Looks for a key and for settings. A key that is set is only tried when it is needed.
    pub(crate) fn new(choice: ProviderChoice) -> Result<Self> {
        let variable = |name: &str| std::env::var(name).ok();
        let gemini = match choice {
            ProviderChoice::Local => None,
            ProviderChoice::Auto | ProviderChoice::Gemini => ApiKey::from_env(variable)?
                .map(|key| Gemini::new(key, read_settings()?.gemini.with_env(variable)))
                .transpose()?,
        };
        if gemini.is_none() && choice == ProviderChoice::Gemini {
            return Err(no_key());
        }
        Ok(Self { choice, gemini })
    }

    /// The connection to Gemini, where a key is set.
    pub(crate) fn gemini(&self) -> Option<&Gemini> {
        self.gemini.as_ref()
    }

    /// Makes the studio for a project.
    pub(crate) fn studio(&self, project: &Project, renderer: RenderOptions) -> Result<Studio> {
        let tracks = music::unpack(&cache_folder()?.join("music"))?;
        Ok(Studio {
            script: self.script(),
            images: self.images(),
            tts: self.voice(project.voice.provider)?,
            renderer: Arc::new(FfmpegRenderer::new(renderer)),
            music: tracks,
        })
    }

    fn script(&self) -> Arc<dyn ScriptGen> {
        match &self.gemini {
            Some(gemini) => Arc::new(GeminiScript::new(gemini.clone())),
            None => Arc::new(LocalScript::new()),
        }
    }

    fn images(&self) -> Arc<dyn ImageGen> {
        match &self.gemini {
            Some(gemini) => Arc::new(GeminiImages::new(gemini.clone())),
            None => Arc::new(LocalImages::new()),
        }
    }

    fn voice(&self, wanted: VoiceProvider) -> Result<Arc<dyn Tts>> {
        match (wanted, &self.gemini) {
            (VoiceProvider::Gemini | VoiceProvider::Auto, Some(gemini)) => {
                Ok(Arc::new(GeminiVoice::new(gemini.clone())))
            }
            (VoiceProvider::Gemini, None) if self.choice == ProviderChoice::Local => {
                Err(Error::invalid_input(
                    "voice.provider is `gemini`, and only local providers shall be used",
                )
                .hint("write provider = \"auto\" under [voice]"))
            }
            (VoiceProvider::Gemini, None) => Err(no_key()),
            _ => Ok(Arc::new(LocalVoice::new())),
        }
    }
}

fn no_key() -> Error {
    Error::new(ErrorKind::Unauthenticated, "there is no key for Gemini")
        .hint("set GEMINI_API_KEY, or use the local providers: --provider local")
}

/// The folder of everything that can be made again: segments, unpacked music.
pub(crate) fn cache_folder() -> Result<PathBuf> {
    folders().map(|folders| folders.cache_dir().to_owned())
}

fn folders() -> Result<ProjectDirs> {
    ProjectDirs::from("", "", "reelcraft").ok_or_else(|| {
        Error::unavailable("there is no folder for caches and settings")
            .hint("set HOME, or XDG_CACHE_HOME and XDG_CONFIG_HOME")
    })
}

/// Where settings are read from.
pub(crate) fn settings_file() -> Result<PathBuf> {
    folders().map(|folders| folders.config_dir().join("settings.toml"))
}

fn read_settings() -> Result<Settings> {
    let file = settings_file()?;
    if !file.exists() {
        return Ok(Settings::default());
    }
    let text = std::fs::read_to_string(&file).io_context("read", &file)?;
    toml::from_str(&text).map_err(|error| {
        Error::invalid_input(format!("mistake in {}", file.display())).because(error)
    })
}
