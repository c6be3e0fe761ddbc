//! One scene at a time: failures, edits, locks, versions.

use std::fs;

use reelcraft_core::pipeline::AssetKind;
use reelcraft_core::project::FrameSize;
use reelcraft_core::testing::tiny_picture;
use reelcraft_core::{Error, ErrorKind, Stage, Work};

use crate::world::{SEA, World};

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
async fn prompts_that_fail_are_told_once_a_scene() {
    let world = World::new(SEA);
    let down = Error::unavailable("the writer is down");
    world.log.fail("prompts", down);
    let error = world.make().await.unwrap_err();
    assert_eq!(error.problems().len(), 3, "{:?}", error.problems());
}
