//! Whole videos by the real binary: what players, ears and eyes will find in them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on fails"
)]

mod world;

use std::fs;
use std::path::Path;

use reelcraft_core::project::FrameSize;
use reelcraft_core::testing::tiny_picture;
use world::{World, ffmpeg, probe, sync};

const TEA: &str = "\
# a small reel
[reel]
topic = \"Tea\"
language = \"en\"
format = \"180x320\"
scenes = 3
";

#[test]
fn a_topic_becomes_a_video_as_the_platforms_want_it() {
    let world = World::new();
    let new = [
        "new",
        "Nega dengiz suvi sho‘r?",
        "--scenes",
        "3",
        "--format",
        "180x320",
        "-o",
        "a.toml",
    ];
    assert_eq!(world.run(&new).code, Some(0));
    let run = world.run(&["make", "a.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stdout, "a.mp4\n");

    let facts = probe(&world.path("a.mp4"));
    let video = &facts["streams"][0];
    for (name, value) in [
        ("codec_name", "h264"),
        ("profile", "High"),
        ("pix_fmt", "yuv420p"),
        ("color_range", "tv"),
        ("color_space", "bt709"),
        ("color_transfer", "bt709"),
        ("color_primaries", "bt709"),
        ("r_frame_rate", "30/1"),
        ("avg_frame_rate", "30/1"),
        ("start_time", "0.000000"),
    ] {
        assert_eq!(video[name], value, "{name}");
    }
    assert_eq!(
        (&video["width"], &video["height"]),
        (&180.into(), &320.into())
    );
    let sound = &facts["streams"][1];
    for (name, value) in [
        ("codec_name", "aac"),
        ("profile", "LC"),
        ("sample_rate", "48000"),
    ] {
        assert_eq!(sound[name], value, "{name}");
    }
    assert_eq!(sound["channels"], 2);
    assert_eq!(sound["tags"]["language"], "uzb");
    assert_eq!(facts["format"]["tags"]["title"], "Nega dengiz suvi sho‘r?");

    // The length is that of the timeline, for picture and sound alike.
    let frames: f64 = video["nb_frames"].as_str().unwrap().parse().unwrap();
    for part in [video, sound, &facts["format"]] {
        let secs: f64 = part["duration"].as_str().unwrap().parse().unwrap();
        assert!(
            (secs - frames / 30.0).abs() <= 1.0 / 30.0,
            "{secs} of {frames} frames"
        );
    }
    assert_eq!(
        boxes(&world.path("a.mp4")),
        ["ftyp", "moov", "free", "mdat"],
        "faststart"
    );
    assert!(
        fs::metadata(world.path("a.jpg")).unwrap().len() > 1000,
        "a poster"
    );
    for name in ["a.srt", "a.vtt", "a.ass"] {
        assert!(!world.read(name).is_empty(), "{name}");
    }
    assert_eq!(world.stray(), Vec::<String>::new());

    // Every packet decodes without a complaint.
    let path = world.path("a.mp4").display().to_string();
    let (_, told) = ffmpeg(&["-v", "warning", "-i", &path, "-f", "null", "-"]);
    assert_eq!(told, "");

    let again = world.run(&["make", "a.toml", "--json"]);
    let finished = again.events().pop().unwrap();
    let video = &finished["outcome"]["video"];
    assert_eq!(
        video["segments"], video["segments_reused"],
        "nothing is encoded twice"
    );
    assert_eq!(
        finished["outcome"]["stages"].as_array().unwrap().len(),
        1,
        "only the render"
    );
}

/// The names of the top boxes of an MP4 file, in order; runs of `free` and `mdat` are fine.
fn boxes(path: &Path) -> Vec<String> {
    let bytes = fs::read(path).unwrap();
    let mut names = Vec::new();
    let mut at = 0;
    while at + 8 <= bytes.len() {
        let size = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        names.push(String::from_utf8_lossy(&bytes[at + 4..at + 8]).into_owned());
        at += size.max(8);
    }
    names
}

#[test]
fn loudness_is_that_of_the_platforms() {
    let world = World::new();
    world.write("tea.toml", TEA);
    assert_eq!(world.run(&["make", "tea.toml"]).code, Some(0));
    let path = world.path("tea.mp4").display().to_string();
    let (_, told) = ffmpeg(&["-i", &path, "-af", "ebur128=peak=true", "-f", "null", "-"]);
    let summary = told.rsplit("Summary:").next().unwrap();
    let figure = |name: &str| -> f64 {
        let text = summary.split(name).nth(1).unwrap();
        text.split_whitespace().next().unwrap().parse().unwrap()
    };
    let (loudness, peak) = (figure("I:"), figure("Peak:"));
    assert!((loudness + 14.0).abs() <= 0.5, "{loudness} LUFS");
    assert!(peak <= -1.0, "{peak} dBTP");
}

/// Flat pictures, hard cuts and no music: cuts are seen where lines are heard.
#[test]
fn lines_are_heard_where_their_scenes_begin() {
    let world = World::new();
    let count = sync::write_project(&world, "sync.toml");
    let run = world.run(&["make", "sync.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let voice = sync::voice_of(&world, "sync.toml");
    let spoken = sync::onsets(&voice);
    assert_eq!(spoken.len(), count, "{spoken:?}");
    sync::check(&world.path("sync.mp4"), &spoken);
}

#[test]
fn two_processes_at_once_share_the_cache_and_make_the_same_video() {
    let world = World::new();
    for (name, shade) in [("a.png", 40), ("b.png", 200), ("c.png", 120)] {
        world.write(
            name,
            tiny_picture(FrameSize::new(90, 160), [shade, 90, 160]),
        );
    }
    let scene = |name| format!("[[scene]]\nline = \"x\"\nimage = \"{name}\"\nduration = 1.5\n");
    let project = format!(
        "[reel]\nformat = \"180x320\"\n[voice]\nprovider = \"none\"\n{}{}{}",
        scene("a.png"),
        scene("b.png"),
        scene("c.png")
    );
    let names = ["one", "two"];
    let running: Vec<_> = names
        .iter()
        .map(|name| {
            world.write(&format!("{name}.toml"), &project);
            let file = format!("{name}.toml");
            world.command(&["render", &file, "-q"]).spawn().unwrap()
        })
        .collect();
    for mut process in running {
        assert!(process.wait().unwrap().success());
    }
    let hashes = names.map(|name| {
        let video = world.path(&format!("{name}.mp4")).display().to_string();
        ffmpeg(&[
            "-v", "error", "-i", &video, "-map", "0:v", "-f", "framemd5", "-",
        ])
        .0
    });
    assert_eq!(hashes[0], hashes[1]);
    assert!(hashes[0].split(|byte| *byte == b'\n').count() > 135);
    assert_eq!(world.stray(), Vec::<String>::new());
}

#[test]
fn files_of_others_are_never_replaced() {
    let world = World::new();
    world.write("p.jpg", tiny_picture(FrameSize::new(128, 128), [90; 3]));
    world.write("own.jpg", tiny_picture(FrameSize::new(128, 128), [40; 3]));
    world.write(
        "p.toml",
        "[reel]\nformat = \"128x128\"\n[voice]\nprovider = \"none\"\n[music]\n\
        track = \"none\"\n[[scene]]\nimage = \"own.jpg\"\nline = \"Tea\"\nduration = 1\n",
    );
    let before = std::fs::read(world.path("p.jpg")).unwrap();
    let run = world.run(&["make", "p.toml"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stderr.contains("p.jpg is there already"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("--output"), "{}", run.stderr);
    assert_eq!(std::fs::read(world.path("p.jpg")).unwrap(), before);
    // Its own files are replaced as often as it likes, until somebody changes them.
    for _ in 0..2 {
        let run = world.run(&["make", "p.toml", "-o", "q.mp4", "--force", "render"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    world.write("q.mp4", "my own cut of it");
    let run = world.run(&["make", "p.toml", "-o", "q.mp4"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert_eq!(world.read("q.mp4"), "my own cut of it");
    let run = world.run(&["make", "p.toml", "-o", "q.mov"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("name it NAME.mp4"), "{}", run.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn names_that_are_no_text_are_no_panic() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let world = World::new();
    world.write("a.jpg", tiny_picture(FrameSize::new(128, 128), [40; 3]));
    let name = OsStr::from_bytes(b"te\xffa.toml");
    std::fs::write(
        world.path("x").with_file_name(name),
        "[reel]\nformat = \"128x128\"\n[voice]\nprovider = \"none\"\n[music]\n\
        track = \"none\"\n[[scene]]\nimage = \"a.jpg\"\nline = \"Tea\"\nduration = 1\n",
    )
    .unwrap();
    for arguments in [
        &["check"][..],
        &["make", "--dry-run"],
        &["make", "--json"],
        &["check", "--json"],
    ] {
        let output = world.command(arguments).arg(name).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_ne!(output.status.code(), Some(101), "{arguments:?}: {told}");
        assert!(!told.contains("panicked"), "{told}");
    }
}

#[test]
fn editing_a_line_redoes_that_scene_alone() {
    let world = World::new();
    world.write("tea.toml", TEA);
    assert_eq!(world.run(&["make", "tea.toml"]).code, Some(0));
    let text = world.read("tea.toml");
    let line = text
        .lines()
        .filter(|line| line.starts_with("line"))
        .nth(1)
        .unwrap();
    world.write(
        "tea.toml",
        text.replace(line, "line = \"Green tea comes from China.\" # my own"),
    );
    let run = world.run(&["make", "tea.toml", "--json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let made: Vec<String> = run
        .events()
        .iter()
        .filter(|event| event["event"] == "scene_finished" && event["reused"] == false)
        .map(|event| format!("{} {}", event["stage"].as_str().unwrap(), event["scene"]))
        .collect();
    let mut sorted = made.clone();
    sorted.sort();
    assert_eq!(sorted, ["prompts 2", "visuals 2", "voice 2"]);
    let text = world.read("tea.toml");
    assert!(text.starts_with("# a small reel\n"));
    assert!(
        text.contains("line = \"Green tea comes from China.\" # my own\n"),
        "{text}"
    );
}

#[test]
fn one_project_that_fails_stops_no_other() {
    let world = World::new();
    world.write("good.toml", TEA.replace("scenes = 3", "scenes = 1"));
    world.write("bad.toml", "[reel]\nfps = 0\n");
    world.write(
        "hole.toml",
        "[[scene]]\nline = \"One.\"\nimage = \"gone.png\"\n[[scene]]\nline = \"Two.\"\n",
    );
    let run = world.run(&["make", "bad.toml", "good.toml", "hole.toml", "--jobs", "2"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(world.path("good.mp4").exists());
    assert!(
        run.stderr.contains("2 of 3 projects failed"),
        "{}",
        run.stderr
    );
    assert!(
        world.read("hole.toml").contains("hole.assets/images/"),
        "scene 2 was drawn"
    );
    let run = world.run(&["make", "hole.toml"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("gone.png"), "{}", run.stderr);
}

/// Files that are not what their names say, too much, or not there: exit code 2, nothing is left
/// half-written, and no other file is opened.
#[test]
fn bad_media_is_refused_and_leaves_nothing() {
    let world = World::new();
    world.write(
        "secret.png",
        tiny_picture(FrameSize::new(64, 64), [9, 9, 9]),
    );
    let secret = world.path("secret.png").display().to_string();
    let huge = {
        let mut png = tiny_picture(FrameSize::new(64, 64), [9, 9, 9]);
        png[16..20].copy_from_slice(&60_000u32.to_be_bytes());
        png[20..24].copy_from_slice(&60_000u32.to_be_bytes());
        png
    };
    let mut cut = tiny_picture(FrameSize::new(64, 64), [9, 9, 9]);
    cut.truncate(200);
    for (name, content) in [
        (
            "hls.jpg",
            format!("#EXTM3U\n#EXTINF:1,\n{secret}\n").into_bytes(),
        ),
        (
            "concat.jpg",
            format!("ffconcat version 1.0\nfile '{secret}'\n").into_bytes(),
        ),
        (
            "page.png",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
        ),
        ("empty.png", Vec::new()),
        ("huge.png", huge),
        ("cut.png", cut),
    ] {
        world.write(name, content);
        world.write(
            "p.toml",
            format!("[reel]\nformat = \"128x128\"\n[voice]\nprovider = \"none\"\n[[scene]]\nline = \"a\"\nimage = \"{name}\"\nduration = 1\n"),
        );
        let run = world.run(&["make", "p.toml"]);
        assert_eq!(run.code, Some(2), "{name}: {}", run.stderr);
        assert!(run.stderr.contains(name), "{name}: {}", run.stderr);
        assert!(!world.path("p.mp4").exists());
        assert_eq!(world.stray(), Vec::<String>::new(), "{name}");
    }
    let playlist = format!("#EXTM3U\n#EXTINF:1,\n{secret}\n");
    world.write("list.wav", &playlist);
    for section in [
        "[voice]\nprovider = \"file\"\nfile = \"list.wav\"\n[music]\ntrack = \"none\"\n",
        "[voice]\nprovider = \"none\"\n[music]\ntrack = \"list.wav\"\n",
    ] {
        world.write(
            "p.toml",
            format!("[reel]\nformat = \"128x128\"\n{section}[[scene]]\nline = \"a\"\nimage = \"secret.png\"\nduration = 1\n"),
        );
        let run = world.run(&["make", "p.toml"]);
        assert_eq!(run.code, Some(2), "{section}: {}", run.stderr);
        assert!(run.stderr.contains("list.wav"), "{}", run.stderr);
        assert!(!world.path("p.mp4").exists());
        assert_eq!(world.stray(), Vec::<String>::new());
    }
}

#[test]
fn scenes_of_ones_own_need_no_voice_and_no_music() {
    let world = World::new();
    for (name, colour) in [("a.png", [200, 30, 30]), ("b.png", [30, 30, 200])] {
        world.write(name, tiny_picture(FrameSize::new(200, 100), colour));
    }
    world.write(
        "own.toml",
        "[reel]\nformat = \"128x224\"\nfps = 25\n[voice]\nprovider = \"none\"\n[music]\ntrack = \"none\"\n\
         [[scene]]\nline = \"a\"\nimage = \"a.png\"\nduration = 1.2\nfit = \"fit\"\n\
         [[scene]]\nimage = \"b.png\"\nduration = 0.8\nfocus = [0.2, 0.5]\n",
    );
    let run = world.run(&["make", "own.toml", "-o", "out/film.mp4"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let facts = probe(&world.path("out/film.mp4"));
    assert_eq!(facts["streams"][0]["nb_frames"], "50");
    assert_eq!(facts["streams"][1]["codec_name"], "aac");
}
