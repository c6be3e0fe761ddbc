//! Everything that a person edits.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::choice::choice;
use super::{Fit, Focus, Format, Motion, TransitionEffect};
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
    /// The scenes in order, at most [`Project::MAX_SCENES`].
    #[serde(rename = "scene", skip_serializing_if = "Vec::is_empty")]
    pub scenes: Vec<Scene>,
}

impl Project {
    /// The most scenes that a project may have.
    pub const MAX_SCENES: usize = 500;

    /// Makes a project that has only a topic, with defaults for everything else.
    pub fn from_topic(topic: impl Into<String>, language: Language) -> Self {
        Self {
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

choice! {
    /// How captions follow the voice.
    #[derive(Default)]
    pub enum CaptionStyle ("caption style") {
        /// No captions.
        #[default]
        None = "none",
        /// One or two lines of text at a time.
        Line = "line",
        /// The spoken word is highlighted as it is said.
        Word = "word",
        /// One to three big words at a time.
        Pop = "pop",
    }
}

choice! {
    /// Where captions stand.
    #[derive(Default)]
    pub enum CaptionPosition ("caption position") {
        /// In the upper third.
        Upper = "upper",
        /// In the middle.
        Middle = "middle",
        /// In the lower third.
        #[default]
        Lower = "lower",
    }
}

/// How the words are shown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Captions {
    /// How they follow the voice.
    pub style: CaptionStyle,
    /// Where they stand.
    pub position: CaptionPosition,
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
    /// Whether generation must not touch this scene.
    pub locked: bool,
}

impl Scene {
    /// Makes a scene that has only a line.
    pub fn from_line(line: impl Into<String>) -> Self {
        Self {
            line: line.into(),
            ..Self::default()
        }
    }
}
