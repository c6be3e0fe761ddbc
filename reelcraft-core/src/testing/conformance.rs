//! The contracts of the traits as checks. Each assertion is a sentence of a trait's doc.

use std::path::Path;
use std::sync::{Arc, Mutex};

use super::tiny_picture;
use crate::project::{Fit, Focus, FrameSize, Motion, TransitionEffect};
use crate::provider::{
    ImageGen, ImageRequest, LineRequest, PictureType, PromptsRequest, Quality, RenderRequest,
    Renderer, ScriptGen, ScriptRequest, SpeechRequest, Tts,
};
use crate::timeline::{Clip, CoverSource, Timeline, TransitionSpan};
use crate::{Control, Digest, ErrorKind, Event, FrameRange, FrameRate, Language, Stage};

fn cancelled() -> Control {
    let control = Control::default();
    control.cancel();
    control
}

/// Checks a [`ScriptGen`] in one language that it writes.
pub async fn check_script_gen(provider: &dyn ScriptGen, language: &Language) {
    let control = Control::default();
    assert!(!provider.name().is_empty(), "a provider has a name");
    let request = |topic: &str, scene_count| ScriptRequest {
        topic: topic.to_owned(),
        language: language.clone(),
        scene_count,
        tone: None,
        secs: None,
    };
    for count in [1, 5, 8, 60] {
        let script = provider
            .write_script(&request("Baliq / Fish / Рыба", count), &control)
            .await
            .expect("a script is written");
        assert_eq!(script.value.len(), count, "exactly `scene_count` lines");
        for line in &script.value {
            check_line(line);
        }
        assert_eq!(
            script.origin.provider,
            provider.name(),
            "the origin is the provider"
        );
    }
    let error = provider
        .write_script(&request("  \n ", 5), &control)
        .await
        .expect_err("an empty topic is an error");
    assert_eq!(
        *error.kind(),
        ErrorKind::InvalidInput,
        "an empty topic is InvalidInput"
    );
    let error = provider
        .write_script(&request("Fish", 5), &cancelled())
        .await
        .expect_err("a cancelled call is an error");
    assert!(
        error.is_cancelled(),
        "a cancelled control ends the call with Cancelled"
    );
    check_rewriting(provider, language).await;
    check_prompts(provider, language).await;
}

fn check_line(line: &str) {
    assert!(!line.trim().is_empty(), "no line is empty");
    assert!(
        !line.contains(['\n', '\r', '<', '>', '*', '#']),
        "no markup: {line}"
    );
    assert!(
        line.chars().count() <= 160,
        "a line takes about 2 to 6 s: {line}"
    );
}

async fn check_rewriting(provider: &dyn ScriptGen, language: &Language) {
    let control = Control::default();
    let script = ScriptRequest {
        topic: "Baliq / Fish / Рыба".to_owned(),
        language: language.clone(),
        scene_count: 4,
        tone: None,
        secs: None,
    };
    let lines = provider.write_script(&script, &control).await;
    let request = LineRequest {
        lines: lines.expect("a script is written").value,
        index: 2,
        topic: Some(script.topic),
        language: language.clone(),
        tone: None,
        wish: Some("funnier".to_owned()),
        variant: 0,
    };
    for topic in [request.topic.clone(), None] {
        let request = LineRequest {
            topic,
            ..request.clone()
        };
        let line = provider.rewrite_line(&request, &control).await;
        let line = line.expect("a line is rewritten").value;
        check_line(&line);
        assert_ne!(line, request.lines[2], "the line is not the one there was");
    }
    let outside = LineRequest {
        index: 4,
        ..request.clone()
    };
    let error = provider
        .rewrite_line(&outside, &control)
        .await
        .expect_err("an index outside the lines is an error");
    assert_eq!(
        *error.kind(),
        ErrorKind::InvalidInput,
        "an index outside is InvalidInput"
    );
    let error = provider
        .rewrite_line(&request, &cancelled())
        .await
        .expect_err("a cancelled call is an error");
    assert!(
        error.is_cancelled(),
        "a cancelled control ends the call with Cancelled"
    );
}

