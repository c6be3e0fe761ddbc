//! What work costs, told before and after it; and single lines that are written anew.

use std::sync::Arc;

use reelcraft_gemini::testing::{FakeGemini, Route};
use reelcraft_http::settings::{Bytes, Settings};
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{TestEngine, World, problem};

/// A service with Gemini behind it, and a project of three scenes that are written.
async fn written() -> (World, FakeGemini, String) {
    let fake = TestEngine::fake().await;
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let engine = TestEngine::gemini(&folder.path().join("music"), &fake);
    let world = World::start(folder, Arc::new(engine), |_| {}, None).await;
    let reel = json!({ "topic": "The sea", "format": "216x384", "scenes": 3 });
    let project = world
        .post_json("/api/projects", &json!({ "document": { "reel": reel } }))
        .await;
    let path = format!("/api/projects/{}", project["id"].as_str().unwrap());
    (world, fake, path)
}

#[tokio::test(flavor = "multi_thread")]
async fn costs_are_told_before_and_after() {
    let (world, fake, path) = written().await;
    let before = world.get_json(&format!("{path}/estimate?kind=make")).await;
    assert!(fake.requests().is_empty(), "an estimate costs nothing");
    let stages: Vec<&String> = before["stages"].as_object().unwrap().keys().collect();
    assert_eq!(stages, ["prompts", "script", "visuals", "voice"]);
    assert_eq!(
        (&before["lines"], &before["images"]),
        (&json!(3), &json!([1, 2, 3]))
    );

    let mut usd = 0.0;
    for kind in ["script", "visuals", "voiceover"] {
        let job = world
            .post_json(&format!("{path}/work/{kind}"), &json!({}))
            .await;
        usd += job["result"]["usage"]["usd"].as_f64().unwrap();
    }
    let costs = world.get_json(&format!("{path}/costs")).await;
    let spent = costs["total"]["usd"].as_f64().unwrap();
    assert!(
        (spent - usd).abs() < 1e-6,
        "{usd} by the jobs, {spent} by the project"
    );
    let ratio = before["total"]["usd"].as_f64().unwrap() / spent;
    assert!((0.8..=1.25).contains(&ratio), "{ratio}");
    let scenes = costs["scenes"].as_array().unwrap();
    assert_eq!(scenes.len(), 3);
    assert!(
        scenes
            .iter()
            .all(|scene| scene["pictures"] == 1 && scene["usd"].as_f64().unwrap() > 0.0)
    );

    let nothing = world
        .get_json(&format!("{path}/estimate?kind=visuals"))
        .await;
    assert_eq!(
        (&nothing["images"], &nothing["total"]["calls"]),
        (&json!([]), &json!(0))
    );
    let one = world
        .get_json(&format!("{path}/estimate?kind=visuals&scenes=2&redo=true"))
        .await;
    assert_eq!(
        (&one["images"], &one["total"]["pictures"]),
        (&json!([2]), &json!(1))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_is_written_anew_as_wished() {
    let (world, fake, path) = written().await;
    for kind in ["script", "visuals"] {
        world
            .post_json(&format!("{path}/work/{kind}"), &json!({}))
            .await;
    }
    let lines = |project: &Value| -> Vec<String> {
        let scenes = project["document"]["scene"].as_array().unwrap();
        scenes
            .iter()
            .map(|scene| scene["line"].as_str().unwrap().to_owned())
            .collect()
    };
    let before = lines(&world.get_json(&path).await);
    fake.forget_requests();

    let told = world
        .get_json(&format!("{path}/estimate?kind=script&scenes=2"))
        .await;
    assert_eq!(
        (&told["rewritten"], &told["lines"]),
        (&json!([2]), &json!(0))
    );
    let wish = json!({ "scenes": [2], "wish": "name the moon" });
    let ask = || {
        let request = world.request(Method::POST, &format!("{path}/work/script"));
        request.header("Idempotency-Key", "once").json(&wish).send()
    };
    let job = crate::world::ok(ask().await.unwrap()).await;
    assert_eq!(job["state"], "succeeded", "{job}");
    let requests = fake.requests_of(Route::Text);
    assert_eq!(requests.len(), 1);
    assert!(requests[0].body.to_string().contains("name the moon"));
    let project = world.get_json(&path).await;
    let after = lines(&project);
    assert_ne!(before[1], after[1]);
    assert_eq!((&before[0], &before[2]), (&after[0], &after[2]));
    assert_eq!(project["states"]["scenes"][1]["prompt"], "stale");
    assert_eq!(project["states"]["scenes"][0]["prompt"], "current");
    // The answer was lost, and the same is asked again: it is the same job.
    let again = crate::world::ok(ask().await.unwrap()).await;
    assert_eq!(again["id"], job["id"]);
    assert_eq!(fake.requests_of(Route::Text).len(), 1);

    for (kind, body, pointer) in [
        ("script", json!({ "wish": "shorter" }), "#/wish"),
        (
            "visuals",
            json!({ "scenes": [1], "wish": "shorter" }),
            "#/wish",
        ),
        ("script", json!({ "scenes": [4] }), "#/scenes"),
        ("visuals", json!({ "scenes": [0] }), "#/scenes/0"),
        ("visuals", json!({ "scenes": [] }), "#/scenes"),
    ] {
        let answer = world.post(&format!("{path}/work/{kind}"), &body).await;
        let (status, _, told) = problem(answer).await;
        assert_eq!(
            (status, &told["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{body}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_voice_is_asked_for_as_the_request_says() {
    let (world, fake, _) = written().await;
    let body = json!({
        "script": ["Rivers carry salt.", "The sun takes water."],
        "style": "slow and solemn", "unit": "line", "voice": "Puck", "speed": 0.9,
    });
    let spoken = world.post_json("/api/generate/voiceover", &body).await;
    assert_eq!(spoken["lines"].as_array().unwrap().len(), 2);
    let requests = fake.requests_of(Route::Speech);
    assert_eq!(requests.len(), 2, "each line in a call of its own");
    let text = requests[0].body.to_string();
    assert!(text.contains("solemn") && text.contains("Puck"), "{text}");
    let asked = json!({ "topic": "The sea", "length": 18 });
    let script = world.post_json("/api/generate/script", &asked).await;
    assert_eq!(
        script["script"].as_array().unwrap().len(),
        4,
        "of about 4.5 s each"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_paid_for_that_has_no_place() {
    let fake = TestEngine::fake().await;
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let engine = TestEngine::gemini(&folder.path().join("music"), &fake);
    let full = |settings: &mut Settings| settings.limits.disk = Some(Bytes::mb(40));
    let world = World::start(folder, Arc::new(engine), full, None).await;
    let topic = json!({ "topic": "The sea" });
    let (status, code, _) = problem(world.post("/api/generate/script", &topic).await).await;
    assert_eq!((status, code.as_str()), (507, "disk_full"));
    assert!(fake.requests().is_empty());
    let jobs = world.get_json("/api/jobs").await;
    assert_eq!(jobs["jobs"], json!([]));
}
