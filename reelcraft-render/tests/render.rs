//! The renderer as a whole: from pictures and sound to a video file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on fails"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use image::{Rgb, RgbImage};
use reelcraft_core::project::{Fit, Focus, FrameSize, Motion, TransitionEffect};
use reelcraft_core::provider::{Quality, RenderRequest, RenderedVideo, Renderer as _};
use reelcraft_core::testing::check_renderer;
use reelcraft_core::timeline::{
    Clip, CoverSource, MusicShape, MusicTrack, Timeline, TransitionSpan,
};
use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Control, Digest, ErrorKind, Event, FrameRange, FrameRate, Result, Stage};
use reelcraft_render::compositor::Compositor;
use reelcraft_render::{FfmpegRenderer, RenderOptions};
use tempfile::TempDir;

const SIZE: FrameSize = FrameSize::new(128, 224);
const COLOURS: [[u8; 3]; 4] = [[200, 60, 40], [40, 90, 200], [230, 200, 60], [60, 160, 90]];

fn renderer(folder: &Path) -> FfmpegRenderer {
    FfmpegRenderer::new(RenderOptions {
        cache_dir: Some(folder.join("cache")),
        ..RenderOptions::default()
    })
}

fn write_picture(path: &Path, [r, g, b]: [u8; 3]) -> String {
    // A flat colour with a darker cross, so that there is something to see moving.
    let picture = RgbImage::from_fn(300, 400, |x, y| {
        if x.abs_diff(150) < 12 || y.abs_diff(330) < 12 {
            Rgb([r / 2, g / 2, b / 2])
        } else {
            Rgb([r, g, b])
        }
    });
    picture.save(path).unwrap();
    Digest::of_file(path).unwrap().to_string()
}

fn write_music(path: &Path, hz: f64) -> MusicTrack {
    let wave = |at: u32| (f64::from(at) / 48_000.0 * hz * std::f64::consts::TAU).sin() * 0.3;
    let pcm = Pcm {
        samples: (0..48_000 * 4).map(|at| wave(at) as f32).collect(),
        sample_rate_hz: 48_000,
    };
    std::fs::write(path, pcm.to_wav().unwrap()).unwrap();
    MusicTrack {
        file: path.to_owned(),
        digest: Digest::of_file(path).unwrap().to_string(),
        volume: 0.4,
        ducking: false,
        shape: MusicShape::default(),
    }
}

/// Four scenes of 30 frames with transitions of 10, and music.
fn timeline(folder: &Path) -> Timeline {
    let clip = |(index, colour): (u64, [u8; 3])| {
        let picture = folder.join(format!("{index}.png"));
        let before = if index == 0 { 0 } else { 5 };
        let after = if index == 3 { 0 } else { 5 };
        Clip {
            picture_digest: write_picture(&picture, colour),
            picture,
            frames: FrameRange::new(index * 30, index * 30 + 30),
            visible: FrameRange::new(index * 30 - before, index * 30 + 30 + after),
            motion: [
                Motion::ZoomIn,
                Motion::PanRight,
                Motion::None,
                Motion::ZoomOut,
            ][index as usize],
            strength: 0.5,
            fit: Fit::Fill,
            focus: Focus::default(),
            card: None,
        }
    };
    Timeline {
        title: "Four colours".to_owned(),
        language: "en".to_owned(),
        size: SIZE,
        frame_rate: FrameRate::whole(30),
        clips: (0..).zip(COLOURS).map(clip).collect(),
        transitions: (0..3)
            .map(|from| TransitionSpan {
                from,
                effect: [
                    TransitionEffect::Crossfade,
                    TransitionEffect::WipeLeft,
                    TransitionEffect::FadeBlack,
                ][from],
                frames: FrameRange::new(from as u64 * 30 + 25, from as u64 * 30 + 35),
            })
            .collect(),
        watermark: None,
        cover: CoverSource::Any,
        captions: None,
        voice: None,
        music: Some(write_music(&folder.join("music.wav"), 330.0)),
        length: 120,
    }
}

fn request(folder: &Path, timeline: &Timeline) -> RenderRequest {
    RenderRequest {
        timeline: timeline.clone(),
        output: folder.join("out/reel.mp4"),
        quality: Quality::Standard,
        reuse: true,
        keep_pictures: false,
    }
}

async fn render(folder: &Path, timeline: &Timeline) -> RenderedVideo {
    renderer(folder)
        .render(&request(folder, timeline), &Control::default())
        .await
        .unwrap()
}

