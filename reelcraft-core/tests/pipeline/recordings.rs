//! Recordings of single scenes, no voice at all, and scenes of text alone.

use reelcraft_core::pipeline::ProjectStates;
use reelcraft_core::pipeline::{ElementState, Ledger};
use reelcraft_core::{ErrorKind, Work};

use crate::voice::write_recording;
use crate::world::World;

const TWO: &str = "[reel]\nlanguage = \"en\"\n[music]\ntrack = \"none\"\n[[scene]]\nline = \"Rivers \
    carry salt.\"\n[[scene]]\nline = \"Slowly, grain by grain.\"\nvoice = \"me.wav\"\n";

fn voice_state(world: &World) -> ElementState {
    let ledger = Ledger::peek(world.folder.path(), &world.path("sea.assets")).unwrap();
    ProjectStates::of(&world.project(), world.folder.path(), &ledger).voice
}

fn spans(world: &World) -> Vec<(f64, f64)> {
    let timeline = world.timeline();
    let lines = timeline["voice"]["lines"].as_array().unwrap().iter();
    lines
        .map(|line| {
            (
                line["start"].as_f64().unwrap(),
                line["end"].as_f64().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_scene_may_have_a_recording_of_its_own() {
    let world = World::new(TWO);
    write_recording(&world, 4.0, &[(1.0, 3.0)]);
    world.make().await.unwrap();
    let calls = world.log.calls();
    let spoken: Vec<&String> = calls
        .iter()
        .filter(|call| call.starts_with("speak"))
        .collect();
    assert_eq!(spoken, ["speak Rivers carry salt."]);
    let [first, second] = spans(&world)[..] else {
        panic!("two lines");
    };
    // Freed of the second of silence on both sides, after the pause between lines.
    assert!((second.1 - second.0 - 2.0).abs() < 0.03, "{second:?}");
    assert!(
        (second.0 - first.1 - 0.4).abs() < 0.12,
        "{first:?} {second:?}"
    );
    assert_eq!(voice_state(&world), ElementState::Current);

    // Another recording under the same name is another voiceover.
    write_recording(&world, 4.0, &[(1.0, 2.0)]);
    assert_eq!(voice_state(&world), ElementState::Stale);
    world.make().await.unwrap();
    let second = spans(&world)[1];
    assert!((second.1 - second.0 - 1.0).abs() < 0.03, "{second:?}");

    // So is one with the noise made softer.
    world.replace("[voice]", "[voice]\ngate = true");
    assert_eq!(voice_state(&world), ElementState::Stale);
}

#[tokio::test]
async fn recordings_need_no_voice_beside_them_and_a_bad_one_is_told() {
    let world = World::new(&TWO.replace("[music]", "[voice]\nprovider = \"none\"\n[music]"));
    let error = world.make().await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidInput, "{error}");
    write_recording(&world, 2.0, &[]);
    let error = world.make().await.unwrap_err();
    assert!(
        format!("{:?}", error.problems()).contains("nothing is heard in"),
        "{error:?}"
    );
    write_recording(&world, 4.0, &[(1.0, 3.0)]);
    world.make().await.unwrap();
    assert!(
        !world
            .log
            .calls()
            .iter()
            .any(|call| call.starts_with("speak"))
    );
    let timeline = world.timeline();
    assert!(timeline["voice"]["lines"][0].is_null());
    assert!(timeline["voice"]["lines"][1]["start"].as_f64().unwrap() > 1.0);
}

#[tokio::test]
async fn no_voice_at_all_is_a_normal_case() {
    let text = TWO.replace("voice = \"me.wav\"\n", "");
    let world = World::new(&text.replace("[music]", "[voice]\nprovider = \"none\"\n[music]"));
    assert_eq!(world.warnings(&Work::default()).await, Vec::<String>::new());
    let timeline = world.timeline();
    assert!(timeline["voice"].is_null());
    assert!(timeline["length"].as_u64().unwrap() > 90);
}

#[tokio::test]
async fn a_card_needs_neither_line_nor_picture() {
    let card = "[[scene]]\ncard = \"The sea\\nin a minute\"\nduration = 2\n";
    let world = World::new(&format!(
        "[music]\ntrack = \"none\"\n{card}[[scene]]\nline = \"It is salty.\"\n"
    ));
    world.make().await.unwrap();
    let drawn = world.log.calls();
    assert_eq!(
        drawn.iter().filter(|call| call.starts_with("draw")).count(),
        1,
        "{drawn:?}"
    );
    let timeline = world.timeline();
    assert_eq!(timeline["clips"][0]["card"]["text"], "The sea\nin a minute");
    assert_eq!(timeline["clips"][0]["card"]["background"], "#182040");
    assert!(timeline["clips"][1]["card"].is_null());
    assert_eq!(timeline["clips"][0]["frames"]["end"], 60);
}
