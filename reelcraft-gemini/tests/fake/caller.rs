//! A plain HTTP client that knows nothing but the address and the key.

use reelcraft_gemini::testing::{FakeGemini, FakeGeminiBuilder};
use serde_json::Value;

use crate::bodies::{IMAGE_MODEL, SPEECH_MODEL, TEXT_MODEL};

/// A running fake, and a client for it.
pub(crate) struct Caller {
    pub(crate) fake: FakeGemini,
    pub(crate) http: reqwest::Client,
}

/// A status and the JSON that came with it; `Null` where it was no JSON.
pub(crate) type Said = (u16, Value);

impl Caller {
    pub(crate) async fn new() -> Self {
        Self::with(FakeGemini::builder()).await
    }

    pub(crate) async fn with(builder: FakeGeminiBuilder) -> Self {
        // Another test may have done it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            fake: builder.start().await.unwrap(),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.fake.base_url())
    }

    /// Sends a body to a path, with the key.
    pub(crate) fn request(&self, path: &str, body: &Value) -> reqwest::RequestBuilder {
        self.http
            .post(self.url(path))
            .header("x-goog-api-key", "test-key")
            .json(body)
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Said {
        read(self.request(path, body).send().await.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Said {
        let request = self.http.get(self.url(path));
        let request = request.header("x-goog-api-key", "test-key");
        read(request.send().await.unwrap()).await
    }

    pub(crate) async fn generate(&self, model: &str, body: &Value) -> Said {
        self.post(&format!("/v1beta/models/{model}:generateContent"), body)
            .await
    }

    pub(crate) async fn write(&self, body: &Value) -> Said {
        self.generate(TEXT_MODEL, body).await
    }

    pub(crate) async fn draw(&self, body: &Value) -> Said {
        self.generate(IMAGE_MODEL, body).await
    }

    pub(crate) async fn speak(&self, body: &Value) -> Said {
        self.generate(SPEECH_MODEL, body).await
    }
}

pub(crate) async fn read(response: reqwest::Response) -> Said {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_default())
}

/// The message of an error.
pub(crate) fn message((status, body): &Said) -> String {
    assert_eq!(body["error"]["code"], *status, "{body}");
    body["error"]["message"].as_str().unwrap().to_owned()
}

/// The parts of the only candidate of an answer that is fine.
pub(crate) fn parts((status, body): &Said) -> Vec<Value> {
    assert_eq!(*status, 200, "{body}");
    body["candidates"][0]["content"]["parts"]
        .as_array()
        .unwrap_or_else(|| panic!("no parts in {body}"))
        .clone()
}

/// What was said, without what was thought.
pub(crate) fn text(said: &Said) -> String {
    parts(said)
        .iter()
        .filter(|part| part["thought"] != true)
        .filter_map(|part| part["text"].as_str())
        .collect()
}

/// Why the only candidate ended.
pub(crate) fn finish_reason((status, body): &Said) -> &str {
    assert_eq!(*status, 200, "{body}");
    body["candidates"][0]["finishReason"].as_str().unwrap()
}
