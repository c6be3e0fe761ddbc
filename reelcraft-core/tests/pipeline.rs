//! The pipeline over fake providers and a real project file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on fails"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use reelcraft_core::pipeline::{AssetKind, Ledger, Record};
use reelcraft_core::project::{Edit, FrameSize, ProjectFile, ProjectStore};
use reelcraft_core::provider::SpeechUnit;
use reelcraft_core::testing::{
    FakeImages, FakeRenderer, FakeScript, FakeVoice, Log, MemoryStore, tiny_picture,
};
use reelcraft_core::{
    Control, Error, ErrorKind, Event, Language, Outcome, Project, Result, Scene, Stage, Studio,
    Work,
};

/// A project file in a folder of its own, and fakes that tell what they were asked for.
struct World {
    folder: tempfile::TempDir,
    log: Log,
    studio: Studio,
}

const SEA: &str = "\
# My first reel
[reel]
topic = \"The sea\"   # short
language = \"en\"
scenes = 3

[music]
track = \"none\"
";

impl World {
    fn new(text: &str) -> Self {
        let log = Log::default();
        let studio = Studio::new(
            FakeScript(log.clone()),
            FakeImages(log.clone()),
            FakeVoice::by_line(log.clone()),
            FakeRenderer(log.clone()),
        );
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("sea.toml"), text).unwrap();
        Self {
            folder,
            log,
            studio,
        }
    }

    /// Runs, and gives what it warns of.
    async fn warnings(&self, work: &Work) -> Vec<String> {
        let warnings: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&warnings);
        let control = Control::new(move |event: Event| {
            if let Event::Warning { message } = event {
                seen.lock().unwrap().push(message);
            }
        });
        self.studio.run(&self.file(), work, &control).await.unwrap();
        let mut warnings = warnings.lock().unwrap();
        std::mem::take(&mut *warnings)
    }

    fn file(&self) -> ProjectFile {
        ProjectFile::open(self.path("sea.toml")).unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path("sea.toml")).unwrap()
    }

    fn project(&self) -> Project {
        self.file().load().unwrap()
    }

    fn replace(&self, from: &str, to: &str) {
        let text = self.text();
        assert!(text.contains(from), "{from} is not in:\n{text}");
        fs::write(self.path("sea.toml"), text.replace(from, to)).unwrap();
    }

    async fn run(&self, work: &Work) -> Result<Outcome> {
        self.studio
            .run(&self.file(), work, &Control::default())
            .await
    }

    async fn make(&self) -> Result<Outcome> {
        self.run(&Work::default()).await
    }

    fn timeline(&self) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.path("sea.mp4")).unwrap()).unwrap()
    }

    fn records(&self) -> Vec<reelcraft_core::pipeline::Record> {
        let assets = self.path("sea.assets");
        Ledger::peek(self.folder.path(), &assets)
            .unwrap()
            .records()
            .to_vec()
    }
}

/// Everything in a folder, without what is generated.
fn leftovers(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".partial") {
                names.push(name);
            }
        }
    }
    names
}

