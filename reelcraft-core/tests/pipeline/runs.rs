//! Whole runs: what they make, cost and refuse.

use std::fs;
use std::sync::{Arc, Mutex};

use reelcraft_core::pipeline::{Costs, Ledger};
use reelcraft_core::project::{Edit, ProjectStore};
use reelcraft_core::provider::Usage;
use reelcraft_core::testing::MemoryStore;
use reelcraft_core::{Control, Error, ErrorKind, Event, Language, Project, Scene, Stage, Work};

use crate::world::{SEA, World, leftovers};

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
        scenes: Some([9].into()),
        force: [Stage::Script].into(),
        ..Work::default()
    });
    assert!(told.await.contains("there is no scene 9"));
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
async fn what_everything_costs_is_told_before_and_after() {
    let world = World::new(SEA);
    let forecast = world
        .studio
        .forecast(&world.file(), &Work::default())
        .unwrap();
    let calls = |stage: Stage| forecast.usage.get(&stage).map(|usage| usage.calls);
    assert_eq!(
        [Stage::Script, Stage::Prompts, Stage::Visuals, Stage::Voice].map(calls),
        [Some(1), Some(1), Some(3), Some(3)]
    );
    let missing = Error::unavailable("no picture");
    let lost = Usage {
        calls: 2,
        micro_usd: 77,
        ..Usage::default()
    };
    world
        .log
        .fail("draw A picture of Line 2", missing.after(lost));
    world.make().await.unwrap_err();
    world.log.heal();
    let outcome = world.make().await.unwrap();
    assert_eq!(outcome.usage.calls, 1, "the missing picture");
    let costs = Costs::of(&world.file()).unwrap();
    let told: u64 = forecast.usage.values().map(|usage| usage.micro_usd).sum();
    assert_eq!(costs.total.micro_usd, told + 77);
    assert_eq!(costs.total.calls, 8 + 2);
    // A third of the prompts, a picture and a line each.
    let scenes: Vec<u64> = costs.scenes.iter().map(|usage| usage.micro_usd).collect();
    assert_eq!(scenes, [2334, 2333, 2333]);
    assert_eq!(world.make().await.unwrap().usage, Usage::default());
}