/// The hashes of all decoded frames.
fn frame_hashes(video: &Path) -> Vec<String> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(video)
        .args([
            "-map",
            "0:v",
            "-fps_mode",
            "passthrough",
            "-f",
            "framehash",
            "-",
        ])
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.rsplit(',').next())
        .map(str::to_owned)
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map(|entries| {
            entries
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect()
        })
        .unwrap_or_default();
    names.sort();
    names
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contract_of_a_renderer_holds() {
    let folder = folder();
    let renderer = renderer(folder.path());
    check_renderer(&renderer, folder.path(), |video| {
        frame_hashes(video).len() as u64
    })
    .await;
}

#[tokio::test]
async fn a_video_is_made_and_told_of_honestly() {
    let folder = folder();
    let timeline = timeline(folder.path());
    let video = render(folder.path(), &timeline).await;
    assert_eq!(names(&folder.path().join("out")), ["reel.jpg", "reel.mp4"]);
    assert_eq!(video.poster, folder.path().join("out/reel.jpg"));
    assert_eq!(
        (video.frames, video.segments, video.segments_reused),
        (120, 7, 0)
    );
    assert!((video.secs - 4.0).abs() < 1e-9);
    let timings = video.timings;
    assert!(timings.wall > 0.0 && timings.compose > 0.0 && timings.encode > 0.0);
    assert!(timings.audio > 0.0 && timings.join > 0.0 && timings.join < timings.wall);
    assert_eq!(frame_hashes(&video.path).len(), 120);
}

#[tokio::test]
async fn only_what_changed_is_made_again() {
    let folder = folder();
    let mut timeline = timeline(folder.path());
    let cold = render(folder.path(), &timeline).await;
    let frames = frame_hashes(&cold.path);

    let same = render(folder.path(), &timeline).await;
    assert_eq!(same.segments_reused, same.segments);
    assert!(same.timings.audio.abs() < f64::EPSILON && same.timings.encode.abs() < f64::EPSILON);
    assert_eq!(frame_hashes(&same.path), frames);

    timeline.music = Some(write_music(&folder.path().join("other.wav"), 550.0));
    let other_music = render(folder.path(), &timeline).await;
    assert_eq!(other_music.segments_reused, other_music.segments);
    assert!(other_music.timings.audio > 0.0);
    assert_eq!(frame_hashes(&other_music.path), frames);

    let picture = timeline.clips[2].picture.clone();
    timeline.clips[2].picture_digest = write_picture(&picture, [120, 40, 160]);
    let one_changed = render(folder.path(), &timeline).await;
    assert_eq!(one_changed.segments - one_changed.segments_reused, 3);
    let changed = frame_hashes(&one_changed.path);
    // Its first and last frames are faint: there the encoder may have found no difference.
    let differing: Vec<usize> = (0..120).filter(|at| frames[*at] != changed[*at]).collect();
    assert!(differing.iter().all(|at| (55..95).contains(at)));
    assert!((60..90).all(|at| differing.contains(&at)));

    let mut again = request(folder.path(), &timeline);
    again.reuse = false;
    let fresh = renderer(folder.path())
        .render(&again, &Control::default())
        .await
        .unwrap();
    assert_eq!(fresh.segments_reused, 0);
    assert!(fresh.timings.audio > 0.0);
    assert_eq!(frame_hashes(&fresh.path), changed);
}

#[tokio::test]
async fn reused_pictures_need_not_be_there() {
    let folder = folder();
    let timeline = timeline(folder.path());
    render(folder.path(), &timeline).await;
    for clip in &timeline.clips {
        std::fs::remove_file(&clip.picture).unwrap();
    }
    let video = render(folder.path(), &timeline).await;
    assert_eq!(video.segments_reused, video.segments);
}

#[tokio::test]
async fn a_sound_that_is_gone_or_damaged_is_made_again() {
    let folder = folder();
    let timeline = timeline(folder.path());
    render(folder.path(), &timeline).await;
    let cache = folder.path().join("cache");
    let sound = names(&cache)
        .into_iter()
        .find(|name| name.ends_with(".m4a"))
        .unwrap();
    let sound = cache.join(sound);
    let mut bytes = std::fs::read(&sound).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&sound, bytes).unwrap();
    let video = render(folder.path(), &timeline).await;
    assert!(video.timings.audio > 0.0);
    std::fs::remove_file(&sound).unwrap();
    let video = render(folder.path(), &timeline).await;
    assert!(video.timings.audio > 0.0);
    assert!(sound.exists());
}