#[tokio::test]
async fn a_topic_becomes_a_video_and_a_second_run_costs_nothing() {
    let world = World::new(SEA);
    let outcome = world.make().await.unwrap();
    assert!(outcome.video.is_some());
    let calls = world.log.take();
    assert_eq!(
        calls
            .iter()
            .filter(|call| call.starts_with("script"))
            .count(),
        1
    );
    assert_eq!(
        calls
            .iter()
            .filter(|call| call.starts_with("prompts"))
            .count(),
        1
    );
    assert_eq!(
        calls.iter().filter(|call| call.starts_with("draw")).count(),
        3
    );
    assert_eq!(
        calls
            .iter()
            .filter(|call| call.starts_with("speak"))
            .count(),
        3
    );

    let text = world.text();
    assert!(
        text.starts_with("# My first reel\n[reel]\ntopic = \"The sea\"   # short\n"),
        "{text}"
    );
    let project = world.project();
    for scene in &project.scenes {
        assert!(world.path("").join(scene.image.as_ref().unwrap()).exists());
    }
    assert!(world.path("").join(project.voice.file.unwrap()).exists());

    world.make().await.unwrap();
    let calls = world.log.take();
    assert_eq!(calls.len(), 1, "only the render: {calls:?}");
    assert_eq!(world.text(), text);
    assert_eq!(leftovers(world.folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_failed_scene_does_not_cost_the_others() {
    let world = World::new(SEA);
    let refused = Error::new(
        ErrorKind::Refused {
            reason: "people".to_owned(),
        },
        "the model declined the prompt",
    );
    world.log.fail("draw A picture of Line 2", refused);
    let error = world.make().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Refused { .. }));
    assert_eq!(
        error.problems()[0].to_string(),
        "scene 2, visuals: the model declined the prompt"
    );
    let project = world.project();
    let has_image: Vec<bool> = project.scenes.iter().map(|s| s.image.is_some()).collect();
    assert_eq!(has_image, [true, false, true]);
    assert!(!world.path("sea.mp4").exists());

    world.log.heal();
    world.log.take();
    world.make().await.unwrap();
    let calls = world.log.take();
    assert_eq!(calls[0], "draw A picture of Line 2 of the fake script.");
    assert_eq!(calls.len(), 2, "{calls:?}");
}

#[tokio::test]
async fn editing_a_line_redoes_that_scene_alone() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    world.log.take();
    world.replace(
        "line = \"Line 2 of the fake script.\"",
        "line = \"Salt.\"  # mine",
    );
    world.make().await.unwrap();
    let mut calls = world.log.take();
    calls.pop();
    calls.sort();
    assert_eq!(
        calls,
        ["draw A picture of Salt.", "prompts 1", "speak Salt."]
    );
    assert!(world.text().contains("line = \"Salt.\"  # mine"));
    assert!(world.text().contains("# My first reel"));
}

#[tokio::test]
async fn a_prompt_of_ones_own_stays_and_gives_a_new_picture() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    let old = world.project().scenes[0].image.clone().unwrap();
    world.replace("A picture of Line 1 of the fake script.", "A blue whale");
    world.log.take();
    world.make().await.unwrap();
    assert_eq!(world.log.take()[0], "draw A blue whale");
    assert_eq!(
        world.project().scenes[0].prompt.as_deref(),
        Some("A blue whale")
    );

    // The line may change now: the prompt is the person's own.
    world.replace("\"Line 1 of the fake script.\"", "\"Another line.\"");
    world.make().await.unwrap();
    assert_eq!(world.log.take()[0], "speak Another line.");

    // Going back to the old words brings the old picture back.
    assert!(
        world.path("").join(&old).exists(),
        "older versions are kept"
    );
    world.replace("\"Another line.\"", "\"Line 1 of the fake script.\"");
    world.replace("A blue whale", "A picture of Line 1 of the fake script.");
    world.make().await.unwrap();
    assert_eq!(world.project().scenes[0].image, Some(old));
    assert_eq!(world.log.take().len(), 1, "only the render");
}

#[tokio::test]
async fn stale_pictures_are_kept_on_request() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    world.replace("A picture of Line 1", "A drawing of Line 1");
    world.log.take();
    let work = Work {
        keep_stale: true,
        ..Work::default()
    };
    world.run(&work).await.unwrap();
    assert_eq!(world.log.take().len(), 1, "only the render");
}

#[tokio::test]
async fn forcing_one_scene_makes_one_new_version() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    let before = world.project();
    world.log.take();
    let work = Work {
        scenes: Some([2].into()),
        force: [Stage::Visuals].into(),
        ..Work::only([Stage::Visuals])
    };
    for _ in 0..2 {
        world.run(&work).await.unwrap();
    }
    let calls = world.log.take();
    assert_eq!(calls.len(), 2, "{calls:?}");
    let after = world.project();
    assert_ne!(after.scenes[1].image, before.scenes[1].image);
    assert_eq!(after.scenes[0], before.scenes[0]);
    let versions: Vec<u32> = world
        .records()
        .iter()
        .filter(|r| r.kind == AssetKind::Image && r.text.contains("Line 2"))
        .map(|r| r.variant)
        .collect();
    assert_eq!(versions, [0, 1, 2]);
    for record in world.records() {
        if let Some(file) = record.file {
            assert!(world.path("").join(file).exists(), "nothing is removed");
        }
    }
}