async fn check_prompts(provider: &dyn ScriptGen, language: &Language) {
    let control = Control::default();
    let lines: Vec<String> = ["Samarqand 2026", "Москва", "The sea", "…", "a a a"]
        .map(str::to_owned)
        .into();
    let request = |wanted: &[usize]| PromptsRequest {
        lines: lines.clone(),
        wanted: wanted.to_vec(),
        language: language.clone(),
        style: Some("ink".to_owned()),
    };
    for wanted in [&[0, 1, 2, 3, 4][..], &[2], &[0, 4], &[]] {
        let prompts = provider
            .write_prompts(&request(wanted), &control)
            .await
            .expect("prompts are written");
        assert_eq!(
            prompts.value.len(),
            wanted.len(),
            "one prompt for each wanted line"
        );
        for prompt in &prompts.value {
            assert!(!prompt.trim().is_empty(), "no prompt is empty");
        }
        if wanted.is_empty() {
            assert_eq!(
                prompts.origin.usage.output_tokens, 0,
                "nothing wanted costs nothing"
            );
        }
    }
    let error = provider
        .write_prompts(&request(&[5]), &control)
        .await
        .expect_err("an index outside the lines is an error");
    assert_eq!(
        *error.kind(),
        ErrorKind::InvalidInput,
        "an index outside is InvalidInput"
    );
    let error = provider
        .write_prompts(&request(&[0]), &cancelled())
        .await
        .expect_err("a cancelled call is an error");
    assert!(
        error.is_cancelled(),
        "a cancelled control ends the call with Cancelled"
    );
}

/// Checks an [`ImageGen`]. `size_of` decodes a picture and gives its size.
pub async fn check_image_gen(
    provider: &dyn ImageGen,
    size_of: impl Fn(&[u8]) -> Option<FrameSize>,
) {
    let control = Control::default();
    assert!(provider.concurrency() >= 1, "at least one call at a time");
    let request = |prompt: &str, size, variant| ImageRequest {
        prompt: prompt.to_owned(),
        style: Some("soft light".to_owned()),
        language: Language::default(),
        size,
        variant,
        reference: None,
    };
    let reel = FrameSize::new(540, 960);
    for size in [reel, FrameSize::new(512, 512), FrameSize::new(960, 540)] {
        let image = provider
            .draw(&request("A river at dawn", size, 0), &control)
            .await
            .expect("a picture is drawn");
        let bytes = &image.value.bytes;
        assert_eq!(
            PictureType::sniff(bytes),
            Some(image.value.picture_type),
            "a picture is of its type"
        );
        let decoded = size_of(bytes).expect("the picture decodes");
        let ratio = decoded.aspect() / size.aspect();
        assert!(
            (0.8..=1.25).contains(&ratio),
            "the shape of `size` within 20 %: {ratio}"
        );
    }
    let mut pictures = Vec::new();
    for variant in 0..3 {
        let image = provider
            .draw(&request("A river at dawn", reel, variant), &control)
            .await
            .expect("a picture is drawn");
        assert!(
            !pictures.contains(&image.value),
            "another variant is another picture"
        );
        pictures.push(image.value);
    }
    let error = provider
        .draw(&request(" ", reel, 0), &control)
        .await
        .expect_err("an empty prompt is an error");
    assert_eq!(
        *error.kind(),
        ErrorKind::InvalidInput,
        "an empty prompt is InvalidInput"
    );
    check_cancelled_image_gen(provider).await;
}

/// Checks that a cancelled control ends a call of an [`ImageGen`].
pub async fn check_cancelled_image_gen(provider: &dyn ImageGen) {
    let request = ImageRequest {
        prompt: "A river".to_owned(),
        style: None,
        language: Language::default(),
        size: FrameSize::new(540, 960),
        variant: 0,
        reference: None,
    };
    let error = provider
        .draw(&request, &cancelled())
        .await
        .expect_err("a cancelled call is an error");
    assert!(
        error.is_cancelled(),
        "a cancelled control ends the call with Cancelled"
    );
}

