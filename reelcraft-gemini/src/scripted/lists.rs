//! The list of models: what is asked, when it ends, and why it is not there.

use reelcraft_core::ErrorKind;
use serde_json::json;

use super::answers::{Answer, PAGE, busy, error, gone, raw, reply, too_fast};
use super::world::Answers;

fn page(token: Option<&str>) -> Answer {
    let models = json!([{ "name": "models/gemini-3.8-flash" }, { "name": null }]);
    reply(200, &json!({ "models": models, "nextPageToken": token }))
}

#[tokio::test(start_paused = true)]
async fn pages_are_asked_for_one_after_another() {
    let answers = Answers::new(vec![page(Some("to/ken=")), page(None)]);
    let found = answers.gemini().client().list_models().await.unwrap();
    assert_eq!(found[0], "gemini-3.8-flash");
    assert_eq!(
        answers.paths(),
        [
            "v1beta/models?pageSize=200",
            "v1beta/models?pageSize=200&pageToken=to/ken=",
        ]
    );
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

#[tokio::test(start_paused = true)]
async fn a_list_that_does_not_come_says_why() {
    let unavailable = || ErrorKind::Unavailable;
    let per_day = super::answers::quota("GenerateRequestsPerDayPerProject", &json!("20"));
    let day = error(429, "RESOURCE_EXHAUSTED", &per_day);
    let under_200 = reply(
        200,
        &json!([{ "error": { "code": 503, "message": "busy" } }]),
    );
    for (answer, wanted, told, hint) in [
        (busy(), unavailable(), "Gemini answered 503", "later"),
        (
            under_200,
            unavailable(),
            "Gemini answered 503: busy",
            "later",
        ),
        (raw(503, ""), unavailable(), "Gemini answered 503", "later"),
        (too_fast("30s"), unavailable(), "too many calls", "minute"),
        (gone(), unavailable(), "leads elsewhere", "GEMINI_BASE_URL"),
        (
            raw(200, PAGE),
            unavailable(),
            "cannot be read",
            "GEMINI_BASE_URL",
        ),
        (
            raw(200, "{\"models\":[{"),
            unavailable(),
            "cannot be read",
            "proxy",
        ),
        (
            raw(200, "{\"models\":7}"),
            unavailable(),
            "cannot be read",
            "proxy",
        ),
        (
            error(403, "PERMISSION_DENIED", &json!([])),
            ErrorKind::Unauthenticated,
            "rejects the key",
            "key",
        ),
    ] {
        let answers = Answers::new(vec![page(Some("next")), answer]);
        let failed = answers.gemini().check_models().await.unwrap_err();
        assert_eq!(*failed.kind(), wanted, "{failed}");
        let text = failed.to_string();
        assert!(text.contains(told), "{text}");
        assert!(!text.contains("model models"), "{text}");
        let hinted = failed.hint_text().unwrap();
        assert!(hinted.contains(hint), "{text}: {hinted}");
        assert_eq!(answers.calls(), 2, "it is asked for by hand again");
    }
    let failed = Answers::new(vec![day]).gemini().check_models().await;
    let kind = failed.unwrap_err().kind().clone();
    assert!(matches!(kind, ErrorKind::QuotaExceeded { .. }), "{kind:?}");
}
