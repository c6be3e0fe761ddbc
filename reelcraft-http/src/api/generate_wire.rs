//! Requests and answers of the steps before the video.

use poem_openapi::{Enum, Object};
use reelcraft_core::project::{Format, VoiceProvider};
use reelcraft_core::provider::SpeechUnit;

use super::choices::Choice;
use crate::jobs::{SceneError, SpokenSpan};

/// A script that is asked for.
#[derive(Debug, Object)]
#[oai(example)]
pub(crate) struct ScriptRequest {
    /// The topic in a few words, or a whole text to make the script from.
    #[oai(validator(min_length = 1, max_length = 100_000))]
    pub(crate) topic: String,
    /// The language of the lines, a BCP 47 tag: `uz`, `uz-Cyrl`, `en`, `ru`. Absent: that of the
    /// topic.
    #[oai(validator(pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length = 35))]
    pub(crate) language: Option<String>,
    /// About how many seconds the script shall take to speak. Absent: as many as it needs.
    #[oai(validator(minimum(value = "5"), maximum(value = "600")))]
    pub(crate) length: Option<f64>,
    /// How many lines. Absent: by `length`, else 8.
    #[oai(validator(minimum(value = "1"), maximum(value = "60")))]
    pub(crate) scene_count: Option<u32>,
    /// The manner, for example `playful`.
    #[oai(validator(max_length = 200))]
    pub(crate) tone: Option<String>,
    /// Whether another script is written where there is one of the same topic.
    pub(crate) redo: Option<bool>,
}

/// A script.
#[derive(Debug, Object)]
pub(crate) struct ScriptAnswer {
    /// The lines in order.
    pub(crate) script: Vec<String>,
}

/// The shape of pictures: width to height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum AspectRatio {
    /// 1080x1920, for Reels, TikTok and Shorts.
    #[oai(rename = "9:16")]
    Reel,
    /// 1080x1350.
    #[oai(rename = "4:5")]
    Portrait,
    /// 1080x1080.
    #[oai(rename = "1:1")]
    Square,
    /// 1920x1080.
    #[oai(rename = "16:9")]
    Landscape,
}

impl AspectRatio {
    /// The format of the engine.
    pub(crate) fn format(self) -> Format {
        let name = match self {
            Self::Reel => "reel",
            Self::Portrait => "portrait",
            Self::Square => "square",
            Self::Landscape => "landscape",
        };
        name.parse().unwrap_or_default()
    }
}

/// Pictures that are asked for, one for each line.
#[derive(Debug, Object)]
#[oai(example)]
pub(crate) struct VisualsRequest {
    /// The lines in order.
    #[oai(validator(min_items = 1, max_items = 500, min_length = 1, max_length = 1000))]
    pub(crate) script: Vec<String>,
    /// How all pictures look, for example `watercolour, soft light`.
    #[oai(validator(max_length = 1000))]
    pub(crate) style: Option<String>,
    /// The shape of the pictures. Absent: 9:16.
    pub(crate) aspect_ratio: Option<AspectRatio>,
    /// A picture whose people and manner all of them shall keep: a file of this service.
    #[oai(validator(pattern = "^/(temp|uploads|exports)/[0-9a-f]{32}\\.(jpg|png|webp)$"))]
    pub(crate) reference_url: Option<String>,
    /// The language of the lines, a BCP 47 tag. Absent: what they seem to be in.
    #[oai(validator(pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length = 35))]
    pub(crate) language: Option<String>,
}

/// Pictures, one for each line.
#[derive(Debug, Object)]
pub(crate) struct VisualsAnswer {
    /// One scene for each line, in order.
    pub(crate) scenes: Vec<VisualScene>,
}

/// A line with its picture.
#[derive(Debug, Object)]
pub(crate) struct VisualScene {
    /// The line.
    pub(crate) script_line: String,
    /// The picture; null where it could not be made.
    pub(crate) image_url: Option<String>,
    /// What the picture was drawn from; null where it could not be written.
    pub(crate) image_prompt: Option<String>,
    /// Why there is no picture. It can be asked for alone.
    #[oai(skip_serializing_if_is_none)]
    pub(crate) error: Option<SceneError>,
}

