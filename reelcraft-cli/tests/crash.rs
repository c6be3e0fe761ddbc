//! Killed or stopped at any moment, nothing that was finished is lost or made again.
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

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use world::{World, ffmpeg, probe};

const SEA: &str = "\
# kept
[reel]
topic = \"The sea\"
language = \"en\"
format = \"216x384\"
scenes = 8
";

/// Starts `make`, and kills it as soon as `enough` says so; gives the events until then.
fn make_until(world: &World, enough: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let mut child = world
        .command(&["make", "sea.toml", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut events = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        events.push(serde_json::from_str(&line.unwrap()).unwrap());
        if enough(&events) {
            child.kill().unwrap();
            break;
        }
    }
    child.wait().unwrap();
    events
}

/// The scenes that a stage finished in some events, without those it found finished.
fn finished(events: &[Value], stage: &str) -> BTreeSet<u64> {
    events
        .iter()
        .filter(|e| e["event"] == "scene_finished" && e["stage"] == stage && e["reused"] == false)
        .filter_map(|event| event["scene"].as_u64())
        .collect()
}

fn generated(world: &World) -> Vec<(String, blake3::Hash)> {
    let files = world.files().into_iter();
    files
        .filter(|(name, _)| name.starts_with("sea.assets/") && !name.ends_with("ledger.jsonl"))
        .collect()
}

/// Makes the video after a kill, and checks that nothing was lost or repeated.
fn finish(world: &World, before: &[Value]) -> Value {
    let kept = generated(world);
    let run = world.run(&["make", "sea.toml", "--json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let events = run.events();
    for stage in ["prompts", "visuals", "voice"] {
        let again: Vec<u64> = finished(&events, stage)
            .intersection(&finished(before, stage))
            .copied()
            .collect();
        assert_eq!(again, Vec::<u64>::new(), "{stage} made again");
    }
    let after = generated(world);
    for file in kept.iter().filter(|(name, _)| !name.contains(".partial")) {
        assert!(after.contains(file), "{} was lost or changed", file.0);
    }
    assert_eq!(world.stray(), Vec::<String>::new());
    assert!(world.read("sea.toml").starts_with("# kept\n"));
    events.last().unwrap()["outcome"].clone()
}

#[test]
fn killed_while_drawing() {
    let world = World::new();
    world.write("sea.toml", SEA);
    let events = make_until(&world, |events| finished(events, "visuals").len() >= 3);
    finish(&world, &events);
}

#[test]
fn killed_while_speaking() {
    let world = World::new();
    world.write("sea.toml", SEA);
    let events = make_until(&world, |events| finished(events, "voice").len() >= 3);
    finish(&world, &events);
}

#[test]
fn killed_while_rendering() {
    let world = World::new();
    world.write("sea.toml", SEA);
    let is_half = |event: &Value| {
        event["event"] == "progress"
            && event["stage"] == "render"
            && event["done"].as_u64().unwrap() * 2 > event["total"].as_u64().unwrap()
    };
    let events = make_until(&world, |events| events.last().is_some_and(is_half));
    assert!(!world.path("sea.mp4").exists());
    let outcome = finish(&world, &events);
    let reused = outcome["video"]["segments_reused"].as_u64().unwrap();
    assert!(reused >= 2, "only {reused} segments were kept");
}

#[test]
fn killed_at_random_moments_the_video_is_the_same() {
    let world = World::new();
    world.write("sea.toml", SEA);
    // Spread over a run, whatever the speed of the machine.
    for events_before_kill in [2, 9, 23, 60, 150, 400] {
        make_until(&world, |events| events.len() >= events_before_kill);
    }
    assert_eq!(world.run(&["make", "sea.toml"]).code, Some(0));
    assert_eq!(world.stray(), Vec::<String>::new());

    let calm = World::new();
    calm.write("sea.toml", SEA);
    assert_eq!(calm.run(&["make", "sea.toml"]).code, Some(0));
    let frames = |world: &World| {
        let path = world.path("sea.mp4").display().to_string();
        let (hashes, _) = ffmpeg(&["-v", "error", "-i", &path, "-f", "framemd5", "-"]);
        String::from_utf8(hashes).unwrap()
    };
    assert_eq!(frames(&world), frames(&calm));
}

#[test]
#[cfg(unix)]
fn ctrl_c_keeps_what_is_done() {
    let world = World::new();
    world.write("sea.toml", SEA);
    let mut child = world
        .command(&["make", "sea.toml", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut events: Vec<Value> = Vec::new();
    while finished(&events, "visuals").len() < 2 {
        events.push(serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap());
    }
    let stopped = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(stopped.success());
    events.extend(lines.map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap()));
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    assert_eq!(events.last().unwrap()["error"]["kind"], "cancelled");
    assert_eq!(world.stray(), Vec::<String>::new());
    std::thread::sleep(Duration::from_millis(50));
    finish(&world, &events);
    assert!(
        probe(&world.path("sea.mp4"))["streams"]
            .as_array()
            .unwrap()
            .len()
            == 2
    );
}