#[tokio::test]
async fn a_locked_scene_is_left_alone() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    world.replace(
        "A picture of Line 1 of the fake script.\"",
        "A whale\"\nlocked = true",
    );
    world.log.take();
    world.make().await.unwrap();
    assert_eq!(world.log.take().len(), 1, "only the render");
    let error = world
        .run(&Work {
            force: [Stage::Script].into(),
            ..Work::default()
        })
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "scene 1 is locked, so the script is not written again"
    );
}

#[tokio::test]
async fn a_forced_script_keeps_the_old_file() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    world.replace("Line 3 of the fake script.", "My own third line.");
    let before = world.text();
    let work = Work {
        force: [Stage::Script].into(),
        ..Work::only([Stage::Script])
    };
    world.run(&work).await.unwrap();
    assert!(world.text().contains("Line 3 of the fake script."));
    let versions = fs::read_dir(world.path("sea.assets/versions")).unwrap();
    let texts: Vec<String> = versions
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(texts, [before]);
    assert_eq!(
        world.project().scenes[2].image,
        None,
        "the picture was of another line"
    );
    assert!(
        world.project().scenes[1].image.is_some(),
        "the same line keeps its picture"
    );
}

#[tokio::test]
async fn pictures_of_ones_own_are_checked_and_kept() {
    let text = "[voice]\nprovider = \"none\"\n[music]\ntrack = \"none\"\n\
        [[scene]]\nline = \"One.\"\nimage = \"own.png\"\n\
        [[scene]]\nline = \"Two.\"\nimage = \"list.jpg\"\n\
        [[scene]]\nline = \"Three.\"\nimage = \"gone.jpg\"\n";
    let world = World::new(text);
    let png = tiny_picture(reelcraft_core::project::FrameSize::new(100, 100), [1, 2, 3]);
    fs::write(world.path("own.png"), &png).unwrap();
    fs::write(world.path("list.jpg"), "#EXTM3U\n").unwrap();
    let error = world.make().await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("scene 2") && problems[0].contains("list.jpg"));
    assert!(problems[1].contains("scene 3") && problems[1].contains("gone.jpg"));

    fs::write(world.path("list.jpg"), &png).unwrap();
    fs::write(world.path("gone.jpg"), &png).unwrap();
    world.make().await.unwrap();
    assert_eq!(world.text(), text, "nothing was generated");

    // A new version is drawn in place of one's own only when just this scene is asked for.
    world.log.take();
    let force = Work {
        force: [Stage::Visuals].into(),
        ..Work::only([Stage::Visuals])
    };
    world.run(&force).await.unwrap();
    assert_eq!(world.log.take(), Vec::<String>::new());
}

#[tokio::test]
async fn a_used_up_quota_stops_all_further_calls() {
    let world = World::new(&SEA.replace("scenes = 3", "scenes = 12"));
    let quota = Error::new(
        ErrorKind::QuotaExceeded { retry_after: None },
        "the quota is used up",
    );
    world.log.fail("draw", quota);
    let error = world.make().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::QuotaExceeded { .. }));
    assert_eq!(error.problems().len(), 12);
    let calls = world.log.take();
    let draws = calls.iter().filter(|call| call.starts_with("draw")).count();
    assert!(draws <= 2, "{draws} calls were sent");
    assert_eq!(
        calls
            .iter()
            .filter(|call| call.starts_with("speak"))
            .count(),
        12
    );
}

#[tokio::test]
async fn cancelling_keeps_what_is_finished() {
    let world = World::new(&SEA.replace("scenes = 3", "scenes = 10"));
    let slot: Arc<Mutex<Option<Control>>> = Arc::default();
    let handle = Arc::clone(&slot);
    let control = Control::new(move |event: Event| {
        if let Event::SceneFinished {
            stage: Stage::Visuals,
            ..
        } = event
            && let Some(control) = handle.lock().unwrap().as_ref()
        {
            control.cancel();
        }
    });
    *slot.lock().unwrap() = Some(control.clone());
    let result = world
        .studio
        .run(&world.file(), &Work::default(), &control)
        .await;
    assert!(result.unwrap_err().is_cancelled());
    let project = world.project();
    let finished = project
        .scenes
        .iter()
        .filter(|scene| scene.image.is_some())
        .count();
    assert!((1..10).contains(&finished), "{finished}");
    world.log.take();
    world.make().await.unwrap();
    let calls = world.log.take();
    let draws = calls.iter().filter(|call| call.starts_with("draw")).count();
    assert!(draws + finished <= 10, "{draws} after {finished}");
}

