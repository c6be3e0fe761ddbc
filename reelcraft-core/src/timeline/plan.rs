//! Turning a project with all its files into integer frames.

use std::path::PathBuf;

use super::{Clip, MusicTrack, Timeline, TransitionSpan, VoiceTrack};
use crate::project::{Motion, Project, Scene, TransitionEffect};
use crate::voiceover::{Pauses, reading_secs};
use crate::{Digest, Error, FrameRange, FrameRate, LineSpan, Result};

/// The files of a project, found and digested.
#[derive(Debug, Clone, PartialEq)]
pub struct Materials {
    /// The picture of each scene, in order.
    pub pictures: Vec<MediaFile>,
    /// The voiceover; `None` when nobody speaks.
    pub voice: Option<VoiceMaterial>,
    /// The music; `None` when there is none.
    pub music: Option<MediaFile>,
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
    /// How long the sound is, in seconds.
    pub secs: f64,
}

/// A timeline, and what the person should know about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The resolved plan.
    pub timeline: Timeline,
    /// One sentence each, without a full stop.
    pub warnings: Vec<String>,
}

/// How far a camera moves when a scene does not say: a zoom of 15 %.
const DEFAULT_STRENGTH: f64 = 0.5;

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
    let timeline = Timeline {
        title: title(project),
        language: project.reel.language.to_string(),
        size: project.reel.format.size(),
        frame_rate: rate,
        length: boundaries.last().copied().unwrap_or_default(),
        clips,
        transitions,
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
        }),
    };
    Ok(Plan { timeline, warnings })
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

/// The frames at which scenes begin, and the one after the last: one more than there are scenes,
/// each at least one frame after the one before.
fn boundaries(
    project: &Project,
    voice: Option<&VoiceMaterial>,
    rate: FrameRate,
    warnings: &mut Vec<String>,
) -> Vec<u64> {
    let span_of = |index: usize| -> Option<LineSpan> {
        voice.and_then(|voice| voice.lines.get(index).copied().flatten())
    };
    let mut start = 0.0;
    let mut frames = vec![0];
    for (index, scene) in project.scenes.iter().enumerate() {
        let is_last = index + 1 == project.scenes.len();
        let end = scene.duration.map_or_else(
            || match (span_of(index + 1), span_of(index)) {
                (Some(next), _) if next.start > start => next.start,
                (_, Some(own)) if is_last => own.end + Pauses::STANDARD.tail,
                (_, Some(own)) => own.end + Pauses::STANDARD.between,
                (_, None) => start + silent_secs(scene, project),
            },
            |secs| start + secs,
        );
        if let (Some(secs), Some(own)) = (scene.duration, span_of(index))
            && !is_last
            && own.end > end + 0.05
        {
            warnings.push(format!(
                "scene {} lasts {secs:.1} s, but its line ends {:.1} s after it",
                index + 1,
                own.end - end
            ));
        }
        let previous = frames.last().copied().unwrap_or_default();
        frames.push(rate.frame_at(end).max(previous + 1));
        start = end.max(start);
    }
    hold_last_scene(&mut frames, voice, rate, warnings);
    frames
}

/// Lengthens the last scene to the end of the voice.
fn hold_last_scene(
    frames: &mut [u64],
    voice: Option<&VoiceMaterial>,
    rate: FrameRate,
    warnings: &mut Vec<String>,
) {
    let (Some(voice), Some(end)) = (voice, frames.last_mut()) else {
        return;
    };
    // The last frame that has any sound in it, rounded up.
    let needed = rate.frame_at(voice.secs);
    let needed = needed + u64::from(rate.secs_at(needed) + 1e-6 < voice.secs);
    if needed > *end {
        warnings.push(format!(
            "the voice is {:.1} s longer than the scenes, so the last scene is held",
            rate.secs_at(needed - *end)
        ));
        *end = needed;
    }
}

/// How long a scene lasts that has neither duration nor voice.
fn silent_secs(scene: &Scene, project: &Project) -> f64 {
    if scene.line.trim().is_empty() {
        Pauses::STANDARD.silent_scene
    } else {
        reading_secs(&scene.line, &project.reel.language)
    }
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
            let motion = match scene.motion {
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
            })
        })
        .collect()
}
