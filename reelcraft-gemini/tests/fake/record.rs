//! What the fake remembers, and how it stops.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reelcraft_gemini::testing::{FakeGemini, Route};
use serde_json::{Value, json};

use crate::bodies::{IMAGE_MODEL, picture, script, with};
use crate::caller::Caller;

#[tokio::test]
async fn everything_is_remembered() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hear = Arc::clone(&heard);
    let builder = FakeGemini::builder().on_answer(move |request| {
        let answer = request.answer.as_ref().unwrap();
        hear.lock().unwrap().push(answer.summary.clone());
    });
    let caller = Caller::with(builder).await;
    caller.draw(&picture()).await;
    caller.write(&with(script(), "/wrong", json!(1))).await;
    caller.get("/v1beta/models?pageSize=2").await;
    caller.get("/favicon.ico").await;

    let requests = caller.fake.requests();
    let drawn = &requests[0];
    assert_eq!(drawn.route, Some(Route::Image));
    assert_eq!(drawn.method, "POST");
    assert_eq!(
        drawn.path,
        format!("/v1beta/models/{IMAGE_MODEL}:generateContent")
    );
    assert_eq!(drawn.model.as_deref(), Some(IMAGE_MODEL));
    assert_eq!(drawn.header("x-goog-api-key"), Some("test-key"));
    assert_eq!(drawn.body, picture());
    assert!(drawn.is_billed());
    assert_eq!(requests[1].status(), Some(400));
    assert!(!requests[1].is_billed());
    assert_eq!(requests[2].route, Some(Route::List));
    assert_eq!(requests[2].query, "pageSize=2");
    assert_eq!(requests[2].body, Value::Null);
    assert_eq!(requests[3].route, None);
    assert_eq!(requests[3].status(), Some(404));
    assert_eq!(
        *heard.lock().unwrap(),
        ["200 STOP", "400 INVALID_ARGUMENT", "200 OK", "404 HTML"]
    );
    assert_eq!(caller.fake.requests_of(Route::Image).len(), 1);
    caller.fake.forget_requests();
    assert!(caller.fake.requests().is_empty());
}

#[tokio::test]
async fn calls_at_the_same_time_are_counted() {
    let builder = FakeGemini::builder().image_delay(Duration::from_millis(300));
    let caller = Caller::with(builder).await;
    let body = picture();
    tokio::join!(caller.draw(&body), caller.draw(&body), caller.draw(&body));
    caller.draw(&body).await;
    assert_eq!(caller.fake.most_at_once(Route::Image), 3);
    assert_eq!(caller.fake.most_at_once(Route::Text), 0);
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let caller = Caller::new().await;
    assert_eq!(caller.write(&script()).await.0, 200);
    let url = caller.url("/v1beta/models");
    let Caller { fake, http } = caller;
    drop(fake);
    let mut is_gone = false;
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        is_gone = http.get(&url).send().await.is_err();
        if is_gone {
            break;
        }
    }
    assert!(is_gone);
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error() {
    let caller = Caller::new().await;
    let port = caller
        .fake
        .base_url()
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let error = FakeGemini::builder().port(port).start().await.unwrap_err();
    assert!(error.to_string().contains("cannot listen"), "{error}");
}
