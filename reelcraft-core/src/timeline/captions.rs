//! When captions are seen.

use super::durations::boundaries;
use super::{CaptionSpan, CaptionTrack, CaptionWord, MediaFile, VoiceMaterial};
use crate::captions::{Caption, CaptionFont, CaptionPage, CaptionSheet, SceneWords, captions_of};
use crate::project::{CaptionStyle, Project};
use crate::{FrameRange, FrameRate, LineSpan};

/// The captions of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct CaptionPlan {
    /// How they look.
    pub sheet: CaptionSheet,
    /// All of them in order, as files have them.
    pub captions: Vec<Caption>,
    /// When each scene is seen, in seconds.
    pub seen: Vec<LineSpan>,
}

/// Plans the captions of a project alone: no picture is needed for it.
pub fn plan_captions(project: &Project, voice: Option<&VoiceMaterial>) -> CaptionPlan {
    let boundaries = boundaries(project, voice, project.reel.fps, &mut Vec::new());
    captions_between(project, voice, None, &boundaries)
}

/// Plans the captions of scenes that begin and end at these frames.
pub(super) fn captions_between(
    project: &Project,
    voice: Option<&VoiceMaterial>,
    font: Option<&MediaFile>,
    boundaries: &[u64],
) -> CaptionPlan {
    let font = font.map(|font| CaptionFont::File {
        path: font.path.clone(),
        digest: font.digest.clone(),
    });
    let sheet = CaptionSheet::of(&project.captions, font);
    let rate = project.reel.fps;
    let seen: Vec<LineSpan> = boundaries
        .windows(2)
        .filter_map(|pair| match pair {
            [start, end] => Some(LineSpan {
                start: rate.secs_at(*start),
                end: rate.secs_at(*end),
            }),
            _ => None,
        })
        .collect();
    let size = project.reel.format.size();
    let scenes = project.scenes.iter().zip(&seen).enumerate();
    let captions = scenes.flat_map(|(index, (scene, seen))| {
        let spoken = voice.and_then(|voice| voice.lines.get(index).copied().flatten());
        let words = voice.and_then(|voice| voice.words.get(index));
        let words = SceneWords {
            scene: index,
            seen: *seen,
            line: &scene.line,
            spoken: spoken.unwrap_or(*seen),
            words: words.map_or(&[], Vec::as_slice),
            cues: &scene.captions,
        };
        captions_of(&words, &sheet, size, &project.reel.language)
    });
    let mut captions: Vec<Caption> = captions.collect();
    captions.sort_by(|a, b| a.span.start.total_cmp(&b.span.start));
    let nexts: Vec<f64> = captions
        .iter()
        .skip(1)
        .map(|next| next.span.start)
        .collect();
    // The next one takes over where two would be seen at once.
    for (caption, next) in captions.iter_mut().zip(nexts) {
        end_at(caption, next);
    }
    captions.retain(|caption| caption.span.end > caption.span.start);
    CaptionPlan {
        sheet,
        captions,
        seen,
    }
}

fn end_at(caption: &mut Caption, latest: f64) {
    let spans = caption.pages.iter_mut().map(|page| &mut page.span);
    for span in spans.chain([&mut caption.span]) {
        span.end = span.end.min(latest);
    }
    caption.pages.retain(|page| page.span.end > page.span.start);
}

impl CaptionPlan {
    /// What is written over the pictures; `None` where nothing is.
    pub(super) fn track(&self, project: &Project) -> Option<CaptionTrack> {
        if project.captions.style == CaptionStyle::None {
            return None;
        }
        let end = self.seen.last().map_or(0.0, |seen| seen.end);
        let length = project.reel.fps.frame_at(end);
        let mut pages: Vec<CaptionSpan> = self
            .captions
            .iter()
            .flat_map(|caption| &caption.pages)
            .map(|page| self.span_of(page, project.reel.fps, length))
            .collect();
        pages.sort_by_key(|page| page.frames.start);
        // The next one takes over where two would be seen at once.
        let nexts: Vec<u64> = pages.iter().skip(1).map(|page| page.frames.start).collect();
        for (page, next) in pages.iter_mut().zip(nexts) {
            page.frames = FrameRange::new(page.frames.start, page.frames.end.min(next));
        }
        pages.retain(|page| !page.frames.is_empty() && !page.words.is_empty());
        (!pages.is_empty()).then(|| CaptionTrack {
            sheet: self.sheet.clone(),
            pages,
        })
    }