/// Cancels as soon as so many frames are done.
fn cancelling_at(frames: u64) -> Control {
    let slot: Arc<Mutex<Option<Control>>> = Arc::default();
    let inner = Arc::clone(&slot);
    let control = Control::new(move |event: Event| {
        if let Event::Progress { done, .. } = event
            && done >= frames
            && let Some(control) = inner.lock().unwrap().take()
        {
            control.cancel();
        }
    });
    *slot.lock().unwrap() = Some(control.clone());
    control
}

#[tokio::test]
async fn a_cancelled_render_leaves_no_file_and_the_next_one_goes_on() {
    for at in [1, 40, 120] {
        let folder = folder();
        let timeline = timeline(folder.path());
        let result = renderer(folder.path())
            .render(&request(folder.path(), &timeline), &cancelling_at(at))
            .await;
        assert!(result.unwrap_err().is_cancelled(), "at {at}");
        assert_eq!(names(&folder.path().join("out")), [""; 0], "at {at}");
        let cached = names(&folder.path().join("cache"));
        assert!(
            cached
                .iter()
                .all(|name| name == ".lock" || !name.starts_with('.')),
            "{cached:?}"
        );
        let segments = cached
            .iter()
            .filter(|name| name.ends_with(".segment"))
            .count();
        let video = render(folder.path(), &timeline).await;
        assert_eq!(video.segments_reused, segments, "at {at}");
        assert_eq!(frame_hashes(&video.path).len(), 120);
    }
}

#[tokio::test]
async fn a_render_that_nobody_waits_for_ends() {
    let folder = folder();
    let timeline = timeline(folder.path());
    let (started, begun) = tokio::sync::oneshot::channel();
    let started = Mutex::new(Some(started));
    let control = Control::new(move |event: Event| {
        if let (Event::StageStarted { .. }, Some(started)) = (event, started.lock().unwrap().take())
        {
            started.send(()).unwrap();
        }
    });
    let (renderer, request) = (renderer(folder.path()), request(folder.path(), &timeline));
    let task = tokio::spawn(async move { renderer.render(&request, &control).await });
    begun.await.unwrap();
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    // Its thread removes the temporary files when it has stopped.
    while !names(&folder.path().join("out")).is_empty() {
        assert!(!folder.path().join("out/reel.mp4").exists());
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn stages_and_frames_are_reported() {
    let folder = folder();
    let timeline = timeline(folder.path());
    let events: Arc<Mutex<Vec<Event>>> = Arc::default();
    let sink = Arc::clone(&events);
    let control = Control::new(move |event: Event| sink.lock().unwrap().push(event));
    renderer(folder.path())
        .render(&request(folder.path(), &timeline), &control)
        .await
        .unwrap();
    let events = events.lock().unwrap();
    assert!(matches!(
        events.first(),
        Some(Event::StageStarted {
            stage: Stage::Render,
            total: 120
        })
    ));
    assert!(matches!(
        events.last(),
        Some(Event::StageFinished {
            stage: Stage::Render,
            ..
        })
    ));
    let done: Vec<u64> = events
        .iter()
        .filter_map(|event| match event {
            Event::Progress {
                done, total: 120, ..
            } => Some(*done),
            _ => None,
        })
        .collect();
    assert_eq!(done.len() + 2, events.len());
    assert!(done.is_sorted() && done.last() == Some(&120));
}

async fn failing(folder: &Path, request: &RenderRequest) -> Result<RenderedVideo> {
    let result = renderer(folder).render(request, &Control::default()).await;
    assert!(!request.output.is_file());
    result
}

#[tokio::test]
async fn bad_inputs_and_outputs_are_told_before_any_work() {
    let folder = folder();
    let timeline = timeline(folder.path());
    let good = request(folder.path(), &timeline);
    std::fs::write(folder.path().join("file"), "").unwrap();

    for output in ["file/reel.mp4", ".", "reel.jpg"] {
        let output = folder.path().join(output);
        let error = failing(
            folder.path(),
            &RenderRequest {
                output,
                ..good.clone()
            },
        )
        .await
        .unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidInput, "{error}");
    }

    let mut missing = good.clone();
    for index in [1, 3] {
        missing.timeline.clips[index].picture = format!("/missing-{index}.png").into();
    }
    let error = failing(folder.path(), &missing).await.unwrap_err();
    let text = error.chain();
    assert!(
        text.contains("missing-1.png") && text.contains("missing-3.png"),
        "{text}"
    );

    let mut silent = good.clone();
    silent.timeline.music.as_mut().unwrap().file = "/missing.wav".into();
    silent.timeline.music.as_mut().unwrap().digest = "missing".to_owned();
    let error = failing(folder.path(), &silent).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotFound);
    assert!(error.chain().contains("missing.wav"));

    let mut empty = good;
    empty.timeline.clips.clear();
    empty.timeline.transitions.clear();
    empty.timeline.length = 0;
    let error = failing(folder.path(), &empty).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    assert_eq!(names(&folder.path().join("out")), [""; 0]);
}

