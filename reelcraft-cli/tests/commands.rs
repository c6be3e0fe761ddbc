//! The commands that make no video, and what every command says when the input is wrong.
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

use world::World;

/// Filters away what differs from run to run.
fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"\d+\.\d s", "[secs] s");
    settings
}

#[test]
fn a_topic_becomes_a_project_file() {
    let world = World::new();
    let run = world.run(&["new", "Nega dengiz suvi sho‘r?", "--scenes", "6"]);
    insta::assert_snapshot!(run.told(), @r"
    exit Some(0)
    language: uz (guessed; --language sets it)
    ✓ nega-dengiz-suvi-shor.toml is ready
      reelcraft make nega-dengiz-suvi-shor.toml
    ");
    assert_eq!(run.stdout, "nega-dengiz-suvi-shor.toml\n");
    insta::assert_snapshot!(world.read("nega-dengiz-suvi-shor.toml"), @r#"
    [reel]
    topic = "Nega dengiz suvi sho‘r?"
    language = "uz"
    scenes = 6
    "#);
    let run = world.run(&["new", "Nega dengiz suvi sho‘r?"]);
    insta::assert_snapshot!(run.told(), @r"
    exit Some(2)
    language: uz (guessed; --language sets it)
    error: nega-dengiz-suvi-shor.toml already exists
    hint: choose another name, or remove it first
    ");
}

#[test]
fn all_mistakes_of_all_files_are_told() {
    let world = World::new();
    world.write(
        "good.toml",
        "[[scene]]\nline = \"Tea is warm.\"\nduration = 3\n",
    );
    world.write(
        "bad.toml",
        "[reel]\ntopic = \"Tea\"\nfps = 0\n[musik]\n[[scene]]\nmotion = \"zoomin\"\n",
    );
    world.write(
        "gone.toml",
        "[[scene]]\nline = \"Tea.\"\nimage = \"tea.jpg\"\n",
    );
    let run = world.run(&["check", "good.toml", "bad.toml", "gone.toml", "none.toml"]);
    insta::assert_snapshot!(run.told(), @r"
    exit Some(2)
    ✓ good.toml: good, 1 scene, about 3 s
    error: bad.toml: the project has 3 mistakes
      line 3, column 7: reel.fps: 0 is outside 23.976 to 60
      line 4, column 2: unknown table `musik` (did you mean `music`?)
      line 6, column 10: scene[1].motion: unknown motion `zoomin` (did you mean `zoom-in`?)
    error: gone.toml: a file cannot be used
      line 3, column 9: scene[1].image: there is no file tea.jpg (put it there, or remove the line to have it made)
    error: cannot open none.toml: No such file or directory (os error 2)
    ");
    let run = world.run(&["check", "bad.toml", "--json"]);
    let event = &run.events()[0];
    assert_eq!(event["error"]["kind"], "invalid_input");
    assert_eq!(event["problems"][2]["position"]["line"], 6);
    assert_eq!(run.stderr, "");
}

#[test]
fn wrong_arguments_exit_with_2() {
    let world = World::new();
    world.write("a.toml", "[reel]\ntopic = \"Tea\"\n");
    for arguments in [
        &["make"][..],
        &["make", "a.toml", "--jobs", "0"],
        &["make", "a.toml", "--force", "everything"],
        &["visuals", "a.toml", "--scene", "0"],
        &["render", "a.toml", "--quality", "best"],
        &["new", "Tea", "--format", "11x11"],
        &["new", "Tea", "--language", "uzbek language"],
        &["new", "  "],
        &["make", "a.toml", "a.toml", "-o", "b.mp4"],
        &["-q", "-v", "doctor"],
    ] {
        let run = world.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.starts_with("error:"), "{}", run.stderr);
    }
}

#[test]
fn every_command_has_help_with_examples() {
    let world = World::new();
    for command in [
        "new",
        "script",
        "visuals",
        "voice",
        "render",
        "make",
        "captions",
        "check",
        "completions",
    ] {
        let run = world.run(&[command, "--help"]);
        assert_eq!(run.code, Some(0));
        assert!(
            run.stdout.contains("Examples:\n  reelcraft "),
            "{command}: {}",
            run.stdout
        );
    }
    let run = world.run(&["--help"]);
    assert!(run.stdout.contains("Examples:"));
    let run = world.run(&["completions", "bash"]);
    assert!(run.stdout.contains("_reelcraft"));
}

#[test]
fn a_dry_run_changes_nothing() {
    let world = World::new();
    world.write("tea.toml", "[reel]\ntopic = \"Tea\"\nscenes = 4\n");
    let before = world.files();
    let run = world.run(&["make", "tea.toml", "--dry-run"]);
    insta::assert_snapshot!(run.told(), @r"
    exit Some(0)
    tea.toml would get:
      script        4 lines
      prompts       scenes 1, 2, 3, 4
      pictures      scenes 1, 2, 3, 4
      spoken lines  scenes 1, 2, 3, 4
      video         tea.mp4
    ");
    let after: Vec<_> = world
        .files()
        .into_iter()
        .filter(|(name, _)| !name.starts_with("cache"))
        .collect();
    assert_eq!(after, before);
}

#[test]
fn a_script_is_written_into_the_file() {
    let world = World::new();
    world.write(
        "tea.toml",
        "# mine\n[reel]\ntopic = \"Tea\"\nlanguage = \"en\"\nscenes = 4\n",
    );
    let run = world.run(&["script", "tea.toml"]);
    settings().bind(|| {
        insta::assert_snapshot!(run.told(), @r"
        exit Some(0)
        script   [secs] s
          script          1 made,   0 kept     [secs] s
        ");
    });
    let text = world.read("tea.toml");
    assert!(text.starts_with("# mine\n[reel]\n"));
    assert_eq!(text.matches("[[scene]]").count(), 4);
    let run = world.run(&["script", "tea.toml"]);
    assert!(run.stderr.contains("nothing to do"), "{}", run.stderr);
    let run = world.run(&["visuals", "tea.toml", "--scene", "9"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("there is no scene 9: the project has 4"),
        "{}",
        run.stderr
    );
    let run = world.run(&["render", "tea.toml"]);
    assert_eq!(run.code, Some(2));
    for scene in 1..=4 {
        let told = format!("scene {scene}");
        assert!(run.stderr.contains(&told), "{}", run.stderr);
    }
    assert!(run.stderr.contains("there is no picture"), "{}", run.stderr);
    let run = world.run(&["render", "tea.toml", "--dry-run"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let missing = run.stderr.matches("there is no picture").count();
    assert_eq!(missing, 4, "{}", run.stderr);
}

#[test]
fn check_says_what_make_would_say() {
    let world = World::new();
    world.write("broken.jpg", "no picture");
    world.write(
        "a.toml",
        "[voice]\nprovider = \"none\"\nfile = \"lost.wav\"\n[[scene]]\nline = \"One.\"\n\
        image = \"broken.jpg\"\n[[scene]]\nline = \"Two.\"\nimage = \"lost.jpg\"\n",
    );
    let run = world.run(&["check", "a.toml"]);
    assert_eq!(run.code, Some(2));
    let problems: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("  "))
        .collect();
    assert_eq!(problems.len(), 2, "{}", run.stderr);
    assert!(
        problems[0].contains("line 6") && problems[0].contains("broken.jpg"),
        "{problems:?}"
    );
    assert!(
        problems[1].contains("line 9") && problems[1].contains("lost.jpg"),
        "{problems:?}"
    );
    // What was generated is made again where it is lost.
    world.write("b.toml", "[[scene]]\nline = \"Tea is warm.\"\n");
    assert_eq!(world.run(&["visuals", "b.toml"]).code, Some(0));
    let image = world.read("b.toml");
    let image = image.lines().find_map(|line| line.strip_prefix("image = "));
    std::fs::remove_file(world.path(image.unwrap().trim_matches('"'))).unwrap();
    let run = world.run(&["check", "b.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn the_cache_is_counted_and_emptied() {
    let world = World::new();
    world.write("cache/reelcraft/segments/0123.segment", vec![0; 2048]);
    let run = world.run(&["cache", "info"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.contains("1 entry, 2.00 KiB"), "{}", run.stdout);
    let run = world.run(&["cache", "clear", "--json"]);
    assert_eq!(run.events()[0]["removed"]["entries"], 1);
    let run = world.run(&["cache", "info"]);
    assert!(run.stdout.contains("0 entries"), "{}", run.stdout);
}

#[test]
fn a_text_becomes_a_script() {
    use std::io::Write as _;
    let world = World::new();
    let text = "Salt in the sea comes from rocks on land. Rain falls on the mountains and is \
        slightly acid. The acid rain dissolves small parts of the rock. Streams and rivers carry \
        the dissolved minerals to the ocean. The ocean has no way out for the salt. Water leaves \
        it as vapour, but the salt stays. Hot springs at the bottom of the sea add more minerals. \
        Over millions of years the sea became as salty as it is today.";
    let mut child = world
        .command(&["new", "-", "-o", "salt.toml", "--scenes", "4"])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(world.run(&["script", "salt.toml"]).code, Some(0));
    let project = world.read("salt.toml");
    assert!(
        (2..=4).contains(&project.matches("[[scene]]").count()),
        "{project}"
    );
    assert!(
        project.contains("rock") || project.contains("salt"),
        "{project}"
    );
}

#[test]
fn doctor_tells_what_works() {
    let world = World::new();
    let run = world.run(&["doctor"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for part in ["script", "pictures", "voice", "encoder", "libx264", "cache"] {
        assert!(
            run.stderr.contains(part),
            "{part} is not in:\n{}",
            run.stderr
        );
    }
    let mut command = world.command(&["doctor"]);
    let run: world::Run = command.env("PATH", "/nowhere").output().unwrap().into();
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("install"), "{}", run.stderr);
}

#[test]
fn the_readme_shows_the_examples_as_they_are() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let readme = std::fs::read_to_string(format!("{root}/README.md")).unwrap();
    for name in ["topic_to_video", "own_image_gen"] {
        let path = format!("{root}/reelcraft-cli/examples/{name}.rs");
        let text = std::fs::read_to_string(path).unwrap();
        let (_, code) = text.split_once("\n\n").unwrap();
        assert!(
            readme.contains(code.trim_end()),
            "README.md shows another {name}.rs"
        );
    }
}
