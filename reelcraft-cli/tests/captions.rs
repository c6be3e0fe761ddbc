//! Captions and formats by the real binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

mod world;

use reelcraft_core::project::FrameSize;
use reelcraft_core::testing::tiny_picture;
use world::{World, ffmpeg, probe};

const SEA: &str = "\
[reel]
topic = \"The sea\"
language = \"en\"
[voice]
provider = \"none\"
[music]
track = \"none\"
[captions]
style = \"word\"
[cover]
at = 0.9
[[scene]]
line = \"Rivers carry salt.\"
image = \"a.png\"
focus = [0.9, 0.1]
duration = 0.6
[[scene]]
card = \"The end\"
duration = 0.6
";

fn sea() -> World {
    let world = World::new();
    world.write("sea.toml", SEA);
    world.write(
        "a.png",
        tiny_picture(FrameSize::new(90, 160), [30, 90, 120]),
    );
    world
}

#[test]
fn one_command_makes_four_formats_with_their_captions() {
    let world = sea();
    let formats = "reel,portrait,square,landscape";
    let run = world.run(&[
        "render",
        "sea.toml",
        "--format",
        formats,
        "--quality",
        "draft",
    ]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let videos = ["sea", "sea-portrait", "sea-square", "sea-landscape"];
    let made: Vec<String> = videos.iter().map(|name| format!("{name}.mp4")).collect();
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), made);
    // A draft has half the width and height.
    let sizes = [(540, 960), (540, 676), (540, 540), (960, 540)];
    for (name, (width, height)) in videos.iter().zip(sizes) {
        let facts = probe(&world.path(&format!("{name}.mp4")));
        let video = &facts["streams"][0];
        assert_eq!(
            (&video["width"], &video["height"]),
            (&width.into(), &height.into())
        );
        assert!(world.path(&format!("{name}.jpg")).is_file());
        for format in ["srt", "vtt", "ass"] {
            let file = world.path(&format!("{name}.{format}"));
            // FFmpeg reads each of them, and finds the same caption.
            let (text, told) = ffmpeg(&["-i", file.to_str().unwrap(), "-f", "srt", "-"]);
            let text = String::from_utf8(text).unwrap();
            assert!(
                text.contains("Rivers carry salt."),
                "{name}.{format}: {text} {told}"
            );
        }
    }
    // Again, all of it is there.
    let again = world.run(&[
        "render",
        "sea.toml",
        "--format",
        formats,
        "--quality",
        "draft",
    ]);
    assert_eq!(again.code, Some(0), "{}", again.stderr);
}

#[test]
fn captions_go_out_and_come_back() {
    let world = sea();
    let out = world.run(&["captions", "sea.toml"]);
    assert_eq!(out.code, Some(0), "{}", out.stderr);
    assert!(
        out.stdout.starts_with("1\n00:00:00,000 --> 00:00:00,600\n"),
        "{}",
        out.stdout
    );
    world.write("edited.srt", out.stdout.replace("salt", "SALT"));
    let before = world.read("sea.toml");
    let import = ["captions", "sea.toml", "--import", "edited.srt"];
    let run = world.run(&import);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_ne!(world.read("sea.toml"), before);
    let back = world.run(&["captions", "sea.toml", "--output", "again.srt"]);
    assert_eq!(back.code, Some(0), "{}", back.stderr);
    assert_eq!(
        world.read("again.srt").trim(),
        world.read("edited.srt").trim()
    );
    // As the line gives it, nothing is left in the project.
    world.write("edited.srt", out.stdout.clone());
    assert_eq!(world.run(&import).code, Some(0));
    assert!(!world.read("sea.toml").contains("captions = ["));

    world.write(
        "edited.srt",
        "1\n00:00:02,0 --> 00:00:01,0\nA\n\n2\nsoon --> later\nB\n",
    );
    let bad = world.run(&import);
    assert_eq!(bad.code, Some(2), "{}", bad.stderr);
    for told in ["line 2", "ends before it begins", "line 6", "are no times"] {
        assert!(bad.stderr.contains(told), "{told}: {}", bad.stderr);
    }
}
