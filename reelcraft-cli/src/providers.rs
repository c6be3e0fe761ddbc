//! The one place where it is decided which provider is used.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use directories::ProjectDirs;
use reelcraft_core::project::VoiceProvider;
use reelcraft_core::provider::{ImageGen, ScriptGen, Tts};
use reelcraft_core::{Error, ErrorKind, IoContext as _, Project, Result, Stage, Studio};
use reelcraft_gemini::{ApiKey, Gemini, GeminiImages, GeminiScript, GeminiSettings, GeminiVoice};
use reelcraft_local::card::LocalImages;
use reelcraft_local::music;
use reelcraft_local::script::LocalScript;
use reelcraft_local::voice::LocalVoice;
use reelcraft_render::{FfmpegRenderer, RenderOptions};
use serde::Deserialize;

use crate::espeak_words;

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
    /// What is wrong with a key or with the settings is only told to those who need them.
    gemini: Result<Option<Gemini>>,
}

/// What is read from `settings.toml` in the user's configuration folder.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    gemini: GeminiSettings,
}

impl Providers {
    /// Looks for a key and for settings. A key that is set is only tried when it is needed.
    pub(crate) fn new(choice: ProviderChoice) -> Self {
        let gemini = match choice {
            ProviderChoice::Local => Ok(None),
            ProviderChoice::Auto => connection(),
            ProviderChoice::Gemini => {
                connection().and_then(|gemini| gemini.map(Some).ok_or_else(no_key))
            }
        };
        Self { choice, gemini }
    }

    /// Whether only local providers shall be used, whatever keys there are.
    pub(crate) fn is_local(&self) -> bool {
        self.choice == ProviderChoice::Local
    }

    /// The connection to Gemini, where a key is set and it shall be used.
    pub(crate) fn gemini(&self) -> Result<Option<&Gemini>> {
        match &self.gemini {
            Ok(gemini) => Ok(gemini.as_ref()),
            Err(error) => Err(error.clone()),
        }
    }

    /// Makes the studio for some stages of a project. Where nothing is generated, it needs no
    /// key, nor does it where only the voice would.
    pub(crate) fn studio(
        &self,
        project: &Project,
        renderer: RenderOptions,
        stages: &BTreeSet<Stage>,
    ) -> Result<Studio> {
        let tracks = music::unpack(&cache_folder()?.join("music"))?;
        let is_generated = stages.iter().any(|stage| *stage != Stage::Render);
        let gemini = match self.gemini() {
            Err(error) if is_generated => return Err(error),
            gemini => gemini.ok().flatten(),
        };
        let voice = if gemini.is_some() || stages.contains(&Stage::Voice) {
            project.voice.provider
        } else {
            VoiceProvider::Local
        };
        let (script, images): (Arc<dyn ScriptGen>, Arc<dyn ImageGen>) = match gemini {
            Some(gemini) => (
                Arc::new(GeminiScript::new(gemini.clone())),
                Arc::new(GeminiImages::new(gemini.clone())),
            ),
            None => (Arc::new(LocalScript::new()), Arc::new(LocalImages::new())),
        };
        Ok(Studio {
            script,
            images,
            tts: self.voice(gemini, voice)?,
            renderer: Arc::new(FfmpegRenderer::new(renderer)),
            music: tracks,
        })
    }

    fn voice(&self, gemini: Option<&Gemini>, wanted: VoiceProvider) -> Result<Arc<dyn Tts>> {
        match (wanted, gemini) {
            (VoiceProvider::Gemini | VoiceProvider::Auto, Some(gemini)) => {
                Ok(Arc::new(GeminiVoice::new(gemini.clone())))
            }
            (VoiceProvider::Gemini, None) if self.is_local() => Err(Error::invalid_input(
                "voice.provider is `gemini`, and only local providers shall be used",
            )
            .hint("write provider = \"auto\" under [voice]")),
            (VoiceProvider::Gemini, None) => Err(no_key()),
            _ => Ok(Arc::new(local_voice())),
        }
    }
}

/// The local voice, with this very program to say when each word is spoken. Where nobody knows
/// the path of the program, words are found by listening.
fn local_voice() -> LocalVoice {
    match std::env::current_exe() {
        Ok(program) => LocalVoice::new().with_word_times(program, [espeak_words::COMMAND]),
        Err(error) => {
            tracing::debug!(%error, "the path of this program is not known");
            LocalVoice::new()
        }
    }
}

/// Gemini with the key and the settings of the person; `None` without a key.
fn connection() -> Result<Option<Gemini>> {
    let variable = |name: &str| std::env::var(name).ok();
    ApiKey::from_env(variable)?
        .map(|key| Gemini::new(key, read_settings()?.gemini.with_env(variable)))
        .transpose()
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
