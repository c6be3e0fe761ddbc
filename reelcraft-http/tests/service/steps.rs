//! From a topic to a video by the six operations, with the very bodies that are promised.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_becomes_a_video_in_six_calls() {
    let world = World::new().await;
    let answer = world
        .post_json(
            "/api/generate/script",
            &json!({ "topic": "Why the sea is salty", "scene_count": 3 }),
        )
        .await;
    let script = answer["script"].as_array().unwrap().clone();
    assert_eq!(script.len(), 3);

    let answer = world
        .post_json("/api/generate/visuals", &json!({ "script": script }))
        .await;
    let scenes = answer["scenes"].as_array().unwrap().clone();
    assert_eq!(scenes.len(), 3);
    for (scene, line) in scenes.iter().zip(&script) {
        assert_eq!(&scene["script_line"], line);
        let url = scene["image_url"].as_str().unwrap();
        assert!(url.starts_with("/temp/") && url.ends_with(".jpg"), "{url}");
        assert!(!scene["image_prompt"].as_str().unwrap().is_empty());
        let picture = world.get(url).await;
        assert_eq!(picture.headers()["content-type"], "image/jpeg");
        assert!(
            picture
                .bytes()
                .await
                .unwrap()
                .starts_with(&[0xFF, 0xD8, 0xFF])
        );
    }

    let prompt = &scenes[0]["image_prompt"];
    let first = world
        .post_json("/api/regenerate/image", &json!({ "image_prompt": prompt }))
        .await;
    let second = world
        .post_json("/api/regenerate/image", &json!({ "image_prompt": prompt }))
        .await;
    assert_ne!(first["image_url"], scenes[0]["image_url"]);
    assert_ne!(first["image_url"], second["image_url"]);

    let uploaded = world
        .upload(
            "/api/upload/image",
            "me.jpg",
            crate::pictures::jpeg(640, 480),
        )
        .await;
    let uploaded: Value = crate::world::ok(uploaded).await;
    let own = uploaded["image_url"].as_str().unwrap();
    assert!(
        own.starts_with("/uploads/") && own.ends_with(".jpg"),
        "{own}"
    );

    let voice = world
        .post_json("/api/generate/voiceover", &json!({ "script": script }))
        .await;
    let audio = voice["audio_url"].as_str().unwrap();
    assert!(
        audio.starts_with("/temp/") && audio.ends_with(".wav"),
        "{audio}"
    );
    assert!(voice["duration"].as_f64().unwrap() > 1.0);
    let lines = voice["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 3);
    assert!(lines[0]["end"].as_f64() < lines[1]["start"].as_f64());

    let body = json!({
        "scenes": [
            { "image_url": own, "duration": 1.5 },
            { "image_url": scenes[1]["image_url"], "duration": 1.5 },
            { "image_url": scenes[2]["image_url"], "duration": 1.5 },
        ],
        "voiceover_url": audio,
        "music_url": "/music/inspirational.mp3",
        "music_volume": 0.3,
        "transition_effect": "crossfade",
        "format": "216x384",
        "quality": "draft",
    });
    let video = world.post_json("/api/render/video", &body).await;
    let url = video["video_url"].as_str().unwrap();
    assert!(
        url.starts_with("/exports/") && url.ends_with(".mp4"),
        "{url}"
    );
    let response = world.get(url).await;
    assert_eq!(response.headers()["content-type"], "video/mp4");
    let bytes = response.bytes().await.unwrap();
    assert_eq!(&bytes[4..8], b"ftyp");
    // The voice is longer than the scenes, so the last one is held, and that is said.
    assert!(video["duration"].as_f64().unwrap() >= voice["duration"].as_f64().unwrap() - 0.1);
    assert!(!video["warnings"].as_array().unwrap().is_empty());
    let poster = world.get(video["poster_url"].as_str().unwrap()).await;
    assert_eq!(poster.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_for_the_same_costs_nothing() {
    let world = World::new().await;
    let body = json!({ "script": ["Rivers carry salt to the sea."] });
    let first = world.post_json("/api/generate/visuals", &body).await;
    let second = world.post_json("/api/generate/visuals", &body).await;
    assert_eq!(first, second);
    let jobs = world.get_json("/api/jobs").await;
    assert_eq!(jobs["jobs"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_frame_is_seen_before_the_video() {
    let world = World::new().await;
    let body = json!({ "script": ["A river.", "The sea."] });
    let visuals = world.post_json("/api/generate/visuals", &body).await;
    let scenes: Vec<Value> = visuals["scenes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|scene| json!({ "image_url": scene["image_url"], "duration": 2.0 }))
        .collect();
    let body = json!({ "video": { "scenes": scenes, "format": "216x384" }, "at": 3.0 });
    let response = world.post("/api/preview/frame", &body).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "image/jpeg");
    let frame = image::load_from_memory(&response.bytes().await.unwrap()).unwrap();
    assert_eq!((frame.width(), frame.height()), (216, 384));
}
