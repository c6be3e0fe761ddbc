//! `reelcraft serve` by the real binary: it starts, is killed at any moment, and goes on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod world;

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use reelcraft_gemini::testing::{FakeGemini, RecordedRequest, Route};
use reelcraft_local::card::LocalImages;
use reelcraft_local::script::LocalScript;
use reelcraft_local::voice::LocalVoice;
use serde_json::{Value, json};
use world::server::{Server, check_folder};
use world::{World, probe};

const KEY: &str = "key-that-nobody-sees";
/// How much later each picture comes where calls shall be caught in flight.
const IMAGE_DELAY: Duration = Duration::from_millis(400);

/// How often the service is killed in one test.
fn rounds() -> u64 {
    let rounds = std::env::var("REELCRAFT_KILL_ROUNDS").ok();
    rounds.and_then(|rounds| rounds.parse().ok()).unwrap_or(3)
}

/// A number that differs from run to run.
fn random(below: u64) -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    std::hash::RandomState::new().build_hasher().finish() % below
}

/// Waits until a job is in a stage, or past it.
async fn reached(server: &Server, job: &str, stage: &str) {
    for _ in 0..6000 {
        let job = server.get(&format!("/api/jobs/{job}")).await;
        let is_over = ["succeeded", "failed"].contains(&job["state"].as_str().unwrap());
        if is_over || job["stage"] == stage {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the job does not come to {stage}");
}

/// A project of its own for each round: nothing of it was made before.
fn sea(scenes: u32, round: u64) -> Value {
    json!({ "document": {
        "reel": { "topic": format!("Why sea number {round} is salty"), "format": "216x384", "scenes": scenes },
    } })
}

/// How many pictures were drawn for a project, by what they were drawn from.
fn drawings(world: &World, project: &str) -> HashMap<String, usize> {
    let ledger = world.read(&format!("data/projects/{project}/assets/ledger.jsonl"));
    let mut drawings = HashMap::new();
    for line in ledger.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        if line["made"]["kind"] == "image" {
            let inputs = line["made"]["inputs"].as_str().unwrap().to_owned();
            *drawings.entry(inputs).or_default() += 1;
        }
    }
    drawings
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_jobs_go_on_and_nothing_is_made_twice() {
    let world = World::new();
    for round in 0..rounds() {
        let server = Server::start(&world, |_| {});
        let project = server.post("/api/projects", &sea(4, round)).await;
        let id = project["id"].as_str().unwrap().to_owned();
        let work = format!("/api/projects/{id}/work/make");
        let job = server.post(&work, &json!({})).await;
        let job = job["id"].as_str().unwrap().to_owned();
        let stage = ["visuals", "voice", "render"][round as usize % 3];
        reached(&server, &job, stage).await;
        tokio::time::sleep(Duration::from_millis(random(400))).await;
        server.kill();
        let server = Server::start(&world, |_| {});
        let ended = server.ended(&job).await;
        assert_eq!(
            ended["state"],
            "succeeded",
            "{ended}\n{}",
            world.read("serve.log")
        );
        let made = drawings(&world, &id);
        assert_eq!(made.len(), 4);
        assert!(made.values().all(|count| *count == 1), "{made:?}");
        let video = ended["result"]["video"]["video_url"].as_str().unwrap();
        let bytes = server
            .client
            .get(format!("{}{video}", server.url))
            .send()
            .await
            .unwrap();
        assert!(bytes.status().is_success());
        server.kill();
        check_folder(&world).await;
    }
}

/// A server that answers as Gemini does, each picture that much later.
async fn fake(image_delay: Duration) -> FakeGemini {
    let fake = FakeGemini::builder()
        .key(KEY)
        .script(LocalScript::new())
        .images(LocalImages::new())
        .tts(LocalVoice::new())
        .image_delay(image_delay);
    fake.start().await.unwrap()
}

fn with_key(fake: &FakeGemini) -> impl Fn(&mut Command) {
    let url = fake.base_url();
    move |command| {
        command
            .env("GEMINI_API_KEY", KEY)
            .env("GEMINI_BASE_URL", &url);
    }
}

/// The calls that the service tells to have been in flight must be just those that were: all
/// whose answers were not made when it was killed, and none whose answer it had long got.
fn check_waiting(told: &[Value], requests: &[RecordedRequest], killed: Instant) {
    let a_moment = Duration::from_millis(300);
    // An answer is made first, and sent after the delay of pictures; then it is kept, which takes
    // its time on a busy machine.
    let a_while = IMAGE_DELAY + Duration::from_millis(1500);
    let about = |mistake: &Value| {
        let detail = mistake["detail"].as_str().unwrap();
        let (_, about) = detail.split_once(": ").unwrap();
        // As it stands in JSON.
        let text = Value::from(about).to_string();
        text.trim_matches('"').to_owned()
    };
    let told: Vec<String> = told.iter().map(about).collect();
    let is_told = |request: &RecordedRequest| {
        let body = request.body.to_string();
        told.iter().any(|about| body.contains(about.as_str()))
    };
    let made_before = |request: &RecordedRequest, moment: Instant| {
        request
            .answer
            .as_ref()
            .is_some_and(|answer| answer.made < moment)
    };
    for request in requests
        .iter()
        .filter(|request| request.arrived + a_moment < killed)
    {
        if !made_before(request, killed) {
            assert!(is_told(request), "in flight and not told: {}", request.body);
        }
    }
    for about in &told {
        let mut of_it = requests
            .iter()
            .filter(|request| request.body.to_string().contains(about.as_str()));
        let is_done = of_it.any(|request| {
            request.route == Some(Route::Image)
                && made_before(request, killed.checked_sub(a_while).unwrap())
        });
        assert!(!is_done, "told, and long done: {about}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_may_have_been_billed_wait_for_the_person() {
    let (world, fake) = (World::new(), fake(IMAGE_DELAY).await);
    for round in 0..rounds() {
        let server = Server::start(&world, with_key(&fake));
        let project = server.post("/api/projects", &sea(8, round)).await;
        let id = project["id"].as_str().unwrap().to_owned();
        let work = format!("/api/projects/{id}/work/make");
        fake.forget_requests();
        let job = server.post(&work, &json!({ "quality": "draft" })).await;
        let job = job["id"].as_str().unwrap().to_owned();
        tokio::time::sleep(Duration::from_millis(200 + random(2500))).await;
        server.kill();
        let killed = Instant::now();
        tokio::time::sleep(Duration::from_millis(600)).await;
        let sent = fake.requests();

        let server = Server::start(&world, with_key(&fake));
        let mut ended = server.ended(&job).await;
        let mut waiting = 0;
        if ended["state"] == "failed" {
            assert_eq!(ended["problem"]["code"], "interrupted", "{ended}");
            let told = ended["problem"]["errors"].as_array().unwrap();
            check_waiting(told, &sent, killed);
            waiting = told.len();
            assert!(waiting > 0, "{ended}");
            server
                .post(&format!("/api/jobs/{job}/retry"), &json!({}))
                .await;
            ended = server.ended(&job).await;
        }
        assert_eq!(
            ended["state"],
            "succeeded",
            "{ended}\n{}",
            world.read("serve.log")
        );
        let made = drawings(&world, &id);
        assert_eq!(made.len(), 8);
        assert!(made.values().all(|count| *count == 1), "{made:?}");
        // Only what was interrupted was asked for again; what an earlier round drew is kept.
        let asked = fake.requests_of(Route::Image).len();
        assert!(
            asked <= 8 + waiting,
            "{asked} pictures, {waiting} interrupted"
        );
        server.kill();
        check_folder(&world).await;
    }
    let log = world.read("serve.log");
    assert!(!log.contains(KEY));
}

/// Goes the way of somebody who has nothing but curl, as `scripts/try-api.sh` does: each step
/// with its plain body, then the same as watched jobs.
fn try_with_curl(world: &World, server: &Server) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/try-api.sh");
    let output = Command::new(script)
        .args([&server.url, "reel.mp4", "3"])
        .current_dir(world.path(""))
        .env_remove("REELCRAFT_API_TOKEN")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{told}{wrong}\n{}",
        world.read("serve.log")
    );
    let video = probe(&world.path("reel.mp4"));
    let codecs: Vec<&str> = video["streams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stream| stream["codec_name"].as_str().unwrap())
        .collect();
    assert_eq!(codecs, ["h264", "aac"]);
    let secs: f64 = video["format"]["duration"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!(secs >= 13.5, "three scenes of 4.5 s: {secs}");
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_alone_makes_a_video() {
    let world = World::new();
    let server = Server::start(&world, |_| {});
    try_with_curl(&world, &server);
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_alone_makes_a_video_with_gemini() {
    let (world, fake) = (World::new(), fake(Duration::ZERO).await);
    let server = Server::start(&world, with_key(&fake));
    try_with_curl(&world, &server);
    // A script, prompts, a voiceover and four pictures; and one that was asked for anew by a job.
    let count = |route| fake.requests_of(route).len();
    assert_eq!(
        [Route::Text, Route::Image, Route::Speech].map(count),
        [2, 5, 1]
    );
}

#[test]
fn settings_are_printed_as_they_are_in_force() {
    let world = World::new();
    world.write(
        "reelcraft.toml",
        "listen = \"127.0.0.1:9001\"\nhosts = [\"a.example\"]\n[limits]\nqueue = 7\n",
    );
    let mut command = world.command(&["serve", "--print-config", "--listen", "127.0.0.1:9003"]);
    command
        .args(["--limit", "temp_days=3,picture_file=40 MB"])
        .env("REELCRAFT_LISTEN", "127.0.0.1:9002")
        .env("REELCRAFT_PROXIES", "10.0.0.1")
        .env("REELCRAFT_QUEUE", "8");
    let output = command.output().unwrap();
    let printed: toml::Value = toml::from_str(&String::from_utf8(output.stdout).unwrap()).unwrap();
    assert_eq!(printed["listen"].as_str(), Some("127.0.0.1:9003"));
    assert_eq!(printed["limits"]["queue"].as_integer(), Some(8));
    assert_eq!(printed["limits"]["temp_days"].as_integer(), Some(3));
    assert_eq!(printed["limits"]["picture_file"].as_str(), Some("40 MB"));
    assert_eq!(printed["hosts"][0].as_str(), Some("a.example"));
    assert_eq!(printed["proxies"][0].as_str(), Some("10.0.0.1"));
    let run = world.run(&["serve", "--print-config", "--limit", "temp_day=3"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("temp_day"), "{}", run.stderr);
}

#[test]
fn wrong_settings_are_refused_with_a_way_out() {
    let world = World::new();
    let run = world.run(&["serve", "--listen", "0.0.0.0:0", "--data-dir", "data"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("REELCRAFT_API_TOKEN"), "{}", run.stderr);
    world.write("reelcraft.toml", "lisen = \"127.0.0.1:9001\"\n");
    let run = world.run(&["serve", "--print-config"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("lisen"), "{}", run.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_is_served_once_and_a_signal_ends_it_well() {
    let world = World::new();
    let server = Server::start(&world, |_| {});
    let second = world.run(&["serve", "--listen", "127.0.0.1:0", "--data-dir", "data"]);
    assert_eq!(second.code, Some(1));
    assert!(
        second.stderr.contains("another reelcraft serves"),
        "{}",
        second.stderr
    );
    assert_eq!(server.get("/health/ready").await["status"], "ok");
    let mut server = server;
    Command::new("kill")
        .arg(server.child.id().to_string())
        .status()
        .unwrap();
    let status = server.child.wait().unwrap();
    assert_eq!(status.code(), Some(0), "{}", world.read("serve.log"));
    check_folder(&world).await;
}
