//! Edited files of captions, back in the project.

use super::subrip::{problem, refuse};
use super::{Caption, SubripCue, read_subrip};
use crate::project::{Cue, Problem};
use crate::{Error, LineSpan, Result};

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
    if text.trim().is_empty() && !captions.is_empty() {
        return Err(Error::invalid_input("the file of captions is empty")
            .hint("to show none, choose the style `none`"));
    }
    let mut problems = Vec::new();
    for cue in read_subrip(text)? {
        // A line may be spoken on while the next scene is seen: its captions are its own all the
        // same.
        let own = captions.iter().find(|own| is_like(&cue, own));
        let index = own.map_or_else(|| scene_of(cue.span, seen), |own| own.scene);
        let (Some(scene), Some(seen)) = (scenes.get_mut(index), seen.get(index)) else {
            continue;
        };
        problems.extend(mistake_of(&cue, *seen, scene.len()));
        scene.push(cue);
    }
    refuse(problems)?;
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
    cues.len() == own.len() && cues.iter().zip(own).all(|(cue, own)| is_like(cue, own))
}

/// Whether a caption of a file is one of the project as it is.
fn is_like(cue: &SubripCue, own: &Caption) -> bool {
    let millis = |secs: f64| (secs * 1000.0).round() as i64;
    millis(cue.span.start) == millis(own.span.start)
        && millis(cue.span.end) == millis(own.span.end)
        && cue.text.split_whitespace().eq(own.text.split_whitespace())
}

/// What keeps a caption out of a project, beside `count` others of its scene.
fn mistake_of(cue: &SubripCue, seen: LineSpan, count: usize) -> Option<Problem> {
    let (earliest, latest) = Cue::LIMITS_SECS;
    let (start, end) = (cue.span.start - seen.start, cue.span.end - seen.start);
    let chars = cue.text.chars().count();
    let message = if start < earliest || end > latest {
        "the caption is far outside of the video".to_owned()
    } else if chars > Cue::MOST_CHARS {
        format!("{chars} characters are more than {}", Cue::MOST_CHARS)
    } else if count >= Cue::MOST_IN_SCENE {
        format!("a scene has at most {} captions", Cue::MOST_IN_SCENE)
    } else {
        return None;
    };
    Some(problem(cue.line, message, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: f64, end: f64) -> LineSpan {
        LineSpan { start, end }
    }

    /// Two scenes of two seconds; the first one's second caption is seen in the second one.
    fn project() -> (Vec<LineSpan>, Vec<Caption>) {
        let caption = |scene, start, end, text: &str| Caption {
            scene,
            span: span(start, end),
            text: text.to_owned(),
            pages: Vec::new(),
        };
        let captions = vec![
            caption(0, 0.0, 1.8, "Rivers carry"),
            caption(0, 1.8, 3.5, "salt to the sea."),
            caption(1, 3.5, 4.0, "Slowly."),
        ];
        (vec![span(0.0, 2.0), span(2.0, 4.0)], captions)
    }

    const FILE: &str = "00:00:00,000 --> 00:00:01,800\nRivers carry\n\n\
        00:00:01,800 --> 00:00:03,500\nsalt to the sea.\n\n\
        00:00:03,500 --> 00:00:04,000\nSlowly.\n";

    #[test]
    fn a_line_that_goes_on_in_the_next_scene_keeps_its_captions() {
        let (seen, captions) = project();
        let same = import_captions(FILE, &seen, &captions).unwrap();
        assert_eq!(same.changed, Vec::<usize>::new());
        let edited = FILE.replace("Slowly", "Fast");
        let one = import_captions(&edited, &seen, &captions).unwrap();
        assert_eq!(one.changed, [1]);
        assert_eq!(one.scenes[1][0].text, "Fast.");
    }

    #[test]
    fn what_a_project_could_not_hold_is_refused_with_its_lines() {
        let (seen, captions) = project();
        let long = "x".repeat(1001);
        let file = format!(
            "{FILE}\n02:00:00,000 --> 02:00:01,000\nfar\n\n00:00:05,000 --> 00:00:06,000\n{long}\n"
        );
        let error = import_captions(&file, &seen, &captions).unwrap_err();
        let mistakes: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
        assert_eq!(
            mistakes,
            [
                "line 10, column 1: the caption is far outside of the video",
                "line 13, column 1: 1001 characters are more than 1000",
            ]
        );
        assert!(import_captions(" \n", &seen, &captions).is_err());
    }
}
