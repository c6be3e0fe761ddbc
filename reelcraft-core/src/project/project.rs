//! Everything that a person edits.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::choice::choice;
use super::{
    CaptionStyle, Captions, Color, Cover, Cue, Fit, Focus, Format, Motion, TransitionEffect,
    Watermark,
};
use crate::provider::SpeechUnit;
use crate::{FrameRate, Language};

/// Everything that a person edits: one TOML file, or one JSON document; the same types.
///
/// Paths are kept as they are written; relative ones are relative to the project's folder.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Project {
    /// What the video is about, and its shape.
    pub reel: Reel,
    /// Who speaks.
    pub voice: Voice,
    /// What plays under the voice.
    pub music: Music,
    /// How the words are shown.
    pub captions: Captions,
    /// The transition between scenes that name none.
    pub transition: Transition,
    /// A logo over all scenes.
    #[serde(skip_serializing_if = "Watermark::is_default")]
    pub watermark: Watermark,
    /// The picture that stands for the video before it plays.
    #[serde(skip_serializing_if = "Cover::is_default")]
    pub cover: Cover,
    /// The scenes in order, at most [`Project::MAX_SCENES`].
    #[serde(rename = "scene", skip_serializing_if = "Vec::is_empty")]
    pub scenes: Vec<Scene>,
}

impl Project {
    /// The most scenes that a project may have.
    pub const MAX_SCENES: usize = 500;

    /// Makes a project that has only a topic, with words that light up as they are spoken, and
    /// defaults for everything else.
    pub fn from_topic(topic: impl Into<String>, language: Language) -> Self {
        Self {
            captions: Captions {
                style: CaptionStyle::Word,
                ..Captions::default()
            },
            reel: Reel {
                topic: Some(topic.into()),
                language,
                ..Reel::default()
            },
            ..Self::default()
        }
    }

    /// The lines of all scenes, in order; empty ones included.
    pub fn lines(&self) -> Vec<String> {
        self.scenes.iter().map(|scene| scene.line.clone()).collect()
    }
}

/// What the video is about, and its shape.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reel {
    /// The topic in a few words, or a whole text to make the script from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The language of the lines.
    pub language: Language,
    /// Width and height.
    pub format: Format,
    /// Frames per second, written as a number.
    #[serde(with = "fps")]
    pub fps: FrameRate,
    /// How many scenes a generated script shall have, 1 to 60; `None`: by `length`, else 8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenes: Option<u32>,
    /// About how many seconds a generated script shall take to speak, 5 to 600; `None`: as many
    /// as it needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<f64>,
    /// The manner of a generated script, for example "playful"; `None` is neutral.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tone: Option<String>,
    /// Joined to every image prompt, so that the pictures belong together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// A picture whose people and manner all generated ones shall keep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<PathBuf>,
}

impl Reel {
    /// The scenes of a generated script where neither number nor length is given.
    const SCENES: u32 = 8;
    /// Seconds of a line, about.
    const LINE_SECS: f64 = 4.5;
    /// The most scenes of a generated script.
    pub const MAX_GENERATED: u32 = 60;

    /// How many scenes a generated script shall have.
    pub fn scene_count(&self) -> usize {
        let by_length = |secs: f64| (secs / Self::LINE_SECS).round() as u32;
        let count = self.scenes.or_else(|| self.length.map(by_length));
        count.unwrap_or(Self::SCENES).clamp(1, Self::MAX_GENERATED) as usize
    }
}

