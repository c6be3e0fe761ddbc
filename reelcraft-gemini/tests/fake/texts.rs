//! What is written, and with which flaws.

use reelcraft_gemini::testing::{Answer, FakeGemini, Route, TextFlaw};
use reelcraft_local::script::LocalScript;
use serde_json::{Value, json};

use crate::bodies::{script, task, with};
use crate::caller::{Caller, finish_reason, message, parts, text};

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| panic!("no JSON: {text}"))
}

#[tokio::test]
async fn a_script_is_written_by_what_is_behind_the_server() {
    let caller = Caller::with(FakeGemini::builder().script(LocalScript::new())).await;
    let said = caller.write(&script()).await;
    let written = text(&said);
    assert!(written.starts_with("{\"title\":"), "{written}");
    let lines = json_of(&written)["lines"].as_array().unwrap().clone();
    assert_eq!(lines.len(), 5);
    assert!(lines[0].as_str().unwrap().contains("sea"), "{lines:?}");
    let usage = &said.1["usageMetadata"];
    let count = |name: &str| usage[name].as_u64().unwrap();
    assert_eq!(
        count("candidatesTokenCount"),
        (written.chars().count() as u64).div_ceil(4)
    );
    assert_eq!(count("thoughtsTokenCount"), 96);
    let sum = count("promptTokenCount") + count("candidatesTokenCount") + 96;
    assert_eq!(count("totalTokenCount"), sum);
    assert_eq!(said.1["modelVersion"], "gemini-3.8-flash");
}

#[tokio::test]
async fn lines_may_be_objects() {
    let caller = Caller::new().await;
    let items = json!({
        "type": "object",
        "properties": {"number": {"type": "integer"}, "narration": {"type": "string"}},
    });
    let schema = json!({"properties": {"lines": {"type": "array", "items": items}}});
    let data = json!({"topic": "tea", "language": "en", "scenes": 2});
    let written = json_of(&text(&caller.write(&task(&data, &schema)).await));
    assert_eq!(
        written["lines"][1],
        json!({"number": 2, "narration": "This is sentence 2 about tea."})
    );
}

#[tokio::test]
async fn prompts_are_written_for_the_wanted_lines() {
    let caller = Caller::new().await;
    let lines = json!([
        {"number": 1, "line": "Rain falls."},
        {"number": 2, "line": "A river rises."},
        {"number": 3, "line": "The sea waits."},
    ]);
    let schema = json!({
        "type": "object",
        "properties": {
            "setting": {"type": "string"},
            "prompts": {"type": "array", "items": {
                "type": "object",
                "properties": {"number": {"type": "integer"}, "prompt": {"type": "string"}},
                "required": ["number", "prompt"],
            }},
        },
        "required": ["prompts"],
    });
    let data = json!({"lines": lines, "wanted": [1, 3], "language": "en"});
    let written = json_of(&text(&caller.write(&task(&data, &schema)).await));
    let prompts = written["prompts"].as_array().unwrap();
    assert_eq!(prompts.len(), 2);
    assert_eq!(prompts[1]["number"], 3);
    assert_eq!(
        prompts[1]["prompt"],
        "A wide view that shows: The sea waits."
    );
    assert!(written["setting"].as_str().unwrap().len() > 10);
}

#[tokio::test]
async fn one_line_gets_other_words() {
    let caller = Caller::new().await;
    let schema = json!({"type": "object", "properties": {"line": {"type": "string"}}});
    for (lines, expected) in [
        (
            json!([{"number": 4, "line": "Дождь идёт."}]),
            "This is sentence 1 in version 1.",
        ),
        (
            json!(["a", "b", "c", "The sea waits."]),
            "This is sentence 4 in version 1.",
        ),
    ] {
        let data = json!({"number": 4, "lines": lines});
        let written = json_of(&text(&caller.write(&task(&data, &schema)).await));
        assert_eq!(written["line"], expected);
    }
}

#[tokio::test]
async fn anything_else_gets_what_fits_the_schema() {
    let caller = Caller::new().await;
    let schema = json!({
        "type": "array", "minItems": 3, "maxItems": 3,
        "items": {"type": "object", "properties": {"mood": {"type": "string", "enum": ["calm"]}}},
    });
    let written = json_of(&text(&caller.write(&task(&json!("hello"), &schema)).await));
    assert_eq!(
        written,
        json!([{"mood": "calm"}, {"mood": "calm"}, {"mood": "calm"}])
    );
    let plain = json!({"contents": [{"parts": [{"text": "Say something."}]}]});
    assert!(text(&caller.write(&plain).await).starts_with("The sea"));
}

