//! Jobs: watched, stopped, tried again, and surviving.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures::StreamExt as _;
use reelcraft_core::provider::{Generated, ImageGen, ImageRequest, PictureFile};
use reelcraft_core::{Control, Error, ErrorKind, Result};
use reelcraft_local::card::LocalImages;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::world::{TestEngine, World, ok, problem};

/// The events of a stream, until it ends: name, id and data.
async fn events(world: &World, path: &str, heard: Option<&str>) -> Vec<(String, i64, Value)> {
    let mut request = world.request(Method::GET, path);
    if let Some(heard) = heard {
        request = request.header("Last-Event-ID", heard);
    }
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut text = String::new();
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        text.push_str(&String::from_utf8_lossy(&chunk.unwrap()));
    }
    text.split("\n\n")
        .filter(|block| block.contains("data:"))
        .map(|block| {
            let field = |name: &str| {
                let line = block.lines().find_map(|line| line.strip_prefix(name));
                line.unwrap_or_default().trim().to_owned()
            };
            let data = serde_json::from_str(&field("data:")).unwrap();
            (field("event:"), field("id:").parse().unwrap(), data)
        })
        .collect()
}

/// Draws as the local cards, one picture for each permit.
struct Gated {
    inner: LocalImages,
    gate: Arc<Semaphore>,
    drawn: Arc<AtomicUsize>,
    name: &'static str,
}

#[async_trait]
impl ImageGen for Gated {
    fn name(&self) -> &str {
        self.name
    }

    fn concurrency(&self) -> usize {
        2
    }

    async fn draw(
        &self,
        request: &ImageRequest,
        control: &Control,
    ) -> Result<Generated<PictureFile>> {
        if request.prompt.contains("refuse") {
            let reason = "no".to_owned();
            return Err(Error::new(
                ErrorKind::Refused { reason },
                "this is not drawn",
            ));
        }
        assert!(!request.prompt.contains("panic"), "on purpose");
        let permit = control
            .or_cancelled(async { Ok(Arc::clone(&self.gate).acquire_owned().await.unwrap()) })
            .await?;
        permit.forget();
        self.drawn.fetch_add(1, Ordering::SeqCst);
        self.inner.draw(request, control).await
    }
}

pub(crate) async fn gated(
    permits: usize,
    name: &'static str,
) -> (World, Arc<Semaphore>, Arc<AtomicUsize>) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let (gate, drawn) = (Arc::new(Semaphore::new(permits)), Arc::default());
    let world = over(folder, &gate, &drawn, name).await;
    (world, gate, drawn)
}

pub(crate) async fn over(
    folder: Arc<tempfile::TempDir>,
    gate: &Arc<Semaphore>,
    drawn: &Arc<AtomicUsize>,
    name: &'static str,
) -> World {
    let engine = TestEngine {
        images: Arc::new(Gated {
            inner: LocalImages::new(),
            gate: Arc::clone(gate),
            drawn: Arc::clone(drawn),
            name,
        }),
        ..TestEngine::local(&folder.path().join("music"))
    };
    World::start(
        folder,
        Arc::new(engine),
        |settings| {
            settings.limits.queue = 4;
            // Tests say who asks.
            settings.proxies = vec![[127, 0, 0, 1].into()];
            settings.limits.generations = 2.try_into().unwrap();
        },
        None,
    )
    .await
}

