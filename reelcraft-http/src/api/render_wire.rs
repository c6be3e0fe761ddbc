//! The request and answer of a render.

use poem_openapi::Object;
use poem_openapi::types::Example;
use reelcraft_core::project::{
    CaptionLook, CaptionPosition, CaptionStyle, Motion, TransitionEffect,
};
use reelcraft_core::provider::Quality;

use super::choices::Choice;
use crate::jobs::MadeVideo;

/// A video that is asked for.
#[derive(Debug, Object)]
#[oai(example)]
pub(crate) struct RenderRequest {
    /// The scenes in order.
    #[oai(validator(min_items = 1, max_items = 500))]
    pub(crate) scenes: Vec<RenderScene>,
    /// The voiceover: a file of this service. Absent: nobody speaks.
    #[oai(validator(pattern = "^/(temp|uploads)/[0-9a-f]{32}\\.(wav|mp3)$"))]
    pub(crate) voiceover_url: Option<String>,
    /// The music: a file of this service. Absent: none.
    #[oai(validator(
        pattern = "^/(temp|uploads)/[0-9a-f]{32}\\.(wav|mp3)$|^/music/[a-z0-9-]{1,40}\\.mp3$"
    ))]
    pub(crate) music_url: Option<String>,
    /// Amplitude of the music relative to the voice. Absent: 0.3.
    #[oai(validator(minimum(value = "0"), maximum(value = "1")))]
    pub(crate) music_volume: Option<f64>,
    /// Whether the music steps back while somebody speaks. Absent: true.
    pub(crate) ducking: Option<bool>,
    /// The transition between scenes that name none. Absent: `crossfade`.
    pub(crate) transition_effect: Option<Choice<TransitionEffect>>,
    /// How long transitions take, in seconds. Absent: 0.5.
    #[oai(validator(minimum(value = "0"), maximum(value = "5")))]
    pub(crate) transition_duration: Option<f64>,
    /// `reel` 1080x1920, `portrait` 1080x1350, `square` 1080x1080, `landscape` 1920x1080, or any
    /// even size as `720x1280`. Absent: `reel`.
    #[oai(validator(pattern = "^(reel|portrait|square|landscape|[0-9]{3,4}x[0-9]{3,4})$"))]
    pub(crate) format: Option<String>,
    /// Frames per second. Absent: 30.
    #[oai(validator(minimum(value = "23.976"), maximum(value = "60")))]
    pub(crate) fps: Option<f64>,
    /// How captions follow the voice. They need `script_line` in the scenes. Absent: `none`.
    pub(crate) captions: Option<Choice<CaptionStyle>>,
    /// What captions look like. Absent: `clear`.
    pub(crate) caption_look: Option<Choice<CaptionLook>>,
    /// Where captions stand. Absent: `lower`.
    pub(crate) caption_position: Option<Choice<CaptionPosition>>,
    /// Time against picture quality. Absent: `standard`.
    pub(crate) quality: Option<Choice<Quality>>,
    /// The language of the lines, a BCP 47 tag. Absent: what they seem to be in.
    #[oai(validator(pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length = 35))]
    pub(crate) language: Option<String>,
    /// The title in the file. Absent: the first line.
    #[oai(validator(max_length = 100))]
    pub(crate) title: Option<String>,
}

/// A scene of a video.
#[derive(Debug, Object)]
pub(crate) struct RenderScene {
    /// The picture: a file of this service.
    #[oai(validator(pattern = "^/(temp|uploads|exports)/[0-9a-f]{32}\\.(jpg|png|webp)$"))]
    pub(crate) image_url: String,
    /// Seconds. Absent: as long as its line is spoken.
    #[oai(validator(minimum(value = "0", exclusive), maximum(value = "600")))]
    pub(crate) duration: Option<f64>,
    /// The line that is spoken in it.
    #[oai(validator(max_length = 1000))]
    pub(crate) script_line: Option<String>,
    /// The camera move. Absent: `auto`.
    pub(crate) motion: Option<Choice<Motion>>,
    /// The transition into the next scene.
    pub(crate) transition: Option<Choice<TransitionEffect>>,
}

/// A video.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct RenderAnswer {
    /// The MP4 file.
    pub(crate) video_url: String,
    /// One frame of it, a JPEG picture.
    pub(crate) poster_url: String,
    /// Its captions as SubRip; absent where nothing is said in it.
    pub(crate) srt_url: Option<String>,
    /// Its captions as WebVTT.
    pub(crate) vtt_url: Option<String>,
    /// Its captions with their look, as Advanced SubStation Alpha.
    pub(crate) ass_url: Option<String>,
    /// Seconds from first to last frame.
    pub(crate) duration: f64,
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
    /// Bytes of the file.
    pub(crate) bytes: u64,
    /// What the person should know, for example that a scene is shorter than its line.
    pub(crate) warnings: Vec<String>,
}

impl RenderAnswer {
    /// Tells a video.
    pub(crate) fn of(video: MadeVideo, warnings: Vec<String>) -> Self {
        let MadeVideo {
            format: _,
            video_url,
            poster_url,
            srt_url,
            vtt_url,
            ass_url,
            duration,
            width,
            height,
            bytes,
            reused: _,
        } = video;
        Self {
            video_url,
            poster_url,
            srt_url,
            vtt_url,
            ass_url,
            duration,
            width,
            height,
            bytes,
            warnings,
        }
    }
}

impl Example for RenderRequest {
    fn example() -> Self {
        let scene = |name: &str| RenderScene {
            image_url: format!("/temp/{name}.jpg"),
            duration: Some(4.5),
            script_line: None,
            motion: None,
            transition: None,
        };
        Self {
            scenes: vec![
                scene("0123456789abcdef0123456789abcdef"),
                scene("fedcba9876543210fedcba9876543210"),
            ],
            voiceover_url: None,
            music_url: Some("/music/inspirational.mp3".to_owned()),
            music_volume: Some(0.3),
            ducking: None,
            transition_effect: Some(Choice(TransitionEffect::Crossfade)),
            transition_duration: None,
            format: None,
            fps: None,
            captions: None,
            caption_look: None,
            caption_position: None,
            quality: None,
            language: None,
            title: None,
        }
    }
}
