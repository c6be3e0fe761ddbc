//! Calls that Gemini refuses: keys, paths, names and types.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use reelcraft_gemini::testing::FakeGemini;
use serde_json::json;

use crate::bodies::{TEXT_MODEL, picture, script, speech, with};
use crate::caller::{Caller, message, read};

const PATH: &str = "/v1beta/models/gemini-3.8-flash:generateContent";

#[tokio::test]
async fn a_key_must_be_there_right_and_in_the_header() {
    let caller = Caller::with(FakeGemini::builder().key("the-right-one")).await;
    let post = |query: &str| caller.http.post(caller.url(PATH) + query).json(&script());
    let send = async |request: reqwest::RequestBuilder| read(request.send().await.unwrap()).await;

    let said = send(post("")).await;
    assert_eq!(said.0, 403);
    assert_eq!(said.1["error"]["status"], "PERMISSION_DENIED");
    assert!(message(&said).contains("unregistered callers"));

    let said = send(post("").header("x-goog-api-key", "wrong")).await;
    assert_eq!(said.0, 400);
    assert_eq!(
        message(&said),
        "API key not valid. Please pass a valid API key."
    );
    assert_eq!(said.1["error"]["details"][0]["reason"], "API_KEY_INVALID");

    let said = send(post("").header("authorization", "Bearer the-right-one")).await;
    assert_eq!(said.0, 401);

    let said = send(post("?key=the-right-one").header("x-goog-api-key", "the-right-one")).await;
    assert_eq!(said.0, 400);
    assert!(message(&said).contains("in the URL"));

    let said = send(post("").header("x-goog-api-key", "the-right-one")).await;
    assert_eq!(said.0, 200);
}

#[tokio::test]
async fn models_answer_where_they_live() {
    let caller = Caller::new().await;
    let cases = [
        ("/v1/models/gemini-3.8-flash:generateContent", script(), 200),
        (
            "/v1/models/gemini-nano-banana-2.1:generateContent",
            picture(),
            200,
        ),
        (
            "/v1/models/gemini-3.8-flash-tts:generateContent",
            speech(),
            404,
        ),
        (
            "/v1beta/models/gemini-3.8-flash-tts:generateContent",
            speech(),
            200,
        ),
        (
            "/v1/models/gemini-flash-latest:generateContent",
            script(),
            404,
        ),
        (
            "/v1beta/models/gemini-2.5-flash-image:generateContent",
            picture(),
            404,
        ),
        (
            "/v1beta/models/imagen-4.0-generate-001:generateContent",
            picture(),
            404,
        ),
        (
            "/v1beta/models/gemini-2.5-flash-preview-tts:generateContent",
            speech(),
            404,
        ),
        ("/v1beta/models/nobody:generateContent", script(), 404),
        ("/v1beta/models/gemini-3.8-flash:predict", script(), 404),
        ("/v2/models/gemini-3.8-flash:generateContent", script(), 404),
        ("/v1beta/gemini-3.8-flash:generateContent", script(), 404),
    ];
    for (path, body, status) in cases {
        let (said, _) = caller.post(path, &body).await;
        assert_eq!(said, status, "{path}");
    }
    let gone = caller.generate("imagen-4.0-generate-001", &picture()).await;
    assert!(message(&gone).starts_with(
        "models/imagen-4.0-generate-001 is not found for API version v1beta, or is not supported \
         for generateContent."
    ));
    assert_eq!(gone.1["error"]["status"], "NOT_FOUND");
}

#[tokio::test]
async fn unknown_fields_are_refused_at_every_level() {
    let caller = Caller::new().await;
    let cases = [
        (script(), "/prompt", "\"prompt\": Cannot"),
        (
            script(),
            "/generationConfig/maxTokens",
            "\"maxTokens\" at 'generation_config'",
        ),
        (script(), "/contents/0/text", "\"text\" at 'contents[0]'"),
        (
            script(),
            "/contents/0/parts/0/txt",
            "\"txt\" at 'contents[0].parts[0]'",
        ),
        (
            script(),
            "/systemInstruction/text",
            "\"text\" at 'system_instruction'",
        ),
        (
            script(),
            "/safetySettings/0/level",
            "\"level\" at 'safety_settings[0]'",
        ),
        (
            script(),
            "/generationConfig/thinkingConfig/level",
            "\"level\" at 'generation_config.thinking_config'",
        ),
        (
            script(),
            "/generationConfig/responseJsonSchema/minLength",
            "\"minLength\" at 'generation_config.response_json_schema'",
        ),
        (
            picture(),
            "/generationConfig/imageConfig/personGeneration",
            "\"personGeneration\" at 'generation_config.image_config'",
        ),
        (
            speech(),
            "/generationConfig/speechConfig/voice",
            "\"voice\" at 'generation_config.speech_config'",
        ),
        (
            speech(),
            "/generationConfig/speechConfig/voiceConfig/voiceName",
            "\"voiceName\" at 'generation_config.speech_config.voice_config'",
        ),
        (
            speech(),
            "/contents/0/parts/0/speechMetadata/tone",
            "\"tone\" at 'contents[0].parts[0].speech_metadata'",
        ),
    ];
    for (body, path, expected) in cases {
        let said = caller.write(&with(body, path, json!("x"))).await;
        assert_eq!(said.0, 400, "{path}");
        let text = message(&said);
        let start = "Invalid JSON payload received. Unknown name ";
        assert!(
            text.starts_with(&format!("{start}{expected}")),
            "{path}: {text}"
        );
    }
}

#[tokio::test]
async fn both_spellings_and_both_alphabets_are_accepted() {
    let caller = Caller::new().await;
    let bytes = [0xFBu8, 0xFF, 0xFE, 0x3F];
    for data in [STANDARD.encode(bytes), URL_SAFE_NO_PAD.encode(bytes)] {
        let body = json!({
            "model": format!("models/{TEXT_MODEL}"),
            "system_instruction": {"parts": [{"text": "Be brief."}]},
            "contents": [{"parts": [
                {"inline_data": {"mime_type": "image/png", "data": data}},
                {"text": "What is this?"},
            ]}],
            "generation_config": {
                "max_output_tokens": "2000",
                "thinkingConfig": {"thinking_level": "low"},
                "response_mime_type": "application/json",
                "response_schema": {"type": "OBJECT", "properties": {"name": {"type": "STRING"}}},
            },
        });
        assert_eq!(caller.write(&body).await.0, 200);
    }
}

#[tokio::test]
async fn a_body_must_be_json_and_say_so() {
    let caller = Caller::new().await;
    let send = async |content_type: &str, body: &str| {
        let request = caller.http.post(caller.url(PATH));
        let request = request.header("x-goog-api-key", "test-key");
        let request = request.header("content-type", content_type.to_owned());
        read(request.body(body.to_owned()).send().await.unwrap()).await
    };
    let body = script().to_string();
    assert_eq!(send("application/json; charset=utf-8", &body).await.0, 200);
    assert_eq!(send("text/plain", &body).await.0, 400);
    assert_eq!(send("application/json", "{\"contents\":").await.0, 400);
    assert_eq!(send("application/json", "[]").await.0, 400);
    let said = caller.post(&format!("{PATH}?page=2"), &script()).await;
    assert!(message(&said).contains("Cannot bind query parameter"));
}