#[tokio::test]
async fn a_result_that_was_not_written_back_is_found_again() {
    // As after a crash between the picture and the project file.
    let world = World::new(SEA);
    world.make().await.unwrap();
    let text = world.text();
    let without: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("image") && !line.starts_with("file"))
        .collect();
    fs::write(world.path("sea.toml"), without.join("\n")).unwrap();
    world.log.take();
    world.make().await.unwrap();
    assert_eq!(world.log.take().len(), 1, "only the render");
    assert!(
        world
            .project()
            .scenes
            .iter()
            .all(|scene| scene.image.is_some())
    );
}

#[tokio::test]
async fn a_lost_or_damaged_file_is_made_again() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    let lost = world
        .path("")
        .join(world.project().scenes[0].image.clone().unwrap());
    fs::remove_file(&lost).unwrap();
    world.log.take();
    world.make().await.unwrap();
    assert_eq!(
        world.log.take()[0],
        "draw A picture of Line 1 of the fake script."
    );
    assert!(lost.exists());
}

#[tokio::test]
async fn lines_start_where_they_are_spoken() {
    let world = World::new(&SEA.replace("scenes = 3", "scenes = 8"));
    world.make().await.unwrap();
    let timeline = world.timeline();
    let records = world.records();
    let voiceover = records
        .iter()
        .find(|r| r.kind == AssetKind::Voiceover)
        .unwrap();
    let spans = voiceover.lines.as_ref().unwrap();
    assert_eq!(spans.len(), 8);
    for (clip, span) in timeline["clips"]
        .as_array()
        .unwrap()
        .iter()
        .zip(spans)
        .skip(1)
    {
        let start = clip["frames"]["start"].as_u64().unwrap() as f64 / 30.0;
        assert!((start - span.unwrap().start).abs() <= 1.0 / 30.0);
    }
}

#[tokio::test]
async fn a_whole_script_may_be_spoken_in_one_call() {
    let mut world = World::new(SEA);
    for tells_times in [true, false] {
        world.studio.tts = Arc::new(FakeVoice {
            log: world.log.clone(),
            unit: SpeechUnit::Script,
            tells_times,
        });
        let work = Work {
            force: [Stage::Voice].into(),
            ..Work::only([Stage::Script, Stage::Voice])
        };
        world.run(&work).await.unwrap();
        let calls = world.log.take();
        let spoken: Vec<&String> = calls
            .iter()
            .filter(|call| call.starts_with("speak"))
            .collect();
        assert_eq!(spoken.len(), 1, "{calls:?}");
        let records = world.records();
        let voiceover = records
            .iter()
            .rfind(|r| r.kind == AssetKind::Voiceover)
            .unwrap();
        let spans: Vec<_> = voiceover.lines.as_ref().unwrap().iter().flatten().collect();
        assert_eq!(spans.len(), 3);
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
        // The fake hums each line for 0.1 s a letter, 0.4 s apart.
        for (index, span) in spans.iter().enumerate() {
            let start = 0.25 + index as f64 * (2.6 + 0.4);
            assert!((span.start - start).abs() < 0.02, "{span:?}");
            assert!((span.end - start - 2.6).abs() < 0.02, "{span:?}");
        }
    }
    world.make().await.unwrap();
    let calls = world.log.take();
    assert!(
        !calls.iter().any(|call| call.starts_with("speak")),
        "{calls:?}"
    );
}

/// A project with two lines and the person's own recording.
const OWN_VOICE: &str = "[voice]\nprovider = \"file\"\nfile = \"me.wav\"\n[music]\n\
    track = \"none\"\n[captions]\nstyle = \"none\"\n[[scene]]\nline = \"One short line.\"\n[[scene]]\n\
    line = \"And one that is a bit longer.\"\n";

/// Writes a recording of 8 kHz that hums in some stretches, in seconds.
fn write_recording(world: &World, secs: f64, stretches: &[(f64, f64)]) {
    let samples = (0..(8000.0 * secs) as usize).map(|i| {
        let at = i as f64 / 8000.0;
        let is_heard = stretches
            .iter()
            .any(|(start, end)| (*start..*end).contains(&at));
        if is_heard {
            (i as f32 * 0.3).sin() * 0.4
        } else {
            0.0
        }
    });
    let sound = reelcraft_core::voiceover::Pcm {
        samples: samples.collect(),
        sample_rate_hz: 8000,
    };
    fs::write(world.path("me.wav"), sound.to_wav().unwrap()).unwrap();
}

