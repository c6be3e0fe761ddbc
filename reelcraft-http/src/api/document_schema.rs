//! What stands in the document of a project, as it is published.

use poem_openapi::Object;
use reelcraft_core::project::{
    CaptionLook, CaptionPosition, CaptionStyle, Fit, Motion, TransitionEffect, VoiceProvider,
    WatermarkPosition,
};
use reelcraft_core::provider::SpeechUnit;

use super::choices::Choice;

/// What stands in a document; the engine checks the rest.
#[derive(Object)]
#[oai(rename = "Project")]
pub(super) struct DocumentSchema {
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
    /// A logo over all scenes.
    watermark: Option<WatermarkSchema>,
    /// The picture that stands for the video before it plays.
    cover: Option<CoverSchema>,
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
    #[oai(validator(minimum(value = "23.976"), maximum(value = "60")))]
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
    /// Whether silence before and after your own recording is taken away. Absent: where no scene
    /// has a duration of its own.
    trim: Option<bool>,
    /// Whether what is no speech in your own recordings is made softer.
    gate: Option<bool>,
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
    /// How far it steps back, in decibels. Absent: 10, and further where the voice would not be
    /// clear.
    #[oai(validator(minimum(value = "0"), maximum(value = "30")))]
    ducking_depth: Option<f64>,
    /// How long it takes to come back after the voice, in seconds. Absent: 0.6.
    #[oai(validator(minimum(value = "0.1"), maximum(value = "5")))]
    ducking_release: Option<f64>,
    /// How long it takes to come in, in seconds. Absent: 0.3.
    #[oai(validator(minimum(value = "0"), maximum(value = "30")))]
    fade_in: Option<f64>,
    /// How long it takes to go at the end, in seconds. Absent: 1.5.
    #[oai(validator(minimum(value = "0"), maximum(value = "30")))]
    fade_out: Option<f64>,
    /// Where in the track it begins, in seconds. Absent: its beginning.
    #[oai(validator(minimum(value = "0"), maximum(value = "36000")))]
    start: Option<f64>,
}

/// How the words are shown.
#[derive(Object)]
#[oai(rename = "ProjectCaptions")]
struct CaptionsSchema {
    /// How they follow the voice.
    style: Option<Choice<CaptionStyle>>,
    /// What they look like. What is absent below is as the look has it.
    look: Option<Choice<CaptionLook>>,
    /// Where they stand.
    position: Option<Choice<CaptionPosition>>,
    /// Where their middle stands instead, in percent of the frame's height from its upper edge;
    /// they stay inside of what the platforms leave free.
    #[oai(validator(minimum(value = "0"), maximum(value = "100")))]
    height: Option<f64>,
    /// A family of fonts that is installed here, or a font file of this service.
    #[oai(validator(pattern = "^/(temp|uploads)/[0-9a-f]{32}\\.(ttf|otf)$|^[^/\\\\]{1,100}$"))]
    font: Option<String>,
    /// Size of the letters as a multiple of the look's own.
    #[oai(validator(minimum(value = "0.5"), maximum(value = "2")))]
    size: Option<f64>,
    /// Weight of the letters: 400 is regular, 700 bold.
    #[oai(validator(minimum(value = "100"), maximum(value = "900")))]
    weight: Option<u16>,
    /// Colour of the letters.
    #[oai(validator(pattern = "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$"))]
    color: Option<String>,
    /// Colour of the word that is spoken, or of the plate behind it.
    #[oai(validator(pattern = "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$"))]
    highlight: Option<String>,
    /// Width of the outline in percent of the size of the letters; 0 is none.
    #[oai(validator(minimum(value = "0"), maximum(value = "30")))]
    outline: Option<f64>,
    /// Colour of the outline.
    #[oai(validator(pattern = "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$"))]
    outline_color: Option<String>,
    /// Strength of the shadow; 0 is none.
    #[oai(validator(minimum(value = "0"), maximum(value = "1")))]
    shadow: Option<f64>,
    /// Colour of the box behind the text; `#00000000` is none.
    #[oai(
        rename = "box",
        validator(pattern = "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$")
    )]
    plate: Option<String>,
    /// Whether all letters are capitals.
    upper_case: Option<bool>,
    /// The most lines of text at a time.
    #[oai(validator(minimum(value = "1"), maximum(value = "4")))]
    max_lines: Option<u8>,
    /// The most words at a time of the style `pop`.
    #[oai(validator(minimum(value = "1"), maximum(value = "3")))]
    words: Option<u8>,
}

/// A logo over all scenes.
#[derive(Object)]
#[oai(rename = "ProjectWatermark")]
struct WatermarkSchema {
    /// The logo, transparent where nothing shall be seen of it: a file of this service. Absent:
    /// there is none.
    #[oai(validator(pattern = "^/(temp|uploads|exports)/[0-9a-f]{32}\\.(jpg|png|webp)$"))]
    image: Option<String>,
    /// Where it stands.
    position: Option<Choice<WatermarkPosition>>,
    /// How opaque it is.
    #[oai(validator(minimum(value = "0"), maximum(value = "1")))]
    opacity: Option<f64>,
    /// Its width in percent of the frame's.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    size: Option<f64>,
}

/// The picture that stands for the video before it plays.
#[derive(Object)]
#[oai(rename = "ProjectCover")]
struct CoverSchema {
    /// A picture of its own: a file of this service. Absent: a frame of the video.
    #[oai(validator(pattern = "^/(temp|uploads|exports)/[0-9a-f]{32}\\.(jpg|png|webp)$"))]
    image: Option<String>,
    /// The second of the frame. Absent: a third into the first scene.
    #[oai(validator(minimum(value = "0"), maximum(value = "36000")))]
    at: Option<f64>,
}

/// A text that is shown at a time of its own, in place of what the line would give.
#[derive(Object)]
#[oai(rename = "ProjectCue")]
struct CueSchema {
    /// Seconds from the beginning of the scene; a voice may begin before the cut.
    #[oai(validator(minimum(value = "-10"), maximum(value = "3600")))]
    start: f64,
    /// Seconds from the beginning of the scene.
    #[oai(validator(minimum(value = "-10"), maximum(value = "3600")))]
    end: f64,
    /// What is shown; empty for nothing.
    #[oai(validator(max_length = 1000))]
    text: String,
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
    /// Your own recording of the line: a file of this service. Absent: as the project's voice
    /// speaks it.
    #[oai(validator(pattern = "^/(temp|uploads)/[0-9a-f]{32}\\.(wav|mp3)$"))]
    voice: Option<String>,
    /// Words in large letters over the picture, or in place of one: a title, an end card. The
    /// first line is the largest.
    #[oai(validator(max_length = 500))]
    card: Option<String>,
    /// The colour behind a card without a picture.
    #[oai(validator(pattern = "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$"))]
    background: Option<String>,
    /// What is shown instead of the line, in order and without overlap. Absent: the line, as it
    /// is spoken.
    #[oai(validator(max_items = 500))]
    captions: Option<Vec<CueSchema>>,
    /// Whether generation must not touch this scene.
    locked: Option<bool>,
}