/// A picture that is asked for, another one each time.
#[derive(Debug, Object)]
#[oai(example)]
pub(crate) struct ImageRequest {
    /// What the picture shows.
    #[oai(validator(min_length = 1, max_length = 5000))]
    pub(crate) image_prompt: String,
    /// How it looks, for example `watercolour, soft light`.
    #[oai(validator(max_length = 1000))]
    pub(crate) style: Option<String>,
    /// The shape of the picture. Absent: 9:16.
    pub(crate) aspect_ratio: Option<AspectRatio>,
    /// A picture whose people and manner it shall keep: a file of this service.
    #[oai(validator(pattern = "^/(temp|uploads|exports)/[0-9a-f]{32}\\.(jpg|png|webp)$"))]
    pub(crate) reference_url: Option<String>,
    /// The language of the reel, a BCP 47 tag; the prompt may be in it or in English.
    #[oai(validator(pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length = 35))]
    pub(crate) language: Option<String>,
}

/// A picture.
#[derive(Debug, Object)]
pub(crate) struct ImageAnswer {
    /// The picture.
    pub(crate) image_url: String,
}

/// A voiceover that is asked for.
#[derive(Debug, Object)]
#[oai(example)]
pub(crate) struct VoiceoverRequest {
    /// The lines in order.
    #[oai(validator(min_items = 1, max_items = 500, min_length = 1, max_length = 1000))]
    pub(crate) script: Vec<String>,
    /// Who speaks. Absent: `auto`.
    pub(crate) provider: Option<Speaker>,
    /// The name of a voice, as `/api/voices` lists them. Absent: the best one for the language.
    #[oai(validator(max_length = 100))]
    pub(crate) voice: Option<String>,
    /// The manner of speaking in a few words, for example `calm, warm`.
    #[oai(validator(max_length = 200))]
    pub(crate) style: Option<String>,
    /// Whether each line is spoken in a call of its own, with exact times, or all in one. Absent:
    /// as suits the voice.
    pub(crate) unit: Option<Choice<SpeechUnit>>,
    /// Rate of speech. Absent: 1, the voice's own.
    #[oai(validator(minimum(value = "0.5"), maximum(value = "2.0")))]
    pub(crate) speed: Option<f64>,
    /// The language of the lines, a BCP 47 tag. Absent: what they seem to be in.
    #[oai(validator(pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length = 35))]
    pub(crate) language: Option<String>,
    /// Whether it is spoken anew where there is one of the same lines.
    pub(crate) redo: Option<bool>,
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(crate) enum Speaker {
    /// Gemini where there is a key, else the local voice.
    Auto,
    /// Gemini.
    Gemini,
    /// The built-in local voice.
    Local,
}

impl From<Speaker> for VoiceProvider {
    fn from(speaker: Speaker) -> Self {
        match speaker {
            Speaker::Auto => Self::Auto,
            Speaker::Gemini => Self::Gemini,
            Speaker::Local => Self::Local,
        }
    }
}

/// A voiceover.
#[derive(Debug, Object)]
pub(crate) struct VoiceoverAnswer {
    /// The sound, WAV.
    pub(crate) audio_url: String,
    /// How long it is, in seconds.
    pub(crate) duration: f64,
    /// When each line is spoken in it.
    pub(crate) lines: Vec<SpokenSpan>,
}

impl poem_openapi::types::Example for ScriptRequest {
    fn example() -> Self {
        Self {
            topic: "Why the sea is salty".to_owned(),
            language: Some("en".to_owned()),
            length: None,
            scene_count: Some(6),
            tone: None,
            redo: None,
        }
    }
}

fn example_lines() -> Vec<String> {
    [
        "Rivers carry salt to the sea, a grain at a time.",
        "The sun takes the water, and leaves the salt.",
    ]
    .map(str::to_owned)
    .to_vec()
}

impl poem_openapi::types::Example for VisualsRequest {
    fn example() -> Self {
        Self {
            script: example_lines(),
            style: Some("watercolour, soft light".to_owned()),
            aspect_ratio: Some(AspectRatio::Reel),
            reference_url: None,
            language: Some("en".to_owned()),
        }
    }
}

impl poem_openapi::types::Example for ImageRequest {
    fn example() -> Self {
        Self {
            image_prompt: "A mountain river reaching the sea at dawn, seen from above".to_owned(),
            style: None,
            aspect_ratio: None,
            reference_url: None,
            language: None,
        }
    }
}

impl poem_openapi::types::Example for VoiceoverRequest {
    fn example() -> Self {
        Self {
            script: example_lines(),
            provider: None,
            voice: None,
            style: None,
            unit: None,
            speed: Some(1.0),
            language: Some("en".to_owned()),
            redo: None,
        }
    }
}