#[tokio::test]
async fn a_recording_of_ones_own_is_used_as_it_is() {
    let world = World::new(OWN_VOICE);
    let error = world.make().await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    write_recording(&world, 5.0, &[(0.5, 1.7), (2.2, 5.0)]);
    assert_eq!(world.warnings(&Work::default()).await, Vec::<String>::new());
    assert!(
        !world
            .log
            .calls()
            .iter()
            .any(|call| call.starts_with("speak"))
    );
    let frames = world.timeline()["length"].as_u64().unwrap();
    assert_eq!(frames, 168, "5 s of voice and 0.6 s after it");
    let cut = world.timeline()["clips"][1]["frames"]["start"].as_u64();
    assert_eq!(cut, Some(66), "the second line starts at 2.2 s");
}

#[tokio::test]
async fn where_a_line_of_a_recording_is_uncertain_it_is_told() {
    let world = World::new(OWN_VOICE);
    write_recording(&world, 5.0, &[(0.0, 5.0)]);
    for _ in 0..2 {
        assert_eq!(
            world.warnings(&Work::default()).await,
            [
                "when the voice speaks the line of scenes 1 and 2 is uncertain: check the cuts, or \
              have each line spoken alone"
            ]
        );
        let frames = world.timeline()["length"].as_u64().unwrap();
        assert_eq!(frames, 168, "5 s of voice and 0.6 s after it");
        let records = world.records();
        let found: Vec<&Record> = records
            .iter()
            .filter(|record| record.kind == AssetKind::Recording)
            .collect();
        assert_eq!(found.len(), 1, "it is looked for once");
        assert_eq!(found[0].unsure, [0, 1]);
    }
}

#[tokio::test]
async fn a_voice_whose_lines_are_uncertain_is_not_cut() {
    let mut world = World::new(SEA);
    world.studio.tts = Arc::new(FakeVoice {
        log: world.log.clone(),
        unit: SpeechUnit::Script,
        tells_times: false,
    });
    world.run(&Work::only([Stage::Script])).await.unwrap();
    // The fake hums a tenth of a second a letter: the first line is as long as its letters
    // are not.
    world.replace(
        "Line 1 of the fake script.",
        "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    );
    world.replace("line = \"1", "duration = 30\nline = \"1");
    let work = Work::only([Stage::Voice]);
    let warnings = world.warnings(&work).await;
    let records = world.records();
    let of_kind = |kind| records.iter().rfind(|r: &&Record| r.kind == kind).unwrap();
    let (speech, voiceover) = (of_kind(AssetKind::Speech), of_kind(AssetKind::Voiceover));
    assert!(!speech.unsure.is_empty());
    assert_eq!(voiceover.unsure, speech.unsure);
    assert_eq!(voiceover.lines, speech.lines);
    assert!(
        (voiceover.secs - speech.secs).abs() < 1e-9,
        "it is as it was spoken"
    );
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("is uncertain: check the cuts"));
}

#[tokio::test]
async fn a_forecast_tells_what_a_run_does() {
    let world = World::new(SEA);
    let forecast = world
        .studio
        .forecast(&world.file(), &Work::default())
        .unwrap();
    assert_eq!(
        (forecast.lines, forecast.images.len(), forecast.speech.len()),
        (3, 3, 3)
    );
    assert!(!world.path("sea.assets").exists(), "nothing was changed");
    world.make().await.unwrap();
    let forecast = world
        .studio
        .forecast(&world.file(), &Work::default())
        .unwrap();
    assert_eq!(
        (forecast.lines, forecast.images.len(), forecast.speech.len()),
        (0, 0, 0)
    );
    world.replace("line = \"Line 2 of the fake script.\"", "line = \"Salt.\"");
    let forecast = world
        .studio
        .forecast(&world.file(), &Work::default())
        .unwrap();
    assert_eq!(
        (forecast.prompts, forecast.images, forecast.speech),
        (vec![2], vec![2], vec![2])
    );
}