/// Serialises a frame rate as the number of frames per second.
mod fps {
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    use crate::FrameRate;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    pub(super) fn serialize<S: Serializer>(rate: &FrameRate, to: S) -> Result<S::Ok, S::Error> {
        if rate.denominator() == 1 {
            to.serialize_u32(rate.numerator())
        } else {
            to.serialize_f64((rate.fps() * 1000.0).round() / 1000.0)
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<FrameRate, D::Error> {
        FrameRate::from_fps(f64::deserialize(from)?).map_err(D::Error::custom)
    }
}

choice! {
    /// Who speaks the lines.
    #[derive(Default)]
    pub enum VoiceProvider ("voice provider") {
        /// Gemini when there is a key, else the local voice.
        #[default]
        Auto = "auto",
        /// Gemini.
        Gemini = "gemini",
        /// The built-in local voice.
        Local = "local",
        /// The person's own recording, in `file`.
        File = "file",
        /// Nobody.
        None = "none",
    }
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Voice {
    /// Where the voice comes from.
    pub provider: VoiceProvider,
    /// The provider's name for the voice; `None` is its default for the language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The manner of speaking in a few words, for example "calm, warm".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// Rate of speech, 0.5 to 2; 1 is the voice's own.
    pub speed: f64,
    /// Whether each line is spoken in a call of its own or all in one; `None`: as suits the
    /// provider. Apart they cost more calls, and their times are exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<SpeechUnit>,
    /// The voiceover: made by the provider, or the person's own recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// Whether silence before and after one's own recording is taken away; `None`: where no scene
    /// has a duration of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trim: Option<bool>,
    /// Whether what is no speech in one's own recordings is made softer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub gate: bool,
}

impl Default for Voice {
    fn default() -> Self {
        Self {
            provider: VoiceProvider::Auto,
            name: None,
            style: None,
            speed: 1.0,
            unit: None,
            file: None,
            trim: None,
            gate: false,
        }
    }
}

/// What plays under the voice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Music {
    /// The name of a bundled track, a path, or `none`.
    pub track: String,
    /// Amplitude relative to the voice, 0 to 1; 0 is silence, 1 as loud as the voice.
    pub volume: f64,
    /// Whether the music steps back while somebody speaks.
    pub ducking: bool,
    /// How far it steps back, in decibels, 0 to 30; `None`: 10, and further where the voice would
    /// not be clear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ducking_depth: Option<f64>,
    /// How long it takes to come back after the voice, in seconds, 0.1 to 5; `None` is 0.6.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ducking_release: Option<f64>,
    /// How long it takes to come in at the beginning of the video, in seconds, 0 to 30; `None`
    /// is 0.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fade_in: Option<f64>,
    /// How long it takes to go at the end of the video, in seconds, 0 to 30; `None` is 1.5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fade_out: Option<f64>,
    /// Where in the track it begins, in seconds; `None` is the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<f64>,
}

impl Music {
    /// The bundled tracks.
    pub const BUNDLED: [&'static str; 6] = [
        "inspirational",
        "upbeat",
        "calm",
        "cinematic",
        "lofi",
        "dramatic",
    ];

    /// What `track` names.
    pub fn source(&self) -> MusicSource {
        match self.track.as_str() {
            "" | "none" => MusicSource::None,
            name if Self::BUNDLED.contains(&name) => MusicSource::Bundled(name.to_owned()),
            path => MusicSource::File(PathBuf::from(path)),
        }
    }
}

impl Default for Music {
    fn default() -> Self {
        Self {
            track: "inspirational".to_owned(),
            volume: 0.3,
            ducking: true,
            ducking_depth: None,
            ducking_release: None,
            fade_in: None,
            fade_out: None,
            start: None,
        }
    }
}

/// Where the music comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MusicSource {
    /// There is none.
    None,
    /// A bundled track, by name.
    Bundled(String),
    /// A file, as written in the project.
    File(PathBuf),
}

/// The transition between scenes that name none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Transition {
    /// What is seen.
    pub effect: TransitionEffect,
    /// Seconds, 0 to 5; a transition never takes more than half of the shorter neighbour.
    pub duration: f64,
}

impl Default for Transition {
    fn default() -> Self {
        Self {
            effect: TransitionEffect::Crossfade,
            duration: 0.5,
        }
    }
}

/// One line of the script with everything that is seen while it is spoken.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Scene {
    /// What is said; empty for a silent scene.
    pub line: String,
    /// What the picture shows, for the image provider; `None` until it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// The picture; `None` until there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<PathBuf>,
    /// Words in large letters over the picture, or in place of one: a title, an end card. The
    /// first line is the largest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// The colour behind a card without a picture; `None` is a deep blue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<Color>,
    /// Seconds, over 0 up to 600; `None`: taken from the voice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<f64>,
    /// The camera move.
    pub motion: Motion,
    /// How far the camera moves, 0 to 1; `None` is 0.5, a zoom of 15 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<f64>,
    /// How a picture of another shape fills the frame.
    pub fit: Fit,
    /// The point of the picture that stays in the frame; `None` is the centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<Focus>,
    /// The transition into the next scene; `None`: the project's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition: Option<TransitionEffect>,
    /// The person's own recording of the line; `None`: as the project's voice speaks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<PathBuf>,
    /// What is shown instead of the line, and when; empty: the line, as it is spoken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<Cue>,
    /// Whether generation must not touch this scene.
    pub locked: bool,
}

impl Scene {
    /// The words of its card; `None` where it has none.
    pub fn card_text(&self) -> Option<&str> {
        self.card.as_deref().filter(|card| !card.trim().is_empty())
    }

    /// Makes a scene that has only a line.
    pub fn from_line(line: impl Into<String>) -> Self {
        Self {
            line: line.into(),
            ..Self::default()
        }
    }
}
