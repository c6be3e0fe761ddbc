//! Scripts and lines that are written again.

use std::fs;

use reelcraft_core::{Error, Stage, Work};

use crate::world::{SEA, World, fields};

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
async fn single_lines_are_written_anew() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    world.log.take();
    let work = Work {
        scenes: Some([1, 3].into()),
        force: [Stage::Script].into(),
        wish: Some("shorter".to_owned()),
        ..Work::only([Stage::Script])
    };
    let forecast = world.studio.forecast(&world.file(), &work).unwrap();
    assert_eq!(forecast.rewritten, [1, 3]);
    assert_eq!(forecast.usage[&Stage::Script].calls, 2);
    world.run(&work).await.unwrap();
    assert_eq!(world.log.take(), ["rewrite 1", "rewrite 3"]);
    assert_eq!(
        world.project().lines(),
        [
            "Line 1, shorter, version 0.",
            "Line 2 of the fake script.",
            "Line 3, shorter, version 0."
        ]
    );
    assert!(world.text().starts_with("# My first reel"), "comments stay");
    let versions = fs::read_dir(world.path("sea.assets/versions")).unwrap();
    assert_eq!(versions.count(), 2, "what was there is kept");
    // Asked again, there is another one.
    let again = Work {
        scenes: Some([3].into()),
        ..work.clone()
    };
    world.run(&again).await.unwrap();
    assert_eq!(world.project().lines()[2], "Line 3, shorter, version 1.");
    world.log.take();
    // Only what belongs to these lines is made again.
    world.make().await.unwrap();
    let calls = world.log.take();
    let of = |word: &str| calls.iter().filter(|call| call.starts_with(word)).count();
    assert_eq!(
        (of("prompts 2"), of("draw"), of("speak")),
        (1, 2, 2),
        "{calls:?}"
    );
}

#[tokio::test]
async fn a_line_that_is_not_rewritten_stays() {
    let world = World::new(SEA);
    world.run(&Work::only([Stage::Script])).await.unwrap();
    let before = world.text();
    world
        .log
        .fail("rewrite 2", Error::unavailable("the writer is down"));
    let work = Work {
        scenes: Some([2].into()),
        force: [Stage::Script].into(),
        ..Work::only([Stage::Script])
    };
    let error = world.run(&work).await.unwrap_err();
    assert_eq!(fields(&error), ["scene 2, script"]);
    assert_eq!(world.text(), before);
}