#[tokio::test]
async fn two_runs_at_once_do_not_mix() {
    let world = World::new(SEA);
    let _other = Ledger::open(world.folder.path(), &world.path("sea.assets")).unwrap();
    let error = world.make().await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("another reelcraft"));
}

#[tokio::test]
async fn scenes_that_do_not_exist_are_refused() {
    let world = World::new(SEA);
    world.run(&Work::only([Stage::Script])).await.unwrap();
    let work = Work {
        scenes: Some([4].into()),
        ..Work::default()
    };
    let error = world.run(&work).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no scene 4: the project has 3");
}

#[tokio::test]
async fn a_person_may_edit_while_the_work_runs() {
    let world = World::new(SEA);
    world
        .run(&Work::only([Stage::Script, Stage::Prompts]))
        .await
        .unwrap();
    let file = world.file();
    // A scene is put before the others after the work began.
    let scene = reelcraft_core::project::SceneRef {
        index: 0,
        line: "Line 1 of the fake script.".to_owned(),
    };
    world.replace(
        "[[scene]]\nline = \"Line 1",
        "[[scene]]\nline = \"New first.\"\n\n[[scene]]\nline = \"Line 1",
    );
    let image = |name: &str| Edit::Image {
        scene: scene.clone(),
        was: None,
        image: format!("sea.assets/images/{name}").into(),
    };
    assert!(file.save(&image("a.png")).unwrap());
    let project = world.project();
    assert_eq!(project.scenes[0].image, None);
    assert_eq!(
        project.scenes[1].image,
        Some("sea.assets/images/a.png".into())
    );

    // What the person wrote meanwhile stays.
    assert!(!file.save(&image("b.png")).unwrap());
    let voice = Edit::Voice {
        was: None,
        file: "sea.assets/voice/a.wav".into(),
    };
    world.replace(
        "[music]",
        "[voice]\nprovider = \"file\"\nfile = \"me.wav\"\n[music]",
    );
    assert!(!file.save(&voice).unwrap());
    assert_eq!(world.project().voice.file, Some("me.wav".into()));
}

#[tokio::test]
async fn a_project_may_live_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(SEA);
    let mut project = Project::from_topic("Tea", Language::default());
    project.music.track = "none".to_owned();
    project.scenes = vec![
        Scene::from_line("Tea is old."),
        Scene::from_line("Tea is warm."),
    ];
    let store = MemoryStore::new(project, folder.path());
    world
        .studio
        .make(&store, &Control::default())
        .await
        .unwrap();
    let project = store.load().unwrap();
    assert!(
        project
            .scenes
            .iter()
            .all(|scene| scene.image.is_some() && scene.prompt.is_some())
    );
    assert!(folder.path().join("video.mp4").exists());
    let _: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("video.mp4")).unwrap()).unwrap();
}

#[tokio::test]
async fn what_was_paid_before_a_crash_is_not_paid_again() {
    let world = World::new(SEA);
    let words = Work::only([Stage::Script, Stage::Prompts]);
    world.run(&words).await.unwrap();
    let lines = world.project().lines();
    // As if killed between the ledger and the project file.
    fs::write(world.path("sea.toml"), SEA).unwrap();
    world.log.take();
    world.run(&words).await.unwrap();
    assert_eq!(world.log.take(), Vec::<String>::new());
    assert_eq!(world.project().lines(), lines);
    // A torn line at the end of the ledger is the mark of a crash, too.
    let ledger = world.path("sea.assets/ledger.jsonl");
    let whole = fs::read_to_string(&ledger).unwrap();
    fs::write(&ledger, format!("{whole}{{\"made\":{{\"kind\":\"im")).unwrap();
    world.make().await.unwrap();
    world.log.take();
    world.make().await.unwrap();
    assert_eq!(world.log.take().len(), 1, "only the render");
}

#[tokio::test]
async fn equal_scenes_are_paid_for_once() {
    let scene = "[[scene]]\nline = \"Tea.\"\nprompt = \"A cup\"\n";
    let world = World::new(&format!("[music]\ntrack = \"none\"\n{}", scene.repeat(4)));
    world.make().await.unwrap();
    let mut calls = world.log.take();
    calls.pop();
    calls.sort();
    assert_eq!(calls, ["draw A cup", "speak Tea."]);
}