pub(crate) fn lines(count: usize) -> Value {
    let lines: Vec<String> = (0..count)
        .map(|number| format!("River number {number}."))
        .collect();
    json!({ "script": lines })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_yields_each_picture_as_it_is_ready() {
    let (world, gate, _) = gated(1, "local").await;
    let job = world.begin("/api/generate/visuals", &lines(3)).await;
    assert_eq!(job["state"], "queued");
    let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
    for _ in 0..200 {
        let job = world.get_json(&path).await;
        let ready = job["scenes"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|scene| scene["image_url"].is_string());
        if ready.count() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    gate.add_permits(2);
    let told = events(&world, &format!("{path}/events"), None).await;
    assert_eq!(told.first().unwrap().0, "snapshot");
    let (last, _, whole) = told.last().unwrap();
    assert_eq!(last, "succeeded");
    assert_eq!(whole["scenes"].as_array().unwrap().len(), 3);
    let ids: Vec<i64> = told.iter().map(|(_, id, _)| *id).collect();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");

    // Who comes back hears of the end, whatever was heard before.
    let again = events(&world, &format!("{path}/events"), Some(&ids[0].to_string())).await;
    assert_eq!(again.last().unwrap().0, "succeeded");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_gets_what_was_missed() {
    let (world, gate, _) = gated(0, "local").await;
    let job = world.begin("/api/generate/visuals", &lines(3)).await;
    let path = format!("/api/jobs/{}/events", job["id"].as_str().unwrap());
    // The first stream is cut after its snapshot.
    let mut first = world.get(&path).await.bytes_stream();
    let block = String::from_utf8(first.next().await.unwrap().unwrap().to_vec()).unwrap();
    let id = block
        .lines()
        .find_map(|line| line.strip_prefix("id: "))
        .unwrap()
        .to_owned();
    drop(first);
    gate.add_permits(1);
    tokio::time::sleep(Duration::from_millis(800)).await;
    gate.add_permits(5);
    let rest = events(&world, &path, Some(&id)).await;
    assert!(
        rest.iter().all(|(name, _, _)| name != "snapshot"),
        "nothing was lost: {rest:?}"
    );
    assert_eq!(
        rest.iter().filter(|(name, _, _)| name == "scene").count() % 3,
        0
    );
    assert_eq!(rest.last().unwrap().0, "succeeded");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_scene_that_fails_does_not_lose_the_others() {
    let (world, _, _) = gated(100, "local").await;
    let project = json!({ "document": { "scene": [
        { "line": "A.", "prompt": "a river" },
        { "line": "B.", "prompt": "please refuse this" },
    ] } });
    let project = world.post_json("/api/projects", &project).await;
    let path = format!(
        "/api/projects/{}/work/visuals",
        project["id"].as_str().unwrap()
    );
    let job = world.post_json(&path, &json!({})).await;
    assert_eq!(job["state"], "succeeded");
    assert!(job["scenes"][0]["image_url"].is_string());
    assert!(job["scenes"][1]["image_url"].is_null());
    assert!(
        job["scenes"][1]["error"]["detail"]
            .as_str()
            .unwrap()
            .contains("not drawn")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_ends_its_job_and_nothing_else() {
    let (world, _, _) = gated(100, "local").await;
    let body = json!({ "image_prompt": "please panic now" });
    let (status, code, told) = problem(world.post("/api/regenerate/image", &body).await).await;
    assert_eq!((status, code.as_str()), (500, "internal"));
    assert!(!told.to_string().contains("on purpose"));
    let jobs = world.get_json("/api/jobs").await;
    assert_eq!(jobs["jobs"][0]["state"], "failed");
    let body = json!({ "image_prompt": "a river" });
    assert!(world.post_json("/api/regenerate/image", &body).await["image_url"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_cancelled_where_they_wait_and_where_they_run() {
    let (world, _, drawn) = gated(0, "local").await;
    let mut jobs = Vec::new();
    for number in 0..3 {
        jobs.push(
            world
                .begin("/api/generate/visuals", &lines(number + 1))
                .await,
        );
        // Not all wait at once: that is too many.
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    for job in &jobs {
        let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
        let begun = Instant::now();
        let answer = world.request(Method::DELETE, &path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let ended = world.ended(job).await;
        assert_eq!(ended["state"], "cancelled");
        assert!(begun.elapsed() < Duration::from_secs(2));
        let told = events(&world, &format!("{path}/events"), None).await;
        assert_eq!(told.last().unwrap().0, "cancelled");
    }
    assert_eq!(drawn.load(Ordering::SeqCst), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_jobs_are_refused_with_a_time() {
    let (world, gate, _) = gated(0, "local").await;
    let mut accepted = Vec::new();
    let refused = loop {
        let response = world
            .request(Method::POST, "/api/generate/visuals")
            .header("Prefer", "respond-async")
            .json(&lines(accepted.len() + 1))
            .send()
            .await
            .unwrap();
        if response.status() != StatusCode::ACCEPTED {
            break response;
        }
        accepted.push(response.json::<Value>().await.unwrap());
        assert!(accepted.len() < 20);
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert!(
        refused.headers()["retry-after"]
            .to_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
            >= 1
    );
    let (status, code, _) = problem(refused).await;
    assert_eq!((status, code.as_str()), (429, "queue_full"));
    // Two run, and one person may have half of the queue.
    assert_eq!(accepted.len(), 4);
    gate.add_permits(100);
    for job in &accepted {
        assert_eq!(world.ended(job).await["state"], "succeeded");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_gives_the_same_job() {
    let world = World::new().await;
    let ask = |topic: &'static str| {
        world
            .request(Method::POST, "/api/generate/script")
            .header("Idempotency-Key", "k1")
            .header("Prefer", "respond-async")
            .json(&json!({ "topic": topic }))
            .send()
    };
    let first: Value = ask("The sea").await.unwrap().json().await.unwrap();
    let second: Value = ask("The sea").await.unwrap().json().await.unwrap();
    assert_eq!(first["id"], second["id"]);
    let (status, code, _) = problem(ask("The moon").await.unwrap()).await;
    assert_eq!((status, code.as_str()), (409, "busy"));

    let draw = || {
        world
            .request(Method::POST, "/api/regenerate/image")
            .header("Idempotency-Key", "k2")
            .json(&json!({ "image_prompt": "a river" }))
            .send()
    };
    let first: Value = draw().await.unwrap().json().await.unwrap();
    let second: Value = draw().await.unwrap().json().await.unwrap();
    assert!(first["image_url"].is_string());
    assert_eq!(first, second);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_away_does_not_keep_the_service_busy() {
    let (world, gate, drawn) = gated(0, "local").await;
    let request = world
        .request(Method::POST, "/api/generate/visuals")
        .json(&lines(2));
    let waiting = tokio::time::timeout(Duration::from_millis(500), request.send()).await;
    assert!(waiting.is_err());
    let jobs = world.get_json("/api/jobs").await;
    let ended = world.ended(&jobs["jobs"][0]).await;
    assert_eq!(ended["state"], "cancelled");
    gate.add_permits(1);
    assert_eq!(drawn.load(Ordering::SeqCst), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_render_is_cancelled_at_once() {
    let world = World::new().await;
    let visuals = world.post_json("/api/generate/visuals", &lines(2)).await;
    let scenes: Vec<Value> = visuals["scenes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|scene| json!({ "image_url": scene["image_url"], "duration": 60.0 }))
        .collect();
    let job = world
        .begin("/api/render/video", &json!({ "scenes": scenes }))
        .await;
    let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
    for _ in 0..400 {
        if world.get_json(&path).await["done"].as_u64().unwrap() > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    // Somebody watches it from before.
    let stream = format!("{path}/events");
    let watching = events(&world, &stream, None);
    let cancelling = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let begun = Instant::now();
        world.request(Method::DELETE, &path).send().await.unwrap();
        begun
    };
    let (told, begun) = tokio::join!(watching, cancelling);
    let elapsed = begun.elapsed();
    // Its threads have ended: nothing of it runs any more.
    assert_eq!(world.get_json("/api/status").await["jobs"]["running"], 0);
    let names = told.iter().map(|(name, _, _)| name.as_str());
    // A frame may have been told that was under way.
    let names: Vec<&str> = names.filter(|name| *name != "progress").collect();
    assert_eq!(names.first(), Some(&"snapshot"));
    assert_eq!(
        names[names.len() - 2..],
        ["cancelling", "cancelled"],
        "{names:?}"
    );
    println!(
        "cancelled {} ms after it was asked for",
        elapsed.as_millis()
    );
    // On an idle machine less than 200 ms; others may be at work here.
    assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_stopped_and_tried_again_at_once_stays_one_job() {
    let (world, gate, drawn) = gated(0, "local").await;
    // The two workers are kept busy, so that what follows waits as tasks of the queue.
    let mut busy = Vec::new();
    for _ in 0..2 {
        // Somebody else's: of one person no more than two go to the workers.
        let request = world.request(Method::POST, "/api/generate/visuals");
        let request = request
            .header("Prefer", "respond-async")
            .header("X-Forwarded-For", "10.0.0.9")
            .json(&lines(1));
        let job = ok(request.send().await.unwrap()).await;
        world.until(&job, |job| job["state"] == "running").await;
        busy.push(job);
    }
    let job = world.begin("/api/generate/visuals", &lines(2)).await;
    let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
    for _ in 0..5 {
        // Time to become a task of the queue.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let cancelled = world.request(Method::DELETE, &path).send().await.unwrap();
        assert_eq!(cancelled.status(), StatusCode::OK);
        let again = world.post(&format!("{path}/retry"), &json!({})).await;
        assert_eq!(again.status(), StatusCode::OK);
    }
    for job in &busy {
        let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
        world.request(Method::DELETE, &path).send().await.unwrap();
    }
    // It runs once, and whoever cancels it reaches it, whatever old tasks have come and gone.
    world.until(&job, |job| job["state"] == "running").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let running = world.get_json(&path).await;
    assert_eq!(
        (&running["state"], &running["attempts"]),
        (&json!("running"), &json!(1))
    );
    world.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(world.ended(&job).await["state"], "cancelled");

    gate.add_permits(10);
    ok(world.post(&format!("{path}/retry"), &json!({})).await).await;
    assert_eq!(world.ended(&job).await["state"], "succeeded");
    assert_eq!(drawn.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_are_asked_for_at_once_differ() {
    let world = World::new().await;
    let request = json!({ "image_prompt": "a river in the evening" });
    let ask = || world.post_json("/api/regenerate/image", &request);
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    let mut urls: Vec<String> = [one, two, three]
        .iter()
        .map(|answer| answer["image_url"].to_string())
        .collect();
    urls.sort();
    urls.dedup();
    assert_eq!(urls.len(), 3, "{urls:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn reasons_of_scenes_have_codes() {
    let (world, _, _) = gated(10, "local").await;
    let scenes = json!({ "document": { "scene": [
        { "line": "A.", "prompt": "refuse this" }, { "line": "B.", "prompt": "the sea" },
    ] } });
    let project = world.post_json("/api/projects", &scenes).await;
    let work = format!(
        "/api/projects/{}/work/visuals",
        project["id"].as_str().unwrap()
    );
    let job = world.begin(&work, &json!({ "scenes": [1, 2] })).await;
    assert_eq!(job["asked_scenes"], json!([1, 2]));
    let ended = world.ended(&job).await;
    assert_eq!(ended["state"], "succeeded", "one of them is there");
    assert_eq!(ended["scenes"][0]["error"]["code"], "refused");
    assert!(ended["scenes"][1]["image_url"].is_string());
}
