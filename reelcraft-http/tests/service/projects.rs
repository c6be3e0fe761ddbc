//! Projects: read, changed, copied, exported, and worked on.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{World, ok, problem};

fn sea() -> Value {
    json!({ "document": {
        "reel": { "topic": "The sea", "format": "216x384", "scenes": 2 },
        "scene": [
            { "line": "Rivers carry salt to the sea." },
            { "line": "The sun takes the water.", "duration": 3.0 },
        ],
    } })
}

async fn change(
    world: &World,
    method: Method,
    path: &str,
    tag: &str,
    body: &Value,
) -> reqwest::Response {
    world
        .request(method, path)
        .header("If-Match", tag)
        .json(body)
        .send()
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_read_and_changed_by_version() {
    let world = World::new().await;
    let begun = world.post("/api/projects", &sea()).await;
    assert_eq!(begun.status(), StatusCode::CREATED);
    assert_eq!(begun.headers()["etag"], "\"1\"");
    let path = begun.headers()["location"].to_str().unwrap().to_owned();
    let project: Value = begun.json().await.unwrap();
    assert_eq!(project["name"], "The sea");
    assert_eq!(
        project["states"]["scenes"][0],
        json!({ "prompt": "missing", "image": "missing" })
    );
    assert_eq!(project["document"]["scene"][1]["duration"], 3.0);

    let patch = json!({ "name": "Salt", "document": { "music": { "volume": 0.1 } } });
    let (status, code, _) = problem(
        world
            .request(Method::PATCH, &path)
            .json(&patch)
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!((status, code.as_str()), (428, "version_needed"));
    let patched = change(&world, Method::PATCH, &path, "\"1\"", &patch).await;
    assert_eq!(patched.headers()["etag"], "\"2\"");
    let patched: Value = ok(patched).await;
    assert_eq!(patched["name"], "Salt");
    assert_eq!(patched["document"]["music"]["volume"], 0.1);
    assert_eq!(patched["document"]["scene"], project["document"]["scene"]);

    let (status, code, _) =
        problem(change(&world, Method::PUT, &path, "\"1\"", &sea()).await).await;
    assert_eq!((status, code.as_str()), (412, "changed"));
    let replaced = ok(change(&world, Method::PUT, &path, "\"2\"", &sea()).await).await;
    assert_eq!(replaced["revision"], 3);
    assert_eq!(replaced["document"]["music"]["volume"], 0.3);

    let wrong = json!({ "document": { "scene": [{ "line": "x", "motion": "spin" }], "voice": { "speed": 9 } } });
    let (status, _, told) = problem(change(&world, Method::PUT, &path, "*", &wrong).await).await;
    assert_eq!(status, 422);
    let pointers: Vec<&str> = told["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(
        pointers,
        ["#/document/scene/0/motion", "#/document/voice/speed"]
    );

    let gone = world.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(problem(world.get(&path).await).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_paged_without_gaps() {
    let world = World::new().await;
    for number in 0..5 {
        let document =
            json!({ "name": format!("P{number}"), "document": { "reel": { "topic": "x" } } });
        world.post_json("/api/projects", &document).await;
    }
    let mut names = Vec::new();
    let mut path = "/api/projects?limit=2".to_owned();
    loop {
        let page = world.get_json(&path).await;
        names.extend(
            page["projects"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p["name"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => path = format!("/api/projects?limit=2&cursor={next}"),
            None => break,
        }
    }
    names.sort();
    assert_eq!(names, ["P0", "P1", "P2", "P3", "P4"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_made_step_by_step() {
    let world = World::new().await;
    let project = world.post_json("/api/projects", &sea()).await;
    let path = format!("/api/projects/{}", project["id"].as_str().unwrap());
    let estimate = world.get_json(&format!("{path}/estimate?kind=make")).await;
    assert_eq!(estimate["images"], json!([1, 2]));
    assert!(estimate.get("video").is_none());

    let drawn = world
        .post_json(&format!("{path}/work/visuals"), &json!({}))
        .await;
    assert_eq!(drawn["state"], "succeeded");
    let project = world.get_json(&path).await;
    assert_eq!(
        project["states"]["scenes"][0],
        json!({ "prompt": "current", "image": "current" })
    );
    let first = project["document"]["scene"][0]["image"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(world.get(&first).await.status(), StatusCode::OK);

    // Another picture for one scene; the older one can be restored.
    let body = json!({ "scenes": [1], "redo": true });
    world
        .post_json(&format!("{path}/work/visuals"), &body)
        .await;
    let project = world.get_json(&path).await;
    assert_ne!(project["document"]["scene"][0]["image"], first.as_str());
    let versions = world.get_json(&format!("{path}/versions?scene=1")).await;
    let versions = versions["versions"].as_array().unwrap().clone();
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[0]["url"], first.as_str());
    assert_eq!(
        (&versions[0]["current"], &versions[1]["current"]),
        (&json!(false), &json!(true))
    );
    let restore = json!({ "scene": 1, "version": versions[0]["id"] });
    let restored = world.post_json(&format!("{path}/versions"), &restore).await;
    assert_eq!(restored["document"]["scene"][0]["image"], first.as_str());
    assert_eq!(restored["states"]["scenes"][0]["image"], "current");

    // What the person writes back is recognised.
    let written = json!({ "document": restored["document"] });
    let again = ok(change(&world, Method::PUT, &path, "*", &written).await).await;
    assert_eq!(again["states"]["scenes"][0]["image"], "current");
    let edited = json!({ "document": { "reel": { "style": "watercolour" } } });
    let edited = ok(change(&world, Method::PATCH, &path, "*", &edited).await).await;
    assert_eq!(edited["states"]["scenes"][0]["image"], "stale");

    world
        .post_json(&format!("{path}/work/voiceover"), &json!({}))
        .await;
    let spoken = world.get_json(&path).await;
    assert_eq!(spoken["states"]["voice"], "current");
    assert_eq!(spoken["voiceover"]["lines"].as_array().unwrap().len(), 2);
    let frame = world.get(&format!("{path}/frame?at=1.0")).await;
    assert_eq!(frame.headers()["content-type"], "image/jpeg");

    let rendered = world
        .post_json(
            &format!("{path}/work/render"),
            &json!({ "quality": "draft" }),
        )
        .await;
    let video = &rendered["result"]["video"];
    assert_eq!(
        world
            .get(video["video_url"].as_str().unwrap())
            .await
            .status(),
        StatusCode::OK
    );
    assert_eq!(rendered["result"]["revision"], spoken["revision"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_is_made_in_one_go() {
    let world = World::new().await;
    let body =
        json!({ "document": { "reel": { "topic": "The sea", "format": "216x384", "scenes": 2 } } });
    let project = world.post_json("/api/projects", &body).await;
    let path = format!("/api/projects/{}", project["id"].as_str().unwrap());
    let made = world
        .post_json(&format!("{path}/work/make"), &json!({ "quality": "draft" }))
        .await;
    assert_eq!(made["state"], "succeeded", "{made}");
    assert!(made["result"]["video"]["video_url"].is_string());
    assert!(made["result"]["audio_url"].is_string());
    let project = world.get_json(&path).await;
    assert_eq!(project["document"]["scene"].as_array().unwrap().len(), 2);
    let listed = world.get_json("/api/projects").await;
    assert!(listed["projects"][0]["cover_url"].is_string());
    assert_eq!(listed["projects"][0]["pictures"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn projects_are_copied_and_travel() {
    let world = World::new().await;
    let own = ok(world
        .upload(
            "/api/upload/image",
            "own.jpg",
            crate::pictures::jpeg(216, 384),
        )
        .await)
    .await;
    let mut body = sea();
    body["document"]["scene"][0]["image"] = own["image_url"].clone();
    let project = world.post_json("/api/projects", &body).await;
    let path = format!("/api/projects/{}", project["id"].as_str().unwrap());
    assert_eq!(project["document"]["scene"][0]["image"], own["image_url"]);
    assert_eq!(project["states"]["scenes"][0]["image"], "own");
    world
        .post_json(&format!("{path}/work/visuals"), &json!({}))
        .await;

    let copy = world
        .post_json(&format!("{path}/duplicate"), &json!({}))
        .await;
    assert_eq!(copy["states"]["scenes"][1]["image"], "current");
    world.request(Method::DELETE, &path).send().await.unwrap();
    let path = format!("/api/projects/{}", copy["id"].as_str().unwrap());
    let copy = world.get_json(&path).await;
    for scene in copy["document"]["scene"].as_array().unwrap() {
        assert_eq!(
            world.get(scene["image"].as_str().unwrap()).await.status(),
            StatusCode::OK
        );
    }

    let toml = world.get(&format!("{path}/toml")).await;
    let toml = toml.text().await.unwrap();
    assert!(toml.contains("Rivers carry salt"), "{toml}");
    let import = |media_type: &'static str, bytes: Vec<u8>| {
        world
            .request(Method::POST, "/api/projects/import")
            .header("Content-Type", media_type)
            .body(bytes)
            .send()
    };
    let imported = ok(import("application/toml", toml.into_bytes()).await.unwrap()).await;
    assert_eq!(imported["document"]["scene"], copy["document"]["scene"]);

    let zip = world.get(&format!("{path}/zip")).await;
    assert_eq!(zip.headers()["content-type"], "application/zip");
    let zip = zip.bytes().await.unwrap();
    let imported = ok(import("application/zip", zip.to_vec()).await.unwrap()).await;
    assert_eq!(
        imported["document"]["scene"][1]["line"],
        "The sun takes the water."
    );
    let url = imported["document"]["scene"][1]["image"].as_str().unwrap();
    assert!(url.starts_with("/uploads/"), "{url}");
    assert_eq!(imported["states"]["scenes"][1]["image"], "own");
    let (status, code, _) = problem(
        import("application/zip", b"PK nonsense".to_vec())
            .await
            .unwrap(),
    )
    .await;
    assert_eq!((status, code.as_str()), (422, "invalid_input"));
}
