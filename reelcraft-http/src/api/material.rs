//! What a video can be made of.

use std::time::Duration;

use poem_openapi::param::Query;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use super::Tag;
use super::generate::language_of;
use crate::assets::AssetPath;
use crate::background::in_time;
use crate::problem::{Answer, Failure};
use crate::service::Shared;

/// What a video can be made of.
pub(crate) struct MaterialApi(pub(crate) Shared);

/// How long looking at a sound may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// The bundled music.
#[derive(Debug, Object)]
pub(crate) struct MusicList {
    /// The tracks.
    tracks: Vec<TrackView>,
}

/// A bundled track, made to be repeated without a seam.
#[derive(Debug, Object)]
pub(crate) struct TrackView {
    /// The name that projects use.
    name: String,
    /// The file, to listen to and to name in a render.
    music_url: String,
    /// What it sounds like.
    mood: String,
    /// Seconds until it begins again.
    duration: f64,
}

/// The voices for a language.
#[derive(Debug, Object)]
pub(crate) struct VoiceList {
    /// The language that was asked for.
    language: String,
    /// The voices, the best ones first.
    voices: Vec<VoiceView>,
}

/// A voice.
#[derive(Debug, Object)]
pub(crate) struct VoiceView {
    /// Which provider has it.
    provider: String,
    /// The name that requests and projects use.
    name: String,
    /// What it sounds like, in a few words.
    character: String,
    /// Whether it can speak now; a provider without a key cannot.
    available: bool,
    /// What it may say to be heard: give it to `/api/generate/voiceover` with this voice.
    sample_text: String,
}

/// The shape of a sound, to be drawn.
#[derive(Debug, Object)]
pub(crate) struct Waveform {
    /// How long the sound is, in seconds.
    duration: f64,
    /// The loudest sample of each of as many equal parts, 0 to 1.
    peaks: Vec<f32>,
}

#[OpenApi(tag = "Tag::Material")]
impl MaterialApi {
    /// List the music
    #[oai(path = "/api/music", method = "get", operation_id = "listMusic")]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn music(&self) -> Json<MusicList> {
        let tracks = self.0.music.0.iter().map(|track| TrackView {
            name: track.name.clone(),
            music_url: track.path.to_string(),
            mood: track.mood.clone(),
            duration: (track.secs * 1000.0).round() / 1000.0,
        });
        Json(MusicList {
            tracks: tracks.collect(),
        })
    }

    /// List the voices for a language
    #[oai(path = "/api/voices", method = "get", operation_id = "listVoices")]
    async fn voices(
        &self,
        /// A BCP 47 tag. Absent: `en`.
        #[oai(validator(pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length = 35))]
        language: Query<Option<String>>,
        /// Only those of this provider.
        #[oai(validator(pattern = "^[a-z0-9_-]{1,40}$"))]
        provider: Query<Option<String>>,
    ) -> Answer<Json<VoiceList>> {
        let language = language_of(&self.0, language.0.as_deref(), "")?;
        let sample = match language.primary() {
            "uz" if language.is_cyrillic() => "Салом! Мен сизнинг ҳикоянгизни айтиб бераман.",
            "uz" => "Salom! Men sizning hikoyangizni aytib beraman.",
            "ru" => "Здравствуйте! Я расскажу вашу историю.",
            _ => "Hello! I will tell your story.",
        };
        let voices = self.0.engine.voices(&language).await;
        let is_wanted = |name: &str| provider.0.as_deref().is_none_or(|wanted| wanted == name);
        let voices = voices
            .into_iter()
            .filter(|voice| is_wanted(&voice.provider));
        let voices = voices.map(|voice| VoiceView {
            provider: voice.provider,
            name: voice.name,
            character: voice.character,
            available: voice.is_available,
            sample_text: sample.to_owned(),
        });
        Ok(Json(VoiceList {
            language: language.to_string(),
            voices: voices.collect(),
        }))
    }

    /// Get the shape of a sound
    #[oai(path = "/api/waveform", method = "get", operation_id = "getWaveform")]
    async fn waveform(
        &self,
        /// A sound of this service.
        #[oai(validator(
            pattern = "^/(temp|uploads)/[0-9a-f]{32}\\.(wav|mp3)$|^/music/[a-z0-9-]{1,40}\\.mp3$"
        ))]
        audio_url: Query<String>,
        /// How many values.
        #[oai(
            default = "default_points",
            validator(minimum(value = "1"), maximum(value = "1000"))
        )]
        points: Query<u32>,
    ) -> Answer<Json<Waveform>> {
        let path: AssetPath = audio_url.0.parse().map_err(Failure::from)?;
        let shape = self.0.shapes.of(&self.0.assets, &path);
        let shape = in_time(PATIENCE, async { Ok(shape.await?) }).await?;
        Ok(Json(Waveform {
            duration: shape.secs,
            peaks: shape.in_parts(points.0 as usize),
        }))
    }
}

fn default_points() -> u32 {
    500
}