/// Checks a [`Tts`] in one language that it speaks, with lines in that language.
pub async fn check_tts(provider: &dyn Tts, language: &Language, lines: &[&str]) {
    let control = Control::default();
    assert!(provider.concurrency() >= 1, "at least one call at a time");
    let request = |lines: &[&str], speed| SpeechRequest {
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        language: language.clone(),
        voice: None,
        style: None,
        speed,
    };
    let normal = provider
        .speak(&request(lines, 1.0), &control)
        .await
        .expect("lines are spoken")
        .value;
    let peak = normal
        .audio
        .samples
        .iter()
        .fold(0.0f32, |peak, s| peak.max(s.abs()));
    assert!(
        normal.audio.secs() > 0.0 && peak > 0.01,
        "the sound is not silent"
    );
    if let Some(spans) = &normal.lines {
        assert_eq!(spans.len(), lines.len(), "one span a line");
        let mut before = 0.0;
        for span in spans {
            assert!(span.start >= before, "spans ascend and do not overlap");
            assert!(span.secs() >= 0.05, "a span is no shorter than 0.05 s");
            before = span.end;
        }
        assert!(
            before <= normal.audio.secs() + 1e-6,
            "spans are inside the sound"
        );
    }
    let fast = provider
        .speak(&request(lines, 1.6), &control)
        .await
        .expect("lines are spoken faster")
        .value;
    assert!(
        fast.audio.secs() < normal.audio.secs() * 0.9,
        "a higher speed is shorter"
    );
    for bad in [&[][..], &[" … "]] {
        let error = provider
            .speak(&request(bad, 1.0), &control)
            .await
            .expect_err("nothing to speak is an error");
        assert_eq!(
            *error.kind(),
            ErrorKind::InvalidInput,
            "nothing to speak is InvalidInput"
        );
    }
    let klingon = SpeechRequest {
        language: "tlh".parse().expect("tlh is a tag"),
        ..request(lines, 1.0)
    };
    let error = provider
        .speak(&klingon, &control)
        .await
        .expect_err("a language it cannot speak is an error");
    assert_eq!(
        *error.kind(),
        ErrorKind::InvalidInput,
        "an unknown language is InvalidInput"
    );
    assert!(
        error.to_string().contains("tlh"),
        "the error names the language"
    );
    let error = provider
        .speak(&request(lines, 1.0), &cancelled())
        .await
        .expect_err("a cancelled call is an error");
    assert!(
        error.is_cancelled(),
        "a cancelled control ends the call with Cancelled"
    );
}

/// Checks a [`Renderer`] in an empty folder. `frames_of` counts the frames of a finished video.
pub async fn check_renderer(
    renderer: &dyn Renderer,
    folder: &Path,
    frames_of: impl Fn(&Path) -> u64,
) {
    let timeline = small_timeline(folder);
    let output = folder.join("out.mp4");
    let request = RenderRequest {
        timeline,
        output: output.clone(),
        quality: Quality::Draft,
        reuse: true,
        keep_pictures: false,
    };

    let error = renderer
        .render(&request, &cancelled())
        .await
        .expect_err("a cancelled render is an error");
    assert!(
        error.is_cancelled(),
        "a cancelled control ends the render with Cancelled"
    );
    assert!(!output.exists(), "no file at all");

    let frames: Arc<Mutex<Vec<u64>>> = Arc::default();
    let seen = Arc::clone(&frames);
    let control = Control::new(move |event: Event| {
        if let Event::Progress {
            stage: Stage::Render,
            done,
            ..
        } = event
        {
            seen.lock().expect("no panic before").push(done);
        }
    });
    let video = renderer
        .render(&request, &control)
        .await
        .expect("a video is rendered");
    assert_eq!(video.path, output);
    assert_eq!(
        video.frames, request.timeline.length,
        "exactly the timeline's frames"
    );
    assert_eq!(
        frames_of(&output),
        request.timeline.length,
        "exactly the timeline's frames"
    );
    assert!(video.poster.exists(), "there is a poster");
    let frames = frames.lock().expect("no panic before").clone();
    assert!(frames.is_sorted(), "progress never runs backwards");
    assert_eq!(
        frames.last(),
        Some(&request.timeline.length),
        "progress ends with all frames"
    );
    let leftovers: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder is readable")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".partial"))
        .collect();
    assert_eq!(
        leftovers,
        Vec::<String>::new(),
        "nothing else is left behind"
    );

    check_bad_media(renderer, folder, &request).await;
}

