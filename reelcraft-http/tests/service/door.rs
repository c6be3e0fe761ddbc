//! Who may come in.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::world::{World, problem};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test(flavor = "multi_thread")]
async fn the_token_opens_and_nothing_else_does() {
    let world = World::with(|_| {}, Some(TOKEN)).await;
    for path in [
        "/api/status",
        "/api/jobs",
        "/metrics",
        "/docs",
        "/openapi.json",
        "/music/calm.mp3",
        "/",
    ] {
        let (status, code, _) = problem(world.get(path).await).await;
        assert_eq!((status, code.as_str()), (401, "unauthenticated"), "{path}");
    }
    for header in [
        "Bearer wrong".to_owned(),
        format!("Basic {TOKEN}"),
        TOKEN.to_owned(),
        format!("Bearer {TOKEN}x"),
        "Bearer ".to_owned(),
    ] {
        let request = world
            .request(Method::GET, "/api/status")
            .header("Authorization", &header);
        assert_eq!(
            request.send().await.unwrap().status(),
            StatusCode::UNAUTHORIZED,
            "{header}"
        );
    }
    let request = world.request(Method::GET, "/api/status").bearer_auth(TOKEN);
    assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(world.get("/health/live").await.status(), StatusCode::OK);
    let query = world.get(&format!("/api/status?token={TOKEN}")).await;
    assert_eq!(query.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_signs_in_once() {
    let world = World::with(|_| {}, Some(TOKEN)).await;
    let page = world
        .request(Method::GET, "/")
        .header("Accept", "text/html")
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), StatusCode::UNAUTHORIZED);
    assert!(page.text().await.unwrap().contains("action=\"/sign-in\""));
    let sign_in = |token: &str| {
        world
            .request(Method::POST, "/sign-in")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(format!("token={token}"))
            .send()
    };
    let wrong = sign_in("wrong").await.unwrap();
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    assert!(wrong.headers().get("set-cookie").is_none());

    let right = sign_in(TOKEN).await.unwrap();
    assert_eq!(right.status(), StatusCode::SEE_OTHER);
    let cookie = right.headers()["set-cookie"].to_str().unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains(TOKEN),
        "the cookie must not tell the token"
    );
    let pair = cookie.split(';').next().unwrap();
    let with = |cookie: &str| {
        world
            .request(Method::GET, "/api/status")
            .header("Cookie", cookie)
            .send()
    };
    assert_eq!(with(pair).await.unwrap().status(), StatusCode::OK);
    // Nobody can make themselves another browser.
    let (_, seal) = pair.split_once('.').unwrap();
    let other = format!("reelcraft=0123456789abcdef0123456789abcdef.{seal}");
    for forged in ["reelcraft=0.1", other.as_str()] {
        let status = with(forged).await.unwrap().status();
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{forged}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_cannot_fill_the_memory() {
    let world = World::with(|_| {}, Some(TOKEN)).await;
    let request = world
        .request(Method::POST, "/sign-in")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(format!("token={}", "x".repeat(1_000_000)));
    let answer = request.send().await.unwrap();
    // What was not read to its end is the last thing on its connection.
    assert_eq!(answer.headers()["connection"], "close");
    assert_eq!(problem(answer).await.1, "too_large");
    assert_eq!(world.get("/health/live").await.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_named_origins_may_ask_and_read() {
    const ORIGIN: &str = "http://studio.example";
    let named = |settings: &mut reelcraft_http::settings::Settings| {
        settings.origins = vec![ORIGIN.to_owned()];
    };
    let world = World::with(named, Some(TOKEN)).await;
    let ask = |method: Method, origin: &'static str| {
        let request = world.request(method, "/api/projects");
        request.header("Origin", origin)
    };
    let preflight = ask(Method::OPTIONS, ORIGIN)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,if-match");
    let preflight = preflight.send().await.unwrap();
    assert_eq!(preflight.status(), StatusCode::NO_CONTENT);
    let told = |answer: &reqwest::Response, name: &str| {
        let header = answer.headers().get(name);
        header.map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(
        told(&preflight, "access-control-allow-origin").as_deref(),
        Some(ORIGIN)
    );
    let allowed = told(&preflight, "access-control-allow-headers").unwrap();
    assert!(allowed.contains("authorization") && allowed.contains("if-match"));
    // Errors can be read, too; the cookie is never asked for.
    for (request, status) in [
        (ask(Method::GET, ORIGIN), 401),
        (ask(Method::GET, ORIGIN).bearer_auth(TOKEN), 200),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(
            told(&answer, "access-control-allow-origin").as_deref(),
            Some(ORIGIN)
        );
        assert_eq!(told(&answer, "access-control-allow-credentials"), None);
    }
    let foreign = ask(Method::GET, "http://evil.example").bearer_auth(TOKEN);
    let foreign = foreign.send().await.unwrap();
    assert_eq!(told(&foreign, "access-control-allow-origin"), None);
    assert_eq!(problem(foreign).await.1, "foreign_origin");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_others_embed_nothing() {
    let world = World::new().await;
    let ask = |site: &'static str, mode: &'static str| {
        let request = world.request(Method::GET, "/music/calm.mp3");
        let request = request.header("Sec-Fetch-Site", site);
        let dest = mode.split(' ').nth(1).unwrap_or("audio");
        let request = request.header("Sec-Fetch-Dest", dest);
        let mode = mode.split(' ').next().unwrap();
        request.header("Sec-Fetch-Mode", mode).send()
    };
    for mode in ["no-cors", "navigate iframe"] {
        let embedded = ask("cross-site", mode).await.unwrap();
        assert_eq!(problem(embedded).await.1, "foreign_origin", "{mode}");
    }
    for (site, mode) in [
        ("same-origin", "no-cors"),
        ("none", "navigate document"),
        ("cross-site", "navigate document"),
    ] {
        let answer = ask(site, mode).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{site} {mode}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn others_on_the_network_need_the_token_for_everything() {
    let open = |settings: &mut reelcraft_http::settings::Settings| {
        settings.listen = "0.0.0.0:0".parse().unwrap();
    };
    let world = World::with(open, Some(TOKEN)).await;
    let port = world.address.port();
    let document: serde_json::Value = world
        .request(Method::GET, "/openapi.json")
        .bearer_auth(TOKEN)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let mut count = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let path = path
            .replace("{id}", "0123456789abcdef0123456789abcdef")
            .replace("{kind}", "make");
        for method in operations.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            for token in ["", "wrong-wrong-wrong-wrong"] {
                let url = format!("http://127.0.0.1:{port}{path}");
                let request = world.client.request(method.clone(), url).bearer_auth(token);
                let status = request.send().await.unwrap().status();
                let is_open = path.starts_with("/health/");
                let expected = if is_open {
                    StatusCode::OK
                } else {
                    StatusCode::UNAUTHORIZED
                };
                assert_eq!(status, expected, "{method} {path}");
                count += 1;
            }
        }
    }
    assert!(count > 60, "{count}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_listens_to_others_without_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let engine = crate::world::TestEngine::local(&folder.path().join("music"));
    let settings = reelcraft_http::settings::Settings {
        listen: "0.0.0.0:0".parse().unwrap(),
        data_dir: Some(folder.path().join("data")),
        ..Default::default()
    };
    let opened = reelcraft_http::Service::open(settings, None, std::sync::Arc::new(engine)).await;
    let error = opened.err().unwrap();
    assert!(error.hint_text().unwrap().contains("REELCRAFT_API_TOKEN"));
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_pages_and_names_are_refused() {
    let world = World::new().await;
    let ask = |name: &'static str, value: &'static str| {
        world
            .request(Method::POST, "/api/generate/script")
            .header(name, value)
            .json(&json!({"topic": "x"}))
            .send()
    };
    let (status, code, _) = problem(ask("Origin", "https://evil.example").await.unwrap()).await;
    assert_eq!((status, code.as_str()), (403, "foreign_origin"));
    let (status, code, _) = problem(ask("Origin", "null").await.unwrap()).await;
    assert_eq!((status, code.as_str()), (403, "foreign_origin"));
    let (status, code, _) = problem(ask("Host", "evil.example").await.unwrap()).await;
    assert_eq!((status, code.as_str()), (421, "unknown_host"));
    let own = format!("http://{}", world.address);
    let request = world
        .request(Method::GET, "/api/status")
        .header("Origin", own);
    assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
    let jobs = world.get_json("/api/jobs").await;
    assert!(
        jobs["jobs"].as_array().unwrap().is_empty(),
        "nothing was begun"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_numbered_and_guarded() {
    let world = World::new().await;
    for path in [
        "/",
        "/api/status",
        "/docs",
        "/nothing.js",
        "/api/nothing",
        "/music/calm.mp3",
    ] {
        let response = world.get(path).await;
        let headers = response.headers();
        assert_eq!(headers["x-request-id"].len(), 16, "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'self'"), "{path}");
        assert!(
            !policy.contains("script-src") && !policy.contains("unsafe-eval"),
            "{path}"
        );
        assert!(
            headers.get("access-control-allow-origin").is_none(),
            "{path}"
        );
    }
}