#[tokio::test]
async fn the_budget_is_kept() {
    let caller = Caller::new().await;
    let limited = |tokens: u64| with(script(), "/generationConfig/maxOutputTokens", json!(tokens));
    let said = caller.write(&limited(110)).await;
    assert_eq!(finish_reason(&said), "MAX_TOKENS");
    assert_eq!(text(&said).chars().count(), 14 * 4);
    let said = caller.write(&limited(90)).await;
    assert_eq!(finish_reason(&said), "MAX_TOKENS");
    assert_eq!(said.1["candidates"][0]["content"], json!({"role": "model"}));
    assert_eq!(said.1["usageMetadata"]["thoughtsTokenCount"], 90);
}

#[tokio::test]
async fn flaws_are_as_ordered() {
    let caller = Caller::new().await;
    let fine = text(&caller.write(&script()).await);
    let is_json = |text: &str| serde_json::from_str::<Value>(text).is_ok();
    let cases = [
        (TextFlaw::CutShort, "MAX_TOKENS", 1),
        (TextFlaw::Prose, "STOP", 1),
        (TextFlaw::CodeBlock, "STOP", 1),
        (TextFlaw::BreaksSchema, "STOP", 1),
        (TextFlaw::ThoughtsFirst, "STOP", 3),
        (TextFlaw::SplitParts, "STOP", 4),
        (TextFlaw::Says("{}".to_owned()), "STOP", 1),
    ];
    for (flaw, reason, least_parts) in cases {
        caller
            .fake
            .script_answers(Route::Text, [Answer::text(flaw.clone())]);
        let said = caller.write(&script()).await;
        assert_eq!(finish_reason(&said), reason, "{flaw:?}");
        assert!(parts(&said).len() >= least_parts, "{flaw:?}");
        let written = text(&said);
        match flaw {
            TextFlaw::CutShort => assert!(fine.starts_with(&written) && !is_json(&written)),
            TextFlaw::Prose => assert!(!is_json(&written)),
            TextFlaw::CodeBlock => assert_eq!(written, format!("```json\n{fine}\n```")),
            TextFlaw::BreaksSchema => assert!(!json_of(&written)["lines"].is_array()),
            TextFlaw::Says(exactly) => assert_eq!(written, exactly),
            _ => assert_eq!(written, fine),
        }
    }
}

#[tokio::test]
async fn an_answer_is_continued_for_its_token_and_its_body() {
    let caller = Caller::new().await;
    let fine = text(&caller.write(&script()).await);
    caller
        .fake
        .script_answers(Route::Text, [Answer::text(TextFlaw::Continued)]);
    let first = caller.write(&script()).await;
    assert_eq!(finish_reason(&first), "CONTINUATION");
    let token = first.1["candidates"][0]["continuationToken"].clone();
    let another = with(script(), "/store", json!(true));
    let wrong = caller
        .write(&with(another, "/continuationToken", token.clone()))
        .await;
    assert!(message(&wrong).contains("continuation token"));
    let second = caller
        .write(&with(script(), "/continuationToken", token.clone()))
        .await;
    assert_eq!(finish_reason(&second), "STOP");
    assert_eq!(text(&first) + &text(&second), fine);
    let again = caller
        .write(&with(script(), "/continuationToken", token))
        .await;
    assert_eq!(again.0, 400);
}

#[tokio::test]
async fn tokens_are_counted_and_streams_have_one_piece() {
    let caller = Caller::new().await;
    let contents = json!({"contents": script()["contents"]});
    let path = "/v1beta/models/gemini-3.8-flash";
    let (status, counted) = caller.post(&format!("{path}:countTokens"), &contents).await;
    assert_eq!(status, 200);
    assert!(counted["totalTokens"].as_u64().unwrap() > 5);
    let stream = format!("{path}:streamGenerateContent");
    let (_, array) = caller.post(&stream, &script()).await;
    assert_eq!(array[0]["candidates"][0]["finishReason"], "STOP");
    let events = caller.request(&format!("{stream}?alt=sse"), &script());
    let events = events.send().await.unwrap().text().await.unwrap();
    assert!(
        events.starts_with("data: {") && events.ends_with("}\r\n\r\n"),
        "{events}"
    );
}
