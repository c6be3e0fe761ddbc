//! How long scenes last.

use super::VoiceMaterial;
use crate::project::{Project, Scene};
use crate::voiceover::{Pauses, reading_secs};
use crate::{FrameRate, LineSpan};

/// The frames at which scenes begin, and the one after the last: one more than there are scenes,
/// each at least one frame after the one before.
pub(super) fn boundaries(
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
