//! Turning a project with all its files into integer frames.

use std::path::PathBuf;

use super::captions::captions_between;
use super::durations::boundaries;
use super::{
    Card, Clip, CoverSource, MusicShape, MusicTrack, Timeline, TransitionSpan, VoiceTrack,
    WatermarkTrack,
};
use crate::captions::{Caption, CaptionFont, CaptionSheet};
use crate::project::{Color, Motion, Project, TransitionEffect};
use crate::{Digest, Error, FrameRange, FrameRate, LineSpan, Result};

/// The files of a project, found and digested.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Materials {
    /// The picture of each scene, in order.
    pub pictures: Vec<MediaFile>,
    /// The voiceover; `None` when nobody speaks.
    pub voice: Option<VoiceMaterial>,
    /// The music; `None` when there is none.
    pub music: Option<MediaFile>,
    /// The font file that the captions name; `None` when they name none.
    pub caption_font: Option<MediaFile>,
    /// The watermark; `None` when there is none.
    pub watermark: Option<MediaFile>,
    /// The cover; `None` when it is a frame of the video.
    pub cover: Option<MediaFile>,
}

/// A file, and the digest of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// Where it is.
    pub path: PathBuf,
    /// The digest of its bytes.
    pub digest: Digest,
}

/// A voiceover, and when its lines are spoken.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiceMaterial {
    /// The sound file.
    pub file: MediaFile,
    /// One entry a scene; `None` for a silent one.
    pub lines: Vec<Option<LineSpan>>,
    /// When each word of each line is spoken, as [`words_of`](crate::captions::words_of) divides
    /// it; a line whose words are not known is empty or left out.
    pub words: Vec<Vec<LineSpan>>,
    /// How long the sound is, in seconds.
    pub secs: f64,
}

/// A timeline, and what the person should know about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The resolved plan.
    pub timeline: Timeline,
    /// The captions of all lines, for files of them, also where none are drawn.
    pub captions: Vec<Caption>,
    /// One sentence each, without a full stop.
    pub warnings: Vec<String>,
}

/// How far a camera moves when a scene does not say: a zoom of 15 %.
const DEFAULT_STRENGTH: f64 = 0.5;

/// What is behind a card without a picture, where nobody chose a colour.
const CARD_BACKGROUND: Color = Color::rgb(24, 32, 64);

/// The moves that `auto` gives, in turn: neighbours differ, and each comes from the other side.
const AUTO_MOTIONS: [Motion; 6] = [
    Motion::ZoomIn,
    Motion::PanRight,
    Motion::ZoomOut,
    Motion::PanUp,
    Motion::ZoomIn,
    Motion::PanLeft,
];

/// Plans the video of a project.
///
/// The length of the video is the sum of the scenes' durations: a transition is centred on its
/// cut, takes at most half of the shorter neighbour, and shifts nothing. A voiceover that is
/// longer than the scenes is never cut: the last scene is held.
pub fn plan(project: &Project, materials: &Materials) -> Result<Plan> {
    if project.scenes.is_empty() {
        return Err(Error::invalid_input("there is no scene to render")
            .hint("write lines first: reelcraft script FILE"));
    }
    if materials.pictures.len() != project.scenes.len() {
        return Err(Error::internal("each scene needs exactly one picture"));
    }
    let mut warnings = Vec::new();
    let rate = project.reel.fps;
    let boundaries = boundaries(project, materials.voice.as_ref(), rate, &mut warnings);
    let transitions = transitions(project, &boundaries, rate);
    let clips = clips(project, materials, &boundaries, &transitions);
    let captions = captions_between(
        project,
        materials.voice.as_ref(),
        materials.caption_font.as_ref(),
        &boundaries,
    );
    let length = boundaries.last().copied().unwrap_or_default();
    let timeline = Timeline {
        title: title(project),
        language: project.reel.language.to_string(),
        size: project.reel.format.size(),
        frame_rate: rate,
        length,
        clips,
        transitions,
        watermark: materials.watermark.as_ref().map(|logo| WatermarkTrack {
            picture: logo.path.clone(),
            picture_digest: logo.digest.to_string(),
            position: project.watermark.position,
            opacity: project.watermark.opacity,
            width: project.watermark.size / 100.0,
        }),
        cover: cover(project, materials, rate, length),
        captions: captions.track(project),
        voice: materials.voice.as_ref().map(|voice| VoiceTrack {
            file: voice.file.path.clone(),
            digest: voice.file.digest.to_string(),
            lines: voice.lines.clone(),
        }),
        music: materials.music.as_ref().map(|music| MusicTrack {
            file: music.path.clone(),
            digest: music.digest.to_string(),
            volume: project.music.volume,
            ducking: project.music.ducking,
            shape: MusicShape::of(&project.music),
        }),
    };
    Ok(Plan {
        timeline,
        captions: captions.captions,
        warnings,
    })
}

