//! What is taken in, and what is not.

use std::io::Cursor;

use reelcraft_http::settings::Bytes;

use crate::pictures::{jpeg, wav};
use crate::world::{World, ok, problem};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_the_pixels_comes_in() {
    let world = World::new().await;
    let mut polyglot = jpeg(300, 200);
    polyglot.extend_from_slice(b"<script>alert(1)</script>PK\x03\x04");
    let answer = ok(world
        .upload("/api/upload/image", "../../etc/passwd.php", polyglot)
        .await)
    .await;
    let file = &answer["files"][0];
    assert_eq!(file["label"], "passwd.php");
    assert_eq!(
        (&file["width"], &file["height"]),
        (&300.into(), &200.into())
    );
    let bytes = world
        .get(answer["image_url"].as_str().unwrap())
        .await
        .bytes()
        .await
        .unwrap();
    for secret in [&b"SECRET-COMMENT"[..], b"<script>", b"PK\x03\x04"] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn transparent_pictures_stay_transparent() {
    let world = World::new().await;
    let picture = image::RgbaImage::from_pixel(64, 64, image::Rgba([9, 9, 9, 100]));
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    let answer = ok(world
        .upload("/api/upload/image", "a.png", bytes.into_inner())
        .await)
    .await;
    let url = answer["image_url"].as_str().unwrap();
    assert!(url.ends_with(".png"), "{url}");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_files_come_in_at_once() {
    let world = World::new().await;
    let part = |name: &'static str, bytes| reqwest::multipart::Part::bytes(bytes).file_name(name);
    let form = reqwest::multipart::Form::new()
        .part("file", part("a.jpg", jpeg(64, 64)))
        .part("file", part("b.jpg", jpeg(80, 64)));
    let request = world
        .request(reqwest::Method::POST, "/api/upload/image")
        .multipart(form);
    let answer = ok(request.send().await.unwrap()).await;
    assert_eq!(answer["files"].as_array().unwrap().len(), 2);
    assert_eq!(answer["files"][1]["width"], 80);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_files_all_are_taken_or_none() {
    let world = World::new().await;
    let part = |name: &'static str, bytes| reqwest::multipart::Part::bytes(bytes).file_name(name);
    let form = reqwest::multipart::Form::new()
        .part("file", part("a.jpg", jpeg(64, 64)))
        .part("file", part("b.jpg", b"no picture".to_vec()));
    let request = world
        .request(reqwest::Method::POST, "/api/upload/image")
        .multipart(form);
    let (status, code, told) = problem(request.send().await.unwrap()).await;
    assert_eq!((status, code.as_str()), (422, "media"));
    assert!(told["detail"].as_str().unwrap().contains("b.jpg"), "{told}");
    let kept = world.get_json("/api/files?kept_on=uploads").await;
    assert_eq!(kept["files"], serde_json::json!([]));
    let incoming = world.folder.path().join("data/incoming");
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_are_listed_and_removed_unless_a_project_uses_them() {
    let world = World::new().await;
    let used = || async {
        let status = world.get_json("/api/status").await;
        status["disk"]["used_bytes"].as_u64().unwrap()
    };
    let upload =
        |name: &'static str, width| world.upload("/api/upload/image", name, jpeg(width, 64));
    let first = ok(upload("a.jpg", 64).await).await;
    let with_one = used().await;
    // The same picture once more takes no more room.
    assert_eq!(
        ok(upload("b.jpg", 64).await).await["image_url"],
        first["image_url"]
    );
    assert_eq!(used().await, with_one);
    let second = ok(upload("c.jpg", 80).await).await;
    let page = world.get_json("/api/files?kept_on=uploads&limit=1").await;
    assert_eq!(page["files"][0]["url"], second["image_url"]);
    assert_eq!(page["files"][0]["label"], "c.jpg");
    let next = page["next"].as_str().unwrap();
    let page = world
        .get_json(&format!("/api/files?kept_on=uploads&cursor={next}"))
        .await;
    assert_eq!(page["files"][0]["url"], first["image_url"]);
    assert!(page.get("next").is_none());

    let scene = serde_json::json!({ "line": "x", "image": first["image_url"] });
    let document = serde_json::json!({ "document": { "scene": [scene] } });
    let project = world.post_json("/api/projects", &document).await;
    let remove = |url: &serde_json::Value| {
        let path = format!("/api/files?url={}", url.as_str().unwrap());
        world.request(reqwest::Method::DELETE, &path).send()
    };
    let (status, code, _) = problem(remove(&first["image_url"]).await.unwrap()).await;
    assert_eq!((status, code.as_str()), (409, "busy"));
    assert_eq!(remove(&second["image_url"]).await.unwrap().status(), 204);
    assert!(used().await < with_one + 10_000);
    let gone = world.get(second["image_url"].as_str().unwrap()).await;
    assert_eq!(problem(gone).await.0, 404);
    let (status, _, _) = problem(remove(&second["image_url"]).await.unwrap()).await;
    assert_eq!(status, 404);

    let path = format!("/api/projects/{}", project["id"].as_str().unwrap());
    let removed = world.request(reqwest::Method::DELETE, &path).send();
    assert_eq!(removed.await.unwrap().status(), 204);
    assert_eq!(remove(&first["image_url"]).await.unwrap().status(), 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_or_sound_is_refused() {
    let world = World::new().await;
    let cases: [(&str, Vec<u8>); 5] = [
        (
            "svg.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>".to_vec(),
        ),
        ("text.jpg", b"not a picture at all".to_vec()),
        ("cut.jpg", jpeg(300, 200)[..400].to_vec()),
        (
            "list.jpg",
            b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".to_vec(),
        ),
        ("a.wav", wav(0.2)),
    ];
    for (name, bytes) in cases {
        let (status, code, told) =
            problem(world.upload("/api/upload/image", name, bytes).await).await;
        assert_eq!((status, code.as_str()), (422, "media"), "{name}");
        let detail = told["detail"].as_str().unwrap();
        assert!(
            detail.contains(name) && !detail.contains("incoming"),
            "{detail}"
        );
    }
    let cases: [(&str, &[u8]); 4] = [
        (
            "hls.mp3",
            b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        ),
        ("concat.mp3", b"ffconcat version 1.0\nfile /etc/passwd\n"),
        (
            "sdp.wav",
            b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 5004 RTP/AVP 0\n",
        ),
        ("empty.wav", b"RIFF\x24\0\0\0WAVEfmt "),
    ];
    for (name, bytes) in cases {
        let answer = world
            .upload("/api/upload/audio", name, bytes.to_vec())
            .await;
        let (status, code, _) = problem(answer).await;
        assert_eq!((status, code.as_str()), (422, "media"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_are_refused_before_they_are_decoded() {
    let world = World::new().await;
    // A PNG that claims 30,000 × 30,000 pixels.
    let mut bytes = Cursor::new(Vec::new());
    let tiny = image::GrayImage::new(1, 1);
    tiny.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let mut bomb = bytes.into_inner();
    bomb[16..20].copy_from_slice(&30_000u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&30_000u32.to_be_bytes());
    let crc = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    let begun = std::time::Instant::now();
    let (status, code, _) =
        problem(world.upload("/api/upload/image", "bomb.png", bomb).await).await;
    assert_eq!((status, code.as_str()), (422, "invalid_input"));
    assert!(begun.elapsed().as_secs() < 5);
}

/// The checksum of PNG chunks.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = !0u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

#[tokio::test(flavor = "multi_thread")]
async fn large_files_are_refused_while_they_arrive() {
    let world = World::with(
        |settings| settings.limits.picture_file = Bytes(20_000),
        None,
    )
    .await;
    let answer = world
        .upload("/api/upload/image", "big.jpg", vec![0xFF; 1_000_000])
        .await;
    let (status, code, told) = problem(answer).await;
    assert_eq!((status, code.as_str()), (413, "too_large"));
    assert_eq!(told["detail"], "the file is larger than 20 KB");
    let incoming = world.folder.path().join("data/incoming");
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_before_it_is_full() {
    let world = World::with(|settings| settings.limits.disk = Some(Bytes(1)), None).await;
    let answer = world
        .upload("/api/upload/image", "a.jpg", jpeg(64, 64))
        .await;
    let (status, code, told) = problem(answer).await;
    assert_eq!((status, code.as_str()), (507, "disk_full"));
    assert!(told["hint"].as_str().unwrap().contains("remove"));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_forms_of_bodies_are_refused() {
    let world = World::new().await;
    let post = |path: &str| world.request(reqwest::Method::POST, path);
    let (status, code, _) =
        problem(post("/api/upload/image").body("x").send().await.unwrap()).await;
    assert_eq!((status, code.as_str()), (415, "unsupported_type"));
    let form = reqwest::multipart::Form::new().text("other", "x");
    let answer = post("/api/upload/image")
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(problem(answer).await.0, 422);
    let broken = post("/api/upload/image")
        .header("Content-Type", "multipart/form-data; boundary=x")
        .body("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc");
    assert_eq!(problem(broken.send().await.unwrap()).await.1, "malformed");
}
