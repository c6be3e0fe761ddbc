//! What the network and the machines before the API do.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reelcraft_core::provider::{ImageGen as _, ScriptGen as _, Tts as _};
use reelcraft_core::{Control, Error, ErrorKind};
use reelcraft_gemini::testing::{Answer, FakeGemini, PictureFlaw, Route, SoundFlaw};
use reelcraft_gemini::{
    ApiKey, Gemini, GeminiImages, GeminiScript, GeminiSettings, GeminiVoice, ModelSettings,
};

use crate::{KEY, connection, connection_with, image_request, script_request, speech_request};

async fn fake() -> FakeGemini {
    FakeGemini::builder().key(KEY).start().await.unwrap()
}

/// Draws from a server that answers so, and gives the number of calls or the error.
async fn drawn(server: &FakeGemini, answers: Vec<Answer>) -> Result<u32, Error> {
    server.script_answers(Route::Image, answers);
    let images = GeminiImages::new(connection(server));
    let control = Control::default();
    let drawn = images.draw(&image_request("The sea"), &control).await?;
    assert_eq!(server.answers_left(Route::Image), 0);
    Ok(drawn.origin.usage.calls)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_is_tried_once_more() {
    let server = fake().await;
    assert_eq!(
        drawn(&server, vec![Answer::normal().cut()]).await.unwrap(),
        2
    );
    let twice = vec![Answer::normal().cut(), Answer::normal().cut()];
    let error = drawn(&server, twice).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unavailable);
    assert_eq!(error.usage().calls, 2);
    assert!(!error.chain().contains("http://"), "{}", error.chain());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_too_late_is_waited_for_once_more() {
    let server = fake().await;
    let settings = GeminiSettings {
        image: ModelSettings {
            timeout_secs: Some(1),
            ..ModelSettings::default()
        },
        ..GeminiSettings::default()
    };
    let late = || Answer::normal().after(Duration::from_secs(4));
    server.script_answers(Route::Image, [late(), late()]);
    let images = GeminiImages::new(connection_with(&server, settings));
    let control = Control::default();
    let drawn = images.draw(&image_request("The sea"), &control).await;
    let error = drawn.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Timeout);
    assert_eq!(error.usage().calls, 2);
    assert_eq!(server.requests_of(Route::Image).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_halves_are_no_answers() {
    let server = fake().await;
    for answer in [
        Answer::status(200),
        Answer::normal().truncated(),
        Answer::empty_body(),
    ] {
        assert_eq!(drawn(&server, vec![answer.clone()]).await.unwrap(), 2);
        let error = drawn(&server, vec![answer.clone(), answer])
            .await
            .unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Unavailable);
        assert_eq!(error.usage().calls, 2);
    }
    assert_eq!(drawn(&server, vec![Answer::status(502)]).await.unwrap(), 2);
    assert_eq!(
        drawn(&server, vec![Answer::normal().in_array()])
            .await
            .unwrap(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn long_signatures_are_passed_over_and_endless_answers_are_not_read() {
    let server = FakeGemini::builder().key(KEY).signature_chars(1_500_000);
    let server = server.start().await.unwrap();
    assert_eq!(drawn(&server, Vec::new()).await.unwrap(), 1);
    let endless = Answer::picture(PictureFlaw::Padded(75 << 20));
    let error = drawn(&server, vec![endless]).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unavailable);
    assert_eq!(
        error.usage().calls,
        1,
        "it is paid for, and the next one would be as large"
    );
    assert!(error.to_string().contains("96 MiB"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_read_in_all_their_shapes() {
    let server = fake().await;
    for flaw in [
        PictureFlaw::TextFirst,
        PictureFlaw::DraftFirst,
        PictureFlaw::WrongLabel,
        PictureFlaw::UrlSafe,
        PictureFlaw::Padded(2000),
    ] {
        assert_eq!(
            drawn(&server, vec![Answer::picture(flaw)]).await.unwrap(),
            1
        );
    }
    for flaw in [
        PictureFlaw::Tiny,
        PictureFlaw::Huge,
        PictureFlaw::WrongShape,
        PictureFlaw::Broken,
        PictureFlaw::TextOnly,
    ] {
        assert_eq!(
            drawn(&server, vec![Answer::picture(flaw)]).await.unwrap(),
            2
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn speech_is_read_in_all_its_shapes() {
    let server = fake().await;
    let voice = GeminiVoice::new(connection(&server));
    let control = Control::default();
    let request = speech_request(&["Why is the sea salty?", "Rivers carry the salt."]);
    let mut secs = Vec::new();
    for flaw in [
        SoundFlaw::Headerless("audio/L16;codec=pcm;rate=24000".to_owned()),
        SoundFlaw::Headerless("audio/l16; rate=16000; channels=1".to_owned()),
        SoundFlaw::WavLength(0),
        SoundFlaw::WavLength(u32::MAX),
        SoundFlaw::ExtraChunks,
        SoundFlaw::OddChunk,
        SoundFlaw::TwoParts,
    ] {
        let shown = format!("{flaw:?}");
        server.script_answers(Route::Speech, [Answer::sound(flaw)]);
        let spoken = voice.speak(&request, &control).await.unwrap();
        assert_eq!(spoken.origin.usage.calls, 1, "{shown}");
        secs.push(spoken.value.audio.secs());
    }
    let (least, most) = secs.iter().fold((f64::MAX, 0.0f64), |(least, most), secs| {
        (least.min(*secs), most.max(*secs))
    });
    assert!(least > 2.0 && most - least < 0.05, "{secs:?}");
    for flaw in [
        SoundFlaw::HeaderOnly,
        SoundFlaw::Silence,
        SoundFlaw::ThreeTimes,
        SoundFlaw::TextOnly,
    ] {
        let shown = format!("{flaw:?}");
        server.script_answers(Route::Speech, [Answer::sound(flaw)]);
        let spoken = voice.speak(&request, &control).await.unwrap();
        assert_eq!(spoken.origin.usage.calls, 2, "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_follows_a_redirection() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    let there = elsewhere.local_addr().unwrap();
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    std::thread::spawn(move || {
        for _ in elsewhere.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let here = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut vec![0; 65_536]);
            let answer = format!(
                "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{there}/\r\n\
                 content-length: 0\r\nconnection: close\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let settings = GeminiSettings {
        base_url: format!("http://{here}"),
        ..GeminiSettings::default()
    };
    let gemini = Gemini::new(ApiKey::new(KEY).unwrap(), settings).unwrap();
    let script = GeminiScript::new(gemini);
    let control = Control::default();
    let written = script
        .write_script(&script_request("The sea", 1), &control)
        .await;
    let error = written.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unavailable);
    assert_eq!(error.usage().calls, 1);
    assert!(error.hint_text().unwrap().contains("GEMINI_BASE_URL"));
    assert_eq!(
        visits.load(Ordering::SeqCst),
        0,
        "the key stays where it belongs"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_says_so() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let settings = GeminiSettings {
        base_url: format!("http://{port}"),
        ..GeminiSettings::default()
    };
    let gemini = Gemini::new(ApiKey::new(KEY).unwrap(), settings).unwrap();
    let error = gemini.check_models().await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unavailable);
    assert!(error.hint_text().unwrap().contains("GEMINI_BASE_URL"));
    assert!(!error.chain().contains("models?"), "{}", error.chain());
}

/// Set in the process that stands behind a proxy.
const BEHIND_A_PROXY: &str = "REELCRAFT_TEST_BEHIND_A_PROXY";

#[tokio::test(flavor = "multi_thread")]
async fn no_proxy_is_asked_for_a_server_on_this_machine() {
    if std::env::var_os(BEHIND_A_PROXY).is_some() {
        let server = fake().await;
        connection(&server).check_models().await.unwrap();
        return;
    }
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "network::no_proxy_is_asked_for_a_server_on_this_machine",
        ])
        .env(BEHIND_A_PROXY, "1")
        .env("http_proxy", &address)
        .env("HTTP_PROXY", &address)
        .env("ALL_PROXY", &address)
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    assert!(proxy.accept().is_err(), "nobody came by");
}
