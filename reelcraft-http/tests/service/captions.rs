//! Captions of projects: read, seen, downloaded and taken back, with fonts of one's own.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::pictures::{jpeg, wav};
use crate::world::{World, ok, problem};

/// A bundled font, as somebody would upload one.
const FONT: &[u8] = include_bytes!("../../../reelcraft-render/fonts/Montserrat-Bold.ttf");

fn sea() -> Value {
    json!({ "document": {
        "reel": { "topic": "The sea", "format": "216x384" },
        "voice": { "provider": "none" },
        "music": { "track": "none" },
        "captions": { "style": "word", "look": "bold" },
        "scene": [
            { "line": "Rivers carry salt to the sea.", "duration": 2.0 },
            { "card": "The end\nSee you", "background": "#204060", "duration": 1.0 },
        ],
    } })
}

async fn begun(world: &World, project: &Value) -> String {
    let begun = world.post("/api/projects", project).await;
    assert_eq!(begun.status(), StatusCode::CREATED);
    begun.headers()["location"].to_str().unwrap().to_owned()
}

async fn changed(world: &World, path: &str, document: Value) -> reqwest::Response {
    world
        .request(Method::PATCH, path)
        .header("If-Match", "*")
        .json(&json!({ "document": document }))
        .send()
        .await
        .unwrap()
}

async fn picture(world: &World, path: &str) -> image::RgbaImage {
    let answer = world.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    let bytes = answer.bytes().await.unwrap();
    image::load_from_memory(&bytes).unwrap().to_rgba8()
}

