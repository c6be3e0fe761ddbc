//! The pipeline over fake providers and a real project file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use reelcraft_core::pipeline::{AssetKind, Ledger};
use reelcraft_core::project::{Edit, ProjectFile, ProjectStore};
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
    }
    world.make().await.unwrap();
    let calls = world.log.take();
    assert!(
        !calls.iter().any(|call| call.starts_with("speak")),
        "{calls:?}"
    );
}

#[tokio::test]
async fn a_recording_of_ones_own_is_used_as_it_is() {
    let text = "[voice]\nprovider = \"file\"\nfile = \"me.wav\"\n[music]\ntrack = \"none\"\n\
        [[scene]]\nline = \"One short line.\"\n[[scene]]\nline = \"And one that is a bit longer.\"\n";
    let world = World::new(text);
    let error = world.make().await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    let samples = (0..8000 * 5)
        .map(|i| (i as f32 * 0.3).sin() * 0.4)
        .collect();
    let sound = reelcraft_core::voiceover::Pcm {
        samples,
        sample_rate_hz: 8000,
    };
    fs::write(world.path("me.wav"), sound.to_wav().unwrap()).unwrap();
    world.make().await.unwrap();
    assert!(
        !world
            .log
            .calls()
            .iter()
            .any(|call| call.starts_with("speak"))
    );
    let frames = world.timeline()["length"].as_u64().unwrap();
    assert_eq!(frames, 168, "5 s of voice and 0.6 s after it");
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
    file.save(&Edit::Image(scene, "sea.assets/images/a.png".into()))
        .unwrap();
    let project = world.project();
    assert_eq!(project.scenes[0].image, None);
    assert_eq!(
        project.scenes[1].image,
        Some("sea.assets/images/a.png".into())
    );
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
