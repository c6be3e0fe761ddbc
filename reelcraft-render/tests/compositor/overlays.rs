//! What stands over the scenes or in place of them: watermark, cards; and which segments change
//! when captions do.

use std::sync::Arc;

use reelcraft_core::project::{
    CaptionStyle, Captions, Color, Motion, Project, Reel, Scene, Watermark, WatermarkPosition,
};
use reelcraft_core::timeline::{Materials, MediaFile, SegmentContent, Timeline, plan};
use reelcraft_core::{Digest, LineSpan};
use reelcraft_render::compositor::Compositor;
use reelcraft_render::video::plan_segments;

use crate::references::{assert_looks_nearly_like, sheet, to_rgb};
use crate::world::{World, frame};

fn ground(world: &World) -> MediaFile {
    let path = world.path("ground.png");
    if !path.exists() {
        world.picture("ground.png", (64, 64), |_, _| [70, 96, 118]);
    }
    let digest = Digest::of_file(&path).unwrap();
    MediaFile { path, digest }
}

fn planned(world: &World, project: &Project, watermark: Option<MediaFile>) -> Timeline {
    let lines = (0..project.scenes.len()).map(|index| {
        Some(LineSpan {
            start: index as f64 * 3.0 + 0.5,
            end: index as f64 * 3.0 + 2.4,
        })
    });
    let voice = reelcraft_core::timeline::VoiceMaterial {
        file: ground(world),
        lines: lines.collect(),
        words: Vec::new(),
        secs: project.scenes.len() as f64 * 3.0,
    };
    let materials = Materials {
        pictures: vec![ground(world); project.scenes.len()],
        voice: Some(voice),
        watermark,
        ..Materials::default()
    };
    plan(project, &materials).unwrap().timeline
}

fn reel(format: &str, scenes: Vec<Scene>) -> Project {
    Project {
        reel: Reel {
            format: format.parse().unwrap(),
            ..Reel::default()
        },
        captions: Captions {
            style: CaptionStyle::Word,
            ..Captions::default()
        },
        scenes,
        ..Project::default()
    }
}

fn scene(line: &str) -> Scene {
    Scene {
        image: Some("ground.png".into()),
        duration: Some(3.0),
        motion: Motion::None,
        ..Scene::from_line(line)
    }
}

#[test]
fn a_changed_caption_changes_only_the_segments_of_its_scene() {
    let world = World::new();
    let lines = [
        "Salt comes from rocks.",
        "Rain takes it.",
        "Rivers carry it.",
        "The sea keeps it.",
    ];
    let before = reel("256x256", lines.map(scene).into());
    let mut after = before.clone();
    after.scenes[1].line = "Rain washes it out.".to_owned();
    let keys = |project: &Project| {
        let timeline = planned(&world, project, None);
        let encoder = Digest::of_bytes(b"x264");
        let segments = plan_segments(&timeline, &encoder).into_iter();
        let named = segments.map(|segment| match segment.parts[0].content {
            SegmentContent::Body(clip) => (format!("{clip}"), segment.key),
            SegmentContent::Transition(at) => (format!("{at}-{}", at + 1), segment.key),
        });
        named.collect::<Vec<_>>()
    };
    let (before, after) = (keys(&before), keys(&after));
    let changed: Vec<&str> = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| before != after)
        .map(|(before, _)| before.0.as_str())
        .collect();
    // The line is spoken between the transitions of its scene, which stay as they were.
    assert_eq!(changed, ["1"]);
    // The captions themselves are in the keys: without any all are others.
    let mut plain = reel("256x256", lines.map(scene).into());
    plain.captions.style = CaptionStyle::None;
    let bodies = |keys: &[(String, Digest)]| {
        let bodies = keys.iter().filter(|(name, _)| !name.contains('-'));
        bodies.map(|(_, key)| key.clone()).collect::<Vec<_>>()
    };
    for (with, without) in bodies(&before).iter().zip(bodies(&keys(&plain))) {
        assert_ne!(*with, without);
    }
}

#[test]
fn a_watermark_is_in_its_corner_and_lets_the_picture_through() {
    let world = World::new();
    let logo = world.path("logo.png");
    image::RgbaImage::from_fn(40, 20, |x, _| {
        image::Rgba([255, 0, 0, if x < 20 { 255 } else { 0 }])
    })
    .save(&logo)
    .unwrap();
    let media = MediaFile {
        digest: Digest::of_file(&logo).unwrap(),
        path: logo,
    };
    let shown = |position: WatermarkPosition, opacity: f64| {
        let mut project = reel("400x400", vec![scene("")]);
        project.watermark = Watermark {
            position,
            opacity,
            size: 20.0,
            ..Watermark::default()
        };
        let timeline = planned(&world, &project, Some(media.clone()));
        to_rgb(&frame(&Compositor::new(Arc::new(timeline)).unwrap(), 5))
    };
    let reddish = |picture: &image::RgbImage, x: u32, y: u32| picture.get_pixel(x, y)[0] > 200;
    let right = shown(WatermarkPosition::UpperRight, 1.0);
    // 80 by 40 pixels, 20 from the edges; its right half is transparent.
    assert!(reddish(&right, 310, 40) && reddish(&right, 330, 55));
    assert!(!reddish(&right, 350, 40) && !reddish(&right, 290, 40) && !reddish(&right, 40, 40));
    let left = shown(WatermarkPosition::LowerLeft, 1.0);
    assert!(reddish(&left, 40, 350) && !reddish(&left, 330, 40));
    let half = shown(WatermarkPosition::UpperRight, 0.5);
    let [red, ..] = half.get_pixel(320, 40).0;
    assert!(red.abs_diff(162) < 8, "{red}");
}

#[test]
fn cards_look_as_they_did() {
    let world = World::new();
    let card = |text: &str, background: Option<Color>, image: Option<&str>| {
        let scene = Scene {
            card: Some(text.to_owned()),
            background,
            image: image.map(Into::into),
            duration: Some(3.0),
            ..Scene::default()
        };
        let timeline = planned(&world, &reel("360x640", vec![scene]), None);
        let picture = to_rgb(&frame(&Compositor::new(Arc::new(timeline)).unwrap(), 5));
        image::imageops::thumbnail(&picture, 100, 178)
    };
    let title = "Why the sea is salty\nA minute of science";
    let tiles = [
        card(title, None, None),
        card("Rahmat!", Some(Color::rgb(250, 240, 220)), None),
        card("Subscribe", None, Some("ground.png")),
    ];
    assert_looks_nearly_like("captions/cards.png", &sheet(&tiles, 3), (1.5, 60));
}