fn caption_font(materials: &Materials) -> Option<CaptionFont> {
    materials
        .caption_font
        .as_ref()
        .map(|font| CaptionFont::File {
            path: font.path.clone(),
            digest: font.digest.clone(),
        })
}

fn cover(project: &Project, materials: &Materials, rate: FrameRate, length: u64) -> CoverSource {
    match (&materials.cover, project.cover.at) {
        (Some(picture), _) => CoverSource::Picture {
            file: picture.path.clone(),
            digest: picture.digest.to_string(),
        },
        (None, Some(secs)) => CoverSource::Frame(rate.frame_at(secs).min(length.saturating_sub(1))),
        (None, None) => CoverSource::Any,
    }
}

/// The topic's first line, or the first scene's; at most 100 characters.
fn title(project: &Project) -> String {
    let topic = project.reel.topic.as_deref().unwrap_or_default();
    let first_line = project.scenes.iter().map(|scene| scene.line.as_str());
    std::iter::once(topic)
        .chain(first_line)
        .filter_map(|text| text.lines().map(str::trim).find(|line| !line.is_empty()))
        .map(|line| line.chars().take(100).collect())
        .next()
        .unwrap_or_default()
}

fn transitions(project: &Project, boundaries: &[u64], rate: FrameRate) -> Vec<TransitionSpan> {
    let wanted = rate.frame_at(project.transition.duration);
    let lengths: Vec<u64> = boundaries
        .windows(2)
        .map(|pair| match pair {
            [start, end] => end - start,
            _ => 0,
        })
        .collect();
    let mut spans = Vec::new();
    for (index, pair) in lengths.windows(2).enumerate() {
        let ([left, right], Some(scene), Some(cut)) = (
            pair,
            project.scenes.get(index),
            boundaries.get(index + 1).copied(),
        ) else {
            continue;
        };
        let effect = scene.transition.unwrap_or(project.transition.effect);
        let length = wanted.min(left / 2).min(right / 2);
        if effect == TransitionEffect::Cut || length == 0 {
            continue;
        }
        // An odd frame goes to the scene before the cut.
        let start = cut - length.div_ceil(2);
        spans.push(TransitionSpan {
            from: index,
            effect,
            frames: FrameRange::new(start, start + length),
        });
    }
    spans
}

fn clips(
    project: &Project,
    materials: &Materials,
    boundaries: &[u64],
    transitions: &[TransitionSpan],
) -> Vec<Clip> {
    let font = CaptionSheet::of(&project.captions, caption_font(materials)).font;
    let scenes = project.scenes.iter().zip(&materials.pictures);
    scenes
        .zip(boundaries.windows(2))
        .enumerate()
        .filter_map(|(index, ((scene, picture), frames))| {
            let &[start, end] = frames else { return None };
            let entering = transitions
                .iter()
                .find(|span| index > 0 && span.from == index - 1);
            let leaving = transitions.iter().find(|span| span.from == index);
            let card = scene.card_text().map(|text| Card {
                text: text.to_owned(),
                background: scene
                    .image
                    .is_none()
                    .then(|| scene.background.unwrap_or(CARD_BACKGROUND)),
                font: font.clone(),
            });
            let motion = match scene.motion {
                // Words stand still, so that they are read easily and none leaves the frame.
                _ if card.is_some() => Motion::None,
                Motion::Auto => AUTO_MOTIONS
                    .get(index % AUTO_MOTIONS.len())
                    .copied()
                    .unwrap_or(Motion::ZoomIn),
                chosen => chosen,
            };
            Some(Clip {
                picture: picture.path.clone(),
                picture_digest: picture.digest.to_string(),
                frames: FrameRange::new(start, end),
                visible: FrameRange::new(
                    entering.map_or(start, |span| span.frames.start),
                    leaving.map_or(end, |span| span.frames.end),
                ),
                motion,
                strength: scene.strength.unwrap_or(DEFAULT_STRENGTH),
                fit: scene.fit,
                focus: scene.focus.unwrap_or_default(),
                card,
            })
        })
        .collect()
}
