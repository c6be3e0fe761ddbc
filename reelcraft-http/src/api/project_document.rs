//! The document of a project on the wire.

use std::borrow::Cow;

use poem_openapi::Object;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use reelcraft_core::Project;
use reelcraft_core::project::{
    CaptionPosition, CaptionStyle, Fit, Motion, TransitionEffect, VoiceProvider,
};
use reelcraft_core::provider::SpeechUnit;
use serde_json::Value;

use super::choices::Choice;

/// A project as people edit it: the very document of a project file, with addresses of this
/// service in the place of paths.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document(pub(crate) Value);

impl Document {
    /// Tells a project.
    pub(crate) fn of(project: &Project) -> Self {
        Self(serde_json::to_value(project).unwrap_or_default())
    }
}

/// What stands in a document; the engine checks the rest.
#[derive(Object)]
#[oai(rename = "Project")]
struct DocumentSchema {
    /// What the video is about, and its shape.
    reel: Option<ReelSchema>,
    /// Who speaks.
    voice: Option<VoiceSchema>,
    /// What plays under the voice.
    music: Option<MusicSchema>,
    /// How the words are shown.
    captions: Option<CaptionsSchema>,
    /// The transition between scenes that name none.
    transition: Option<TransitionSchema>,
    /// The scenes in order.
    #[oai(validator(max_items = 500))]
    scene: Option<Vec<SceneSchema>>,
}

/// What the video is about, and its shape.
#[derive(Object)]
#[oai(rename = "ProjectReel")]
struct ReelSchema {
    /// The topic in a few words, or a whole text to make the script from.
    #[oai(validator(max_length = 100_000))]
    topic: Option<String>,
    /// The language of the lines, a BCP 47 tag.
    #[oai(validator(pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length = 35))]
    language: Option<String>,
    /// `reel`, `portrait`, `square`, `landscape`, or any even size as `720x1280`.
    format: Option<String>,
    /// Frames per second.
    #[oai(validator(minimum(value = "1"), maximum(value = "120")))]
    fps: Option<f64>,
    /// How many scenes a generated script shall have.
    #[oai(validator(minimum(value = "1"), maximum(value = "60")))]
    scenes: Option<u32>,
    /// About how many seconds a generated script shall take to speak.
    #[oai(validator(minimum(value = "5"), maximum(value = "600")))]
    length: Option<f64>,
    /// The manner of a generated script, for example `playful`.
    #[oai(validator(max_length = 200))]
    tone: Option<String>,
    /// Joined to every image prompt, so that the pictures belong together.
    #[oai(validator(max_length = 1000))]
    style: Option<String>,
    /// A picture whose people and manner all generated ones shall keep: a file of this service.
    #[oai(validator(pattern = "^/(temp|uploads|exports)/[0-9a-f]{32}\\.(jpg|png|webp)$"))]
    reference: Option<String>,
}

/// Who speaks.
#[derive(Object)]
#[oai(rename = "ProjectVoice")]
struct VoiceSchema {
    /// Where the voice comes from.
    provider: Option<Choice<VoiceProvider>>,
    /// The provider's name for the voice. Absent: its default for the language.
    #[oai(validator(max_length = 100))]
    name: Option<String>,
    /// The manner of speaking in a few words, for example `calm, warm`.
    #[oai(validator(max_length = 200))]
    style: Option<String>,
    /// Rate of speech.
    #[oai(validator(minimum(value = "0.5"), maximum(value = "2")))]
    speed: Option<f64>,
    /// What is spoken in one call. Absent: as suits the provider.
    unit: Option<Choice<SpeechUnit>>,
    /// The voiceover: a file of this service.
    #[oai(validator(pattern = "^/(temp|uploads)/[0-9a-f]{32}\\.(wav|mp3)$"))]
    file: Option<String>,
}

/// What plays under the voice.
#[derive(Object)]
#[oai(rename = "ProjectMusic")]
struct MusicSchema {
    /// The name of a bundled track, a file of this service, or `none`.
    track: Option<String>,
    /// Amplitude relative to the voice.
    #[oai(validator(minimum(value = "0"), maximum(value = "1")))]
    volume: Option<f64>,
    /// Whether the music steps back while somebody speaks.
    ducking: Option<bool>,
}

/// How the words are shown.
#[derive(Object)]
#[oai(rename = "ProjectCaptions")]
struct CaptionsSchema {
    /// How they follow the voice.
    style: Option<Choice<CaptionStyle>>,
    /// Where they stand.
    position: Option<Choice<CaptionPosition>>,
}

/// The transition between scenes that name none.
#[derive(Object)]
#[oai(rename = "ProjectTransition")]
struct TransitionSchema {
    /// What is seen.
    effect: Option<Choice<TransitionEffect>>,
    /// Seconds.
    #[oai(validator(minimum(value = "0"), maximum(value = "5")))]
    duration: Option<f64>,
}

/// One line of the script with everything that is seen while it is spoken.
#[derive(Object)]
#[oai(rename = "ProjectScene")]
struct SceneSchema {
    /// What is said.
    #[oai(validator(max_length = 1000))]
    line: Option<String>,
    /// What the picture shows.
    #[oai(validator(max_length = 5000))]
    prompt: Option<String>,
    /// The picture: a file of this service.
    #[oai(validator(pattern = "^/(temp|uploads|exports)/[0-9a-f]{32}\\.(jpg|png|webp)$"))]
    image: Option<String>,
    /// Seconds. Absent: taken from the voice.
    #[oai(validator(minimum(value = "0", exclusive), maximum(value = "600")))]
    duration: Option<f64>,
    /// The camera move.
    motion: Option<Choice<Motion>>,
    /// How far the camera moves.
    #[oai(validator(minimum(value = "0"), maximum(value = "1")))]
    strength: Option<f64>,
    /// How a picture of another shape fills the frame.
    fit: Option<Choice<Fit>>,
    /// The point of the picture that stays in the frame, as fractions from the top left corner.
    #[oai(validator(min_items = 2, max_items = 2))]
    focus: Option<Vec<f64>>,
    /// The transition into the next scene.
    transition: Option<Choice<TransitionEffect>>,
    /// Whether generation must not touch this scene.
    locked: Option<bool>,
}

impl Type for Document {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "Project".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        DocumentSchema::schema_ref()
    }

    fn register(registry: &mut Registry) {
        DocumentSchema::register(registry);
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl ParseFromJSON for Document {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        value.map(Self).ok_or_else(ParseError::expected_input)
    }
}

impl ToJSON for Document {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.clone())
    }
}

/// A patch of a project: a JSON merge patch (RFC 7396).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MergePatch(pub(crate) Value);

impl Type for MergePatch {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "MergePatch".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference("MergePatch".to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>("MergePatch".to_owned(), |_| MetaSchema {
            description: Some(
                "A JSON merge patch (RFC 7396) of `{\"name\": …, \"document\": …}`: what it holds \
                 is replaced, null removes a field, lists are replaced as a whole.",
            ),
            properties: vec![
                ("name", <String as Type>::schema_ref()),
                (
                    "document",
                    MetaSchemaRef::Inline(Box::new(MetaSchema::new("object"))),
                ),
            ],
            ..MetaSchema::new("object")
        });
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl ParseFromJSON for MergePatch {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        value.map(Self).ok_or_else(ParseError::expected_input)
    }
}

impl ToJSON for MergePatch {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.clone())
    }
}
