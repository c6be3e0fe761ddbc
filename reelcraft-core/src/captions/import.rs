//! Edited files of captions, back in the project.

use super::{Caption, SubripCue, read_subrip};
use crate::project::Cue;
use crate::{LineSpan, Result};

/// What a file of captions says of each scene.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedCaptions {
    /// One entry a scene: what the person shows, or nothing where that is what the line gives
    /// anyway.
    pub scenes: Vec<Vec<Cue>>,
    /// The indexes of the scenes whose captions are other ones than those of their lines.
    pub changed: Vec<usize>,
}

/// Divides the captions of an edited `SubRip` file among the scenes of a project: each belongs to
/// the scene that it is seen in for longest.
///
/// `seen` is when each scene is seen, in seconds; `captions` are those that the lines give
/// without anything of the person's own. Where times, to the millisecond, and words of a scene are
/// the same, nothing is written down.
pub fn import_captions(
    text: &str,
    seen: &[LineSpan],
    captions: &[Caption],
) -> Result<ImportedCaptions> {
    let mut scenes: Vec<Vec<SubripCue>> = vec![Vec::new(); seen.len()];
    for cue in read_subrip(text)? {
        if let Some(scene) = scenes.get_mut(scene_of(cue.span, seen)) {
            scene.push(cue);
        }
    }
    let mut changed = Vec::new();
    let scenes = scenes.into_iter().zip(seen).enumerate();
    let scenes = scenes.map(|(index, (cues, seen))| {
        let own: Vec<&Caption> = captions.iter().filter(|own| own.scene == index).collect();
        if is_same(&cues, &own) {
            return Vec::new();
        }
        changed.push(index);
        if cues.is_empty() {
            // Nothing is shown: a caption without words stands for that.
            return vec![Cue {
                start: 0.0,
                end: rounded(seen.secs().max(0.1)),
                text: String::new(),
            }];
        }
        let cue = |cue: SubripCue| Cue {
            start: rounded(cue.span.start - seen.start),
            end: rounded(cue.span.end - seen.start),
            text: cue.text,
        };
        cues.into_iter().map(cue).collect()
    });
    Ok(ImportedCaptions {
        scenes: scenes.collect(),
        changed,
    })
}

/// To a tenth of a millisecond: what is added to the scene's start gives the same millisecond.
fn rounded(secs: f64) -> f64 {
    (secs * 10_000.0).round() / 10_000.0
}

fn scene_of(span: LineSpan, seen: &[LineSpan]) -> usize {
    let common = |scene: &LineSpan| span.end.min(scene.end) - span.start.max(scene.start);
    let most = seen
        .iter()
        .enumerate()
        .max_by(|(_, a), (_, b)| common(a).total_cmp(&common(b)));
    most.map_or(0, |(index, _)| index)
}

fn is_same(cues: &[SubripCue], own: &[&Caption]) -> bool {
    let millis = |secs: f64| (secs * 1000.0).round() as i64;
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    cues.len() == own.len()
        && cues.iter().zip(own).all(|(cue, own)| {
            millis(cue.span.start) == millis(own.span.start)
                && millis(cue.span.end) == millis(own.span.end)
                && words(&cue.text) == words(&own.text)
        })
}
