//! What people brought and what was made, to be had again.

use reqwest::Method;
use serde_json::{Value, json};

use crate::pictures::jpeg;
use crate::world::{World, ok, problem};

async fn patch(world: &World, path: &str, document: &Value) -> reqwest::Response {
    let request = world.request(Method::PATCH, path).header("If-Match", "*");
    let body = json!({ "document": document });
    request.json(&body).send().await.unwrap()
}

async fn drawn_project(world: &World) -> (String, Value) {
    let document = json!({ "document": {
        "reel": { "topic": "The sea", "format": "216x384" },
        "scene": [{ "line": "Rivers carry salt.", "prompt": "a river" }],
    } });
    let project = world.post_json("/api/projects", &document).await;
    let path = format!("/api/projects/{}", project["id"].as_str().unwrap());
    world
        .post_json(&format!("{path}/work/visuals"), &json!({}))
        .await;
    let project = world.get_json(&path).await;
    (path, project)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_was_brought_is_a_version_as_well() {
    let world = World::new().await;
    let (path, project) = drawn_project(&world).await;
    let scene = &project["document"]["scene"][0];
    let uploaded = world
        .upload("/api/upload/image", "own.jpg", jpeg(200, 300))
        .await;
    let own = ok(uploaded).await["image_url"].clone();
    let mut with_own = scene.clone();
    with_own["image"] = own.clone();
    let patched = ok(patch(&world, &path, &json!({ "scene": [with_own] })).await).await;
    assert_eq!(patched["states"]["scenes"][0]["image"], "own");
    // Back to what was drawn: the own one can still be had.
    ok(patch(&world, &path, &json!({ "scene": [scene] })).await).await;

    let versions = world.get_json(&format!("{path}/versions?scene=1")).await;
    let versions = versions["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 2, "{versions:?}");
    let brought = versions.iter().find(|version| version["provider"] == "own");
    let brought = brought.unwrap();
    assert_eq!(
        (&brought["url"], &brought["current"]),
        (&own, &json!(false))
    );
    let wanted = json!({ "scene": 1, "version": brought["id"] });
    let restored = world.post_json(&format!("{path}/versions"), &wanted).await;
    assert_eq!(restored["document"]["scene"][0]["image"], own);
    assert_eq!(restored["states"]["scenes"][0]["image"], "own");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_one_scene_are_not_those_of_another() {
    let world = World::new().await;
    let mut scenes = Vec::new();
    for (line, width) in [("One.", 200), ("", 220), ("", 240)] {
        let uploaded = world
            .upload("/api/upload/image", "own.jpg", jpeg(width, 300))
            .await;
        let image = ok(uploaded).await["image_url"].clone();
        scenes.push(json!({ "line": line, "image": image }));
    }
    let document = json!({ "document": { "scene": scenes } });
    let project = world.post_json("/api/projects", &document).await;
    let path = format!("/api/projects/{}", project["id"].as_str().unwrap());
    for (index, scene) in scenes.iter().enumerate() {
        let versions = format!("{path}/versions?scene={}", index + 1);
        let versions = world.get_json(&versions).await;
        let urls: Vec<&Value> = versions["versions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|version| &version["url"])
            .collect();
        assert_eq!(urls, [&scene["image"]], "scene {}", index + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_picture_can_be_fine() {
    let world = World::new().await;
    let (path, project) = drawn_project(&world).await;
    let mut scene = project["document"]["scene"][0].clone();
    scene["prompt"] = "a wide river".into();
    let changed = ok(patch(&world, &path, &json!({ "scene": [scene] })).await).await;
    assert_eq!(changed["states"]["scenes"][0]["image"], "stale");
    let accept = |scene: u32| {
        let path = format!("{path}/accept");
        let world = &world;
        async move { world.post(&path, &json!({ "scene": scene })).await }
    };
    let accepted = ok(accept(1).await).await;
    assert_eq!(accepted["states"]["scenes"][0]["image"], "current");
    assert_eq!(
        accepted["document"]["scene"][0]["image"],
        project["document"]["scene"][0]["image"]
    );
    // It is one version still, and has cost what it has cost.
    let versions = world.get_json(&format!("{path}/versions?scene=1")).await;
    assert_eq!(versions["versions"].as_array().unwrap().len(), 1);
    assert_eq!(problem(accept(2).await).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_file_holds_up_nothing_else() {
    let world = World::new().await;
    let (path, project) = drawn_project(&world).await;
    let id = project["id"].as_str().unwrap();
    let folder = world.folder.path().join("data");
    for part in [
        "assets/temp".to_owned(),
        format!("projects/{id}/assets/images"),
    ] {
        std::fs::remove_dir_all(folder.join(part)).unwrap();
    }
    let shown = world.get_json(&path).await;
    assert_eq!(shown["states"]["scenes"][0]["image"], "missing");
    let patched = ok(patch(&world, &path, &json!({ "music": { "volume": 0.1 } })).await).await;
    assert_eq!(patched["document"]["music"]["volume"], 0.1);
    assert_eq!(patched["states"]["scenes"][0]["image"], "missing");
    // A name that never was there is still a mistake.
    let other = "/temp/0123456789abcdef0123456789abcdef.jpg";
    let wrong = json!({ "scene": [{ "line": "x", "image": other }] });
    assert_eq!(problem(patch(&world, &path, &wrong).await).await.0, 422);
    // What is lost is drawn anew.
    world
        .post_json(&format!("{path}/work/visuals"), &json!({}))
        .await;
    let drawn = world.get_json(&path).await;
    assert_eq!(drawn["states"]["scenes"][0]["image"], "current");
}
