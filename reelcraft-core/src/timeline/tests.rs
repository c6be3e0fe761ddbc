use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::project::{Motion, Project, Scene, TransitionEffect};
use crate::{Digest, FrameRate, LineSpan};

fn file(name: &str) -> MediaFile {
    MediaFile {
        path: PathBuf::from(name),
        digest: Digest::of_bytes(name.as_bytes()),
    }
}

fn materials(project: &Project, voice: Option<VoiceMaterial>) -> Materials {
    let pictures = (0..project.scenes.len()).map(|i| file(&format!("{i}.jpg")));
    Materials {
        pictures: pictures.collect(),
        voice,
        music: None,
        ..Materials::default()
    }
}

fn project(durations: &[Option<f64>]) -> Project {
    let scene = |(index, duration): (usize, &Option<f64>)| Scene {
        duration: *duration,
        ..Scene::from_line(format!("Line {index}"))
    };
    Project {
        scenes: durations.iter().enumerate().map(scene).collect(),
        ..Project::default()
    }
}

fn voice(spans: &[(f64, f64)]) -> VoiceMaterial {
    VoiceMaterial {
        file: file("voice.wav"),
        lines: spans
            .iter()
            .map(|&(start, end)| Some(LineSpan { start, end }))
            .collect(),
        words: Vec::new(),
        secs: spans.last().map_or(0.0, |span| span.1),
    }
}