/// How many pixels are not transparent.
fn drawn(picture: &image::RgbaImage) -> usize {
    picture.pixels().filter(|pixel| pixel[3] > 0).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn captions_are_read_and_seen_before_there_is_a_picture() {
    let world = World::new().await;
    let path = begun(&world, &sea()).await;
    let told = world.get_json(&format!("{path}/captions")).await;
    let caption = &told["captions"][0];
    assert_eq!(
        (&caption["scene"], &caption["start"]),
        (&json!(1), &json!(0.0))
    );
    let words = caption["pages"][0]["words"].as_array().unwrap();
    assert_eq!(words[0]["text"], "Rivers");
    let changes = told["changes"].as_array().unwrap();
    assert!(
        changes.len() > words.len(),
        "each word, and the end: {changes:?}"
    );

    // What is seen over the pictures is another thing after each change, and nothing at the end.
    let mut before = None;
    for at in changes {
        let seen = picture(&world, &format!("{path}/overlay?at={at}")).await;
        assert_eq!(seen.dimensions(), (216, 384));
        assert_ne!(before.as_ref(), Some(&seen), "at {at}");
        before = Some(seen);
    }
    assert_eq!(drawn(&before.unwrap()), 0);

    // A card needs no picture, other scenes do.
    let card = picture(&world, &format!("{path}/card?scene=2")).await;
    let [red, green, blue, _] = card.get_pixel(4, 200).0;
    assert!(blue > green && green > red, "{red} {green} {blue}");
    let (status, _, told) = problem(world.get(&format!("{path}/card?scene=1")).await).await;
    assert_eq!(
        (status, &told["detail"]),
        (422, &json!("scene 1 has no picture"))
    );
    assert_eq!(
        problem(world.get(&format!("{path}/card?scene=3")).await)
            .await
            .0,
        404
    );
    assert_eq!(
        problem(world.get(&format!("{path}/frame?at=0.5")).await)
            .await
            .0,
        422
    );
    assert_eq!(
        world.get(&format!("{path}/frame?at=2.9")).await.status(),
        200
    );

    let empty = begun(&world, &json!({ "document": { "reel": { "topic": "x" } } })).await;
    let none = world.get_json(&format!("{empty}/captions")).await;
    assert_eq!(none, json!({ "captions": [], "changes": [0.0] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn captions_go_out_as_files_and_come_back() {
    let world = World::new().await;
    let path = begun(&world, &sea()).await;
    let mut files = Vec::new();
    for format in ["srt", "vtt", "ass"] {
        let answer = world.get(&format!("{path}/captions/{format}")).await;
        let name = answer.headers()["content-disposition"].to_str().unwrap();
        assert!(name.contains(&format!("The sea.{format}")), "{name}");
        files.push(answer.text().await.unwrap());
    }
    assert!(files[0].starts_with("1\n00:00:00,000 --> "), "{}", files[0]);
    assert!(files[1].starts_with("WEBVTT") && files[2].contains("[Events]"));
    let (status, _, _) = problem(world.get(&format!("{path}/captions/txt")).await).await;
    assert_eq!(status, 400);

    let import = async |subrip: &str, tag: &str| {
        world
            .request(Method::PUT, &format!("{path}/captions"))
            .header("If-Match", tag)
            .json(&json!({ "subrip": subrip }))
            .send()
            .await
            .unwrap()
    };
    // As it came out, it changes nothing.
    let same = ok(import(&files[0], "\"1\"").await).await;
    assert_eq!(same["revision"], 1);
    let edited = files[0].replacen("Rivers", "Big rivers", 1);
    let taken = ok(import(&edited, "\"1\"").await).await;
    let cues = taken["document"]["scene"][0]["captions"]
        .as_array()
        .unwrap();
    assert!(
        cues[0]["text"].as_str().unwrap().starts_with("Big rivers"),
        "{cues:?}"
    );
    let again = world.get(&format!("{path}/captions/srt")).await;
    assert_eq!(again.text().await.unwrap(), edited);
    assert_eq!(problem(import(&edited, "\"1\"").await).await.0, 412);

    let broken = "1\n00:00:02,0 --> 00:00:01,0\nA\n\n2\nsoon --> later\nB\n";
    let (status, _, told) = problem(import(broken, "*").await).await;
    let mistakes = told["errors"].as_array().unwrap();
    assert_eq!((status, mistakes.len()), (422, 2), "{told}");
    assert_eq!(mistakes[0]["pointer"], "#/subrip");
    assert!(
        mistakes[1]["detail"]
            .as_str()
            .unwrap()
            .starts_with("line 6")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fonts_are_named_or_brought() {
    let world = World::new().await;
    let fonts = world.get_json("/api/fonts").await;
    assert_eq!(fonts["fonts"][0], "Montserrat");
    let answer = world.upload("/api/upload/font", "Brand.ttf", FONT.to_vec());
    let font = ok(answer.await).await;
    assert_eq!(font["family"], "Montserrat");
    let url = font["font_url"].as_str().unwrap();
    assert!(
        url.starts_with("/uploads/") && url.ends_with(".ttf"),
        "{url}"
    );
    let served = world.get(url).await;
    assert_eq!(served.headers()["content-type"], "font/ttf");
    for bytes in [b"no font".to_vec(), jpeg(64, 64), FONT[..2000].to_vec()] {
        let answer = world.upload("/api/upload/font", "a.ttf", bytes).await;
        let (status, _, told) = problem(answer).await;
        assert_eq!(status, 422, "{told}");
        assert!(
            told["hint"].as_str().unwrap().contains("TrueType"),
            "{told}"
        );
    }

    let path = begun(&world, &sea()).await;
    let plain = picture(&world, &format!("{path}/overlay?at=0.1")).await;
    let patch = json!({ "captions": { "font": url, "weight": 700, "look": "clear" } });
    let own = ok(changed(&world, &path, patch).await).await;
    assert_eq!(own["document"]["captions"]["font"], url);
    assert_ne!(
        picture(&world, &format!("{path}/overlay?at=0.1")).await,
        plain
    );
    // It is in the archive, and comes back from it.
    let zip = world
        .get(&format!("{path}/zip"))
        .await
        .bytes()
        .await
        .unwrap();
    let back = world
        .request(Method::POST, "/api/projects/import")
        .header("Content-Type", "application/zip")
        .body(zip)
        .send()
        .await
        .unwrap();
    let back = ok(back).await;
    assert_eq!(back["document"]["captions"]["font"], url);

    for font in [
        "../../etc/passwd.ttf",
        "/etc/fonts/a.ttf",
        "a.ttf",
        "/uploads/x.ttf",
    ] {
        let patch = json!({ "captions": { "font": font } });
        let (status, _, told) = problem(changed(&world, &path, patch).await).await;
        assert_eq!(status, 422, "{font}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_comes_in_all_formats_with_its_captions() {
    let world = World::new().await;
    let upload = world
        .upload("/api/upload/image", "a.jpg", jpeg(400, 400))
        .await;
    let image = ok(upload).await["image_url"].clone();
    let mut project = sea();
    project["document"]["scene"][0]["image"] = image.clone();
    project["document"]["watermark"] = json!({ "image": image, "size": 20, "opacity": 1 });
    project["document"]["cover"] = json!({ "at": 2.5 });
    let path = begun(&world, &project).await;
    let work = json!({ "formats": ["216x384", "square", "square"], "quality": "draft" });
    let job = world.begin(&format!("{path}/work/render"), &work).await;
    let job = world.ended(&job).await;
    assert_eq!(job["state"], "succeeded", "{job}");
    // Both count as one piece of work.
    assert_eq!(job["done"], 2 * 90, "{job}");
    let videos = job["result"]["videos"].as_array().unwrap();
    let formats: Vec<&Value> = videos.iter().map(|video| &video["format"]).collect();
    assert_eq!(formats, ["216x384", "square"]);
    assert_eq!(job["result"]["video"], videos[0]);
    assert_eq!(
        (&videos[1]["width"], &videos[1]["height"]),
        (&json!(540), &json!(540))
    );
    for video in videos {
        for file in ["video_url", "poster_url", "srt_url", "vtt_url", "ass_url"] {
            let answer = world.get(video[file].as_str().unwrap()).await;
            assert_eq!(answer.status(), StatusCode::OK, "{file}");
        }
        // The cover is a frame of the card.
        let cover = picture(&world, video["poster_url"].as_str().unwrap()).await;
        let [red, _, blue, _] = cover.get_pixel(4, cover.height() / 2).0;
        assert!(blue > red + 20, "{red} {blue}");
    }
    let wrong = json!({ "formats": ["reel", "1081x1080"] });
    let (status, _, told) = problem(world.post(&format!("{path}/work/render"), &wrong).await).await;
    assert_eq!(
        (status, &told["errors"][0]["pointer"]),
        (422, &json!("#/formats/1"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_can_have_a_recording_of_ones_own() {
    let world = World::new().await;
    let upload = world
        .upload("/api/upload/audio", "line.wav", wav(1.5))
        .await;
    let sound = ok(upload).await["audio_url"].clone();
    let mut project = sea();
    project["document"]["voice"] = json!({ "provider": "local" });
    project["document"]["scene"] = json!([
        { "line": "Rivers carry salt to the sea.", "voice": sound },
        { "line": "" , "card": "The end", "duration": 1.0 },
    ]);
    let path = begun(&world, &project).await;
    let job = world
        .begin(&format!("{path}/work/voiceover"), &json!({}))
        .await;
    let job = world.ended(&job).await;
    assert_eq!(job["state"], "succeeded", "{job}");
    let project = world.get_json(&path).await;
    assert_eq!(project["document"]["scene"][0]["voice"], sound);
    assert_eq!(project["states"]["voice"], "current");
    let line = &project["voiceover"]["lines"][0];
    let secs = line["end"].as_f64().unwrap() - line["start"].as_f64().unwrap();
    assert!((secs - 1.5).abs() < 0.1, "{line}");
    // Another recording makes the voiceover out of date.
    let upload = world
        .upload("/api/upload/audio", "line.wav", wav(1.0))
        .await;
    let other = ok(upload).await["audio_url"].clone();
    let scenes = json!({ "scene": [
        { "line": "Rivers carry salt to the sea.", "voice": other },
        { "line": "" , "card": "The end", "duration": 1.0 },
    ] });
    let stale = ok(changed(&world, &path, scenes).await).await;
    assert_eq!(stale["states"]["voice"], "stale");
}
