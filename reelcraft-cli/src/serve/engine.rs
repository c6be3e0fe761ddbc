//! The providers of this program, as the service sees them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use async_trait::async_trait;
use reelcraft_core::{Language, Project, Result, Stage, Studio};
use reelcraft_gemini::VOICES;
use reelcraft_http::{Engine, ProviderState, VoiceChoice};
use reelcraft_local::music;
use reelcraft_local::voice::LocalVoice;
use reelcraft_render::RenderOptions;

use crate::providers::{Providers, cache_folder};

#[async_trait]
impl Engine for Providers {
    fn studio(
        &self,
        project: &Project,
        renderer: RenderOptions,
        stages: &BTreeSet<Stage>,
    ) -> Result<Studio> {
        Providers::studio(self, project, renderer, stages)
    }

    async fn providers(&self) -> Vec<ProviderState> {
        let (gemini, why) = match self.gemini() {
            Ok(Some(gemini)) => (Some(gemini), "a key is set".to_owned()),
            Ok(None) if self.is_local() => (None, "only local providers shall be used".to_owned()),
            Ok(None) => (
                None,
                "no key is set: set GEMINI_API_KEY to use it".to_owned(),
            ),
            Err(error) => (None, error.chain()),
        };
        let models = gemini.map_or_else(BTreeMap::new, |gemini| {
            let settings = gemini.settings();
            let kinds = [
                ("script", &settings.text),
                ("pictures", &settings.image),
                ("voice", &settings.speech),
            ];
            kinds
                .into_iter()
                .filter_map(|(kind, settings)| Some((kind.to_owned(), settings.model.clone()?)))
                .collect()
        });
        let voice = LocalVoice::new().check().await;
        let local = match &voice {
            Ok(version) => format!("built in; the voice is espeak-ng {version}"),
            Err(error) => format!("built in, but without a voice: {error}"),
        };
        vec![
            ProviderState {
                name: "gemini".to_owned(),
                is_used: gemini.is_some(),
                is_available: gemini.is_some(),
                reason: why,
                models,
            },
            ProviderState {
                name: "local".to_owned(),
                is_used: gemini.is_none(),
                is_available: true,
                reason: local,
                models: BTreeMap::new(),
            },
        ]
    }

    async fn voices(&self, language: &Language) -> Vec<VoiceChoice> {
        let has_key = matches!(self.gemini(), Ok(Some(_)));
        let gemini = VOICES.iter().map(|voice| VoiceChoice {
            provider: "gemini".to_owned(),
            name: voice.name.to_owned(),
            character: voice.character.to_owned(),
            is_available: has_key,
        });
        let local = local_voices(language).await.unwrap_or_default();
        if has_key {
            gemini.chain(local).collect()
        } else {
            local.into_iter().chain(gemini).collect()
        }
    }

    fn guess_language(&self, text: &str) -> Language {
        reelcraft_local::script::guess_language(text)
    }

    fn music(&self) -> Result<BTreeMap<String, PathBuf>> {
        music::unpack(&cache_folder()?.join("music"))
    }
}

/// The ways in which espeak-ng can speak a language.
async fn local_voices(language: &Language) -> Result<Vec<VoiceChoice>> {
    let voice = LocalVoice::new();
    let primary = language.primary();
    let is_of = |tag: &str| tag.split('-').next() == Some(primary);
    let accents = voice.languages().await?;
    let accents = accents.into_iter().filter(|known| is_of(&known.tag));
    let variants = voice.variants().await?;
    // Those that sound like people; the others are effects and jokes.
    let variants = variants.into_iter().filter(|name| {
        let mut chars = name.chars();
        matches!(chars.next(), Some('f' | 'm')) && chars.all(|c| c.is_ascii_digit())
    });
    let choice = |name: String, character: String| VoiceChoice {
        provider: "local".to_owned(),
        name,
        character,
        is_available: true,
    };
    let accents: Vec<VoiceChoice> = accents.map(|known| choice(known.tag, known.name)).collect();
    if accents.is_empty() {
        return Ok(Vec::new());
    }
    let variants = variants.map(|name| {
        let character = if name.starts_with('f') {
            "female"
        } else {
            "male"
        };
        choice(name, character.to_owned())
    });
    Ok(accents.into_iter().chain(variants).collect())
}
