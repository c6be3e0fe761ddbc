//! Bodies that Gemini refuses, by what they ask for.

use serde_json::{Value, json};

use crate::bodies::{picture, script, speech, with, without};
use crate::caller::{Caller, message};

#[tokio::test]
async fn bodies_of_texts_must_make_sense() {
    let caller = Caller::new().await;
    let config =
        |field: &str, value: Value| with(script(), &format!("/generationConfig/{field}"), value);
    let cases: Vec<(Value, &str)> = vec![
        (json!({}), "contents is not specified"),
        (
            with(script(), "/contents", json!([])),
            "contents is not specified",
        ),
        (
            with(script(), "/contents/0/parts", json!([])),
            "must not be empty",
        ),
        (
            with(script(), "/contents/0/parts/0", json!({})),
            "must have one initialized field",
        ),
        (
            with(script(), "/contents/0/role", json!("system")),
            "valid role",
        ),
        (
            with(script(), "/contents/0/role", json!("model")),
            "last turn",
        ),
        (
            with(script(), "/model", json!("models/other")),
            "not that of the path",
        ),
        (with(script(), "/store", json!("no")), "'store' (TYPE_BOOL)"),
        (
            with(script(), "/safetySettings/0/threshold", json!("LOW")),
            "HarmBlockThreshold",
        ),
        (
            config("maxOutputTokens", json!("many")),
            "max_output_tokens' (TYPE_INT32)",
        ),
        (
            config("maxOutputTokens", json!(100_000)),
            "maxOutputTokens value",
        ),
        (config("candidateCount", json!(2)), "Multiple candidates"),
        (
            config("thinkingConfig/thinkingLevel", json!("MINIMAL")),
            "Thinking level MINIMAL",
        ),
        (
            config("thinkingConfig/thinkingLevel", json!("VERY")),
            "thinking_level",
        ),
        (
            config("thinkingConfig/thinkingBudget", json!(0)),
            "only one of thinking",
        ),
        (
            config("responseSchema", json!({"type": "OBJECT"})),
            "Only one of",
        ),
        (
            config("responseMimeType", json!("text/plain")),
            "response_mime_type",
        ),
        (
            config("responseMimeType", json!("json")),
            "allowed mimetypes",
        ),
        (
            config("responseJsonSchema/type", json!("OBJECT")),
            "response_json_schema.type",
        ),
        (
            config("responseJsonSchema/required", json!(["line"])),
            "not a property",
        ),
        (
            config("responseModalities", json!(["IMAGE"])),
            "(IMAGE) is not supported",
        ),
        (
            config("imageConfig", json!({"aspectRatio": "9:16"})),
            "not enabled",
        ),
        (config("speechConfig", json!({})), "not enabled"),
    ];
    for (body, expected) in cases {
        let said = caller.write(&body).await;
        assert_eq!(said.0, 400, "{expected}");
        assert_eq!(said.1["error"]["status"], "INVALID_ARGUMENT");
        let text = message(&said);
        assert!(text.contains(expected), "{text}, not {expected}");
    }
    let lite = config("thinkingConfig/thinkingLevel", json!("MINIMAL"));
    assert_eq!(caller.generate("gemini-3.5-flash-lite", &lite).await.0, 200);
}

