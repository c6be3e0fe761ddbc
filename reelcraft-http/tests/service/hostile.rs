//! Requests of those who want more than they should get.

use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, problem};

/// All files below a folder that are not the service's own, with their contents.
pub(crate) fn outside(folder: &Path) -> Vec<(String, u64)> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.ends_with("data") {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else {
                files.push((path.display().to_string(), entry.metadata().unwrap().len()));
            }
        }
    }
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_leads_out_of_the_shelves() {
    let world = World::new().await;
    std::fs::write(world.folder.path().join("secret.jpg"), "outside").unwrap();
    let database = world.folder.path().join("data/reelcraft.db");
    assert!(database.exists());
    for path in [
        "/temp/../../secret.jpg",
        "/temp/..%2f..%2fsecret.jpg",
        "/temp/%2e%2e/%2e%2e/secret.jpg",
        "/temp/....//....//secret.jpg",
        "/temp/..\\..\\secret.jpg",
        "/temp/%5c..%5c..%5csecret.jpg",
        "/temp/%252e%252e%252fsecret.jpg",
        "/temp//etc/passwd",
        "/temp/\u{2025}/secret.jpg",
        "/uploads/../reelcraft.db",
        "/uploads/%00",
        "/uploads/0123456789abcdef0123456789abcdef.jpg%00.png",
        "/exports/",
        "/temp",
        "/music/..%2f..%2f..%2fsecret.jpg",
        "/music/../temp/",
        "/assets/../../reelcraft.db",
        "/lock",
        "/reelcraft.db",
        "/data/reelcraft.db",
        "/.git/config",
        "/docs/../../reelcraft.db",
        "/docs/..%2f..%2freelcraft.db",
    ] {
        let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let answer = world.raw(head.as_bytes()).await;
        let status = answer.split(' ').nth(1).unwrap_or("none").to_owned();
        let is_page = answer.contains("<title>Reelcraft</title>");
        assert!(
            ["400", "404"].contains(&status.as_str()) || is_page,
            "{path}: {answer}"
        );
        assert!(
            !answer.contains("outside") && !answer.contains("SQLite"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_in_bodies_name_files_of_the_service_and_nothing_else() {
    let world = World::new().await;
    let before = outside(world.folder.path());
    // Whoever would connect to it is noticed.
    let trap = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let remote = format!("http://{}/a.jpg", trap.local_addr().unwrap());
    for url in [
        "/etc/passwd",
        "../../etc/passwd",
        "file:///etc/passwd",
        "/temp/../../../etc/passwd",
        "/uploads/0123456789abcdef0123456789abcdef.jpg/../../x.jpg",
        "concat:/etc/passwd|/etc/passwd",
        "data:image/png;base64,AAAA",
        "\\\\host\\share\\a.jpg",
        remote.as_str(),
        "//127.0.0.1/a.jpg",
        "/temp/0123456789abcdef0123456789abcdef.jpg",
    ] {
        let bodies = [
            json!({ "scenes": [{ "image_url": url, "duration": 1.0 }] }),
            json!({ "scenes": [{ "image_url": "/temp/0123456789abcdef0123456789abcdef.jpg" }], "voiceover_url": url }),
            json!({ "scenes": [{ "image_url": "/temp/0123456789abcdef0123456789abcdef.jpg" }], "music_url": url }),
        ];
        for body in bodies {
            let (status, code, told) = problem(world.post("/api/render/video", &body).await).await;
            assert_eq!((status, code.as_str()), (422, "invalid_input"), "{url}");
            assert!(
                told["errors"][0]["pointer"]
                    .as_str()
                    .unwrap()
                    .starts_with("#/"),
                "{told}"
            );
        }
        let drawn = json!({ "image_prompt": "x", "reference_url": url });
        let (status, _, _) = problem(world.post("/api/regenerate/image", &drawn).await).await;
        assert_eq!(status, 422, "{url}");
        let documents = [
            json!({ "scene": [{ "line": "x", "image": url }] }),
            json!({ "reel": { "topic": "x" }, "voice": { "provider": "file", "file": url } }),
            json!({ "reel": { "topic": "x" }, "music": { "track": url } }),
            json!({ "reel": { "topic": "x", "reference": url } }),
        ];
        for document in documents {
            let answer = world
                .post("/api/projects", &json!({ "document": document }))
                .await;
            let status = answer.status().as_u16();
            assert_eq!(status, 422, "{document}: {}", answer.text().await.unwrap());
        }
    }
    let waited = tokio::time::timeout(std::time::Duration::from_millis(200), trap.accept()).await;
    assert!(waited.is_err(), "somebody connected");
    assert_eq!(outside(world.folder.path()), before);
    assert_eq!(world.get_json("/api/jobs").await["jobs"], json!([]));
    assert_eq!(world.get_json("/api/projects").await["projects"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_bodies_are_told_with_place_and_code() {
    let world = World::new().await;
    let post = |body: &str, media_type: &str| {
        world
            .request(Method::POST, "/api/generate/script")
            .header("Content-Type", media_type)
            .body(body.to_owned())
            .send()
    };
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("{{\"topic\": \"{}\"}}", "x".repeat(3_000_000));
    for (body, media_type, status, code) in [
        ("{", "application/json", 400, "malformed"),
        ("", "application/json", 400, "malformed"),
        ("null", "application/json", 422, "invalid_input"),
        ("[]", "application/json", 422, "invalid_input"),
        ("{\"topic\": \"x\"}", "text/plain", 415, "unsupported_type"),
        (
            "topic=x",
            "application/x-www-form-urlencoded",
            415,
            "unsupported_type",
        ),
        (deep.as_str(), "application/json", 400, "malformed"),
        (long.as_str(), "application/json", 413, "too_large"),
        (
            "{\"topic\": \"\u{0}\"",
            "application/json",
            400,
            "malformed",
        ),
    ] {
        let (told, name, _) = problem(post(body, media_type).await.unwrap()).await;
        let shown: String = body.chars().take(30).collect();
        assert_eq!((told, name.as_str()), (status, code), "{shown}");
    }
    let body = json!({ "topic": "The sea", "tone": null, "scene_count": 1 });
    let script = world.post_json("/api/generate/script", &body).await;
    assert_eq!(
        script["script"].as_array().unwrap().len(),
        1,
        "null is as if it were left out"
    );
    let (status, _, _) = problem(
        world
            .post("/api/generate/script", &json!({ "topic": null }))
            .await,
    )
    .await;
    assert_eq!(status, 422);
    let body = json!({ "topic": 7, "scene_count": 61, "tonne": "x", "language": "!" });
    let (_, _, told) = problem(world.post("/api/generate/script", &body).await).await;
    let mistakes: Vec<(&str, &str)> = told["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mistake| {
            (
                mistake["pointer"].as_str().unwrap(),
                mistake["detail"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        mistakes,
        [
            ("#/language", "`!` is not of the right form"),
            ("#/scene_count", "61 is not 1 to 60"),
            ("#/tonne", "unknown field `tonne`"),
            ("#/topic", "expected a text, found a number"),
        ]
    );
    assert_eq!(told["errors"][2]["hint"], "did you mean `tone`?");
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_never_instructions() {
    let world = World::new().await;
    for text in [
        "'; DROP TABLE projects; --",
        "$(touch /tmp/pwned) `id`",
        "<script>alert(1)</script>",
        "{{7*7}} ${7*7} %s%n",
        "--voices=../../x \u{202e}\u{0}\u{7}",
        "🧂".repeat(200).as_str(),
    ] {
        let body = json!({ "script": [text] });
        let answer = world.post("/api/generate/visuals", &body).await;
        let status = answer.status().as_u16();
        assert!(status < 500, "{text}: {}", answer.text().await.unwrap());
        let answer = world.post("/api/generate/voiceover", &body).await;
        let status = answer.status().as_u16();
        assert!(status < 500, "{text}: {}", answer.text().await.unwrap());
        let answer = world
            .post(
                "/api/projects",
                &json!({ "name": text, "document": { "reel": { "topic": text } } }),
            )
            .await;
        let status = answer.status().as_u16();
        assert!(status < 500, "{text}: {}", answer.text().await.unwrap());
    }
    let projects = world.get_json("/api/projects").await;
    assert!(!projects["projects"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn strange_requests_are_answered() {
    let world = World::new().await;
    for (request, statuses) in [
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", &["421"][..]),
        (
            "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\nConnection: close\r\n\r\n",
            &["421", "400"],
        ),
        (
            "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
            &["421"],
        ),
        (
            "TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            &["404", "405"],
        ),
        (
            "OPTIONS /api/projects HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            &["404", "405"],
        ),
        (
            "BREW /api/projects HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            &["404", "405"],
        ),
        (
            "POST /api/generate/script HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n0\r\n\r\n",
            &["400", "422"],
        ),
        ("nonsense\r\n\r\n", &["400"]),
    ] {
        let answer = world.raw(request.as_bytes()).await;
        let status = answer.split(' ').nth(1).unwrap_or("none");
        assert!(statuses.contains(&status), "{request}: {answer}");
    }
    let many = "X-A: b\r\n".repeat(5_000);
    let answer = world
        .raw(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n").as_bytes())
        .await;
    let status = answer.split(' ').nth(1).unwrap_or("none");
    assert!(["431", "400"].contains(&status), "{answer}");
    let _: Value = world.get_json("/api/status").await;
}
