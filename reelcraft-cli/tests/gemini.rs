//! Videos by the real binary with Gemini behind it: what it asks for, how often, and what it
//! never tells.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod world;

use std::collections::HashSet;

use reelcraft_gemini::testing::{FakeGemini, RecordedRequest, Route};
use reelcraft_local::card::LocalImages;
use reelcraft_local::script::LocalScript;
use reelcraft_local::voice::LocalVoice;
use world::{Run, World, probe, sync};

const KEY: &str = "key-that-nobody-sees";

const SEA: &str = "\
[reel]
topic = \"Why the sea is salty\"
language = \"en\"
format = \"180x320\"
scenes = 10
";

async fn server() -> FakeGemini {
    let server = FakeGemini::builder()
        .key(KEY)
        .script(LocalScript::new())
        .images(LocalImages::new())
        .tts(LocalVoice::new());
    server.start().await.unwrap()
}

fn run(world: &World, server: &FakeGemini, arguments: &[&str]) -> Run {
    let mut command = world.command(arguments);
    command.env("GEMINI_API_KEY", KEY);
    command.env("GEMINI_BASE_URL", server.base_url());
    command.output().unwrap().into()
}

/// Calls for words, pictures and speech since the last time.
fn calls(server: &FakeGemini) -> [usize; 3] {
    let count =
        [Route::Text, Route::Image, Route::Speech].map(|route| server.requests_of(route).len());
    server.forget_requests();
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_topic_becomes_a_video_and_nothing_is_paid_for_twice() {
    let (world, server) = (World::new(), server().await);
    world.write("sea.toml", SEA);
    let made = run(&world, &server, &["make", "sea.toml", "-vv"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert_eq!(calls(&server), [2, 10, 1]);
    assert_eq!(
        probe(&world.path("sea.mp4"))["streams"][0]["codec_name"],
        "h264"
    );

    let again = run(&world, &server, &["make", "sea.toml"]);
    assert_eq!(again.code, Some(0), "{}", again.stderr);
    assert_eq!(calls(&server), [0, 0, 0]);

    let one = run(
        &world,
        &server,
        &["make", "sea.toml", "--scene", "3", "--force", "visuals"],
    );
    assert_eq!(one.code, Some(0), "{}", one.stderr);
    assert_eq!(calls(&server), [0, 1, 0]);

    for run in [made, again, one] {
        assert!(!run.stdout.contains(KEY) && !run.stderr.contains(KEY));
    }
    for (name, _) in world.files() {
        let bytes = std::fs::read(world.path(&name)).unwrap();
        let has_key = bytes.windows(KEY.len()).any(|part| part == KEY.as_bytes());
        assert!(!has_key, "{name}");
    }
}

/// Gemini does not tell when it speaks which line: the times are those that were found.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lines_start_where_they_were_found_in_the_speech() {
    let (world, server) = (World::new(), server().await);
    let count = sync::write_project(&world, "sync.toml");
    let made = run(&world, &server, &["make", "sync.toml"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert_eq!(calls(&server), [0, 0, 1], "the pictures are there");
    let ledger = world.read("sync.assets/ledger.jsonl");
    let records = ledger.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["made"].clone()
    });
    let mut voiceovers = records.filter(|record| record["kind"] == "voiceover");
    let voiceover = voiceovers.next_back().unwrap();
    let found: Vec<f64> = voiceover["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| span["start"].as_f64().unwrap())
        .collect();
    assert_eq!(found.len(), count);
    sync::check(&world.path("sync.mp4"), &found);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_line_is_spoken_in_a_call_of_its_own_where_the_settings_say_so() {
    let (world, server) = (World::new(), server().await);
    world.write("sea.toml", SEA);
    let settings = "[gemini]\nspeech_unit = \"line\"\n[gemini.speech]\ncalls_per_minute = 6000\n";
    world.write(".config/reelcraft/settings.toml", settings);
    assert_eq!(run(&world, &server, &["script", "sea.toml"]).code, Some(0));
    calls(&server);
    let made = run(&world, &server, &["voice", "sea.toml"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let asked = server.requests_of(Route::Speech);
    let said = |request: &RecordedRequest| request.body["contents"][0]["parts"][0]["text"].clone();
    let texts: HashSet<String> = asked
        .iter()
        .map(|request| said(request).to_string())
        .collect();
    assert_eq!(texts.len(), 10, "no line is spoken twice");
    assert!(
        texts.iter().all(|text| !text.contains("pause")),
        "{texts:?}"
    );
    assert_eq!(calls(&server), [0, 0, 10]);
    let again = run(&world, &server, &["voice", "sea.toml"]);
    assert_eq!(again.code, Some(0), "{}", again.stderr);
    assert_eq!(calls(&server), [0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn costs_are_told_before_and_after() {
    let (world, server) = (World::new(), server().await);
    world.write("sea.toml", SEA);
    let told = run(
        &world,
        &server,
        &["make", "sea.toml", "--dry-run", "--json"],
    );
    let micro_usd = |value: &serde_json::Value| value["micro_usd"].as_u64().unwrap();
    let forecast = &told.events()[0]["forecast"]["usage"];
    let before: u64 = forecast.as_object().unwrap().values().map(micro_usd).sum();
    assert_eq!(calls(&server), [0, 0, 0]);

    let words = ["script", "sea.toml"];
    assert_eq!(run(&world, &server, &words).code, Some(0));
    let rest = ["visuals", "voice"].map(|part| {
        let made = run(&world, &server, &[part, "sea.toml", "--json"]);
        assert_eq!(made.code, Some(0), "{}", made.stderr);
        made.events()
    });
    let told = rest[1].iter().rfind(|event| event["event"] == "costs");
    let costs = &told.unwrap()["costs"];
    let after = micro_usd(&costs["total"]);
    let ratio = before as f64 / after as f64;
    assert!((0.9..=1.1).contains(&ratio), "{before} told, {after} spent");
    let scenes = costs["scenes"].as_array().unwrap();
    assert_eq!(scenes.len(), 10);
    let in_scenes: u64 = scenes.iter().map(micro_usd).sum();
    // All but the script itself belongs to a scene.
    assert!(
        in_scenes < after && in_scenes * 10 > after * 9,
        "{in_scenes} of {after}"
    );
    for scene in scenes {
        assert!(
            micro_usd(scene) > 20_000,
            "a picture is about 3 cents: {scene}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_line_is_written_and_spoken_alone() {
    let (world, server) = (World::new(), server().await);
    world.write("sea.toml", SEA);
    for part in ["script", "voice"] {
        assert_eq!(run(&world, &server, &[part, "sea.toml"]).code, Some(0));
    }
    server.forget_requests();
    let before = world.read("sea.toml");
    let wish = ["script", "sea.toml", "--scene", "3", "--wish", "shorter"];
    let made = run(&world, &server, &wish);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert_eq!(calls(&server), [1, 0, 0]);
    let line = |text: &str| {
        let lines = text.lines().filter(|line| line.starts_with("line = "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let (old, new) = (line(&before), line(&world.read("sea.toml")));
    let changed: Vec<usize> = (0..10).filter(|at| old[*at] != new[*at]).collect();
    assert_eq!(changed, [2]);
    let made = run(&world, &server, &["voice", "sea.toml"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let asked = server.requests_of(Route::Speech);
    assert_eq!(asked.len(), 1, "the other lines keep their sound");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_a_key_gemini_says_how_to_get_one_and_local_works() {
    let world = World::new();
    world.write("sea.toml", SEA);
    let run = world.run(&["script", "sea.toml", "--provider", "gemini"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("GEMINI_API_KEY"), "{}", run.stderr);
    let run = world.run(&["script", "sea.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_doctor_tries_the_key_and_the_models() {
    let (world, server) = (World::new(), server().await);
    let good = run(&world, &server, &["doctor"]);
    assert!(good.stderr.contains("the key works"), "{}", good.stderr);
    let settings = "[gemini.image]\nmodel = \"imagen-4.0-generate-001\"\n";
    world.write(".config/reelcraft/settings.toml", settings);
    let gone = run(&world, &server, &["doctor"]);
    assert_eq!(gone.code, Some(1));
    assert!(
        gone.stderr.contains("choose gemini-nano-banana-2.1"),
        "{}",
        gone.stderr
    );
    world.write(".config/reelcraft/settings.toml", "[gemini]\nbase = 1\n");
    world.write("a.toml", SEA);
    let wrong = run(&world, &server, &["script", "a.toml"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("base_url"), "{}", wrong.stderr);
}