#[test]
fn scenes_last_from_line_to_line() {
    let project = project(&[None, None, None]);
    let voice = voice(&[(0.25, 3.0), (3.4, 6.1), (6.5, 9.0)]);
    let Plan {
        timeline, warnings, ..
    } = plan(&project, &materials(&project, Some(voice))).unwrap();
    let starts: Vec<u64> = timeline
        .clips
        .iter()
        .map(|clip| clip.frames.start)
        .collect();
    assert_eq!(starts, [0, 102, 195]);
    assert_eq!(timeline.length, 288, "0.6 s after the last line");
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn a_longer_voice_holds_the_last_scene() {
    let project = project(&[Some(2.0), Some(2.0)]);
    let voice = voice(&[(0.2, 1.8), (2.1, 5.01)]);
    let plan = plan(&project, &materials(&project, Some(voice))).unwrap();
    assert_eq!(plan.timeline.length, 151);
    assert!(
        plan.warnings[0].contains("the last scene is held"),
        "{:?}",
        plan.warnings
    );
}

#[test]
fn a_scene_shorter_than_its_line_is_told() {
    let project = project(&[Some(1.0), Some(4.0)]);
    let voice = voice(&[(0.2, 2.8), (3.2, 4.0)]);
    let plan = plan(&project, &materials(&project, Some(voice))).unwrap();
    assert_eq!(
        plan.warnings,
        ["scene 1 lasts 1.0 s, but its line ends 1.8 s after it"]
    );
}

#[test]
fn a_voice_is_no_condition() {
    let mut project = project(&[None, Some(2.0), None]);
    project.scenes[2].line.clear();
    let timeline = plan(&project, &materials(&project, None)).unwrap().timeline;
    assert!(timeline.clips[0].frames.len() >= 45);
    assert_eq!(timeline.clips[1].frames.len(), 60);
    assert_eq!(timeline.clips[2].frames.len(), 90);
}

#[test]
fn neighbours_move_differently() {
    let project = project(&[Some(1.0); 14]);
    let timeline = plan(&project, &materials(&project, None)).unwrap().timeline;
    for pair in timeline.clips.windows(2) {
        assert_ne!(pair[0].motion, pair[1].motion);
        assert_ne!(pair[0].motion, Motion::Auto);
    }
}

#[test]
fn nothing_to_render_is_an_error_with_a_way_out() {
    let empty = Project::default();
    let error = plan(&empty, &materials(&empty, None)).unwrap_err();
    assert!(error.hint_text().unwrap().contains("reelcraft script"));
}

#[test]
fn the_title_is_the_first_line_of_the_topic() {
    let mut project = project(&[Some(1.0)]);
    project.reel.topic = Some("\n  Why the sea is salty\nand more".to_owned());
    let timeline = plan(&project, &materials(&project, None)).unwrap().timeline;
    assert_eq!(timeline.title, "Why the sea is salty");
}

prop_compose! {
    fn any_rate()(index in 0usize..6) -> FrameRate {
        let rates = [23.976, 24.0, 25.0, 29.97, 30.0, 60.0];
        FrameRate::from_fps(rates[index]).unwrap()
    }
}

proptest! {
    #[test]
    fn durations_never_drift(
        durations in prop::collection::vec(0.05f64..20.0, 1..60),
        rate in any_rate(),
        transition in 0.0f64..5.0,
        effects in prop::collection::vec(0usize..TransitionEffect::ALL.len(), 60),
    ) {
        let mut project = project(&durations.iter().map(|d| Some(*d)).collect::<Vec<_>>());
        project.reel.fps = rate;
        project.transition.duration = transition;
        for (scene, effect) in project.scenes.iter_mut().zip(effects) {
            scene.transition = Some(TransitionEffect::ALL[effect]);
        }
        let timeline = plan(&project, &materials(&project, None)).unwrap().timeline;

        // Boundary i is round(sum * fps), unless scenes are shorter than a frame.
        if durations.iter().all(|d| d * rate.fps() >= 1.0) {
            let mut sum = 0.0;
            for (clip, duration) in timeline.clips.iter().zip(&durations) {
                prop_assert_eq!(clip.frames.start, rate.frame_at(sum));
                sum += duration;
            }
            prop_assert_eq!(timeline.length, rate.frame_at(sum));
        }

        // Clips cover the timeline.
        let mut at = 0;
        for clip in &timeline.clips {
            prop_assert_eq!(clip.frames.start, at);
            prop_assert!(!clip.frames.is_empty());
            prop_assert!(clip.visible.start <= clip.frames.start);
            prop_assert!(clip.visible.end >= clip.frames.end);
            at = clip.frames.end;
        }
        prop_assert_eq!(at, timeline.length);

        // Transitions are centred, short enough, and never meet.
        let mut free_from = 0;
        for span in &timeline.transitions {
            let (left, right) = (&timeline.clips[span.from], &timeline.clips[span.from + 1]);
            let cut = right.frames.start;
            prop_assert!(span.frames.start >= free_from);
            prop_assert!(span.frames.len() <= left.frames.len().min(right.frames.len()) / 2);
            let (before, after) = (cut - span.frames.start, span.frames.end - cut);
            prop_assert!(before == after || before == after + 1);
            free_from = span.frames.end;
        }

        // Segments cover the timeline, too.
        let mut at = 0;
        for segment in timeline.segments() {
            prop_assert_eq!(segment.frames.start, at);
            prop_assert!(!segment.frames.is_empty());
            at = segment.frames.end;
            match segment.content {
                SegmentContent::Body(clip) => {
                    let frames = timeline.clips[clip].frames;
                    prop_assert!(frames.start <= segment.frames.start);
                    prop_assert!(segment.frames.end <= frames.end);
                }
                SegmentContent::Transition(number) => {
                    prop_assert_eq!(timeline.transitions[number].frames, segment.frames);
                }
            }
        }
        prop_assert_eq!(at, timeline.length);
    }

    #[test]
    fn lines_start_with_their_scenes(
        lengths in prop::collection::vec((0.3f64..8.0, 0.1f64..1.0), 1..40),
        rate in any_rate(),
    ) {
        let mut project = project(&vec![None; lengths.len()]);
        project.reel.fps = rate;
        let mut at = 0.25;
        let spans: Vec<(f64, f64)> = lengths
            .iter()
            .map(|(length, pause)| {
                let span = (at, at + length);
                at = span.1 + pause;
                span
            })
            .collect();
        let voice = voice(&spans);
        let timeline = plan(&project, &materials(&project, Some(voice))).unwrap().timeline;
        let frame = 1.0 / rate.fps();
        for (clip, span) in timeline.clips.iter().zip(&spans).skip(1) {
            let start = rate.secs_at(clip.frames.start);
            // At one frame a second a scene may be pushed on by the frame before it.
            if rate.fps() > 20.0 {
                prop_assert!((start - span.0).abs() <= frame, "{} {}", start, span.0);
            }
        }
        prop_assert!(timeline.secs() >= spans.last().unwrap().1);
    }
}
