//! The key is in nothing that anybody sees. Alone in its process: a log that others switch on and
//! off does not hear everything.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "providers/world.rs"]
mod world;

use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reelcraft_core::provider::{
    ImageGen as _, LineRequest, PromptsRequest, ScriptGen as _, Tts as _,
};
use reelcraft_core::{Control, Error, Event};
use reelcraft_gemini::testing::{Answer, FakeGemini, PictureFlaw, Route, SoundFlaw, TextFlaw};
use reelcraft_gemini::{ApiKey, Gemini, GeminiImages, GeminiScript, GeminiSettings, GeminiVoice};
use tracing_subscriber::fmt::MakeWriter;

use world::{connection, image_request, script_request, server, speech_request};

/// Half of the key, which no text may have either.
const SECRET: &str = "key-of-the";

/// Everything that was seen.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<String>>);

impl Seen {
    fn add(&self, text: &str) {
        self.0.lock().unwrap().push_str(text);
    }

    fn add_error(&self, error: &Error) {
        let mut text = String::new();
        let hint = error.hint_text();
        writeln!(text, "{error} {error:?} {} {hint:?}", error.chain()).unwrap();
        self.add(&text);
    }

    fn add_result<T>(&self, result: Result<T, Error>) -> Option<T> {
        result.inspect_err(|error| self.add_error(error)).ok()
    }

    fn control(&self) -> Control {
        let seen = self.clone();
        Control::new(move |event: Event| seen.add(&format!("{event:?}")))
    }
}

impl io::Write for Seen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Seen {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Every failure that a call can end with, none of which is waited for long.
fn failures() -> Vec<Answer> {
    let mut failures: Vec<Answer> = [400, 401, 402, 403, 404].map(Answer::status).into();
    failures.extend([
        Answer::per_day(),
        Answer::no_quota(),
        Answer::per_minute(Duration::from_hours(1)),
        Answer::prompt_blocked("SAFETY"),
        Answer::without_content("MAX_TOKENS"),
        Answer::without_content("PROHIBITED_CONTENT"),
        Answer::text(TextFlaw::Prose),
        Answer::text(TextFlaw::BreaksSchema),
        Answer::picture(PictureFlaw::Broken),
        Answer::picture(PictureFlaw::WrongShape),
        Answer::sound(SoundFlaw::ThreeTimes),
        Answer::normal().cut(),
        Answer::status(200),
        Answer::status(500),
    ]);
    failures
}

async fn ask_for_everything(gemini: &Gemini, seen: &Seen) {
    let control = seen.control();
    let script = GeminiScript::new(gemini.clone());
    let lines = script
        .write_script(&script_request("The sea", 2), &control)
        .await;
    let lines = seen.add_result(lines).map_or_else(
        || vec!["One line.".to_owned(), "Another line.".to_owned()],
        |lines| lines.value,
    );
    let request = LineRequest {
        lines: lines.clone(),
        index: 1,
        topic: None,
        language: "en".parse().unwrap(),
        tone: None,
        wish: None,
        variant: 0,
    };
    seen.add_result(script.rewrite_line(&request, &control).await);
    let request = PromptsRequest {
        lines,
        wanted: vec![0],
        language: "en".parse().unwrap(),
        style: None,
    };
    seen.add_result(script.write_prompts(&request, &control).await);
    let images = GeminiImages::new(gemini.clone());
    seen.add_result(images.draw(&image_request("The sea"), &control).await);
    let voice = GeminiVoice::new(gemini.clone());
    let request = speech_request(&["The sea is salty."]);
    seen.add_result(voice.speak(&request, &control).await);
    seen.add_result(gemini.check_models().await);
    seen.add(&format!("{gemini:?} {script:?} {images:?} {voice:?}"));
}

/// On one thread, so that the subscriber hears everything.
#[tokio::test]
async fn no_log_error_event_or_debug_output_has_the_key() {
    let seen = Seen::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(seen.clone())
        .finish();
    let _heard = tracing::subscriber::set_default(subscriber);
    let server = server().start().await.unwrap();
    ask_for_everything(&connection(&server), &seen).await;
    let calls = server.requests().len();
    assert!(calls >= 6, "{calls}");

    for failure in failures() {
        let routes = [Route::Text, Route::Image, Route::Speech];
        for route in routes {
            server.script_answers(route, vec![failure.clone(); 2]);
        }
        ask_for_everything(&connection(&server), &seen).await;
        drain(&server).await;
    }

    let wrong = FakeGemini::builder()
        .key("another-key")
        .start()
        .await
        .unwrap();
    ask_for_everything(&connection(&wrong), &seen).await;
    let nowhere = GeminiSettings {
        base_url: "http://127.0.0.1:9".to_owned(),
        ..GeminiSettings::default()
    };
    let key = ApiKey::new(world::KEY).unwrap();
    seen.add(&format!("{key:?} {nowhere:?}"));
    let gemini = Gemini::new(key, nowhere).unwrap();
    seen.add_result(gemini.check_models().await);
    seen.add_result(ApiKey::new(&format!("{} x", world::KEY)));
    let variable = |_: &str| Some(format!("{} x", world::KEY));
    seen.add_result(ApiKey::from_env(variable));

    let seen = seen.0.lock().unwrap();
    for sign in [
        "a call was answered",
        "a call failed",
        "Unauthenticated",
        "Warning",
    ] {
        assert!(seen.contains(sign), "{sign} is among what was seen");
    }
    let at = seen.find(SECRET).unwrap_or_default();
    let around = seen.get(at.saturating_sub(200)..at + 50);
    assert!(!seen.contains(SECRET), "{around:?}");
}

/// Takes the answers that nobody got, so that the next failure comes first.
async fn drain(server: &FakeGemini) {
    let script = GeminiScript::new(connection(server));
    let images = GeminiImages::new(connection(server));
    let voice = GeminiVoice::new(connection(server));
    let control = Control::default();
    while server.answers_left(Route::Text) > 0 {
        let _ = script
            .write_script(&script_request("The sea", 1), &control)
            .await;
    }
    while server.answers_left(Route::Image) > 0 {
        let _ = images.draw(&image_request("The sea"), &control).await;
    }
    while server.answers_left(Route::Speech) > 0 {
        let _ = voice
            .speak(&speech_request(&["The sea is salty."]), &control)
            .await;
    }
}