    fn span_of(&self, page: &CaptionPage, rate: FrameRate, length: u64) -> CaptionSpan {
        let start = rate.frame_at(page.span.start).min(length);
        let end = rate.frame_at(page.span.end).max(start + 1).min(length);
        let word = |word: &crate::captions::TimedWord| CaptionWord {
            text: self.sheet.shown(&word.text),
            has_space_before: word.has_space_before,
            start: rate.frame_at(word.span.start).max(start),
        };
        CaptionSpan {
            frames: FrameRange::new(start, end),
            words: page.words.iter().map(word).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Digest;
    use crate::project::{Captions, Cue, Scene};

    fn spoken(lines: &[(&str, f64, f64)]) -> (Project, VoiceMaterial) {
        let project = Project {
            captions: Captions {
                style: CaptionStyle::Word,
                ..Captions::default()
            },
            scenes: lines.iter().map(|line| Scene::from_line(line.0)).collect(),
            ..Project::default()
        };
        let voice = VoiceMaterial {
            file: MediaFile {
                path: "voice.wav".into(),
                digest: Digest::of_bytes(b"voice"),
            },
            lines: lines
                .iter()
                .map(|&(_, start, end)| Some(LineSpan { start, end }))
                .collect(),
            words: Vec::new(),
            secs: 10.0,
        };
        (project, voice)
    }

    #[test]
    fn words_begin_in_the_frame_in_which_they_are_spoken() {
        let (project, mut voice) = spoken(&[("One two three", 0.25, 2.0)]);
        let word = |start, end| LineSpan { start, end };
        voice.words = vec![vec![word(0.25, 0.5), word(0.52, 1.2), word(1.4, 2.0)]];
        let plan = plan_captions(&project, Some(&voice));
        let track = plan.track(&project).unwrap();
        assert_eq!(track.pages.len(), 1);
        assert_eq!(track.pages[0].frames, FrameRange::new(8, 60));
        let starts: Vec<u64> = track.pages[0].words.iter().map(|word| word.start).collect();
        assert_eq!(starts, [8, 16, 42]);
        for (frame, word) in [(8, 0), (15, 0), (16, 1), (41, 1), (42, 2), (59, 2)] {
            assert_eq!(track.pages[0].spoken_word(frame), word, "{frame}");
        }
    }

    #[test]
    fn nothing_is_written_where_nothing_shall_be() {
        let (mut project, voice) = spoken(&[("One two three", 0.25, 2.0)]);
        project.captions.style = CaptionStyle::None;
        let plan = plan_captions(&project, Some(&voice));
        assert_eq!(plan.track(&project), None);
        assert_eq!(
            plan.captions.len(),
            1,
            "files of captions are made all the same"
        );
    }

    #[test]
    fn without_a_voice_captions_stand_as_long_as_their_scene() {
        let (project, _) = spoken(&[("One two three", 0.0, 0.0), ("Four", 0.0, 0.0)]);
        let plan = plan_captions(&project, None);
        assert_eq!(plan.captions[0].span, plan.seen[0]);
        assert_eq!(plan.captions[1].span, plan.seen[1]);
    }

    #[test]
    fn captions_that_overlap_follow_each_other() {
        let (mut project, voice) = spoken(&[("One", 0.0, 2.0), ("Two", 2.0, 4.0)]);
        project.scenes[0].captions = vec![Cue {
            start: 0.0,
            end: 3.0,
            text: "Long".to_owned(),
        }];
        let track = plan_captions(&project, Some(&voice))
            .track(&project)
            .unwrap();
        let frames: Vec<FrameRange> = track.pages.iter().map(|page| page.frames).collect();
        assert_eq!(frames, [FrameRange::new(0, 60), FrameRange::new(60, 120)]);
        let files = plan_captions(&project, Some(&voice)).captions;
        let ends: Vec<f64> = files.iter().map(|caption| caption.span.end).collect();
        assert_eq!(ends, [2.0, 4.0], "files say the same");
    }
}
