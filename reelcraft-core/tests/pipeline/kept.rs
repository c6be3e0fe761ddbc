//! What was paid for is kept, and files of others are left alone.

use std::fs;

use reelcraft_core::{ErrorKind, Stage, Work};

use crate::world::{SEA, World, fields};

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
async fn everything_that_is_missing_is_told_at_once() {
    let world = World::new(
        "[voice]\nfile = \"gone.wav\"\n[music]\ntrack = \"gone.mp3\"\n[[scene]]\nline = \"One.\"\n",
    );
    let error = world.run(&Work::only([Stage::Render])).await.unwrap_err();
    assert_eq!(fields(&error), ["scene 1, render", "voice", "music"]);
}
