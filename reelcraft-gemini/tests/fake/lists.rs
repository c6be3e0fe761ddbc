//! The lists of models and voices.

use crate::caller::{Caller, message};

#[tokio::test]
async fn models_come_in_pages() {
    let caller = Caller::new().await;
    let (_, all) = caller.get("/v1beta/models").await;
    let names = |list: &serde_json::Value| -> Vec<String> {
        let models = list["models"].as_array().unwrap();
        models
            .iter()
            .map(|model| model["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let all_names = names(&all);
    assert!(all_names.contains(&"models/gemini-3.8-flash".to_owned()));
    assert!(all_names.contains(&"models/gemini-3.8-flash-tts".to_owned()));
    assert!(!all_names.contains(&"models/imagen-4.0-generate-001".to_owned()));
    assert!(all.get("nextPageToken").is_none());

    let mut pages = Vec::new();
    let mut path = "/v1beta/models?pageSize=5".to_owned();
    loop {
        let (status, page) = caller.get(&path).await;
        assert_eq!(status, 200);
        assert!(names(&page).len() <= 5);
        pages.extend(names(&page));
        let Some(token) = page["nextPageToken"].as_str() else {
            break;
        };
        path = format!("/v1beta/models?pageSize=5&pageToken={token}");
    }
    assert_eq!(pages, all_names);

    let (_, stable) = caller.get("/v1/models").await;
    assert!(!names(&stable).contains(&"models/gemini-3.8-flash-tts".to_owned()));
    assert_eq!(caller.get("/v1beta/models?pageToken=nonsense").await.0, 400);
    assert_eq!(caller.get("/v1beta/models?pageSize=ten").await.0, 400);
    assert_eq!(caller.get("/v1beta/models?page=1").await.0, 400);
}

#[tokio::test]
async fn one_model_can_be_looked_up() {
    let caller = Caller::new().await;
    let (status, model) = caller.get("/v1beta/models/gemini-3.8-flash").await;
    assert_eq!(status, 200);
    assert_eq!(model["name"], "models/gemini-3.8-flash");
    assert_eq!(model["supportedGenerationMethods"][0], "generateContent");
    let gone = caller.get("/v1beta/models/gemini-2.5-flash-image").await;
    assert_eq!(gone.0, 404);
    assert!(message(&gone).contains("gemini-2.5-flash-image"));
    assert_eq!(caller.get("/v1/models/gemini-3.8-flash-tts").await.0, 404);
}

#[tokio::test]
async fn voices_are_listed_under_v1beta() {
    let caller = Caller::new().await;
    let (status, list) = caller
        .get("/v1beta/voices?language_code=uz-UZ&page_size=20")
        .await;
    assert_eq!(status, 200);
    assert_eq!(list["voices"].as_array().unwrap().len(), 20);
    assert_eq!(list["voices"][0]["language_code"], "uz-UZ");
    let token = list["next_page_token"].as_str().unwrap();
    let (_, rest) = caller
        .get(&format!("/v1beta/voices?page_token={token}"))
        .await;
    assert_eq!(rest["voices"].as_array().unwrap().len(), 10);
    assert_eq!(caller.get("/v1/voices").await.0, 404);
}
