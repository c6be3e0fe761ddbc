//! What a server repeats of the key is told to nobody, and lists end.

use serde_json::{Value, json};

use super::answers::{Answer, error_saying, reply};
use super::world::{Answers, KEY, image, text};

fn page(token: Option<&str>) -> Answer {
    let models = json!([{ "name": "models/gemini-3.8-flash" }, { "name": null }]);
    reply(200, &json!({ "models": models, "nextPageToken": token }))
}

#[tokio::test(start_paused = true)]
async fn the_key_is_in_no_error() {
    // Also not where the text is cut.
    for before in [0, 180, 190, 250, 285, 295] {
        let message = format!("{}Invalid API key: {KEY}", "x".repeat(before));
        let told = json!([{ "reason": "API_KEY_INVALID", "metadata": { "key": KEY } }]);
        let answers = [
            error_saying(&message, 400, "INVALID_ARGUMENT", &told),
            error_saying(&message, 403, "PERMISSION_DENIED", &Value::Null),
            error_saying(&message, 402, "RESOURCE_EXHAUSTED", &Value::Null),
            reply(400, &json!(message)),
        ];
        for answer in answers {
            let outcome = text(vec![answer]).await;
            let told = format!("{:?} {}", outcome.error(), outcome.error().chain());
            assert!(!told.contains(KEY) && !told.contains("secret"), "{told}");
        }
    }
    let says = super::answers::says(&format!("I will not draw {KEY}."));
    let outcome = image(vec![says.clone(), says]).await;
    assert!(!format!("{:?}", outcome.error()).contains("secret"));
    let gemini = Answers::new(Vec::new()).gemini();
    assert!(!format!("{gemini:?}").contains("secret"));
}

#[tokio::test(start_paused = true)]
async fn lists_end() {
    let answers = Answers::new(vec![page(Some("a")), page(Some("b")), page(Some("a"))]);
    let found = answers.gemini().client().list_models().await.unwrap();
    assert_eq!(found.len(), 6);
    assert_eq!(
        answers.calls(),
        3,
        "a token that comes again leads in circles"
    );
    let tokens: Vec<String> = (0..60).map(|page| format!("page-{page}")).collect();
    let pages = tokens.iter().map(|token| page(Some(token)));
    let answers = Answers::new(pages.collect());
    answers.gemini().client().list_models().await.unwrap();
    assert_eq!(answers.calls(), 50);
    let answers = Answers::new(vec![page(Some(""))]);
    answers.gemini().client().list_models().await.unwrap();
    assert_eq!(answers.calls(), 1);
}