#[tokio::test]
async fn bodies_of_pictures_must_make_sense() {
    let caller = Caller::new().await;
    let reference = json!({"inlineData": {"mimeType": "image/png", "data": "AAAA"}});
    let image = |field: &str, value: &str| {
        with(
            picture(),
            &format!("/generationConfig/imageConfig/{field}"),
            json!(value),
        )
    };
    let config =
        |field: &str, value: Value| with(picture(), &format!("/generationConfig/{field}"), value);
    let cases: Vec<(Value, &str)> = vec![
        (image("aspectRatio", "9x16"), "aspect_ratio: 9x16"),
        (image("aspectRatio", "7:16"), "aspect_ratio: 7:16"),
        (image("imageSize", "1k"), "image_size: 1k"),
        (image("imageSize", "512"), "image_size: 512"),
        (
            config("responseModalities", json!(["AUDIO"])),
            "(AUDIO) is not supported",
        ),
        (
            config("responseModalities", json!(["TEXT"])),
            "(TEXT) is not supported",
        ),
        (
            config("responseMimeType", json!("application/json")),
            "JSON mode",
        ),
        (
            config("thinkingConfig", json!({"thinkingLevel": "XHIGH"})),
            "XHIGH",
        ),
        (
            with(
                picture(),
                "/contents/0/parts",
                json!(vec![reference.clone(); 15]),
            ),
            "15 images",
        ),
        (
            with(
                picture(),
                "/contents/0/parts/0",
                json!({"inlineData": {"mimeType": "image/png"}}),
            ),
            "data is empty",
        ),
        (
            with(
                picture(),
                "/contents/0/parts/0",
                json!({"inlineData": {"mimeType": "image/png", "data": "?"}}),
            ),
            "Base64 decoding failed",
        ),
    ];
    for (body, expected) in cases {
        let said = caller.draw(&body).await;
        assert_eq!(said.0, 400, "{expected}");
        let text = message(&said);
        assert!(text.contains(expected), "{text}, not {expected}");
    }
    let lite = caller
        .generate("gemini-3.1-flash-lite-image", &image("imageSize", "2K"))
        .await;
    assert_eq!(lite.0, 400);
}

#[tokio::test]
async fn bodies_of_speech_must_make_sense() {
    let caller = Caller::new().await;
    let config =
        |field: &str, value: Value| with(speech(), &format!("/generationConfig/{field}"), value);
    let voices = |count: usize| {
        let speaker = json!({"speaker": "Joe", "voiceConfig": {"voice": "Puck"}});
        json!({"multiSpeakerVoiceConfig": {"speakerVoiceConfigs": vec![speaker; count]}})
    };
    let instruction = json!({"parts": [{"text": "Be warm."}]});
    let cases: Vec<(Value, &str)> = vec![
        (
            with(speech(), "/systemInstruction", instruction),
            "Developer instruction",
        ),
        (
            without(speech(), "/generationConfig/responseModalities"),
            "(TEXT) is not supported",
        ),
        (
            config("responseModalities", json!(["AUDIO", "TEXT"])),
            "(AUDIO, TEXT)",
        ),
        (
            without(speech(), "/generationConfig/speechConfig"),
            "must have a voice",
        ),
        (
            without(speech(), "/generationConfig/speechConfig/voiceConfig"),
            "must have a voice",
        ),
        (
            config("speechConfig/voiceConfig", json!({})),
            "Exactly one voice",
        ),
        (
            config("speechConfig/voiceConfig/voice", json!("Korre")),
            "Voice name Korre",
        ),
        (
            config("speechConfig/voiceConfig/voice", json!("kore")),
            "Voice name kore",
        ),
        (config("speechConfig", voices(3)), "must equal 2"),
        (
            config("speechConfig/languageCode", json!("Uzbek language")),
            "language code",
        ),
        (config("temperature", json!(1.0)), "temperature"),
        (config("topP", json!(0.9)), "top_p"),
        (config("topK", json!(40)), "top_k"),
        (
            config("thinkingConfig", json!({"thinkingLevel": "LOW"})),
            "Thinking",
        ),
        (config("responseMimeType", json!("audio/wav")), "JSON mode"),
        (
            config(
                "responseFormat",
                json!({"audio": {"mimeType": "audio/wav"}}),
            ),
            "mime_type",
        ),
        (
            with(speech(), "/contents/0/parts/0/text", json!("… —")),
            "no text",
        ),
        (
            with(
                speech(),
                "/contents/0/parts/0/text",
                json!("word ".repeat(8000)),
            ),
            "exceeds",
        ),
    ];
    for (body, expected) in cases {
        let said = caller.speak(&body).await;
        assert_eq!(said.0, 400, "{expected}");
        let text = message(&said);
        assert!(text.contains(expected), "{text}, not {expected}");
    }
    for fine in [
        config("speechConfig", voices(2)),
        config("speechConfig/languageCode", json!("uz-UZ")),
        config("speechConfig/voiceConfig", json!({"voice": "voicekey_123"})),
        config(
            "speechConfig/voiceConfig",
            json!({"prebuiltVoiceConfig": {"voiceName": "Sulafat"}}),
        ),
    ] {
        assert_eq!(caller.speak(&fine).await.0, 200, "{fine}");
    }
}
