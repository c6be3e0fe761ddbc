//! What a service that is stopped leaves to its next start.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::jobs::{gated, lines, over};
use crate::world::problem;

/// Whether a picture of a job is there.
fn has_picture(job: &Value) -> bool {
    let mut scenes = job["scenes"].as_array().unwrap().iter();
    scenes.any(|scene| scene["image_url"].is_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_service_goes_on_where_it_was() {
    let (world, gate, drawn) = gated(1, "local").await;
    let job = world.begin("/api/generate/visuals", &lines(3)).await;
    let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
    world.until(&job, has_picture).await;
    let folder = world.stop().await;
    gate.add_permits(10);
    let world = over(folder, &gate, &drawn, "local").await;
    let ended = world.ended(&world.get_json(&path).await).await;
    assert_eq!(ended["state"], "succeeded");
    assert_eq!(ended["attempts"], 2);
    assert_eq!(drawn.load(Ordering::SeqCst), 3, "nothing is drawn twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_while_the_service_ends_can_come_back_for_it() {
    let (world, gate, drawn) = gated(0, "local").await;
    let waiting = world
        .request(Method::POST, "/api/generate/visuals")
        .json(&lines(2))
        .send();
    let waiting = tokio::spawn(waiting);
    let job = loop {
        let jobs = world.get_json("/api/jobs?state=running").await;
        if let Some(job) = jobs["jobs"].as_array().unwrap().first() {
            break job.clone();
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    };
    let watching = world
        .get(&format!("/api/jobs/{}/events", job["id"].as_str().unwrap()))
        .await;
    let folder = world.stop().await;
    let (status, code, told) = problem(waiting.await.unwrap().unwrap()).await;
    assert_eq!((status, code.as_str()), (503, "unavailable"));
    assert_eq!(told["job"], job["id"]);
    assert!(watching.text().await.is_ok(), "the stream has an end");
    gate.add_permits(10);
    let world = over(folder, &gate, &drawn, "local").await;
    assert_eq!(world.ended(&job).await["state"], "succeeded");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_redone_before_a_stop_is_not_redone_again() {
    let (world, gate, drawn) = gated(2, "local").await;
    let project = json!({ "document": { "scene": [
        { "line": "A.", "prompt": "a river" },
        { "line": "B.", "prompt": "the sea" },
    ] } });
    let project = world.post_json("/api/projects", &project).await;
    let project = format!("/api/projects/{}", project["id"].as_str().unwrap());
    let work = format!("{project}/work/visuals");
    world.post_json(&work, &json!({})).await;
    gate.add_permits(1);
    let job = world.begin(&work, &json!({ "redo": true })).await;
    world.until(&job, has_picture).await;
    let folder = world.stop().await;
    gate.add_permits(10);
    let world = over(folder, &gate, &drawn, "local").await;
    assert_eq!(world.ended(&job).await["state"], "succeeded");
    assert_eq!(drawn.load(Ordering::SeqCst), 4, "each was redone once");
    for scene in 1..=2 {
        let versions = world
            .get_json(&format!("{project}/versions?scene={scene}"))
            .await;
        let versions = versions["versions"].as_array().unwrap();
        assert_eq!(versions.len(), 2, "{versions:?}");
        assert!(versions[1]["current"].as_bool().unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_for_arrives_before_the_service_ends() {
    let (world, gate, drawn) = gated(0, "paid").await;
    let job = world.begin("/api/generate/visuals", &lines(2)).await;
    let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
    tokio::time::sleep(Duration::from_millis(700)).await;
    let opener = {
        let gate = Arc::clone(&gate);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(500)).await;
            gate.add_permits(2);
        })
    };
    let folder = world.stop().await;
    opener.await.unwrap();
    let world = over(folder, &gate, &drawn, "paid").await;
    let ended = world.ended(&world.get_json(&path).await).await;
    assert_eq!(ended["state"], "succeeded");
    assert_eq!(drawn.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_service_left_is_put_in_order() {
    let (world, gate, drawn) = gated(0, "local").await;
    let uploaded = world
        .upload("/api/upload/image", "a.jpg", crate::pictures::jpeg(64, 64))
        .await;
    let uploaded = crate::world::ok(uploaded).await["image_url"].clone();
    let folder = world.stop().await;
    let assets = folder.path().join("data/assets");
    // As it is between a file and its row: temporary ones go, what people have is noted.
    let orphan = "0123456789abcdef0123456789abcdef";
    let upload = assets.join(uploaded.as_str().unwrap().trim_start_matches('/'));
    for shelf in ["temp", "exports"] {
        std::fs::create_dir_all(assets.join(shelf)).unwrap();
        std::fs::copy(&upload, assets.join(shelf).join(format!("{orphan}.jpg"))).unwrap();
    }
    let world = over(folder, &gate, &drawn, "local").await;
    assert!(!assets.join(format!("temp/{orphan}.jpg")).exists());
    let exports = world.get_json("/api/files?kept_on=exports").await;
    assert_eq!(exports["files"][0]["url"], format!("/exports/{orphan}.jpg"));
    assert_eq!(world.get(uploaded.as_str().unwrap()).await.status(), 200);
}