/// The mean colour of a patch in the upper left corner, where the pictures are flat.
fn corner(picture: &RgbImage) -> [f64; 3] {
    let mut sum = [0.0; 3];
    for y in 2..18 {
        for x in 2..18 {
            for (sum, value) in sum.iter_mut().zip(picture.get_pixel(x, y).0) {
                *sum += f64::from(value) / 256.0;
            }
        }
    }
    sum
}

fn assert_close(seen: [f64; 3], wanted: [u8; 3], what: &str) {
    for (seen, wanted) in seen.iter().zip(wanted) {
        assert!(
            (seen - f64::from(wanted)).abs() <= 2.0,
            "{what}: {seen} is not {wanted}"
        );
    }
}

#[tokio::test]
async fn colours_are_true_in_poster_preview_and_video() {
    let folder = folder();
    let timeline = timeline(folder.path());
    let video = render(folder.path(), &timeline).await;
    let poster = image::open(&video.poster).unwrap().into_rgb8();
    assert_eq!(poster.dimensions(), (SIZE.width, SIZE.height));
    assert_close(corner(&poster), COLOURS[0], "poster");

    let compositor = Compositor::new(Arc::new(timeline)).unwrap();
    for (index, colour) in COLOURS.iter().enumerate() {
        let frame = index as u64 * 30 + 15;
        let jpeg = FfmpegRenderer::frame_jpeg(&compositor, frame).unwrap();
        let preview = image::load_from_memory(&jpeg).unwrap().into_rgb8();
        assert_close(corner(&preview), *colour, "preview");

        let output = Command::new("ffmpeg")
            .args(["-v", "error", "-i"])
            .arg(&video.path)
            .args(["-vf", &format!("select=eq(n\\,{frame}),scale=out_range=pc")])
            .args(["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
            .output()
            .unwrap();
        let decoded = RgbImage::from_raw(SIZE.width, SIZE.height, output.stdout).unwrap();
        assert_close(corner(&decoded), *colour, "video");
    }
    assert!(FfmpegRenderer::frame_jpeg(&compositor, 120).is_err());
}

#[tokio::test]
async fn an_encoder_that_is_not_there_is_replaced() {
    let folder = folder();
    let timeline = timeline(folder.path());
    let renderer = FfmpegRenderer::new(RenderOptions {
        cache_dir: Some(folder.path().join("cache")),
        encoder: Some("h264_of_tomorrow".to_owned()),
        ..RenderOptions::default()
    });
    let request = request(folder.path(), &timeline);
    let video = renderer
        .render(&request, &Control::default())
        .await
        .unwrap();
    assert_eq!(frame_hashes(&video.path).len(), 120);
}

#[tokio::test]
async fn the_cache_stays_within_its_limit() {
    let folder = folder();
    let timeline = timeline(folder.path());
    let renderer = FfmpegRenderer::new(RenderOptions {
        cache_dir: Some(folder.path().join("cache")),
        cache_limit_bytes: 40_000,
        ..RenderOptions::default()
    });
    let request = request(folder.path(), &timeline);
    renderer
        .render(&request, &Control::default())
        .await
        .unwrap();
    let info = renderer.store().unwrap().info().unwrap();
    assert!(info.bytes <= 40_000, "{info:?}");
    let cleared = renderer.store().unwrap().clear().unwrap();
    assert_eq!(cleared, info);
    assert_eq!(names(&folder.path().join("cache")), [".lock"]);
    let video: PathBuf = renderer
        .render(&request, &Control::default())
        .await
        .unwrap()
        .path;
    assert_eq!(frame_hashes(&video).len(), 120);
}