#[tokio::test]
async fn the_video_never_replaces_what_it_is_made_of() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    let text = world.text();
    for name in ["sea.toml", "film.mov"] {
        let work = Work {
            output: Some(world.path(name)),
            ..Work::only([Stage::Render])
        };
        let error = world.run(&work).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidInput, "{name}");
    }
    assert_eq!(world.text(), text);
    let image = world.project().scenes[0].image.clone().unwrap();
    fs::copy(world.path("").join(&image), world.path("mine.jpg")).unwrap();
    world.replace(&image.display().to_string(), "mine.jpg");
    let work = Work {
        output: Some(world.path("mine.mp4")),
        ..Work::only([Stage::Render])
    };
    let error = world.run(&work).await.unwrap_err();
    assert!(error.to_string().contains("would replace"), "{error}");
}

#[tokio::test]
async fn a_video_that_a_killed_run_left_is_replaced() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    // The process ended between the video and its line in the ledger.
    let ledger = world.path("sea.assets/ledger.jsonl");
    let lines = fs::read_to_string(&ledger).unwrap();
    let kept: Vec<&str> = lines
        .lines()
        .filter(|line| !line.contains("written"))
        .collect();
    fs::write(&ledger, kept.join("\n") + "\n").unwrap();
    world.make().await.unwrap();
    // With the ledger gone as well, nobody knows whose video it is.
    fs::remove_file(&ledger).unwrap();
    let error = world.make().await.unwrap_err();
    assert!(error.to_string().contains("is there already"), "{error}");
}

#[tokio::test]
async fn a_retouched_picture_is_ones_own() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    let image = world.project().scenes[0].image.clone().unwrap();
    let path = world.path("").join(&image);
    let retouched = tiny_picture(FrameSize::new(90, 160), [7, 7, 7]);
    fs::write(&path, &retouched).unwrap();
    world.replace("\"Line 1 of the fake script.\"", "\"Another line.\"");
    world.log.take();
    world.make().await.unwrap();
    assert_eq!(world.log.take()[0], "speak Another line.");
    // Even when it is drawn again, the retouched file stays.
    let text = world.text();
    let without: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("image"))
        .collect();
    fs::write(world.path("sea.toml"), without.join("\n")).unwrap();
    world.make().await.unwrap();
    assert_eq!(fs::read(&path).unwrap(), retouched);
}

#[tokio::test]
async fn a_voice_that_failed_in_part_goes_on_where_it_was() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    world.log.take();
    let busy = Error::unavailable("the voice is busy");
    world.log.fail("speak Line 3", busy);
    let force = Work {
        force: [Stage::Voice].into(),
        ..Work::only([Stage::Voice])
    };
    world.run(&force).await.unwrap_err();
    world.log.heal();
    assert_eq!(world.log.take().len(), 3);
    let old = world.project().voice.file;
    world.run(&Work::only([Stage::Voice])).await.unwrap();
    assert_eq!(
        world.log.take(),
        Vec::<String>::new(),
        "two are new, one is old"
    );
    assert_ne!(world.project().voice.file, old);
}

#[tokio::test]
async fn durations_cost_no_new_speech() {
    for unit in [SpeechUnit::Line, SpeechUnit::Script] {
        let mut world = World::new(SEA);
        world.studio.tts = Arc::new(FakeVoice {
            unit,
            ..FakeVoice::by_line(world.log.clone())
        });
        world.make().await.unwrap();
        world.log.take();
        world.replace("line = \"Line 1", "duration = 10\nline = \"Line 1");
        world.make().await.unwrap();
        assert_eq!(world.log.take().len(), 1, "only the render");
        let records = world.records();
        let is_voiceover = |r: &&Record| r.kind == AssetKind::Voiceover;
        let voiceover = records.iter().rfind(is_voiceover).unwrap();
        let second = voiceover.lines.as_ref().unwrap()[1].unwrap();
        assert!((second.start - 10.0).abs() < 0.03, "{unit:?} {second:?}");
        let frame = world.timeline()["clips"][1]["frames"]["start"].as_u64();
        assert_eq!(frame, Some(300));
    }
}

