//! Files by their addresses.

use reqwest::{Method, StatusCode};

use crate::world::{World, ok, problem};

#[tokio::test(flavor = "multi_thread")]
async fn files_are_answered_in_parts_and_kept_for_good() {
    let world = World::new().await;
    let uploaded = ok(world
        .upload("/api/upload/audio", "a.wav", crate::pictures::wav(1.0))
        .await)
    .await;
    let url = uploaded["audio_url"].as_str().unwrap();
    let whole = world.get(url).await;
    let etag = whole.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(whole.headers()["accept-ranges"], "bytes");
    assert_eq!(whole.headers()["x-content-type-options"], "nosniff");
    assert!(
        whole.headers()["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    let whole = whole.bytes().await.unwrap();

    let ask = |range: &'static str| {
        world
            .request(Method::GET, url)
            .header("Range", range)
            .send()
    };
    for (range, expected) in [
        ("bytes=0-9", &whole[..10]),
        ("bytes=10-19", &whole[10..20]),
        ("bytes=-7", &whole[whole.len() - 7..]),
        ("bytes=100-", &whole[100..]),
        ("bytes=-99999999", &whole[..]),
    ] {
        let part = ask(range).await.unwrap();
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT, "{range}");
        let shown = part.headers()["content-range"].to_str().unwrap().to_owned();
        assert!(shown.ends_with(&format!("/{}", whole.len())), "{shown}");
        assert_eq!(part.bytes().await.unwrap(), expected, "{range}");
    }
    let outside = ask("bytes=999999999-").await.unwrap();
    assert_eq!(
        outside.headers()["content-range"].to_str().unwrap(),
        format!("bytes */{}", whole.len())
    );
    let (status, code, _) = problem(outside).await;
    assert_eq!((status, code.as_str()), (416, "range_outside"));

    let again = world
        .request(Method::GET, url)
        .header("If-None-Match", &etag)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let head = world.request(Method::HEAD, url).send().await.unwrap();
    assert_eq!(
        head.headers()["content-length"],
        whole.len().to_string().as_str()
    );
    let download = world.get(&format!("{url}?download")).await;
    let disposition = download.headers()["content-disposition"].to_str().unwrap();
    assert!(
        disposition.starts_with("attachment; filename=\"a.wav\""),
        "{disposition}"
    );
    let wrong = world.request(Method::POST, url).send().await.unwrap();
    assert_eq!(wrong.headers()["allow"], "GET, HEAD");
    let (status, code, _) = problem(wrong).await;
    assert_eq!((status, code.as_str()), (405, "method_not_allowed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn music_has_addresses_and_shapes() {
    let world = World::new().await;
    let list = world.get_json("/api/music").await;
    let tracks = list["tracks"].as_array().unwrap();
    assert_eq!(tracks.len(), 6);
    assert!(
        tracks
            .iter()
            .all(|track| track["duration"].as_f64().unwrap() > 10.0)
    );
    let url = tracks[0]["music_url"].as_str().unwrap();
    assert_eq!(url, "/music/inspirational.mp3");
    assert_eq!(world.get(url).await.headers()["content-type"], "audio/mpeg");
    let wave = world
        .get_json(&format!("/api/waveform?audio_url={url}&points=100"))
        .await;
    let peaks = wave["peaks"].as_array().unwrap();
    assert_eq!(peaks.len(), 100);
    assert!(peaks.iter().any(|peak| peak.as_f64().unwrap() > 0.1));
}
