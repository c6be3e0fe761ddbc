//! What a server repeats of the key is told to nobody.

use serde_json::{Value, json};

use super::answers::{error_saying, reply};
use super::world::{Answers, KEY, image, text};

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