#[tokio::test]
async fn an_old_voice_is_told_and_keeps_its_lines() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    let second = world.timeline()["voice"]["lines"][1].clone();
    world.replace(
        "[[scene]]\nline = \"Line 2",
        "[[scene]]\nline = \"New.\"\nimage = \"new.png\"\n\n[[scene]]\nline = \"Line 2",
    );
    let png = tiny_picture(FrameSize::new(90, 160), [7, 7, 7]);
    fs::write(world.path("new.png"), png).unwrap();
    let warnings: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&warnings);
    let control = Control::new(move |event: Event| {
        if let Event::Warning { message } = event {
            seen.lock().unwrap().push(message);
        }
    });
    let work = Work::only([Stage::Render]);
    world
        .studio
        .run(&world.file(), &work, &control)
        .await
        .unwrap();
    let lines = world.timeline()["voice"]["lines"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(lines.len(), 4, "one entry a clip");
    assert!(lines[1].is_null());
    assert_eq!(lines[2], second);
    assert!(warnings.lock().unwrap()[0].contains("older lines"));
}

fn fields(error: &Error) -> Vec<&str> {
    let problems = error.problems().iter();
    problems.map(|problem| problem.field.as_str()).collect()
}

#[tokio::test]
async fn everything_that_is_missing_is_told_at_once() {
    let world = World::new(
        "[voice]\nfile = \"gone.wav\"\n[music]\ntrack = \"gone.mp3\"\n[[scene]]\nline = \"One.\"\n",
    );
    let error = world.run(&Work::only([Stage::Render])).await.unwrap_err();
    assert_eq!(fields(&error), ["scene 1, render", "voice", "music"]);
}

#[tokio::test]
async fn a_voice_that_fails_does_not_hide_a_scene_that_failed() {
    let mut world = World::new(SEA);
    world.studio.tts = Arc::new(FakeVoice {
        unit: SpeechUnit::Script,
        ..FakeVoice::by_line(world.log.clone())
    });
    world
        .log
        .fail("speak", Error::unavailable("the voice is down"));
    let missing = Error::unavailable("no picture");
    world.log.fail("draw A picture of Line 2", missing);
    let error = world.make().await.unwrap_err();
    assert_eq!(fields(&error), ["voice", "scene 2, visuals"]);
}

#[tokio::test]
async fn prompts_that_fail_are_told_once_a_scene() {
    let world = World::new(SEA);
    let down = Error::unavailable("the writer is down");
    world.log.fail("prompts", down);
    let error = world.make().await.unwrap_err();
    assert_eq!(error.problems().len(), 3, "{:?}", error.problems());
}

#[tokio::test]
async fn nothing_to_work_on_is_told() {
    let world = World::new(SEA);
    let refused = async |work: Work| world.run(&work).await.unwrap_err().to_string();
    let told = refused(Work::only([Stage::Visuals])).await;
    assert_eq!(told, "there are no lines yet");
    world.make().await.unwrap();
    world.replace("line = \"Line 2", "locked = true\nline = \"Line 2");
    let told = refused(Work {
        scenes: Some([2].into()),
        force: [Stage::Voice].into(),
        ..Work::only([Stage::Voice])
    });
    assert_eq!(told.await, "scene 2 is locked");
    let told = refused(Work {
        scenes: Some([1].into()),
        force: [Stage::Script].into(),
        ..Work::default()
    });
    assert!(told.await.contains("as a whole"));
}

#[tokio::test]
async fn an_empty_list_of_scenes_is_filled() {
    let world =
        World::new("scene = []\n[reel]\ntopic = \"Tea\"\nscenes = 2\n[music]\ntrack = \"none\"\n");
    world.make().await.unwrap();
    assert_eq!(world.project().scenes.len(), 2);
}

#[tokio::test]
async fn a_provider_that_ignores_the_control_is_not_asked_again() {
    let world = World::new(&SEA.replace("scenes = 3", "scenes = 20"));
    let control = Control::default();
    world
        .run(&Work::only([Stage::Script, Stage::Prompts]))
        .await
        .unwrap();
    world.log.take();
    control.cancel();
    let work = Work::only([Stage::Visuals, Stage::Voice]);
    let error = world
        .studio
        .run(&world.file(), &work, &control)
        .await
        .unwrap_err();
    assert!(error.is_cancelled());
    assert_eq!(world.log.take(), Vec::<String>::new());
}
