//! The OpenAPI document.

use std::path::Path;

use serde_json::Value;

use crate::world::World;

/// The document is committed, so that clients are made from it without a service.
#[tokio::test(flavor = "multi_thread")]
async fn the_committed_document_is_the_one_that_is_served() {
    let world = World::new().await;
    let served = world.get("/openapi.json").await.text().await.unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/openapi.json");
    if std::env::var_os("REELCRAFT_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &served).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == served,
        "web/openapi.json is out of date: run `make bless`"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_described() {
    let world = World::new().await;
    let document: Value = world.get_json("/openapi.json").await;
    let mut names = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let place = format!("{method} {path}");
            names.push(operation["operationId"].as_str().expect(&place).to_owned());
            assert!(operation["summary"].is_string(), "{place}");
            let responses = operation["responses"].as_object().unwrap();
            let good = responses.keys().any(|status| status.starts_with('2'));
            assert!(good, "{place}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(parameter["schema"].is_object(), "{place}");
            }
        }
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "operation ids are unique");
    assert!(count >= 30, "{count}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_docs_need_nothing_from_elsewhere() {
    let world = World::new().await;
    let page = world.get("/docs").await;
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    let page = page.text().await.unwrap();
    assert!(!page.contains("http://") && !page.contains("https://"));
    for file in ["swagger-ui.js", "swagger-ui.css", "start.js"] {
        assert!(page.contains(&format!("/docs/{file}")));
        let response = world.get(&format!("/docs/{file}")).await;
        assert!(response.status().is_success());
        assert!(!response.bytes().await.unwrap().is_empty());
    }
}