/// Checks what a [`Renderer`] does with files that are missing or not what their names say.
async fn check_bad_media(renderer: &dyn Renderer, folder: &Path, good: &RenderRequest) {
    let missing = folder.join("missing.png");
    let mut broken = good.clone();
    broken.output = folder.join("broken.mp4");
    broken.timeline.clips[1].picture.clone_from(&missing);
    broken.timeline.clips[1].picture_digest = Digest::of_bytes(b"missing").to_string();
    let error = renderer
        .render(&broken, &Control::default())
        .await
        .expect_err("a missing picture is an error");
    assert!(
        error.chain().contains("missing.png")
            || error
                .problems()
                .iter()
                .any(|problem| problem.to_string().contains("missing.png")),
        "the error names the file"
    );
    assert!(!broken.output.exists(), "no file at all");

    let playlist = folder.join("playlist.png");
    std::fs::write(&playlist, "#EXTM3U\n#EXTINF:1,\nout.mp4\n").expect("a file is written");
    let error = renderer
        .inspect_picture(&playlist)
        .await
        .expect_err("a playlist is no picture");
    assert_eq!(
        *error.kind(),
        ErrorKind::Media,
        "a file that is no picture is Media"
    );
    let error = renderer
        .decode_audio(&playlist)
        .await
        .expect_err("a playlist is no sound");
    assert_eq!(
        *error.kind(),
        ErrorKind::Media,
        "a file that is no sound is Media"
    );
    let error = renderer
        .inspect_picture(&missing)
        .await
        .expect_err("a missing picture is an error");
    assert_eq!(
        *error.kind(),
        ErrorKind::NotFound,
        "a missing file is NotFound"
    );
}

/// Two scenes with a crossfade, 128×224, 24 frames, silent.
fn small_timeline(folder: &Path) -> Timeline {
    let size = FrameSize::new(128, 224);
    let clip = |index: u64, colour: [u8; 3], frames: FrameRange, visible: FrameRange| {
        let picture = folder.join(format!("{index}.png"));
        let bytes = tiny_picture(size, colour);
        std::fs::write(&picture, &bytes).expect("a picture is written");
        Clip {
            picture,
            picture_digest: Digest::of_bytes(&bytes).to_string(),
            frames,
            visible,
            motion: Motion::ZoomIn,
            strength: 0.5,
            fit: Fit::Fill,
            focus: Focus::default(),
            card: None,
        }
    };
    Timeline {
        title: "Conformance".to_owned(),
        language: "en".to_owned(),
        size,
        frame_rate: FrameRate::whole(30),
        clips: vec![
            clip(
                0,
                [200, 40, 40],
                FrameRange::new(0, 12),
                FrameRange::new(0, 15),
            ),
            clip(
                1,
                [40, 40, 200],
                FrameRange::new(12, 24),
                FrameRange::new(9, 24),
            ),
        ],
        transitions: vec![TransitionSpan {
            from: 0,
            effect: TransitionEffect::Crossfade,
            frames: FrameRange::new(9, 15),
        }],
        watermark: None,
        cover: CoverSource::Any,
        captions: None,
        voice: None,
        music: None,
        length: 24,
    }
}
